/** Who may use, edit or own the app. Takes effect at once, for everyone who is signed in as well. */
import { ActionIcon, Group, Modal, Select, Stack, Text } from "@mantine/core";
import { grantApp, grantsQuery, groupsQuery, peopleQuery, type Principal } from "@sallyport/api/people.ts";
import type { AppSummary, GrantLevel } from "@sallyport/api/types.ts";
import { ListSkeleton } from "@sallyport/ui/states.tsx";
import { ProblemNote } from "@sallyport/ui/problem-note.tsx";
import { IconTrash, IconUser, IconUsers } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import styles from "./apps.module.css";

const LEVELS: { value: GrantLevel; label: string }[] = [
  { value: "use", label: "May use it" },
  { value: "edit", label: "May edit it" },
  { value: "own", label: "Owns it" },
];

interface Props {
  readonly app: AppSummary;
  readonly onClose: () => void;
}

export function ShareDialog({ app, onClose }: Props) {
  const queries = useQueryClient();
  const grants = useQuery(grantsQuery(app.id));
  const change = useMutation({
    mutationFn: ({ principal, level }: { principal: Principal; level: GrantLevel | null }) => grantApp(app.id, principal, level),
    onSettled: () => queries.invalidateQueries({ queryKey: ["apps", app.id, "grants"] }),
  });
  const list = grants.data ?? [];
  const direct = list.filter((grant) => grant.on.type === "app");
  const above = list.filter((grant) => grant.on.type === "workspace");
  return (
    <Modal opened onClose={onClose} title={`Share ${app.name}`} size="lg">
      <Stack gap="md">
        <AddGrant taken={new Set(direct.map((grant) => grant.principal.id))} onAdd={(principal, level) => change.mutate({ principal, level })} />
        <ProblemNote error={grants.error ?? change.error} />
        {grants.isPending && <ListSkeleton rows={3} label="Loading who may use the app" />}
        <ul className={styles.grants} aria-label="Who may use the app">
          {direct.map((grant) => (
            <li key={grant.principal.id} className={styles.grant}>
              {grant.principal.type === "group" ? <IconUsers size={16} aria-label="Group" /> : <IconUser size={16} aria-label="Person" />}
              <span className={styles.spring}>{grant.principal.name}</span>
              <Select
                size="xs"
                w={140}
                aria-label={`What ${grant.principal.name} may do`}
                data={LEVELS}
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
              {grant.principal.type === "group" ? <IconUsers size={16} aria-label="Group" /> : <IconUser size={16} aria-label="Person" />}
              <span className={styles.spring}>{grant.principal.name}</span>
              <Text size="xs" c="dimmed">
                {LEVELS.find((level) => level.value === grant.level)?.label}, through the workspace
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

interface AddProps {
  readonly taken: ReadonlySet<string>;
  readonly onAdd: (principal: Principal, level: GrantLevel) => void;
}

function AddGrant({ taken, onAdd }: AddProps) {
  const groups = useQuery({ ...groupsQuery, retry: false });
  const people = useQuery({ ...peopleQuery, retry: false });
  const [level, setLevel] = useState<GrantLevel>("use");
  const sections = [
    { group: "Groups", items: (groups.data ?? []).filter(({ id }) => !taken.has(id)).map(({ id, name }) => ({ value: `group/${id}`, label: name })) },
    { group: "People", items: (people.data ?? []).filter(({ id }) => !taken.has(id)).map(({ id, name, email }) => ({ value: `person/${id}`, label: `${name} · ${email}` })) },
  ];
  return (
    <Group gap="sm" wrap="nowrap">
      <Select
        flex={1}
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
      <Select w={140} aria-label="What they may do" data={LEVELS} value={level} onChange={(value) => value && setLevel(value as GrantLevel)} />
    </Group>
  );
}
