/** A query: where it goes, what it asks, what came back, how it runs and who may run it. */
import { Badge, Button, Select, Tabs, Text } from "@mantine/core";
import { IconClock, IconPlayerPlay, IconShieldLock } from "@tabler/icons-react";
import { datasourceSchemaQuery, datasourcesQuery } from "@sallyport/api/datasources.ts";
import type { Datasource } from "@sallyport/api/types.ts";
import { editQuery } from "@sallyport/document/app-commands.ts";
import type { QueryRecord } from "@sallyport/document/records.ts";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { CodeField } from "../code/code-field.tsx";
import { useQueryState, useRuntime } from "../state/runtime.ts";
import { chord } from "../state/modifier.ts";
import { useEditor, useStore } from "../state/use-editor.ts";
import { bodyFor, KIND_TITLES } from "./bodies.ts";
import { InputsView, JsonView, ResultView } from "./result-view.tsx";
import styles from "./query.module.css";
import { RecordName } from "./record-name.tsx";
import { RestForm } from "./rest-form.tsx";
import { SettingsForm } from "./settings-form.tsx";
import { WhoCanRun } from "./who-can-run.tsx";

export function QueryEditor({ query }: { readonly query: QueryRecord }) {
  const store = useStore();
  const runtime = useRuntime();
  const environment = useEditor((state) => state.environment);
  const datasources = useQuery(datasourcesQuery);
  const state = useQueryState(query.id);
  const datasource = datasources.data?.find((source) => source.id === query.datasource) ?? null;
  const run = () => void runtime.run(query.id);
  return (
    <div className={styles.editor}>
      <div className={styles.head}>
        <RecordName id={query.id} name={query.name} />
        <DatasourceSelect query={query} sources={datasources.data ?? []} isKnown={datasources.isSuccess} />
        <Text size="xs" c="dimmed" className={styles.environment ?? ""}>
          {environment}
        </Text>
        {query.restricted && (
          <Badge size="sm" color="gray" leftSection={<IconShieldLock size={12} />}>
            Restricted
          </Badge>
        )}
        {query.settings.writes && (
          <Badge size="sm" color="gray">
            Writes
          </Badge>
        )}
        <span className={styles.spring} />
        {state.elapsed_ms !== null && !state.loading && (
          <Text size="xs" c="dimmed" className={`figures ${styles.elapsed}`}>
            <IconClock size={12} aria-hidden className={styles.inlineIcon} /> {state.elapsed_ms.toFixed(state.elapsed_ms < 10 ? 1 : 0)} ms ·{" "}
            {state.row_count.toLocaleString("en")} {state.row_count === 1 ? "row" : "rows"}
          </Text>
        )}
        <Button className={styles.run ?? ""} size="compact-sm" leftSection={<IconPlayerPlay size={14} />} loading={state.loading} onClick={run} title={chord("↵")}>
          Run
        </Button>
      </div>
      <div className={styles.split}>
        <div className={styles.code}>
          <BodyEditor query={query} datasource={datasource} environment={environment} onRun={run} />
        </div>
        <Tabs className={styles.results ?? ""} classNames={{ panel: styles.resultPanel ?? "" }} defaultValue="result" keepMounted={false}>
          <Tabs.List>
            <Tabs.Tab value="result">Result</Tabs.Tab>
            <Tabs.Tab value="json">JSON</Tabs.Tab>
            <Tabs.Tab value="inputs">Inputs</Tabs.Tab>
            <Tabs.Tab value="settings">Settings</Tabs.Tab>
            <Tabs.Tab value="who">Who can run</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="result">
            <ResultView state={state} onRun={run} />
          </Tabs.Panel>
          <Tabs.Panel value="json">
            <JsonView state={state} />
          </Tabs.Panel>
          <Tabs.Panel value="inputs">
            <InputsView query={query} />
          </Tabs.Panel>
          <Tabs.Panel value="settings">
            <SettingsForm query={query} onChange={(patch, key) => store.run(editQuery(store.get().document, query.id, patch), `Change ${query.name}`, `${query.id}.${key}`)} />
          </Tabs.Panel>
          <Tabs.Panel value="who">
            <WhoCanRun query={query} />
          </Tabs.Panel>
        </Tabs>
      </div>
    </div>
  );
}

interface SelectProps {
  readonly query: QueryRecord;
  readonly sources: readonly Datasource[];
  readonly isKnown: boolean;
}

function DatasourceSelect({ query, sources, isKnown }: SelectProps) {
  const store = useStore();
  const data = sources.map((source) => ({ value: source.id, label: `${source.name} (${KIND_TITLES[source.kind]})` }));
  const isGone = isKnown && !sources.some((source) => source.id === query.datasource);
  return (
    <Select
      size="xs"
      className={styles.source ?? ""}
      aria-label="Datasource"
      data={data}
      value={isGone ? null : query.datasource}
      placeholder={isGone ? "Its datasource is out of reach" : "Datasource"}
      error={isGone}
      onChange={(id) => {
        const source = sources.find((candidate) => candidate.id === id);
        if (!source) return;
        const body = bodyFor(source.kind, query.body);
        store.run(editQuery(store.get().document, query.id, { datasource: source.id, body }), `Send ${query.name} to ${source.name}`);
      }}
    />
  );
}

interface BodyProps {
  readonly query: QueryRecord;
  readonly datasource: Datasource | null;
  readonly environment: string;
  readonly onRun: () => void;
}

function BodyEditor({ query, datasource, environment, onRun }: BodyProps) {
  const store = useStore();
  const edit = (body: QueryRecord["body"]) => store.run(editQuery(store.get().document, query.id, { body }), `Change ${query.name}`, `${query.id}.body`);
  const hasTables = datasource !== null && datasource.kind !== "rest";
  const schema = useQuery({ ...datasourceSchemaQuery(query.datasource, environment), enabled: hasTables, retry: false });
  const tables = useMemo(
    () => Object.fromEntries((schema.data?.tables ?? []).map((table) => [table.name, table.columns.map((column) => column.name)])),
    [schema.data],
  );
  const { body } = query;
  if (body.type === "rest") return <RestForm body={body} onChange={edit} />;
  return (
    <CodeField
      label={`Statement of ${query.name}`}
      value={body.statement}
      language="sql"
      shape="pane"
      tables={tables}
      dialect={datasource?.kind === "sqlite" ? "sqlite" : "postgres"}
      placeholder="select … where name ilike {{ search.value + '%' }}"
      onRun={onRun}
      onChange={(statement) => edit({ type: "sql", statement })}
    />
  );
}
