/** What a person did with a table, and what it exposes for that. */
import { isObject, textOf, type Value } from "@sallyport/runtime/json.ts";
import type { Values } from "@sallyport/runtime/widget-model.ts";

export type Sort = { readonly by: string; readonly direction: "asc" | "desc" };

export type Row = { readonly [key: string]: Value };

const DEFAULT_PAGE_SIZE = 50;
const LARGEST_PAGE = 10_000;

export function rowsOf(properties: Values): readonly Row[] {
  const data: unknown = properties["data"];
  if (!Array.isArray(data)) return isObject(data) ? [data as Row] : [];
  return data.every(isObject) ? (data as Row[]) : data.map((item: Value) => (isObject(item) ? (item as Row) : { value: item }));
}

/** What tells a row apart; its place when the key column is absent. */
export function keyOfRow(row: Row, index: number, rowKey: Value): string {
  const value = typeof rowKey === "string" ? row[rowKey] : undefined;
  return value === undefined || value === null ? `#${index}` : textOf(value);
}

export function selectedRowOf(properties: Values, state: Values): Value {
  const selected = state["selected"];
  if (typeof selected !== "string") return null;
  const row = rowsOf(properties).find((candidate, index) => keyOfRow(candidate, index, properties["row_key"]) === selected);
  return (row as Value) ?? null;
}

export function pageIndexOf(state: Values): number {
  const index = state["page_index"];
  return typeof index === "number" && index > 0 ? index : 0;
}

export function pageSizeOf(properties: Values): number {
  const size = Number(properties["page_size"]);
  return Number.isInteger(size) && size > 0 ? Math.min(size, LARGEST_PAGE) : DEFAULT_PAGE_SIZE;
}

export function offsetOf(properties: Values, state: Values): number {
  return pageIndexOf(state) * pageSizeOf(properties);
}

export function sortOf(state: Values): Sort | null {
  const by = state["sort_by"];
  if (typeof by !== "string") return null;
  return { by, direction: state["sort_direction"] === "desc" ? "desc" : "asc" };
}

export function filterOf(state: Values): string {
  return textOf(state["filter"]);
}
