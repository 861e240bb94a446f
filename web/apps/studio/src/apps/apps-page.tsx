/** The start: every app this person may use or build, and the way to a new one. */
import { ActionIcon, Anchor, Badge, Button, Menu, Text, TextInput } from "@mantine/core";
import { can } from "@sallyport/api/abilities.ts";
import { appsQuery, workspacesQuery } from "@sallyport/api/apps.ts";
import type { AppSummary, Workspace } from "@sallyport/api/types.ts";
import { useSession } from "@sallyport/ui/session-gate.tsx";
import { EmptyState, ErrorState, ListSkeleton } from "@sallyport/ui/states.tsx";
import { TimeText } from "@sallyport/ui/time-text.tsx";
import { TopBar } from "@sallyport/ui/top-bar.tsx";
import { PlaceHead, WorkShell } from "@sallyport/ui/work-shell.tsx";
import { IconAppWindow, IconDots, IconExternalLink, IconPencil, IconPlus, IconSearch, IconTrash, IconUsers, IconTextCaption } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { CreateAppDialog } from "./create-app-dialog.tsx";
import { DeleteAppDialog } from "./delete-app-dialog.tsx";
import { RenameAppDialog } from "./rename-app-dialog.tsx";
import { ShareAppDialog, ShareWorkspaceDialog } from "./share-dialog.tsx";
import styles from "./apps.module.css";

type Dialog =
  | { readonly type: "create" }
  | { readonly type: "rename" | "delete" | "share"; readonly app: AppSummary }
  | { readonly type: "share-workspace"; readonly workspace: Workspace };

export function AppsPage() {
  const session = useSession();
  const apps = useQuery(appsQuery);
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const [search, setSearch] = useState("");
  const workspaces = useQuery(workspacesQuery);
  const mayCreate = can(session, "workspace.create") || (workspaces.data ?? []).some((workspace) => can(workspace, "app.create"));
  const close = () => setDialog(null);
  const create = mayCreate ? (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setDialog({ type: "create" })}>
      New app
    </Button>
  ) : null;
  const isEmpty = apps.isSuccess && apps.data.length === 0;
  return (
    <WorkShell topBar={<TopBar session={session} title="Sallyport" />}>
      <div className={styles.page}>
        <PlaceHead title="Apps" lead="Internal tools on your own data: every answer is authorized, every act is recorded.">
          <WorkspacesMenu onDialog={setDialog} />
          {!isEmpty && create}
        </PlaceHead>
        {apps.isPending && <ListSkeleton label="Loading the apps" />}
        {apps.isError && <ErrorState error={apps.error} onRetry={() => void apps.refetch()} />}
        {isEmpty && (
          <EmptyState icon={<IconAppWindow size={24} />} title={mayCreate ? "Build the first app" : "No apps yet"} action={create}>
            {mayCreate
              ? "Put widgets on a page, bind them to queries, release. People see only what they may."
              : "As soon as someone shares an app with you, it is here."}
          </EmptyState>
        )}
        {apps.isSuccess && !isEmpty && (
          <>
            {apps.data.length > 6 && (
              <TextInput
                mb="md"
                w={280}
                aria-label="Find an app"
                placeholder="Find an app"
                leftSection={<IconSearch size={14} />}
                value={search}
                onChange={(event) => setSearch(event.currentTarget.value)}
              />
            )}
            <AppList apps={apps.data.filter((app) => app.name.toLowerCase().includes(search.trim().toLowerCase()))} onDialog={setDialog} />
          </>
        )}
      </div>
      {dialog?.type === "create" && <CreateAppDialog onClose={close} />}
      {dialog?.type === "rename" && <RenameAppDialog app={dialog.app} onClose={close} />}
      {dialog?.type === "delete" && <DeleteAppDialog app={dialog.app} onClose={close} />}
      {dialog?.type === "share" && <ShareAppDialog app={dialog.app} onClose={close} />}
      {dialog?.type === "share-workspace" && <ShareWorkspaceDialog workspace={dialog.workspace} onClose={close} />}
    </WorkShell>
  );
}

/** The workspaces that this person may share; nothing where there are none. */
function WorkspacesMenu({ onDialog }: Pick<CardProps, "onDialog">) {
  const workspaces = useQuery(workspacesQuery);
  const shareable = (workspaces.data ?? []).filter((workspace) => can(workspace, "workspace.share"));
  if (shareable.length === 0) return null;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<IconUsers size={16} />}>
          Workspaces
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {shareable.map((workspace) => (
          <Menu.Item key={workspace.id} onClick={() => onDialog({ type: "share-workspace", workspace })}>
            Share {workspace.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

interface ListProps {
  readonly apps: readonly AppSummary[];
  readonly onDialog: (dialog: Dialog) => void;
}

function AppList({ apps, onDialog }: ListProps) {
  const workspaces = useQuery(workspacesQuery);
  const nameOf = (id: string) => workspaces.data?.find((workspace) => workspace.id === id)?.name ?? "";
  if (apps.length === 0) return <Text c="dimmed">No app is called that.</Text>;
  return (
    <ul className={styles.cards}>
      {apps.map((app) => (
        <AppCard key={app.id} app={app} workspace={nameOf(app.workspace)} onDialog={onDialog} />
      ))}
    </ul>
  );
}

interface CardProps {
  readonly app: AppSummary;
  readonly workspace: string;
  readonly onDialog: (dialog: Dialog) => void;
}

function AppCard({ app, workspace, onDialog }: CardProps) {
  const mayEdit = can(app, "app.edit");
  const isReleased = app.released !== null;
  const main = isReleased ? `/apps/${app.id}` : mayEdit ? `/edit/${app.id}` : null;
  return (
    <li className={styles.card}>
      <div className={styles.cardHead}>
        <h2 className={styles.name}>{main === null ? app.name : <Anchor href={main}>{app.name}</Anchor>}</h2>
        <AppMenu app={app} onDialog={onDialog} />
      </div>
      <Text size="xs" c="dimmed">
        {workspace === "" ? "" : `${workspace} · `}changed <TimeText at={app.updated_at} />
      </Text>
      <div className={styles.cardFoot}>
        {isReleased ? <Badge color="accent">Release {app.released}</Badge> : <Badge color="gray">Not released</Badge>}
        <span className={styles.spring} />
        {isReleased && (
          <Button component="a" href={`/apps/${app.id}`} size="compact-sm" variant="subtle" leftSection={<IconExternalLink size={14} />} aria-label={`Open ${app.name}`}>
            Open
          </Button>
        )}
        {mayEdit && (
          <Button component="a" href={`/edit/${app.id}`} size="compact-sm" variant="default" leftSection={<IconPencil size={14} />} aria-label={`Edit ${app.name}`}>
            Edit
          </Button>
        )}
      </div>
    </li>
  );
}

function AppMenu({ app, onDialog }: Pick<CardProps, "app" | "onDialog">) {
  const items = [
    can(app, "app.share") && { type: "share" as const, label: "Share", icon: <IconUsers size={16} /> },
    can(app, "app.rename") && { type: "rename" as const, label: "Rename", icon: <IconTextCaption size={16} /> },
    can(app, "app.delete") && { type: "delete" as const, label: "Delete", icon: <IconTrash size={16} /> },
  ].filter((item) => item !== false);
  if (items.length === 0) return null;
  return (
    <Menu position="bottom-end" width={170}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={`What can be done with ${app.name}`}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {items.map(({ type, label, icon }) => (
          <Menu.Item key={type} leftSection={icon} {...(type === "delete" ? { color: "red" } : {})} onClick={() => onDialog({ type, app })}>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
