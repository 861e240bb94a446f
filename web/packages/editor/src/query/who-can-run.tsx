/** Who may run the query: everyone who may use the app, or only those named here. Grants hold at once, without a release. */
import { ActionIcon, Badge, Group, Select, Switch, Text } from "@mantine/core";
import { IconTrash, IconUser, IconUsers } from "@tabler/icons-react";
import { grantQuery, grantsQuery, groupsQuery, peopleQuery, type Principal } from "@sallyport/api/people.ts";
import { editQuery } from "@sallyport/document/app-commands.ts";
import type { QueryRecord } from "@sallyport/document/records.ts";
import { ProblemNote } from "@sallyport/ui/problem-note.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useSurroundings } from "../state/surroundings.ts";
import { useStore } from "../state/use-editor.ts";
import styles from "./query.module.css";

export function WhoCanRun({ query }: { readonly query: QueryRecord }) {
  const store = useStore();
  const { app } = useSurroundings();
  const queries = useQueryClient();
  const grants = useQuery(grantsQuery(app));
  const change = useMutation({
    mutationFn: ({ principal, level }: { principal: Principal; level: "use" | null }) => grantQuery(app, query.id, principal, level),
    onSettled: () => queries.invalidateQueries({ queryKey: grantsQuery(app).queryKey }),
  });
  const ofQuery = (grants.data ?? []).filter((grant) => grant.on.type === "query" && grant.on.id === query.id);
  const ofApp = (grants.data ?? []).filter((grant) => grant.on.type !== "query");
  const shown = query.restricted ? [...ofQuery, ...ofApp.filter((grant) => grant.level !== "use")] : ofApp;
  return (
    <div className={styles.form}>
      <Switch
        size="xs"
        label="Restricted"
        description="Only those who are named below may run it; for the others it does not exist, nor does a button that only runs it"
        checked={query.restricted}
        onChange={(event) => store.run(editQuery(store.get().document, query.id, { restricted: event.currentTarget.checked }), `Change who can run ${query.name}`)}
      />
      <ProblemNote error={grants.error ?? change.error} />
      <ul className={styles.grants} aria-label="Who can run the query">
        {shown.map((grant) => (
          <li key={`${grant.on.type}/${grant.principal.id}`} className={styles.grant}>
            {grant.principal.type === "group" ? <IconUsers size={16} aria-label="Group" /> : <IconUser size={16} aria-label="Person" />}
            <span className={styles.grow}>{grant.principal.name}</span>
            <Text size="xs" c="dimmed">
              {grant.on.type === "query" ? "named here" : `${grant.level === "own" ? "owns" : `may ${grant.level}`} the ${grant.on.type}`}
            </Text>
            {grant.on.type === "query" && (
              <ActionIcon
                variant="subtle"
                color="gray"
                size={24}
                aria-label={`Take the right from ${grant.principal.name}`}
                onClick={() => change.mutate({ principal: grant.principal, level: null })}
              >
                <IconTrash size={14} />
              </ActionIcon>
            )}
          </li>
        ))}
        {grants.isSuccess && shown.length === 0 && <li className={styles.quiet}>Nobody but administrators and those who build this app.</li>}
      </ul>
      {query.restricted ? (
        <AddPrincipal taken={new Set(ofQuery.map((grant) => grant.principal.id))} onAdd={(principal) => change.mutate({ principal, level: "use" })} />
      ) : (
        <Badge size="sm" color="gray">
          Everyone who may use the app
        </Badge>
      )}
    </div>
  );
}

interface AddProps {
  readonly taken: ReadonlySet<string>;
  readonly onAdd: (principal: Principal) => void;
}

export function AddPrincipal({ taken, onAdd }: AddProps) {
  const groups = useQuery({ ...groupsQuery, retry: false });
  const people = useQuery({ ...peopleQuery, retry: false });
  const free = <T extends { id: string }>(list: readonly T[] | undefined) => (list ?? []).filter((item) => !taken.has(item.id));
  const data = [
    { group: "Groups", items: free(groups.data).map((group) => ({ value: `group/${group.id}`, label: group.name })) },
    { group: "People", items: free(people.data).map((person) => ({ value: `person/${person.id}`, label: `${person.name} · ${person.email}` })) },
  ];
  return (
    <Group gap={8}>
      <Select
        size="xs"
        w={300}
        searchable
        aria-label="Add a group or a person"
        placeholder="Add a group or a person"
        nothingFoundMessage="Nobody found"
        data={data.filter((section) => section.items.length > 0)}
        value={null}
        onChange={(value) => {
          const [type, id] = value?.split("/") ?? [];
          if ((type === "group" || type === "person") && id !== undefined) onAdd({ type, id });
        }}
      />
    </Group>
  );
}
