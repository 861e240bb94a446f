import { Button } from "@mantine/core";
import { can } from "@sallyport/api/abilities.ts";
import { groupsQuery, peopleListQuery } from "@sallyport/api/people.ts";
import type { Person } from "@sallyport/api/types.ts";
import { DataTable, type ListColumn } from "@sallyport/ui/data-table.tsx";
import { useSession } from "@sallyport/ui/session-gate.tsx";
import { EmptyState, ErrorState, ListSkeleton } from "@sallyport/ui/states.tsx";
import { TimeText } from "@sallyport/ui/time-text.tsx";
import { PlaceHead } from "@sallyport/ui/work-shell.tsx";
import { IconMailPlus, IconPlus, IconUser } from "@tabler/icons-react";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { NothingMatches } from "../filters.tsx";
import { listText } from "../list-text.tsx";
import { CreatePersonDialog } from "./create-person-dialog.tsx";
import { InviteDialog } from "./invitations/invite-dialog.tsx";
import { PeopleFilters } from "./people-filters.tsx";
import { PeoplePlaces } from "./people-places.tsx";
import { type PeopleSearch, filterOf, isFiltered, parsePeopleSearch } from "./people-search.ts";
import { PersonDrawer } from "./person/person-drawer.tsx";
import { roleLabel } from "./roles.ts";
import "../notes.css";

interface PeoplePageProps {
  search: PeopleSearch;
  onSearch: (search: PeopleSearch) => void;
}

const columns: ListColumn<Person>[] = [
  { key: "name", header: "Name", cell: (person) => <strong>{person.name}</strong>, sortBy: (person) => person.name },
  { key: "email", header: "E-mail", cell: (person) => person.email, sortBy: (person) => person.email },
  { key: "roles", header: "Roles", secondary: true, cell: (person) => listText(person.roles.map(roleLabel)) },
  { key: "groups", header: "Groups", secondary: true, cell: (person) => listText(person.groups.map((group) => group.name)) },
  { key: "status", header: "Status", width: 96, cell: (person) => <StatusText status={person.status} />, sortBy: (person) => person.status },
  {
    key: "last_sign_in_at",
    header: "Last sign-in",
    width: 128,
    secondary: true,
    cell: (person) => <TimeText at={person.last_sign_in_at} />,
    sortBy: (person) => person.last_sign_in_at,
  },
];

/** For whoever may know who has one. */
const factorColumn: ListColumn<Person> = {
  key: "second_factor",
  header: "Second factor",
  width: 112,
  secondary: true,
  cell: ({ second_factor }) => (second_factor === "missing" ? <span className="mark-warning">None</span> : second_factor === "present" ? "Yes" : null),
  sortBy: ({ second_factor }) => second_factor,
};

function StatusText({ status }: { status: Person["status"] }) {
  return status === "active" ? "Active" : <span className="mark-warning">Disabled</span>;
}

export function PeoplePage({ search, onSearch }: PeoplePageProps) {
  const [dialog, setDialog] = useState<"create" | "invite" | null>(null);
  const groups = useQuery(groupsQuery);
  const mayCreate = can(useSession(), "person.create");
  const close = () => setDialog(null);
  return (
    <>
      <PlaceHead title="People" lead="Everyone who may sign in. What they may do comes from their roles, their groups and what is shared with them.">
        {mayCreate && (
          <>
            <Button variant="default" leftSection={<IconPlus size={16} />} onClick={() => setDialog("create")}>
              New person
            </Button>
            <Button leftSection={<IconMailPlus size={16} />} onClick={() => setDialog("invite")}>
              Invite
            </Button>
          </>
        )}
      </PlaceHead>
      {mayCreate && <PeoplePlaces />}
      <PeopleFilters search={search} onSearch={onSearch} groups={groups.data ?? []} />
      <Listed search={search} onSearch={onSearch} />
      <PersonDrawer
        person={search.person}
        tab={search.tab ?? "profile"}
        groups={groups.data ?? []}
        onTab={(tab) => onSearch({ ...search, tab })}
        onClose={() => onSearch(parsePeopleSearch({ ...search, person: undefined }))}
      />
      <CreatePersonDialog opened={dialog === "create"} onClose={close} groups={groups.data ?? []} />
      <InviteDialog opened={dialog === "invite"} onClose={close} groups={groups.data ?? []} />
    </>
  );
}

/** The list as the server finds it, a page at a time. */
function Listed({ search, onSearch }: PeoplePageProps) {
  const people = useInfiniteQuery({ ...peopleListQuery(filterOf(search)), placeholderData: keepPreviousData });
  if (people.isPending) return <ListSkeleton label="Loading the people" />;
  if (people.isError) return <ErrorState error={people.error} onRetry={() => void people.refetch()} />;
  const rows = people.data.pages.flatMap((page) => page.items);
  return (
    <>
      <List people={rows} search={search} onSearch={onSearch} />
      {people.hasNextPage && (
        <div className="list-foot">
          <output>{rows.length} shown</output>
          <Button variant="default" loading={people.isFetchingNextPage} onClick={() => void people.fetchNextPage()}>
            Show more
          </Button>
        </div>
      )}
    </>
  );
}

function List({ people, search, onSearch }: PeoplePageProps & { people: readonly Person[] }) {
  const mayOversee = can(useSession(), "person.create");
  return (
    <DataTable
      label="People"
      columns={mayOversee ? [...columns, factorColumn] : columns}
      rows={people}
      rowId={({ id }) => id}
      opened={search.person}
      onOpen={({ id }) => onSearch({ ...search, person: id })}
      empty={<Nobody filtered={isFiltered(search)} onClear={() => onSearch({})} />}
    />
  );
}

function Nobody({ filtered, onClear }: { filtered: boolean; onClear: () => void }): ReactNode {
  if (!filtered) {
    return (
      <EmptyState icon={<IconUser size={24} />} title="Nobody yet">
        Invite the first person who will use your apps.
      </EmptyState>
    );
  }
  return (
    <NothingMatches icon={<IconUser size={24} />} title="Nobody matches" onClear={onClear}>
      No person fits this filter.
    </NothingMatches>
  );
}
