/** What a list is narrowed by: a line of fields above it. The address holds what they say, so that it can be shared and gone back to. */
import { Button, Select, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { clearButton } from "@sallyport/ui/clear-button.ts";
import { EmptyState } from "@sallyport/ui/states.tsx";
import { IconSearch } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import "./filters.css";

interface FiltersProps {
  label: string;
  filtered: boolean;
  onClear: () => void;
  /** The search first, then the choices. */
  children: ReactNode;
}

export function Filters({ label, filtered, onClear, children }: FiltersProps) {
  return (
    <search className="filters" aria-label={label}>
      {children}
      {filtered && (
        <Button variant="subtle" onClick={onClear}>
          Clear
        </Button>
      )}
    </search>
  );
}

interface SearchFieldProps {
  /** "Search by name". */
  label: string;
  value: string | undefined;
  onChange: (text: string) => void;
  /** How many milliseconds nobody types before it is told: for what the server finds. */
  pause?: number;
}

export function SearchField({ label, value = "", onChange, pause = 0 }: SearchFieldProps) {
  const [text, setText] = useState(value);
  // the filter may be cleared from elsewhere; what is being typed differs from it by spaces at the most
  const [seen, setSeen] = useState(value);
  if (seen !== value) {
    setSeen(value);
    if (text.trim() !== value) setText(value);
  }
  const later = useDebouncedCallback(onChange, pause);
  const tell = pause === 0 ? onChange : later;
  return (
    <TextInput
      aria-label={label}
      placeholder={label}
      leftSection={<IconSearch size={16} aria-hidden="true" />}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        tell(event.currentTarget.value);
      }}
    />
  );
}

interface ChoiceProps {
  /** What it narrows the list by: "Status". */
  label: string;
  /** What it says while it narrows nothing: "Any status". */
  any: string;
  value: string | undefined;
  data: readonly { value: string; label: string }[];
  onChange: (value: string | null) => void;
}

export function Choice({ label, any, value, data, onChange }: ChoiceProps) {
  return (
    <Select
      aria-label={label}
      placeholder={any}
      clearable
      clearButtonProps={clearButton(`the filter by ${label.toLowerCase()}`)}
      data={data}
      value={value ?? null}
      onChange={onChange}
    />
  );
}

interface NothingMatchesProps {
  icon: ReactNode;
  title: string;
  onClear: () => void;
  children: ReactNode;
}

/** In place of the rows when there are some, but none that fits. */
export function NothingMatches({ icon, title, onClear, children }: NothingMatchesProps) {
  return (
    <EmptyState
      icon={icon}
      title={title}
      action={
        <Button variant="default" onClick={onClear}>
          Clear the filter
        </Button>
      }
    >
      {children}
    </EmptyState>
  );
}
