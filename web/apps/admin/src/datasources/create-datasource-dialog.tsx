import { Select, TextInput } from "@mantine/core";
import { createDatasource, datasourcesQuery } from "@sallyport/api/datasources.ts";
import type { DatasourceKind } from "@sallyport/api/types.ts";
import { FormDialog } from "@sallyport/ui/dialog.tsx";
import { fieldText } from "@sallyport/ui/problem-text.ts";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { kindLabels, kinds } from "./kinds.ts";

interface CreateDatasourceDialogProps {
  opened: boolean;
  onClose: () => void;
  onCreated: (datasource: string) => void;
}

export function CreateDatasourceDialog({ opened, onClose, onCreated }: CreateDatasourceDialogProps) {
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const [kind, setKind] = useState<DatasourceKind>("postgres");
  const create = useMutation({
    mutationFn: () => createDatasource(name.trim(), kind),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: datasourcesQuery.queryKey });
      close();
      onCreated(id);
    },
  });

  function close() {
    create.reset();
    setName("");
    onClose();
  }

  return (
    <FormDialog
      opened={opened}
      onClose={close}
      title="New datasource"
      submit="Create"
      pending={create.isPending}
      error={create.error}
      fields={["name"]}
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate();
      }}
    >
      <TextInput
        label="Name"
        description="How builders will know it."
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={fieldText(create.error, "name")}
      />
      <Select
        label="Kind"
        data={kinds.map((value) => ({ value, label: kindLabels[value] }))}
        value={kind}
        onChange={(value) => value !== null && setKind(value)}
      />
    </FormDialog>
  );
}
