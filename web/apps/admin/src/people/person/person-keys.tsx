import { keysQuery } from "@sallyport/api/service-accounts.ts";
import type { Person } from "@sallyport/api/types.ts";
import { EmptyState, ErrorState, ListSkeleton } from "@sallyport/ui/states.tsx";
import { IconKey } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { KeyList } from "../../keys/key-list.tsx";

export function PersonKeys({ person }: { person: Person }) {
  const keys = useQuery(keysQuery);
  if (keys.isPending) return <ListSkeleton rows={3} label="Loading the keys" />;
  if (keys.isError) return <ErrorState error={keys.error} onRetry={() => void keys.refetch()} />;
  const own = keys.data.filter(({ owner }) => owner.id === person.id);
  if (own.length === 0) {
    return (
      <EmptyState icon={<IconKey size={24} />} title="No API keys">
        {person.name} makes their own on their account page.
      </EmptyState>
    );
  }
  return <KeyList keys={own} />;
}
