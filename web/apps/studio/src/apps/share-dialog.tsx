/** Who may use, edit or own an app, or all apps of a workspace. Takes effect at once, for everyone who is signed in as well. */
import { ActionIcon, Group, Modal, Select, Stack, Text } from "@mantine/core";
import { grantApp, grantsQuery, grantWorkspace, groupsQuery, peopleQuery, type Principal, workspaceGrantsQuery } from "@sallyport/api/people.ts";
import type { AppSummary, Grant, GrantLevel, Workspace } from "@sallyport/api/types.ts";
import { ListSkeleton } from "@sallyport/ui/states.tsx";
import { ProblemNote } from "@sallyport/ui/problem-note.tsx";
import { IconTrash, IconUser, IconUsers } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import styles from "./apps.module.css";

type Levels = { value: GrantLevel; label: string }[];

/** What is shared, and the words for it. */
interface Shared {
  readonly type: "app" | "workspace";
  readonly name: string;
  readonly whose: string;
  readonly hint?: string;
  readonly levels: Levels;
  readonly query: ReturnType<typeof grantsQuery>;
  readonly grant: (principal: Principal, level: GrantLevel | null) => Promise<void>;
}

export function ShareAppDialog({ app, onClose }: { readonly app: AppSummary; readonly onClose: () => void }) {
  const shared: Shared = {
    type: "app",
    name: app.name,
    whose: "the app",
    levels: [
      { value: "use", label: "May use it" },
      { value: "edit", label: "May edit it" },
      { value: "own", label: "Owns it" },
    ],
    query: grantsQuery(app.id),
    grant: (principal, level) => grantApp(app.id, principal, level),
  };
  return <ShareDialog shared={shared} onClose={onClose} />;
}

export function ShareWorkspaceDialog({ workspace, onClose }: { readonly workspace: Workspace; readonly onClose: () => void }) {
  const shared: Shared = {
    type: "workspace",
    name: workspace.name,
    whose: "the workspace",
    hint: "What is given here holds for every app of the workspace, also for those that are made later.",
    levels: [
      { value: "use", label: "May use its apps" },
      { value: "edit", label: "May edit its apps" },
      { value: "own", label: "Owns it" },
    ],
    query: workspaceGrantsQuery(workspace.id),
    grant: (principal, level) => grantWorkspace(workspace.id, principal, level),
  };
  return <ShareDialog shared={shared} onClose={onClose} />;
}

function ShareDialog({ shared, onClose }: { readonly shared: Shared; readonly onClose: () => void }) {
  const queries = useQueryClient();
  const grants = useQuery(shared.query);
  const change = useMutation({
    mutationFn: ({ principal, level }: { principal: Principal; level: GrantLevel | null }) => shared.grant(principal, level),
    onSettled: () => queries.invalidateQueries({ queryKey: shared.query.queryKey }),
  });
  const list = grants.data ?? [];
  const direct = list.filter((grant) => grant.on.type === shared.type);
  const above = list.filter((grant) => grant.on.type !== shared.type);
  return (
    <Modal opened onClose={onClose} title={`Share ${shared.name}`} size="lg">
      <Stack gap="md">
        {shared.hint !== undefined && (
          <Text size="sm" c="dimmed">
            {shared.hint}
          </Text>
        )}
        <AddGrant levels={shared.levels} taken={new Set(direct.map((grant) => grant.principal.id))} onAdd={(principal, level) => change.mutate({ principal, level })} />
        <ProblemNote error={grants.error ?? change.error} />
        {grants.isPending && <ListSkeleton rows={3} label={`Loading who may use ${shared.whose}`} />}
        <ul className={styles.grants} aria-label={`Who may use ${shared.whose}`}>
          {direct.map((grant) => (
            <li key={grant.principal.id} className={styles.grant}>
              <PrincipalName grant={grant} />
              <Select
                size="xs"
                w={160}
                aria-label={`What ${grant.principal.name} may do`}
                data={shared.levels}
                value={grant.level}
                onChange={(level) => level && change.mutate({ principal: grant.principal, level: level as GrantLevel })}
              />
              <ActionIcon variant="subtle" color="gray" aria-label={`Take the right from ${grant.principal.name}`} onClick={() => change.mutate({ principal: grant.principal, level: null })}>
                <IconTrash size={16} />
              </ActionIcon>
            </li>
          ))}
          {above.map((grant) => (
            <li key={`${grant.on.id}/${grant.principal.id}`} className={styles.grant}>
              <PrincipalName grant={grant} />
              <Text size="xs" c="dimmed">
                {shared.levels.find((level) => level.value === grant.level)?.label}, through the workspace
              </Text>
            </li>
          ))}
        </ul>
        {grants.isSuccess && list.length === 0 && (
          <Text size="sm" c="dimmed">
            Shared with nobody yet. Administrators reach every app.
          </Text>
        )}
      </Stack>
    </Modal>
  );
}

function PrincipalName({ grant }: { readonly grant: Grant }) {
  return (
    <>
      {grant.principal.type === "group" ? <IconUsers size={16} aria-label="Group" /> : <IconUser size={16} aria-label="Person" />}
      <span className={styles.spring}>{grant.principal.name}</span>
    </>
  );
}

interface AddProps {
  readonly levels: Levels;
  readonly taken: ReadonlySet<string>;
  readonly onAdd: (principal: Principal, level: GrantLevel) => void;
}

function AddGrant({ levels, taken, onAdd }: AddProps) {
  const groups = useQuery({ ...groupsQuery, retry: false });
  const people = useQuery({ ...peopleQuery, retry: false });
  const [level, setLevel] = useState<GrantLevel>("use");
  const sections = [
    { group: "Groups", items: (groups.data ?? []).filter(({ id }) => !taken.has(id)).map(({ id, name }) => ({ value: `group/${id}`, label: name })) },
    { group: "People", items: (people.data ?? []).filter(({ id }) => !taken.has(id)).map(({ id, name, email }) => ({ value: `person/${id}`, label: `${name} · ${email}` })) },
  ];
  return (
    <Group gap="sm">
      <Select
        flex={1}
        miw={220}
        searchable
        aria-label="Add a group or a person"
        placeholder="Add a group or a person"
        nothingFoundMessage="Nobody found"
        data={sections.filter((section) => section.items.length > 0)}
        value={null}
        onChange={(value) => {
          const [type, id] = value?.split("/") ?? [];
          if ((type === "group" || type === "person") && id !== undefined) onAdd({ type, id }, level);
        }}
      />
      <Select w={160} aria-label="What they may do" data={levels} value={level} onChange={(value) => value && setLevel(value as GrantLevel)} />
    </Group>
  );
}
