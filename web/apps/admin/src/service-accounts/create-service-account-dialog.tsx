import { TextInput } from "@mantine/core";
import { createServiceAccount, serviceAccountsQuery } from "@sallyport/api/service-accounts.ts";
import type { Group, NewServiceAccount } from "@sallyport/api/types.ts";
import { FormDialog } from "@sallyport/ui/dialog.tsx";
import { fieldText } from "@sallyport/ui/problem-text.ts";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { RoleAndGroupFields } from "../people/role-and-group-fields.tsx";

interface CreateServiceAccountDialogProps {
  opened: boolean;
  onClose: () => void;
  groups: readonly Group[];
  onCreated: (account: string) => void;
}

const blank: NewServiceAccount = { name: "", description: "", roles: [], groups: [] };

export function CreateServiceAccountDialog({ opened, onClose, groups, onCreated }: CreateServiceAccountDialogProps) {
  const queries = useQueryClient();
  const [values, setValues] = useState(blank);
  const create = useMutation({
    mutationFn: () => createServiceAccount({ ...values, name: values.name.trim(), description: values.description.trim() }),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: serviceAccountsQuery.queryKey });
      close();
      onCreated(id);
    },
  });
  const change = (part: Partial<NewServiceAccount>) => setValues({ ...values, ...part });

  function close() {
    create.reset();
    setValues(blank);
    onClose();
  }

  return (
    <FormDialog
      opened={opened}
      onClose={close}
      title="New service account"
      submit="Create"
      pending={create.isPending}
      error={create.error}
      fields={["name", "description"]}
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate();
      }}
    >
      <TextInput label="Name" data-autofocus autoComplete="off" value={values.name} onChange={(event) => change({ name: event.currentTarget.value })} error={fieldText(create.error, "name")} />
      <TextInput label="What it is for" autoComplete="off" value={values.description} onChange={(event) => change({ description: event.currentTarget.value })} error={fieldText(create.error, "description")} />
      <RoleAndGroupFields groups={groups} chosenRoles={values.roles} chosenGroups={values.groups} onRoles={(roles) => change({ roles })} onGroups={(ids) => change({ groups: ids })} />
    </FormDialog>
  );
}
