import { Button } from "@mantine/core";
import { groupsQuery } from "@sallyport/api/people.ts";
import { keysQuery, serviceAccountsQuery } from "@sallyport/api/service-accounts.ts";
import type { ApiKey, ServiceAccount } from "@sallyport/api/types.ts";
import { DataTable, type ListColumn } from "@sallyport/ui/data-table.tsx";
import { EmptyState, ErrorState, ListSkeleton } from "@sallyport/ui/states.tsx";
import { TimeText } from "@sallyport/ui/time-text.tsx";
import { PlaceHead } from "@sallyport/ui/work-shell.tsx";
import { IconPlus, IconRobot } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Filters, NothingMatches, SearchField } from "../filters.tsx";
import { isUsable, stateOf } from "../keys/key-state.ts";
import { listText } from "../list-text.tsx";
import { roleLabel } from "../people/roles.ts";
import { CreateServiceAccountDialog } from "./create-service-account-dialog.tsx";
import { ServiceAccountDrawer } from "./service-account-drawer.tsx";
import { ServicePlaces } from "./service-places.tsx";
import { type ServiceSearch, parseServiceSearch } from "./service-search.ts";
import "../notes.css";

interface ServiceAccountsPageProps {
  search: ServiceSearch;
  onSearch: (search: ServiceSearch) => void;
}

interface AccountRow extends ServiceAccount {
  /** Keys that can be used; unknown until they are there. */
  keys: number | null;
  last_used_at: string | null;
}

const columns: ListColumn<AccountRow>[] = [
  { key: "name", header: "Name", cell: ({ name }) => <strong>{name}</strong>, sortBy: ({ name }) => name },
  { key: "description", header: "For", secondary: true, cell: ({ description }) => description || <span className="quiet">–</span> },
  { key: "roles", header: "Roles", secondary: true, cell: ({ roles }) => listText(roles.map(roleLabel)) },
  { key: "groups", header: "Groups", secondary: true, cell: ({ groups }) => listText(groups.map(({ name }) => name)) },
  {
    key: "status",
    header: "Status",
    width: 96,
    cell: ({ status }) => (status === "active" ? "Active" : <span className="mark-warning">Disabled</span>),
    sortBy: ({ status }) => status,
  },
  { key: "keys", header: "Keys", width: 80, align: "end", cell: ({ keys }) => keys ?? "–", sortBy: ({ keys }) => keys },
  { key: "last_used_at", header: "Used", width: 128, cell: ({ last_used_at }) => <TimeText at={last_used_at} />, sortBy: ({ last_used_at }) => last_used_at },
];

function rowOf(account: ServiceAccount, keys: readonly ApiKey[] | undefined, now: number): AccountRow {
  const own = keys?.filter(({ owner }) => owner.id === account.id);
  const used = (own ?? []).flatMap(({ last_used_at }) => (last_used_at === null ? [] : [last_used_at]));
  return { ...account, keys: own?.filter((key) => isUsable(stateOf(key, now))).length ?? null, last_used_at: used.sort().at(-1) ?? null };
}

export function ServiceAccountsPage({ search, onSearch }: ServiceAccountsPageProps) {
  const [creating, setCreating] = useState(false);
  const accounts = useQuery(serviceAccountsQuery);
  const groups = useQuery(groupsQuery);
  const create = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setCreating(true)}>
      New service account
    </Button>
  );
  return (
    <>
      <PlaceHead title="Service accounts" lead="Accounts of programs. They have roles, groups and rights as people have, but sign in nowhere: they come with an API key.">
        {accounts.data?.length !== 0 && create}
      </PlaceHead>
      <ServicePlaces />
      {accounts.isPending && <ListSkeleton label="Loading the service accounts" />}
      {accounts.isError && <ErrorState error={accounts.error} onRetry={() => void accounts.refetch()} />}
      {accounts.isSuccess && <List accounts={accounts.data} search={search} onSearch={onSearch} create={create} />}
      <ServiceAccountDrawer
        account={accounts.data?.find(({ id }) => id === search.account)}
        absent={search.account !== undefined && accounts.isSuccess}
        groups={groups.data ?? []}
        onClose={() => onSearch(parseServiceSearch({ ...search, account: undefined }))}
      />
      <CreateServiceAccountDialog opened={creating} onClose={() => setCreating(false)} groups={groups.data ?? []} onCreated={(account) => onSearch({ ...search, account })} />
    </>
  );
}

function List({ accounts, search, onSearch, create }: ServiceAccountsPageProps & { accounts: readonly ServiceAccount[]; create: ReactNode }) {
  const [now] = useState(() => Date.now());
  const keys = useQuery(keysQuery);
  const wanted = search.text?.toLowerCase() ?? "";
  const shown = accounts.filter(({ name, description }) => `${name} ${description}`.toLowerCase().includes(wanted));
  return (
    <>
      {accounts.length > 0 && (
        <Filters label="Filter the service accounts" filtered={search.text !== undefined} onClear={() => onSearch(parseServiceSearch({ ...search, text: undefined }))}>
          <SearchField label="Search by name or purpose" value={search.text} onChange={(text) => onSearch(parseServiceSearch({ ...search, text }))} />
        </Filters>
      )}
      <DataTable
        label="Service accounts"
        columns={columns}
        rows={shown.map((account) => rowOf(account, keys.data, now))}
        rowId={({ id }) => id}
        opened={search.account}
        onOpen={({ id }) => onSearch({ ...search, account: id })}
        empty={
          accounts.length === 0 ? (
            <EmptyState icon={<IconRobot size={24} />} title="No service accounts yet" action={create}>
              Make one for each program that calls this server, so that each has its own rights and its own key.
            </EmptyState>
          ) : (
            <NothingMatches icon={<IconRobot size={24} />} title="No service account matches" onClear={() => onSearch({})}>
              None has a name or a purpose like this.
            </NothingMatches>
          )
        }
      />
    </>
  );
}
