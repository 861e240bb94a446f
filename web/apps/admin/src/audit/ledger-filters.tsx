import { Autocomplete, Button, Select, TextInput } from "@mantine/core";
import { can } from "@sallyport/api/abilities.ts";
import { peopleQuery } from "@sallyport/api/people.ts";
import { serviceAccountsQuery } from "@sallyport/api/service-accounts.ts";
import { clearButton } from "@sallyport/ui/clear-button.ts";
import { useSession } from "@sallyport/ui/session-gate.tsx";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { knownActions } from "./actions.ts";
import { type LedgerSearch, isFiltered, outcomes, withPart } from "./ledger-search.ts";
import "./audit.css";

interface LedgerFiltersProps {
  search: LedgerSearch;
  onSearch: (search: LedgerSearch) => void;
}

export function LedgerFilters({ search, onSearch }: LedgerFiltersProps) {
  const change = (key: keyof LedgerSearch) => (value: string | null) => onSearch(withPart(search, key, value));
  return (
    <search className="ledger-filters" aria-label="Filter the ledger">
      <DayField label="From" value={search.from} onChange={change("from")} />
      <DayField label="To" value={search.to} onChange={change("to")} />
      <ActorField value={search.actor} onChange={change("actor")} />
      <ActionField key={search.action} value={search.action} onChange={change("action")} />
      <ObjectField key={search.object} value={search.object} onChange={change("object")} />
      <Select
        label="Outcome"
        placeholder="Any"
        clearable
        clearButtonProps={clearButton("the filter by outcome")}
        data={outcomes.map((value) => ({ value, label: value.charAt(0).toUpperCase() + value.slice(1) }))}
        value={search.outcome ?? null}
        onChange={change("outcome")}
      />
      {isFiltered(search) && (
        <Button className="ledger-filters-clear" variant="subtle" onClick={() => onSearch({})}>
          Clear
        </Button>
      )}
    </search>
  );
}

interface FieldProps {
  value: string | undefined;
  onChange: (value: string | null) => void;
}

function DayField({ label, value, onChange }: FieldProps & { label: string }) {
  return (
    <TextInput label={label} type="date" value={value ?? ""} onChange={(event) => onChange(event.currentTarget.value || null)} />
  );
}

const optionsOf = (accounts: readonly { id: string; name: string }[]) => accounts.map(({ id, name }) => ({ value: id, label: name }));

function ActorField({ value, onChange }: FieldProps) {
  const session = useSession();
  const people = useQuery({ ...peopleQuery, enabled: can(session, "person.list") });
  const programs = useQuery({ ...serviceAccountsQuery, enabled: can(session, "service_account.list") });
  const known = [
    { group: "People", items: optionsOf(people.data ?? []) },
    { group: "Service accounts", items: optionsOf(programs.data ?? []) },
  ];
  // the address may name someone who is not in the lists: show the id rather than nothing
  const strange = value !== undefined && !known.some(({ items }) => items.some((account) => account.value === value));
  return (
    <Select
      label="Who"
      placeholder="Anyone"
      searchable
      clearable
      clearButtonProps={clearButton("the filter by who did it")}
      data={[...(strange ? [{ value, label: value }] : []), ...known.filter(({ items }) => items.length > 0)]}
      value={value ?? null}
      onChange={onChange}
      nothingFoundMessage="Nobody by that name"
    />
  );
}

function ActionField({ value, onChange }: FieldProps) {
  const [text, setText] = useState(value ?? "");
  const send = (next: string) => (next.trim() === (value ?? "") ? undefined : onChange(next.trim() || null));
  return (
    <Autocomplete
      label="Did what"
      placeholder="Anything"
      data={[...knownActions]}
      value={text}
      onChange={setText}
      onOptionSubmit={send}
      onBlur={() => send(text)}
      onKeyDown={(event) => event.key === "Enter" && send(text)}
    />
  );
}

function ObjectField({ value, onChange }: FieldProps) {
  const [text, setText] = useState(value ?? "");
  const send = () => (text.trim() === (value ?? "") ? undefined : onChange(text.trim() || null));
  return (
    <TextInput
      label="To what"
      placeholder="A name or an id"
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={send}
      onKeyDown={(event) => event.key === "Enter" && send()}
    />
  );
}
