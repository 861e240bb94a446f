import { datasourcesQuery, deleteDatasource } from "@sallyport/api/datasources.ts";
import type { Datasource } from "@sallyport/api/types.ts";
import { ConfirmDialog } from "@sallyport/ui/dialog.tsx";
import { notifyDone } from "@sallyport/ui/notify.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";

interface DeleteDatasourceDialogProps {
  datasource: Datasource;
  opened: boolean;
  onClose: () => void;
  onDeleted: () => void;
}

export function DeleteDatasourceDialog({ datasource, opened, onClose, onDeleted }: DeleteDatasourceDialogProps) {
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => deleteDatasource(datasource.id),
    onSuccess: () => {
      notifyDone(`${datasource.name} is deleted`);
      onDeleted();
      queries.removeQueries({ queryKey: ["datasources", datasource.id] });
      return queries.invalidateQueries({ queryKey: datasourcesQuery.queryKey, exact: true });
    },
  });
  const count = datasource.environments.length;
  return (
    <ConfirmDialog
      opened={opened}
      onClose={onClose}
      title={`Delete ${datasource.name}`}
      confirm="Delete the datasource"
      danger
      pending={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
    >
      The datasource, its settings in {count} {count === 1 ? "environment" : "environments"} and the credentials stored
      for them are deleted. Queries that use it stop working. This cannot be undone.
    </ConfirmDialog>
  );
}
