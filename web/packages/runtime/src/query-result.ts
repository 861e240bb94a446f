/** The server's answer to a run (columns, and rows as lists) as what expressions see: rows as objects. */
import type { Json, JsonObject } from "./json.ts";
import type { Column, QueryResult } from "./ports.ts";

export type RunAnswer = {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly unknown[])[];
  readonly end: { readonly truncated: boolean; readonly elapsed_ms: number };
};

export function queryResultOf(answer: RunAnswer): QueryResult {
  const names = uniqueNames(answer.columns.map(({ name }) => name));
  const rows = answer.rows.map((values) => {
    const row: { [name: string]: Json } = {};
    for (const [index, name] of names.entries()) row[name] = (values[index] ?? null) as Json;
    return row satisfies JsonObject;
  });
  const columns = answer.columns.map(({ type }, index) => ({ name: names[index] ?? "", type }));
  return { columns, rows, truncated: answer.end.truncated, elapsed_ms: answer.end.elapsed_ms };
}

/** `select a.id, b.id` has two columns `id`; the second becomes `id_2`, so that nothing is lost. */
function uniqueNames(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let candidate = name;
    for (let count = 2; taken.has(candidate); count += 1) candidate = `${name}_${count}`;
    taken.add(candidate);
    return candidate;
  });
}
