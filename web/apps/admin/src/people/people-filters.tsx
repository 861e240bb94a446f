import { Button, Select, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { can } from "@sallyport/api/abilities.ts";
import type { Group } from "@sallyport/api/types.ts";
import { useSession } from "@sallyport/ui/session-gate.tsx";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
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
  const [text, setText] = useState(search.text ?? "");
  const change = (part: { [Key in keyof PeopleSearch]?: string | null }) => onSearch(parsePeopleSearch({ ...search, ...part }));
  // the filter may be cleared from elsewhere; what is being typed differs from it by spaces at the most
  const [seen, setSeen] = useState(search.text);
  if (seen !== search.text) {
    setSeen(search.text);
    if (text.trim() !== (search.text ?? "")) setText(search.text ?? "");
  }
  const find = useDebouncedCallback((wanted: string) => change({ text: wanted }), PAUSE);
  return (
    <search className="people-filters" aria-label="Filter the people">
      <TextInput
        aria-label="Search by name or e-mail"
        placeholder="Search by name or e-mail"
        leftSection={<IconSearch size={16} aria-hidden="true" />}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          find(event.currentTarget.value);
        }}
      />
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
      {isFiltered(search) && (
        <Button variant="subtle" onClick={() => onSearch(parsePeopleSearch({ person: search.person, tab: search.tab }))}>
          Clear
        </Button>
      )}
    </search>
  );
}

interface ChoiceProps {
  label: string;
  any: string;
  value: string | undefined;
  data: { value: string; label: string }[];
  onChange: (value: string | null) => void;
}

function Choice({ label, any, value, data, onChange }: ChoiceProps) {
  return <Select aria-label={label} placeholder={any} clearable clearButtonProps={{ "aria-label": any }} data={data} value={value ?? null} onChange={onChange} />;
}
