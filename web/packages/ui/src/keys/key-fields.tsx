/** What a new key is made from: the same for one's own and for a program's. */
import { Checkbox, MultiSelect, Select, Stack, Textarea, TextInput } from "@mantine/core";
import { appsQuery } from "@sallyport/api/apps.ts";
import { type Problem, faultAt } from "@sallyport/api/problem.ts";
import { useQuery } from "@tanstack/react-query";
import { clearButton } from "../clear-button.ts";
import { faultUnder } from "../fault-under.ts";
import { fieldText } from "../problem-text.ts";
import { type KeyForm, lifetimes } from "./new-key.ts";
import { type Owner, permissionsOf } from "./permissions.ts";

/** What is missing, before the server is asked. */
export function missingIn({ name, permissions }: KeyForm): Problem | null {
  if (name.trim() === "") return faultAt("name", "give it a name");
  return permissions.length === 0 ? faultAt("permissions", "choose what it may be used for") : null;
}

/** The fields that say themselves what is wrong with them. */
export const saidByKeyFields = (error: unknown): string[] => ["name", "permissions", "expires_at", ...faultUnder(error, "addresses").paths, ...faultUnder(error, "apps").paths];

interface KeyFieldsProps {
  owner: Owner;
  form: KeyForm;
  error: unknown;
  onChange: (part: Partial<KeyForm>) => void;
}

export function KeyFields({ owner, form, error, onChange }: KeyFieldsProps) {
  const apps = useQuery(appsQuery);
  return (
    <>
      <TextInput
        label="Name"
        description="What it is for, such as the program that uses it."
        name="key-name"
        autoComplete="off"
        required
        withAsterisk={false}
        data-autofocus
        value={form.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
        error={fieldText(error, "name")}
      />
      <Checkbox.Group label="It may" value={form.permissions} onChange={(permissions) => onChange({ permissions })} error={fieldText(error, "permissions")}>
        <Stack gap="sm" mt={4}>
          {permissionsOf(owner).map((permission) => (
            <Checkbox key={permission.value} {...permission} />
          ))}
        </Stack>
      </Checkbox.Group>
      <MultiSelect
        label="In these apps only"
        placeholder={form.apps.length === 0 ? `All that ${owner} may use` : ""}
        searchable
        clearable
        clearButtonProps={clearButton("the apps")}
        nothingFoundMessage="No app by that name"
        data={(apps.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        value={form.apps}
        onChange={(chosen) => onChange({ apps: chosen })}
        error={faultUnder(error, "apps").text}
      />
      <Select label="It expires after" data={lifetimes} value={form.days} onChange={(days) => days !== null && onChange({ days })} error={fieldText(error, "expires_at")} />
      <Textarea
        label="From these addresses only"
        description="Ranges such as 203.0.113.0/24, one a line. Empty: from anywhere."
        rows={2}
        spellCheck={false}
        value={form.addresses}
        onChange={(event) => onChange({ addresses: event.currentTarget.value })}
        error={faultUnder(error, "addresses").text}
      />
    </>
  );
}
