import { TextInput } from "@mantine/core";
import { datasourcesQuery, renameDatasource } from "@sallyport/api/datasources.ts";
import type { Datasource } from "@sallyport/api/types.ts";
import { FormDialog } from "@sallyport/ui/dialog.tsx";
import { fieldText } from "@sallyport/ui/problem-text.ts";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

interface RenameDatasourceDialogProps {
  datasource: Datasource;
  opened: boolean;
  onClose: () => void;
}

export function RenameDatasourceDialog({ datasource, opened, onClose }: RenameDatasourceDialogProps) {
  const queries = useQueryClient();
  const [name, setName] = useState(datasource.name);
  const rename = useMutation({
    mutationFn: () => renameDatasource(datasource.id, name.trim()),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: datasourcesQuery.queryKey });
      onClose();
    },
  });

  function close() {
    rename.reset();
    setName(datasource.name);
    onClose();
  }

  return (
    <FormDialog
      opened={opened}
      onClose={close}
      title="Rename the datasource"
      submit="Rename"
      pending={rename.isPending}
      error={rename.error}
      fields={["name"]}
      onSubmit={(event) => {
        event.preventDefault();
        rename.mutate();
      }}
    >
      <TextInput
        label="Name"
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={fieldText(rename.error, "name")}
      />
    </FormDialog>
  );
}
