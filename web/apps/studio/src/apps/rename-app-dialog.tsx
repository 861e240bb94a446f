import { TextInput } from "@mantine/core";
import { renameApp } from "@sallyport/api/apps.ts";
import { isProblem } from "@sallyport/api/problem.ts";
import type { AppSummary } from "@sallyport/api/types.ts";
import { FormDialog } from "@sallyport/ui/dialog.tsx";
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
    mutationFn: () => renameApp(app.id, name.trim()),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["apps"] });
      onClose();
    },
  });
  const fault = isProblem(rename.error) ? rename.error.fieldError("name") : undefined;
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={`Rename ${app.name}`}
      submit="Rename"
      pending={rename.isPending}
      error={fault === undefined ? rename.error : undefined}
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== "" && name.trim() !== app.name) rename.mutate();
      }}
    >
      <TextInput label="Name" data-autofocus maxLength={120} value={name} error={fault} onChange={(event) => setName(event.currentTarget.value)} />
    </FormDialog>
  );
}
