import { Button, TextInput } from "@mantine/core";
import { can } from "@sallyport/api/abilities.ts";
import { createGroup, groupsQuery, peopleQuery } from "@sallyport/api/people.ts";
import type { Group } from "@sallyport/api/types.ts";
import { DataTable, type ListColumn } from "@sallyport/ui/data-table.tsx";
import { FormDialog } from "@sallyport/ui/dialog.tsx";
import { IdText } from "@sallyport/ui/id-text.tsx";
import { useSession } from "@sallyport/ui/session-gate.tsx";
import { EmptyState, ErrorState, ListSkeleton } from "@sallyport/ui/states.tsx";
import { PlaceHead } from "@sallyport/ui/work-shell.tsx";
import { IconPlus, IconUsersGroup } from "@tabler/icons-react";
import { fieldText } from "@sallyport/ui/problem-text.ts";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { membersOf } from "./members-of.ts";

interface GroupRow extends Group {
  members: number | null;
}

const columns: ListColumn<GroupRow>[] = [
  { key: "name", header: "Name", cell: ({ name }) => <strong>{name}</strong>, sortBy: ({ name }) => name },
  { key: "members", header: "Members", width: 160, cell: (group) => <MembersLink group={group} />, sortBy: ({ members }) => members },
  { key: "id", header: "Id", secondary: true, cell: ({ id }) => <IdText id={id} label="group id" /> },
];

function MembersLink({ group }: { group: GroupRow }) {
  if (group.members === null) return <span className="quiet">–</span>;
  return (
    <Link to="/people" search={{ group: group.id }}>
      {group.members} {group.members === 1 ? "person" : "people"}
    </Link>
  );
}

export function GroupsPage() {
  const session = useSession();
  const [creating, setCreating] = useState(false);
  const groups = useQuery(groupsQuery);
  const people = useQuery({ ...peopleQuery, enabled: can(session, "person.list") });
  const create = can(session, "group.create") && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setCreating(true)}>
      New group
    </Button>
  );
  return (
    <>
      <PlaceHead title="Groups" lead="Apps, queries and parts of pages are shared with groups; people come and go.">
        {groups.data?.length !== 0 && create}
      </PlaceHead>
      {groups.isPending && <ListSkeleton label="Loading the groups" />}
      {groups.isError && <ErrorState error={groups.error} onRetry={() => void groups.refetch()} />}
      {groups.isSuccess && (
        <DataTable
          label="Groups"
          columns={columns}
          rows={groups.data.map((group) => ({ ...group, members: people.data === undefined ? null : membersOf(group, people.data) }))}
          rowId={({ id }) => id}
          empty={
            <EmptyState icon={<IconUsersGroup size={24} />} title="No groups yet" action={create}>
              Make a group for each team that will share the same apps.
            </EmptyState>
          }
        />
      )}
      <CreateGroupDialog opened={creating} onClose={() => setCreating(false)} />
    </>
  );
}

function CreateGroupDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const create = useMutation({
    mutationFn: () => createGroup(name.trim()),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: groupsQuery.queryKey });
      close();
    },
  });

  function close() {
    create.reset();
    setName("");
    onClose();
  }

  return (
    <FormDialog
      opened={opened}
      onClose={close}
      title="New group"
      submit="Create"
      pending={create.isPending}
      error={create.error}
      fields={["name"]}
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate();
      }}
    >
      <TextInput
        label="Name"
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={fieldText(create.error, "name")}
      />
    </FormDialog>
  );
}
