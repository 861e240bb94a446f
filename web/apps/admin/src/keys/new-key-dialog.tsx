import { Checkbox, MultiSelect, Select, Stack, TextInput, Textarea } from "@mantine/core";
import { appsQuery } from "@sallyport/api/apps.ts";
import { createServiceKey } from "@sallyport/api/service-accounts.ts";
import type { ServiceAccount } from "@sallyport/api/types.ts";
import { clearButton } from "@sallyport/ui/clear-button.ts";
import { FormDialog } from "@sallyport/ui/dialog.tsx";
import { fieldText } from "@sallyport/ui/problem-text.ts";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { faultUnder } from "../fault-under.ts";
import type { Once } from "../once-dialog.tsx";
import { keyOnce } from "./key-acts.tsx";
import { type KeyForm, blankKey, lifetimes, newKeyOf } from "./new-key.ts";
import { permissions } from "./permissions.ts";

interface NewKeyDialogProps {
  account: ServiceAccount;
  opened: boolean;
  onClose: () => void;
  onMade: (once: Once) => void;
}

export function NewKeyDialog({ account, opened, onClose, onMade }: NewKeyDialogProps) {
  const queries = useQueryClient();
  const apps = useQuery({ ...appsQuery, enabled: opened });
  const [form, setForm] = useState(blankKey);
  const create = useMutation({
    mutationFn: () => createServiceKey(account.id, newKeyOf(form, Date.now())),
    onSuccess: (made) => {
      close();
      onMade(keyOnce(made));
      return queries.invalidateQueries({ queryKey: ["keys"] });
    },
  });
  const change = (part: Partial<KeyForm>) => setForm({ ...form, ...part });
  const faultyRange = faultUnder(create.error, "addresses");

  function close() {
    create.reset();
    setForm(blankKey);
    onClose();
  }

  return (
    <FormDialog
      opened={opened}
      onClose={close}
      title={`New key of ${account.name}`}
      submit="Create"
      pending={create.isPending}
      error={create.error}
      fields={["name", "permissions", "expires_at", ...faultyRange.paths]}
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate();
      }}
    >
      <TextInput label="Name" description="What uses it, and where." data-autofocus autoComplete="off" value={form.name} onChange={(event) => change({ name: event.currentTarget.value })} error={fieldText(create.error, "name")} />
      <Checkbox.Group label="May" description="Never more than the account itself may." value={form.permissions} onChange={(values) => change({ permissions: values })} error={fieldText(create.error, "permissions")}>
        <Stack gap="sm" mt={4}>
          {permissions.map(({ value, label, description }) => (
            <Checkbox key={value} value={value} label={label} description={description} />
          ))}
        </Stack>
      </Checkbox.Group>
      <MultiSelect
        label="Only in these apps"
        placeholder={form.apps.length === 0 ? "All that the account may use" : ""}
        searchable
        clearable
        clearButtonProps={clearButton("the apps")}
        data={(apps.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        value={form.apps}
        onChange={(chosen) => change({ apps: chosen })}
      />
      <Select label="Ends after" data={lifetimes} value={form.days} onChange={(days) => days !== null && change({ days })} error={fieldText(create.error, "expires_at")} />
      <Textarea
        label="Only from these addresses"
        description="One range a line, such as 10.20.0.0/16. Empty: from anywhere."
        autosize
        minRows={1}
        maxRows={6}
        spellCheck={false}
        value={form.addresses}
        onChange={(event) => change({ addresses: event.currentTarget.value })}
        error={faultyRange.text}
      />
    </FormDialog>
  );
}
