import { datasourcesQuery, deleteDatasource } from "@sallyport/api/datasources.ts";
import type { Datasource } from "@sallyport/api/types.ts";
import { useQueryClient } from "@tanstack/react-query";
import { DeleteDialog } from "../delete-act.tsx";

interface DeleteDatasourceDialogProps {
  datasource: Datasource;
  opened: boolean;
  onClose: () => void;
  onDeleted: () => void;
}

export function DeleteDatasourceDialog({ datasource, opened, onClose, onDeleted }: DeleteDatasourceDialogProps) {
  const queries = useQueryClient();
  const gone = () => {
    onDeleted();
    queries.removeQueries({ queryKey: ["datasources", datasource.id] });
    return queries.invalidateQueries({ queryKey: datasourcesQuery.queryKey, exact: true });
  };
  const count = datasource.environments.length;
  return (
    <DeleteDialog name={datasource.name} confirm="Delete the datasource" remove={() => deleteDatasource(datasource.id)} onGone={gone} opened={opened} onClose={onClose}>
      The datasource, its settings in {count} {count === 1 ? "environment" : "environments"} and the credentials stored
      for them are deleted. Queries that use it stop working. This cannot be undone.
    </DeleteDialog>
  );
}
