/** Records side by side, in words: for conflicts and for comparing releases. */
import { diff, same, touched, type Change } from "@sallyport/document/change.ts";
import type { Document, DocumentRecord } from "@sallyport/document/records.ts";

export interface Difference {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** What differs, down to the first level at which it can be read. */
export function differences(before: DocumentRecord | null, after: DocumentRecord): Difference[] {
  return walk("", before, after)
    .filter((line) => line.path !== "kind" && line.path !== "id")
    .map((line) => ({ ...line, path: line.path.replace(/^(?:properties|settings|body)\./, "").replaceAll("_", " ") }));
}

function walk(path: string, before: unknown, after: unknown): Difference[] {
  if (same(before, after)) return [];
  if (!isObject(before) || !isObject(after)) {
    if (before === null && isObject(after) && path === "") return Object.entries(after).flatMap(([key, value]) => walk(key, undefined, value));
    return [{ path: path === "" ? "everything" : path, before: text(before), after: text(after) }];
  }
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((key) => walk(path === "" ? key : `${path}.${key}`, before[key], after[key]));
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function text(value: unknown): string {
  if (value === undefined) return "not set";
  if (value === null) return "nothing";
  return typeof value === "string" ? value : JSON.stringify(value, null, 1).replaceAll(/\s+/g, " ");
}

export function nameOf(record: DocumentRecord | null): string {
  if (!record) return "A record";
  if (record.kind === "app") return "The app's settings";
  if (record.kind === "page") return `Page ${record.title}`;
  const noun = record.kind === "widget" ? record.type : record.kind;
  return `${record.name} (${noun})`;
}

export interface Summary {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}

/** What lies between two documents, by name. */
export function summaryOf(from: Document, to: Document): Summary {
  return summaryOfChange(diff(from, to));
}

export function summaryOfChange(change: Change): Summary {
  const names = (records: readonly DocumentRecord[]) => records.map(nameOf).sort();
  return {
    added: names(Object.values(change.added)),
    changed: names(Object.values(change.updated).map(([, after]) => after)),
    removed: names(Object.values(change.removed)),
  };
}

export function countOf(change: Change): number {
  return touched(change).length;
}
