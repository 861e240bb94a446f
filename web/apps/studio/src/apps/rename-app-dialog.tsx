import { TextInput } from "@mantine/core";
import { renameApp } from "@sallyport/api/apps.ts";
import { faultAt } from "@sallyport/api/problem.ts";
import type { AppSummary } from "@sallyport/api/types.ts";
import { FormDialog } from "@sallyport/ui/dialog.tsx";
import { fieldText } from "@sallyport/ui/problem-text.ts";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

interface Props {
  readonly app: AppSummary;
  readonly onClose: () => void;
}

export function RenameAppDialog({ app, onClose }: Props) {
  const queries = useQueryClient();
  const [name, setName] = useState(app.name);
  const rename = useMutation({
    mutationFn: async () => {
      if (name.trim() === "") throw faultAt("name", "give it a name");
      if (name.trim() !== app.name) await renameApp(app.id, name.trim());
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["apps"] });
      onClose();
    },
  });
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={`Rename ${app.name}`}
      submit="Rename"
      pending={rename.isPending}
      error={rename.error}
      fields={["name"]}
      onSubmit={(event) => {
        event.preventDefault();
        rename.mutate();
      }}
    >
      <TextInput label="Name" data-autofocus maxLength={120} value={name} error={fieldText(rename.error, "name")} onChange={(event) => setName(event.currentTarget.value)} />
    </FormDialog>
  );
}
