/** Sorting and filtering in the page, for tables whose query gives all rows at once. */
import { textOf } from "@sallyport/runtime/json.ts";
import { formatDate, formatNumber, numberOf, timeOf } from "../parts/format.ts";
import { isIdentifier, type Column } from "./columns.ts";
import type { Row, Sort } from "./table-state.ts";

/** A row with the place it has in the data: the key of a row without one. */
export type Placed = { readonly row: Row; readonly index: number };

export function textIn(row: Row, column: Column, currency: string): string {
  const value = row[column.key];
  if (value === null || value === undefined) return "";
  switch (column.type) {
    case "number":
      return isIdentifier(column.key) ? textOf(value) : formatNumber(value, "number");
    case "money":
      return formatNumber(value, "money", { currency });
    case "date":
      return formatDate(value, false);
    case "datetime":
      return formatDate(value, true);
    case "boolean":
      return value === true || value === 1 || value === "true" ? "Yes" : "No";
    default:
      return textOf(value);
  }
}

export function filterRows(rows: readonly Placed[], filter: string, columns: readonly Column[], currency: string): readonly Placed[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter(({ row }) => {
    const text = searchTextOf(row, columns, currency);
    return words.every((word) => text.includes(word));
  });
}

/** Writing a hundred thousand rows takes a second; it is done once for all that is typed. */
const searchTexts = new WeakMap<readonly Column[], WeakMap<Row, string>>();

function searchTextOf(row: Row, columns: readonly Column[], currency: string): string {
  let texts = searchTexts.get(columns);
  if (!texts) {
    texts = new WeakMap();
    searchTexts.set(columns, texts);
  }
  const known = texts.get(row);
  if (known !== undefined) return known;
  const text = columns.map((column) => textIn(row, column, currency)).join("\n").toLowerCase();
  texts.set(row, text);
  return text;
}

export function sortRows(rows: readonly Placed[], sort: Sort | null, columns: readonly Column[]): readonly Placed[] {
  const column = columns.find(({ key }) => key === sort?.by);
  if (!column || sort === null) return rows;
  const turn = sort.direction === "desc" ? -1 : 1;
  const keyed = rows.map((placed) => ({ placed, key: sortKey(placed.row, column) }));
  keyed.sort((a, b) => compare(a.key, b.key, turn));
  return keyed.map(({ placed }) => placed);
}

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

function sortKey(row: Row, column: Column): string | number | null {
  const value = row[column.key];
  if (value === null || value === undefined || value === "") return null;
  if (column.type === "number" || column.type === "money") return numberOf(value);
  if (column.type === "date" || column.type === "datetime") return timeOf(value) ?? textOf(value);
  return typeof value === "boolean" ? Number(value) : textOf(value);
}

/** What is absent comes last, whichever way the rest is sorted. */
function compare(a: string | number | null, b: string | number | null, turn: number): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  if (typeof a === "number" && typeof b === "number") return (a - b) * turn;
  return collator.compare(String(a), String(b)) * turn;
}
