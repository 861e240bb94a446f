import { Button } from "@mantine/core";
import { can } from "@sallyport/api/abilities.ts";
import { groupsQuery, peopleQuery } from "@sallyport/api/people.ts";
import type { Group, Person } from "@sallyport/api/types.ts";
import { DataTable, type ListColumn } from "@sallyport/ui/data-table.tsx";
import { useSession } from "@sallyport/ui/session-gate.tsx";
import { EmptyState, ErrorState, ListSkeleton } from "@sallyport/ui/states.tsx";
import { PlaceHead } from "@sallyport/ui/work-shell.tsx";
import { IconPlus, IconUsersGroup } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { Filters, NothingMatches, SearchField } from "../filters.tsx";
import { listText } from "../list-text.tsx";
import { CreateGroupDialog } from "./create-group-dialog.tsx";
import { GroupDrawer } from "./group-drawer.tsx";
import { membersOf } from "./group-tree.ts";
import { type GroupsSearch, parseGroupsSearch } from "./groups-search.ts";

interface GroupsPageProps {
  search: GroupsSearch;
  onSearch: (search: GroupsSearch) => void;
}

interface GroupRow extends Group {
  /** Of the group itself; unknown until the people are there. */
  direct: number | null;
  nested: number | null;
  within: string[];
}

const columns: ListColumn<GroupRow>[] = [
  { key: "name", header: "Name", cell: ({ name }) => <strong>{name}</strong>, sortBy: ({ name }) => name },
  { key: "within", header: "Within", cell: ({ within }) => listText(within), sortBy: ({ within }) => within[0] ?? null },
  { key: "direct", header: "Members", width: 120, cell: (group) => <MembersLink group={group} />, sortBy: ({ direct }) => direct },
  { key: "nested", header: "Through its groups", width: 152, secondary: true, align: "end", cell: ({ nested }) => (nested === null ? "–" : nested), sortBy: ({ nested }) => nested },
];

function MembersLink({ group }: { group: GroupRow }) {
  if (group.direct === null) return <span className="quiet">–</span>;
  return (
    // the row opens the group, the link leads to its people
    <Link to="/people" search={{ group: group.id }} onClick={(event) => event.stopPropagation()}>
      {group.direct} {group.direct === 1 ? "person" : "people"}
    </Link>
  );
}

function rowOf(group: Group, groups: readonly Group[], people: readonly Person[] | undefined): GroupRow {
  const members = people && membersOf(group.id, groups, people);
  const within = groups.filter(({ id }) => group.parents.includes(id)).map(({ name }) => name);
  return { ...group, direct: members?.direct.length ?? null, nested: members?.nested.length ?? null, within };
}

export function GroupsPage({ search, onSearch }: GroupsPageProps) {
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
      <PlaceHead title="Groups" lead="Apps, queries and parts of pages are shared with groups; people come and go. Who is in a group is in the groups that it lies in.">
        {groups.data?.length !== 0 && create}
      </PlaceHead>
      {groups.data !== undefined && groups.data.length > 0 && (
        <Filters label="Filter the groups" filtered={search.text !== undefined} onClear={() => onSearch(parseGroupsSearch({ ...search, text: undefined }))}>
          <SearchField label="Search by name" value={search.text} onChange={(text) => onSearch(parseGroupsSearch({ ...search, text }))} />
        </Filters>
      )}
      {groups.isPending && <ListSkeleton label="Loading the groups" />}
      {groups.isError && <ErrorState error={groups.error} onRetry={() => void groups.refetch()} />}
      {groups.isSuccess && <List groups={groups.data} people={people.data} search={search} onSearch={onSearch} create={create} />}
      <GroupDrawer
        group={groups.isError ? undefined : search.group}
        groups={groups.data}
        onClose={() => onSearch(parseGroupsSearch({ ...search, group: undefined }))}
      />
      <CreateGroupDialog opened={creating} onClose={() => setCreating(false)} />
    </>
  );
}

interface ListProps extends GroupsPageProps {
  groups: readonly Group[];
  people: readonly Person[] | undefined;
  create: ReactNode;
}

function List({ groups, people, search, onSearch, create }: ListProps) {
  const wanted = search.text?.toLowerCase() ?? "";
  return (
    <DataTable
      label="Groups"
      columns={columns}
      rows={groups.filter(({ name }) => name.toLowerCase().includes(wanted)).map((group) => rowOf(group, groups, people))}
      rowId={({ id }) => id}
      opened={search.group}
      onOpen={({ id }) => onSearch({ ...search, group: id })}
      empty={
        groups.length === 0 ? (
          <EmptyState icon={<IconUsersGroup size={24} />} title="No groups yet" action={create}>
            Make a group for each team that will share the same apps.
          </EmptyState>
        ) : (
          <NothingMatches icon={<IconUsersGroup size={24} />} title="No group matches" onClear={() => onSearch({})}>
            No group has a name like this.
          </NothingMatches>
        )
      }
    />
  );
}
