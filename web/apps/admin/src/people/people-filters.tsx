import { can } from "@sallyport/api/abilities.ts";
import type { Group } from "@sallyport/api/types.ts";
import { useSession } from "@sallyport/ui/session-gate.tsx";
import { Choice, Filters, SearchField } from "../filters.tsx";
import { type PeopleSearch, factorStates, isFiltered, parsePeopleSearch, roleNames, statuses } from "./people-search.ts";
import { roleLabel } from "./roles.ts";

interface PeopleFiltersProps {
  search: PeopleSearch;
  onSearch: (search: PeopleSearch) => void;
  groups: readonly Group[];
}

/** How long nobody types before the server is asked. */
const PAUSE = 250;

const statusLabels = { active: "Active", disabled: "Disabled" } as const;
const factorLabels = { missing: "No second factor", present: "Has a second factor" } as const;

export function PeopleFilters({ search, onSearch, groups }: PeopleFiltersProps) {
  const mayOversee = can(useSession(), "person.create");
  const change = (part: { [Key in keyof PeopleSearch]?: string | null }) => onSearch(parsePeopleSearch({ ...search, ...part }));
  return (
    <Filters label="Filter the people" filtered={isFiltered(search)} onClear={() => onSearch(parsePeopleSearch({ person: search.person, tab: search.tab }))}>
      <SearchField label="Search by name or e-mail" value={search.text} onChange={(text) => change({ text })} pause={PAUSE} />
      <Choice label="Status" any="Any status" value={search.status} data={statuses.map((value) => ({ value, label: statusLabels[value] }))} onChange={(status) => change({ status })} />
      <Choice label="Role" any="Any role" value={search.role} data={roleNames.map((value) => ({ value, label: roleLabel(value) }))} onChange={(role) => change({ role })} />
      <Choice label="Group" any="Any group" value={search.group} data={groups.map(({ id, name }) => ({ value: id, label: name }))} onChange={(group) => change({ group })} />
      {mayOversee && (
        <Choice
          label="Second factor"
          any="Any second factor"
          value={search.factor}
          data={factorStates.map((value) => ({ value, label: factorLabels[value] }))}
          onChange={(factor) => change({ factor })}
        />
      )}
    </Filters>
  );
}
