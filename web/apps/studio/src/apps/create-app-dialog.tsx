/** A new app, in a workspace that is there or made with it. */
import { Select, TextInput } from "@mantine/core";
import { can } from "@sallyport/api/abilities.ts";
import { createApp, createWorkspace, workspacesQuery } from "@sallyport/api/apps.ts";
import type { Workspace } from "@sallyport/api/types.ts";
import { faultAt } from "@sallyport/api/problem.ts";
import { FormDialog } from "@sallyport/ui/dialog.tsx";
import { fieldText } from "@sallyport/ui/problem-text.ts";
import { useSession } from "@sallyport/ui/session-gate.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

const NEW = "new";

const usableOf = (workspaces: readonly Workspace[]) => workspaces.filter((workspace) => can(workspace, "app.create"));

export function CreateAppDialog({ onClose }: { readonly onClose: () => void }) {
  const session = useSession();
  const queries = useQueryClient();
  const workspaces = useQuery(workspacesQuery);
  const usable = usableOf(workspaces.data ?? []);
  const mayCreateWorkspace = can(session, "workspace.create");
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState<string | null>(null);
  const [workspaceName, setWorkspaceName] = useState("");
  const workspace = chosen ?? usable[0]?.id ?? NEW;

  const create = useMutation({
    mutationFn: async () => {
      if (name.trim() === "") throw faultAt("name", "give it a name");
      // Whoever is quicker than the list still gets the workspace that it would have shown.
      const known = usableOf(await queries.ensureQueryData(workspacesQuery));
      const target = chosen ?? known[0]?.id ?? NEW;
      const home = target === NEW ? (await createWorkspace(workspaceName.trim() || "General")).id : target;
      return createApp(home, name.trim());
    },
    onSuccess: (app) => {
      void queries.invalidateQueries({ queryKey: ["apps"] });
      location.assign(`/edit/${app.id}`);
    },
  });
  return (
    <FormDialog
      opened
      onClose={onClose}
      title="New app"
      submit="Create"
      pending={create.isPending || create.isSuccess}
      error={create.error}
      fields={["name"]}
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate();
      }}
    >
      <TextInput label="Name" placeholder="Support console" data-autofocus required withAsterisk={false} maxLength={120} value={name} error={fieldText(create.error, "name")} onChange={(event) => setName(event.currentTarget.value)} />
      <Select
        label="Workspace"
        description="Apps that belong together share a workspace"
        data={[...usable.map(({ id, name: label }) => ({ value: id, label })), ...(mayCreateWorkspace ? [{ value: NEW, label: "A new workspace…" }] : [])]}
        value={workspaces.isSuccess ? workspace : null}
        onChange={setChosen}
      />
      {workspaces.isSuccess && workspace === NEW && (
        <TextInput label="Name of the workspace" placeholder="General" maxLength={120} value={workspaceName} onChange={(event) => setWorkspaceName(event.currentTarget.value)} />
      )}
    </FormDialog>
  );
}
