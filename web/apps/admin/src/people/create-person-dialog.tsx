import { TextInput } from "@mantine/core";
import { signInOptionsQuery } from "@sallyport/api/entrance.ts";
import { type NewPerson, createPerson, peopleQuery } from "@sallyport/api/people.ts";
import type { Group } from "@sallyport/api/types.ts";
import { FormDialog } from "@sallyport/ui/dialog.tsx";
import { notifyDone } from "@sallyport/ui/notify.tsx";
import { PasswordField } from "@sallyport/ui/password-field.tsx";
import { fieldText } from "@sallyport/ui/problem-text.ts";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { takenAt } from "../taken.ts";
import { RoleAndGroupFields } from "./role-and-group-fields.tsx";

interface CreatePersonDialogProps {
  opened: boolean;
  onClose: () => void;
  groups: readonly Group[];
}

const blank: NewPerson = { email: "", name: "", password: "", roles: [], groups: [] };

export function CreatePersonDialog({ opened, onClose, groups }: CreatePersonDialogProps) {
  const queries = useQueryClient();
  const options = useQuery({ ...signInOptionsQuery, enabled: opened });
  const [values, setValues] = useState(blank);
  const create = useMutation({
    mutationFn: () => createPerson({ ...values, email: values.email.trim(), name: values.name.trim() }),
    onSuccess: async (person) => {
      await queries.invalidateQueries({ queryKey: peopleQuery.queryKey });
      notifyDone(`${person.name} can sign in`);
      close();
    },
  });
  const error = useMemo(() => takenAt(create.error, "email", "has an account already"), [create.error]);
  const change = (part: Partial<NewPerson>) => setValues({ ...values, ...part });
  const errorAt = (field: string) => fieldText(error, field);

  function close() {
    create.reset();
    setValues(blank);
    onClose();
  }

  return (
    <FormDialog
      opened={opened}
      onClose={close}
      title="New person"
      submit="Create"
      pending={create.isPending}
      error={error}
      fields={["name", "email", "password"]}
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate();
      }}
    >
      <TextInput label="Name" data-autofocus autoComplete="off" value={values.name} onChange={(event) => change({ name: event.currentTarget.value })} error={errorAt("name")} />
      <TextInput label="E-mail" type="email" autoComplete="off" value={values.email} onChange={(event) => change({ email: event.currentTarget.value })} error={errorAt("email")} />
      <PasswordField
        label="First password"
        description={`${options.data === undefined ? "" : `At least ${options.data.min_password} characters. `}Hand it over in person: they choose their own when they first sign in.`}
        autoComplete="new-password"
        value={values.password}
        onChange={(event) => change({ password: event.currentTarget.value })}
        error={errorAt("password")}
      />
      <RoleAndGroupFields
        groups={groups}
        chosenRoles={values.roles}
        chosenGroups={values.groups}
        onRoles={(roles) => change({ roles })}
        onGroups={(ids) => change({ groups: ids })}
      />
    </FormDialog>
  );
}
