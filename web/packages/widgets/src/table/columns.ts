/** The columns a table shows: as they are configured, or read off the rows. */
import { isObject, textOf, type Value } from "@sallyport/runtime/json.ts";
import type { Values } from "@sallyport/runtime/widget-model.ts";
import { isDate, isDateTime } from "../parts/format.ts";
import type { Row } from "./table-state.ts";

export const COLUMN_TYPES = ["text", "number", "money", "date", "datetime", "boolean", "tag"] as const;

export type ColumnType = (typeof COLUMN_TYPES)[number];

export type Column = {
  readonly key: string;
  readonly title: string;
  readonly type: ColumnType;
  readonly align: "left" | "center" | "right";
  /** In pixels; `null`: as its content wants. */
  readonly width: number | null;
};

/** Rows that are looked at to find out what a column holds. */
export const SAMPLE = 40;
const CHARACTER = 7.4;
const PADDING = 28;
const SORT_ICON = 18;

export function columnsOf(properties: Values, rows: readonly Row[]): readonly Column[] {
  const given: unknown = properties["columns"];
  if (Array.isArray(given) && given.length > 0) return given.flatMap((item: unknown) => columnFrom(item, rows));
  const keys = new Set(rows.slice(0, SAMPLE).flatMap((row) => Object.keys(row)));
  return [...keys].map((key) => columnOf(key, titleOf(key), typeOf(rows, key), undefined, undefined));
}

export type ColumnLayout = {
  /** For `grid-template-columns`. */
  readonly template: string;
  /** In pixels; below it the table scrolls sideways. */
  readonly least: number;
};

/** Each column as wide as its content wants, sharing what is left over. */
export function layoutOf(columns: readonly Column[], rows: readonly Row[], text: (row: Row, column: Column) => string): ColumnLayout {
  const sample = rows.slice(0, SAMPLE);
  const widths = columns.map((column) => {
    if (column.width !== null) return column.width;
    const longest = Math.max(0, ...sample.map((row) => text(row, column).length)) * CHARACTER;
    return Math.round(Math.min(320, Math.max(72, longest + PADDING, column.title.length * CHARACTER + PADDING + SORT_ICON)));
  });
  const tracks = widths.map((width, index) => (columns[index]?.width === null ? `minmax(${width}px, ${width}fr)` : `${width}px`));
  return { template: tracks.join(" "), least: widths.reduce((sum, width) => sum + width, 0) };
}

/** `last_sign_in_at` → `Last sign in at`. */
export function titleOf(key: string): string {
  const words = key.replace(/[_-]+/g, " ").replace(/([a-z0-9])([A-Z])/g, "$1 $2").trim().toLowerCase();
  return (words.charAt(0).toUpperCase() + words.slice(1)).replace(/\bid$/i, "ID");
}

/** A number that names something is not one to be read in thousands. */
export function isIdentifier(key: string): boolean {
  return /(?:^|_)id$|[a-z]Id$/.test(key);
}

function columnFrom(item: unknown, rows: readonly Row[]): readonly Column[] {
  if (!isObject(item) || typeof item["key"] !== "string" || item["hidden"] === true) return [];
  const { key } = item;
  const type = COLUMN_TYPES.find((candidate) => candidate === item["type"]) ?? typeOf(rows, key);
  return [columnOf(key, textOf(item["title"]) || titleOf(key), type, item["align"], item["width"])];
}

function columnOf(key: string, title: string, type: ColumnType, align: unknown, width: unknown): Column {
  const natural = type === "number" || type === "money" ? "right" : "left";
  return {
    key,
    title,
    type,
    align: align === "left" || align === "center" || align === "right" ? align : natural,
    width: typeof width === "number" && width >= 40 ? width : null,
  };
}

function typeOf(rows: readonly Row[], key: string): ColumnType {
  const values = rows.slice(0, SAMPLE).flatMap((row) => (row[key] === null || row[key] === undefined ? [] : [row[key]]));
  const all = (test: (value: Value) => boolean) => values.length > 0 && values.every(test);
  if (all((value) => typeof value === "number")) return "number";
  if (all((value) => typeof value === "boolean")) return "boolean";
  if (all(isDate)) return "date";
  return all(isDateTime) ? "datetime" : "text";
}
