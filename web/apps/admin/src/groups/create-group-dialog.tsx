import { TextInput } from "@mantine/core";
import { createGroup, groupsQuery } from "@sallyport/api/people.ts";
import { FormDialog } from "@sallyport/ui/dialog.tsx";
import { fieldText } from "@sallyport/ui/problem-text.ts";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { takenAt } from "../taken.ts";

export function CreateGroupDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const create = useMutation({
    mutationFn: () => createGroup(name.trim()),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: groupsQuery.queryKey });
      close();
    },
  });

  const error = useMemo(() => takenAt(create.error, "name", "is the name of another group"), [create.error]);

  function close() {
    create.reset();
    setName("");
    onClose();
  }

  return (
    <FormDialog
      opened={opened}
      onClose={close}
      title="New group"
      submit="Create"
      pending={create.isPending}
      error={error}
      fields={["name"]}
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate();
      }}
    >
      <TextInput
        label="Name"
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={fieldText(error, "name")}
      />
    </FormDialog>
  );
}
