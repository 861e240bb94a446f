import type { Json } from "@sallyport/document/records.ts";

export type { Json };

/** What an expression sees: JSON, or nothing at all. */
export type Value = Json | undefined;

export type JsonObject = { readonly [key: string]: Json };

export function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The text of a value inside a longer text: nothing for what is absent, JSON for what has structure. */
export function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
