import { Checkbox, MultiSelect, Select, Stack, Textarea, TextInput } from "@mantine/core";
import { createKey, type MintedKey, useAccountAct } from "@sallyport/api/account.ts";
import { appsQuery } from "@sallyport/api/apps.ts";
import { faultAt } from "@sallyport/api/problem.ts";
import { clearButton } from "@sallyport/ui/clear-button.ts";
import { FormDialog } from "@sallyport/ui/dialog.tsx";
import { fieldText } from "@sallyport/ui/problem-text.ts";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { addressesIn, expiryIn, permissions } from "./permissions.ts";

interface CreateKeyDialogProps {
  onClose: () => void;
  onMade: (minted: MintedKey) => void;
}

const lifetimes = [
  { value: "7", label: "7 days" },
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "365", label: "One year" },
];

export function CreateKeyDialog({ onClose, onMade }: CreateKeyDialogProps) {
  const create = useAccountAct(createKey);
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState<string[]>(["read"]);
  const [days, setDays] = useState("90");
  const [addresses, setAddresses] = useState("");
  const [chosenApps, setChosenApps] = useState<string[]>([]);
  const apps = useQuery(appsQuery);
  const [missing, setMissing] = useState<Error | null>(null);
  const error = missing ?? create.error;

  function submit(event: FormEvent) {
    event.preventDefault();
    const absent = name.trim() === "" ? faultAt("name", "give it a name") : chosen.length === 0 ? faultAt("permissions", "choose what it may be used for") : null;
    setMissing(absent);
    if (absent !== null) return;
    create.mutate({ name: name.trim(), permissions: chosen, expires_at: expiryIn(Number(days), new Date()), addresses: addressesIn(addresses), apps: chosenApps }, { onSuccess: onMade });
  }

  return (
    <FormDialog opened onClose={onClose} title="New API key" submit="Create key" pending={create.isPending} error={error} fields={["name", "permissions", "expires_at", "addresses", "apps"]} onSubmit={submit}>
      <TextInput label="Name" description="What it is for, such as the program that uses it." name="key-name" required withAsterisk={false} data-autofocus value={name} onChange={(event) => setName(event.currentTarget.value)} error={fieldText(error, "name")} />
      <Checkbox.Group label="It may" value={chosen} onChange={setChosen} error={fieldText(error, "permissions")}>
        <Stack gap={8} mt={4}>
          {permissions.map(({ value, label, lead }) => (
            <Checkbox key={value} value={value} label={label} description={lead} />
          ))}
        </Stack>
      </Checkbox.Group>
      <MultiSelect
        label="In these apps only"
        description="None: in all that you may use."
        data={(apps.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        value={chosenApps}
        onChange={setChosenApps}
        searchable
        clearable
        clearButtonProps={clearButton("the apps")}
        nothingFoundMessage="No app of that name"
        error={fieldText(error, "apps")}
      />
      <Select label="It expires after" data={lifetimes} value={days} onChange={(value) => setDays(value ?? "90")} error={fieldText(error, "expires_at")} />
      <Textarea
        label="From these addresses only"
        description="Ranges such as 203.0.113.0/24, one a line. Empty: from anywhere."
        rows={2}
        spellCheck={false}
        value={addresses}
        onChange={(event) => setAddresses(event.currentTarget.value)}
        error={addressFault(error)}
      />
    </FormDialog>
  );
}

/** A fault of one address is a fault of the field that they are all in. */
function addressFault(error: unknown): string | null {
  const all = [fieldText(error, "addresses"), ...Array.from({ length: 50 }, (_, at) => fieldText(error, `addresses.${at}`))];
  return all.find((text) => text !== null) ?? null;
}
