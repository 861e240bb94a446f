/** What a run gave: rows, the same as JSON, and the inputs that were sent. */
import { Button, Skeleton, Text } from "@mantine/core";
import type { QueryRecord } from "@sallyport/document/records.ts";
import type { QueryState } from "@sallyport/runtime/queries.ts";
import { CopyButton } from "@sallyport/ui/copy-button.tsx";
import { useState } from "react";
import { Causes, FaultText } from "../inspector/fault-text.tsx";
import { ScrollRegion } from "../scroll-region.tsx";
import { describe } from "../state/describe.ts";
import { useOutcome } from "../state/live.ts";
import { inputsOfBody } from "../state/runtime.ts";
import styles from "./query.module.css";

const SHOWN = 200;
const NUMERIC: ReadonlySet<string> = new Set(["integer", "number"]);

interface Props {
  readonly state: QueryState;
  readonly onRun: () => void;
}

export function ResultView({ state, onRun }: Props) {
  const [limit, setLimit] = useState(SHOWN);
  if (state.problem) return <ProblemView state={state} />;
  if (state.loading && !state.loaded) return <Skeleton height={72} m={12} aria-label="The query runs" />;
  if (!state.loaded) {
    return (
      <div className={styles.nothing}>
        <Text size="sm" c="dimmed">
          Not run yet.
        </Text>
        <Button size="compact-sm" variant="default" onClick={onRun}>
          Run it
        </Button>
      </div>
    );
  }
  if (state.columns.length === 0) return <p className={styles.nothing}>It ran and answered no columns.</p>;
  return (
    <ScrollRegion className={styles.tableScroll} label="Result">
      <table className={styles.table}>
        <thead>
          <tr>
            {state.columns.map((column) => (
              <th key={column.name} scope="col" data-numeric={NUMERIC.has(column.type) || undefined}>
                {column.name} <span className={styles.type}>{column.type}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {state.data.slice(0, limit).map((row, index) => (
            <tr key={index}>
              {state.columns.map((column) => (
                <td key={column.name} data-numeric={NUMERIC.has(column.type) || undefined} title={cellText(row[column.name])}>
                  {row[column.name] === null ? <span className={styles.null}>null</span> : cellText(row[column.name])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <div className={styles.foot}>
        {state.data.length === 0 && "No rows. "}
        {state.data.length > limit && (
          <Button size="compact-xs" variant="subtle" onClick={() => setLimit(limit + 1_000)}>
            Show more of {state.row_count.toLocaleString("en")} rows
          </Button>
        )}
        {state.truncated && "Cut off at the cap on rows or bytes (see Settings)."}
      </div>
    </ScrollRegion>
  );
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function ProblemView({ state }: { readonly state: QueryState }) {
  const { problem } = state;
  if (!problem) return null;
  return (
    <div className={styles.problem} role="alert">
      <strong>{problem.title}</strong>
      {problem.detail !== null && (
        <pre className={styles.detail}>
          <FaultText message={problem.detail} />
        </pre>
      )}
      {problem.hint !== null && <p>{problem.hint}</p>}
      {problem.request_id !== null && <p className={styles.quiet}>Request {problem.request_id}</p>}
    </div>
  );
}

export function JsonView({ state }: { readonly state: QueryState }) {
  const text = JSON.stringify(state.data.slice(0, SHOWN), null, 2);
  return (
    <ScrollRegion className={styles.json} label="Result as JSON">
      <div className={styles.copy}>
        <CopyButton value={text} label="the JSON" />
      </div>
      <pre>{text}</pre>
      {state.data.length > SHOWN && <p className={styles.quiet}>The first {SHOWN} rows.</p>}
    </ScrollRegion>
  );
}

export function InputsView({ query }: { readonly query: QueryRecord }) {
  const leaves = inputsOfBody(query.body);
  return (
    <div className={styles.form}>
      <p className={styles.quiet}>
        Only these values leave the page when the query runs. What comes from user, tenant and env is filled in by the server.
      </p>
      {leaves.length === 0 && <p>This query takes nothing from the page.</p>}
      <dl className={styles.inputs}>
        {leaves.map((leaf) => (
          <InputLine key={leaf} leaf={leaf} />
        ))}
      </dl>
    </div>
  );
}

function InputLine({ leaf }: { readonly leaf: string }) {
  const outcome = useOutcome(`{{ ${leaf} }}`);
  return (
    <>
      <dt className="figures">
        <FaultText message={`\`${leaf}\``} />
      </dt>
      <dd>
        <span className="figures">{outcome === null ? "…" : outcome.ok ? describe(outcome.value) : <FaultText message={outcome.message} />}</span>
        <Causes causes={outcome?.causes ?? []} />
      </dd>
    </>
  );
}
