import { ActionIcon, Button, Select, TextInput } from "@mantine/core";
import { peopleQuery } from "@sallyport/api/people.ts";
import { clearButton } from "@sallyport/ui/clear-button.ts";
import { fieldText } from "@sallyport/ui/problem-text.ts";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type AttributeForm, type AttributeKind, type AttributeRow, blankRow, rowPath } from "./attributes.ts";

interface AttributeFieldsProps {
  /** A person is not their own manager. */
  person: string;
  form: AttributeForm;
  error: unknown;
  onChange: (form: AttributeForm) => void;
}

const kinds: { value: AttributeKind; label: string }[] = [
  { value: "text", label: "Text" },
  { value: "number", label: "Number" },
  { value: "yes-no", label: "Yes or no" },
];

export function AttributeFields({ person, form, error, onChange }: AttributeFieldsProps) {
  const change = (part: Partial<AttributeForm>) => onChange({ ...form, ...part });
  const changeRow = (key: number, part: Partial<AttributeRow>) => change({ custom: form.custom.map((row) => (row.key === key ? { ...row, ...part } : row)) });
  return (
    <>
      <TextInput
        label="Department"
        value={form.department}
        onChange={(event) => change({ department: event.currentTarget.value })}
        error={fieldText(error, "attributes.department")}
      />
      <ManagerField person={person} value={form.manager} onChange={(manager) => change({ manager })} error={fieldText(error, "attributes.manager")} />
      <fieldset className="attributes">
        <legend>Other attributes</legend>
        {form.custom.length === 0 && <p className="note">None. Rules can go by what is written here.</p>}
        {form.custom.map((row, index) => (
          <Row key={row.key} row={row} number={index + 1} error={error} onChange={(part) => changeRow(row.key, part)} onRemove={() => change({ custom: form.custom.filter(({ key }) => key !== row.key) })} />
        ))}
        <div>
          <Button variant="default" size="compact-sm" leftSection={<IconPlus size={14} />} onClick={() => change({ custom: [...form.custom, blankRow(form.custom)] })}>
            Add an attribute
          </Button>
        </div>
      </fieldset>
    </>
  );
}

interface RowProps {
  row: AttributeRow;
  number: number;
  error: unknown;
  onChange: (part: Partial<AttributeRow>) => void;
  onRemove: () => void;
}

function Row({ row, number, error, onChange, onRemove }: RowProps) {
  const fault = fieldText(error, rowPath(row.key, "value")) ?? fieldText(error, `attributes.${row.name.trim()}`);
  return (
    <div className="attribute">
      <TextInput label={`Name of attribute ${number}`} value={row.name} onChange={(event) => onChange({ name: event.currentTarget.value })} error={fieldText(error, rowPath(row.key, "name"))} />
      <Select label="Kind" data={kinds} value={row.kind} onChange={(kind) => kind !== null && onChange({ kind, value: kind === "yes-no" ? "no" : row.kind === "yes-no" ? "" : row.value })} />
      {row.kind === "yes-no" ? (
        <Select label="Value" data={[{ value: "yes", label: "Yes" }, { value: "no", label: "No" }]} value={row.value} onChange={(value) => value !== null && onChange({ value })} error={fault} />
      ) : (
        <TextInput label="Value" {...(row.kind === "number" ? { inputMode: "decimal" as const } : {})} value={row.value} onChange={(event) => onChange({ value: event.currentTarget.value })} error={fault} />
      )}
      <ActionIcon variant="subtle" color="gray" size={32} aria-label={`Remove attribute ${number}`} onClick={onRemove}>
        <IconTrash size={16} />
      </ActionIcon>
    </div>
  );
}

interface ManagerFieldProps {
  person: string;
  value: string | null;
  onChange: (manager: string | null) => void;
  error: string | null;
}

function ManagerField({ person, value, onChange, error }: ManagerFieldProps) {
  const people = useQuery(peopleQuery);
  const others = (people.data ?? []).filter(({ id }) => id !== person).map(({ id, name, email }) => ({ value: id, label: `${name} · ${email}` }));
  // whoever is not in the list (not loaded yet, or gone) stays as an id rather than vanish unseen
  const data = value === null || others.some((other) => other.value === value) ? others : [...others, { value, label: value }];
  return (
    <Select
      label="Manager"
      placeholder="Nobody"
      searchable
      clearable
      clearButtonProps={clearButton("the manager")}
      nothingFoundMessage={people.isError ? "The people could not be loaded" : people.isPending ? "The people are being loaded" : "Nobody by that name"}
      data={data}
      value={value}
      onChange={onChange}
      error={error}
    />
  );
}
