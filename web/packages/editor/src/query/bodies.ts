/** What a query starts with, by the kind of its datasource. */
import type { DatasourceKind } from "@sallyport/api/types.ts";
import type { QueryBody } from "@sallyport/document/records.ts";

export const KIND_TITLES: Readonly<Record<DatasourceKind, string>> = {
  postgres: "PostgreSQL",
  sqlite: "SQLite",
  rest: "REST",
};

/** Keeps the body if it fits the kind, else a fresh one. */
export function bodyFor(kind: DatasourceKind, body: QueryBody | null): QueryBody {
  const type = kind === "rest" ? "rest" : "sql";
  if (body?.type === type) return body;
  if (type === "sql") return { type: "sql", statement: "select 1" };
  return { type: "rest", method: "GET", path: "/", query: [], headers: [], body: null };
}
