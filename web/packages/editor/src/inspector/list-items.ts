/** The items of list properties, as the widgets' definitions describe them. */
import type { Json } from "@sallyport/document/records.ts";
import { titleOf } from "@sallyport/widgets/table/columns.ts";

export type ListType = "columns" | "options" | "series" | "tabs";
export type Item = { readonly [key: string]: Json };

interface Shape {
  readonly noun: string;
  /** Fields that are always there, even when empty. */
  readonly keys: readonly string[];
  readonly fields: readonly { readonly key: string; readonly label: string }[];
  readonly make: (key: string) => Item;
  readonly title: (item: Item) => string;
}

const text = (value: Json | undefined): string => (typeof value === "string" || typeof value === "number" ? String(value) : "");
const keyAndLabel = [
  { key: "key", label: "Key" },
  { key: "label", label: "Label" },
];

export const LISTS: Readonly<Record<ListType, Shape>> = {
  columns: {
    noun: "column",
    keys: ["key"],
    fields: [
      { key: "key", label: "Column" },
      { key: "title", label: "Title" },
    ],
    make: (key) => ({ key, title: titleOf(key) }),
    title: (item) => text(item["title"]) || text(item["key"]),
  },
  options: {
    noun: "option",
    keys: ["value", "label"],
    fields: [
      { key: "value", label: "Value" },
      { key: "label", label: "Label" },
    ],
    make: (key) => ({ value: key, label: titleOf(key) }),
    title: (item) => text(item["label"]) || text(item["value"]),
  },
  series: {
    noun: "series",
    keys: ["key", "label"],
    fields: [
      { key: "key", label: "Column" },
      { key: "label", label: "Label" },
    ],
    make: (key) => ({ key, label: titleOf(key) }),
    title: (item) => text(item["label"]) || text(item["key"]),
  },
  tabs: {
    noun: "tab",
    keys: ["key", "label"],
    fields: keyAndLabel,
    make: (key) => ({ key, label: titleOf(key) }),
    title: (item) => text(item["label"]) || text(item["key"]),
  },
};

export const COLUMN_ALIGNS = ["left", "center", "right"];

export function itemsOf(value: Json): Item[] {
  if (!Array.isArray(value)) return [];
  return value.map((item: Json) => (typeof item === "object" && item !== null && !Array.isArray(item) ? (item as Item) : { value: item, label: text(item) }));
}

export function freeKey(items: readonly Item[], shape: Shape): string {
  const taken = new Set(items.map((item) => text(item["key"] ?? item["value"])));
  let number = items.length + 1;
  while (taken.has(`${shape.noun}${number}`)) number += 1;
  return `${shape.noun}${number}`;
}

/** The keys of the first rows, in their order. */
export function columnsFrom(rows: readonly unknown[]): string[] {
  const keys = new Set<string>();
  for (const row of rows.slice(0, 20)) {
    if (typeof row === "object" && row !== null && !Array.isArray(row)) for (const key of Object.keys(row)) keys.add(key);
  }
  return [...keys];
}
