/** The queries and the functions of the app. */
import { ActionIcon, Menu } from "@mantine/core";
import { IconBolt, IconCopy, IconDots, IconFunction, IconPlus, IconShieldLock, IconTrash } from "@tabler/icons-react";
import { datasourcesQuery } from "@sallyport/api/datasources.ts";
import type { Datasource } from "@sallyport/api/types.ts";
import { addFunction, addQuery, duplicateQuery, removeRecord } from "@sallyport/document/app-commands.ts";
import type { FunctionRecord, QueryRecord } from "@sallyport/document/records.ts";
import { functionsOf, queriesOf } from "@sallyport/document/tree.ts";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { bodyFor, KIND_TITLES } from "../query/bodies.ts";
import { useEditor, useStore } from "../state/use-editor.ts";
import { Panel } from "./panel.tsx";
import styles from "./panels.module.css";

export function QueriesPanel({ grow = false }: { readonly grow?: boolean }) {
  const document = useEditor((state) => state.document);
  const queries = useMemo(() => queriesOf(document), [document]);
  return (
    <Panel title="Queries" grow={grow} actions={<AddQuery />}>
      {queries.length === 0 && <p className={styles.quiet}>A query reads or writes data. Add one and choose where it goes.</p>}
      <ul className={styles.list}>
        {queries.map((query) => (
          <RecordRow key={query.id} record={query} />
        ))}
      </ul>
    </Panel>
  );
}

function AddQuery() {
  const store = useStore();
  const sources = useQuery(datasourcesQuery);
  const add = (source: Datasource) => {
    const { change, id } = addQuery(store.get().document, source.id, bodyFor(source.kind, null));
    store.run(change, "Add a query");
    store.set({ open: id });
  };
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={24} aria-label="Add a query" title="Add a query">
          <IconPlus size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Where it goes</Menu.Label>
        {(sources.data ?? []).map((source) => (
          <Menu.Item key={source.id} onClick={() => add(source)} rightSection={<span className={styles.quiet}>{KIND_TITLES[source.kind]}</span>}>
            {source.name}
          </Menu.Item>
        ))}
        {sources.isSuccess && sources.data.length === 0 && (
          <Menu.Item component="a" href="/admin/datasources">
            Connect a datasource first
          </Menu.Item>
        )}
        {sources.isError && <Menu.Item disabled>The datasources could not be read</Menu.Item>}
      </Menu.Dropdown>
    </Menu>
  );
}

export function FunctionsPanel() {
  const store = useStore();
  const document = useEditor((state) => state.document);
  const functions = useMemo(() => functionsOf(document), [document]);
  const add = () => {
    const { change, id } = addFunction(store.get().document, "(value) => value");
    store.run(change, "Add a function");
    store.set({ open: id });
  };
  return (
    <Panel title="Functions" grow add={{ label: "Add a function", onClick: add }}>
      {functions.length === 0 && <p className={styles.quiet}>A function is a piece of JavaScript that expressions call by its name.</p>}
      <ul className={styles.list}>
        {functions.map((record) => (
          <RecordRow key={record.id} record={record} />
        ))}
      </ul>
    </Panel>
  );
}

function RecordRow({ record }: { readonly record: QueryRecord | FunctionRecord }) {
  const store = useStore();
  const isOpen = useEditor((state) => state.open === record.id);
  const duplicate = () => {
    const made = duplicateQuery(store.get().document, record.id);
    if (!made) return;
    store.run(made.change, `Duplicate ${record.name}`);
    store.set({ open: made.id });
  };
  return (
    <li className={styles.row} data-current={isOpen || undefined}>
      <button type="button" className={styles.rowButton} aria-pressed={isOpen} onClick={() => store.set({ open: isOpen ? null : record.id })}>
        {record.kind === "query" ? <IconBolt size={16} stroke={1.6} aria-hidden /> : <IconFunction size={16} stroke={1.6} aria-hidden />}
        <span className={styles.rowText}>{record.name}</span>
        {record.kind === "query" && record.restricted && <IconShieldLock size={14} aria-label="Restricted" />}
      </button>
      <Menu position="bottom-end" width={170}>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size={24} aria-label={`What can be done with ${record.name}`}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {record.kind === "query" && (
            <Menu.Item leftSection={<IconCopy size={16} />} onClick={duplicate}>
              Duplicate
            </Menu.Item>
          )}
          <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={() => store.run(removeRecord(store.get().document, record.id), `Delete ${record.name}`)}>
            Delete
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </li>
  );
}
