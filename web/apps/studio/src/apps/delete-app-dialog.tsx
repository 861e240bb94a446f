import { Text } from "@mantine/core";
import { deleteApp } from "@sallyport/api/apps.ts";
import type { AppSummary } from "@sallyport/api/types.ts";
import { ConfirmDialog } from "@sallyport/ui/dialog.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";

interface Props {
  readonly app: AppSummary;
  readonly onClose: () => void;
}

export function DeleteAppDialog({ app, onClose }: Props) {
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => deleteApp(app.id),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["apps"] });
      onClose();
    },
  });
  return (
    <ConfirmDialog opened onClose={onClose} title={`Delete ${app.name}?`} confirm="Delete the app" danger pending={remove.isPending} error={remove.error} onConfirm={() => remove.mutate()}>
      <Text size="sm">
        The app, its draft and {app.released === null ? "its history" : "all of its releases"} are deleted, and nobody can use it any more. The data in its datasources and the audit
        record stay. This cannot be undone.
      </Text>
    </ConfirmDialog>
  );
}
