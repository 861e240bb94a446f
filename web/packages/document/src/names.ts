/** Names that expressions can use: identifiers, unique among widgets, queries and functions. */
import type { Document, RecordId } from "./records.ts";

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Roots that the runtime or the language already gives a meaning. */
export const RESERVED_NAMES: ReadonlySet<string> = new Set(
  (
    "page user tenant env " +
    "Array BigInt Boolean Date Infinity Intl JSON Map Math NaN Number Object RegExp Set String Symbol " +
    "decodeURIComponent encodeURIComponent globalThis isFinite isNaN parseFloat parseInt undefined " +
    "__proto__ constructor prototype " +
    "arguments async await break case catch class const continue debugger default delete do else enum eval export " +
    "extends false finally for function if implements import in instanceof interface let new null package private " +
    "protected public return static super switch this throw true try typeof var void while with yield"
  ).split(" "),
);

export function isIdentifier(text: string): boolean {
  return IDENTIFIER.test(text) && text.length <= 64;
}

/** The names that expressions see: those of widgets, queries and functions. */
export function namesIn(document: Document): Map<string, RecordId> {
  const names = new Map<string, RecordId>();
  for (const record of Object.values(document.records)) {
    if (record.kind === "widget" || record.kind === "query" || record.kind === "function") names.set(record.name, record.id);
  }
  return names;
}

/** Why a name can't be used, in words, or `null` if it can. */
export function nameFault(document: Document, name: string, self: RecordId | null): string | null {
  if (name === "") return "give it a name";
  if (!isIdentifier(name)) return "use letters, digits and _ and start with a letter";
  if (RESERVED_NAMES.has(name)) return `\`${name}\` already has a meaning in expressions`;
  const holder = namesIn(document).get(name);
  if (holder !== undefined && holder !== self) return `\`${name}\` is taken`;
  return null;
}

/** `table` → `table1`, `table2`, … and `detail4` → `detail5`: the first free one. */
export function freeName(taken: (name: string) => boolean, wanted: string): string {
  const stem = wanted.replace(/\d+$/, "") || "item";
  for (let number = 1; ; number += 1) {
    const name = `${stem}${number}`;
    if (!taken(name)) return name;
  }
}

export function freeNameIn(document: Document, wanted: string): string {
  const names = namesIn(document);
  return freeName((name) => names.has(name) || RESERVED_NAMES.has(name), wanted);
}

/** Turns a title into an identifier: "Customer detail" → `customer_detail`. */
export function nameFromTitle(title: string): string {
  const name = title
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}+/gu, "")
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "");
  if (name === "") return "page";
  return /^[0-9]/.test(name) ? `page_${name}` : name;
}
