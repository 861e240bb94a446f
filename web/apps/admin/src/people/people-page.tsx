import { Button, Select, TextInput } from "@mantine/core";
import { can } from "@sallyport/api/abilities.ts";
import { groupsQuery, peopleQuery } from "@sallyport/api/people.ts";
import type { Group, Person } from "@sallyport/api/types.ts";
import { DataTable, type ListColumn } from "@sallyport/ui/data-table.tsx";
import { useSession } from "@sallyport/ui/session-gate.tsx";
import { EmptyState, ErrorState, ListSkeleton } from "@sallyport/ui/states.tsx";
import { TimeText } from "@sallyport/ui/time-text.tsx";
import { PlaceHead } from "@sallyport/ui/work-shell.tsx";
import { IconPlus, IconSearch, IconUser } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { CreatePersonDialog } from "./create-person-dialog.tsx";
import { type PeopleSearch, isFiltered, matchingPeople, parsePeopleSearch, statuses } from "./people-search.ts";
import { PersonDrawer } from "./person-drawer.tsx";
import { roleLabel } from "./roles.ts";
import "./people.css";

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

const listText = (texts: readonly string[]) => (texts.length === 0 ? <span className="quiet">–</span> : texts.join(", "));

function StatusText({ status }: { status: Person["status"] }) {
  return status === "active" ? "Active" : <span className="person-disabled">Disabled</span>;
}

export function PeoplePage({ search, onSearch }: PeoplePageProps) {
  const [creating, setCreating] = useState(false);
  const people = useQuery(peopleQuery);
  const groups = useQuery(groupsQuery);
  const mayCreate = can(useSession(), "person.create");
  return (
    <>
      <PlaceHead title="People" lead="Everyone who may sign in. What they may do comes from their roles, their groups and what is shared with them.">
        {mayCreate && (
          <Button leftSection={<IconPlus size={16} />} onClick={() => setCreating(true)}>
            New person
          </Button>
        )}
      </PlaceHead>
      <PeopleFilters search={search} onSearch={onSearch} groups={groups.data ?? []} />
      {people.isPending && <ListSkeleton label="Loading the people" />}
      {people.isError && <ErrorState error={people.error} onRetry={() => void people.refetch()} />}
      {people.isSuccess && <List people={people.data} search={search} onSearch={onSearch} />}
      <PersonDrawer
        person={people.data?.find((person) => person.id === search.person)}
        absent={search.person !== undefined && people.isSuccess}
        groups={groups.data ?? []}
        onClose={() => onSearch(parsePeopleSearch({ ...search, person: undefined }))}
      />
      <CreatePersonDialog opened={creating} onClose={() => setCreating(false)} groups={groups.data ?? []} />
    </>
  );
}

function PeopleFilters({ search, onSearch, groups }: PeoplePageProps & { groups: readonly Group[] }) {
  const change = (part: { [Key in keyof PeopleSearch]?: PeopleSearch[Key] | null | undefined }) =>
    onSearch(parsePeopleSearch({ ...search, ...part }));
  return (
    <search className="people-filters" aria-label="Filter the people">
      <TextInput
        aria-label="Search by name or e-mail"
        placeholder="Search by name or e-mail"
        leftSection={<IconSearch size={16} aria-hidden="true" />}
        defaultValue={search.text ?? ""}
        onChange={(event) => change({ text: event.currentTarget.value })}
      />
      <Select
        aria-label="Status"
        placeholder="Any status"
        clearable
        clearButtonProps={{ "aria-label": "Any status" }}
        data={statuses.map((value) => ({ value, label: value === "active" ? "Active" : "Disabled" }))}
        value={search.status ?? null}
        onChange={(status) => change({ status })}
      />
      <Select
        aria-label="Group"
        placeholder="Any group"
        clearable
        clearButtonProps={{ "aria-label": "Any group" }}
        data={groups.map(({ id, name }) => ({ value: id, label: name }))}
        value={search.group ?? null}
        onChange={(group) => change({ group: group ?? undefined })}
      />
    </search>
  );
}

function List({ people, search, onSearch }: PeoplePageProps & { people: readonly Person[] }) {
  const shown = matchingPeople(people, search);
  return (
    <DataTable
      label="People"
      columns={columns}
      rows={shown}
      rowId={({ id }) => id}
      opened={search.person}
      onOpen={({ id }) => onSearch({ ...search, person: id })}
      empty={
        <EmptyState icon={<IconUser size={24} />} title={isFiltered(search) ? "Nobody matches" : "Nobody yet"}>
          {isFiltered(search) ? "No person fits this filter." : "Create the first person who will use your apps."}
        </EmptyState>
      }
    />
  );
}
