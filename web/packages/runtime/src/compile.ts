/** A property as it is stored (any JSON, its strings possibly templates), made ready to be evaluated again and again. */
import { isObject, textOf, type Json, type Value } from "./json.ts";
import type { Expression, Template } from "./simple-template.ts";

export type Compiled =
  | { readonly kind: "literal"; readonly value: Json }
  | { readonly kind: "template"; readonly template: Template }
  /** The template needs the whole parser, which is not loaded yet. */
  | { readonly kind: "unparsed" }
  | { readonly kind: "list"; readonly items: readonly Compiled[] }
  | { readonly kind: "object"; readonly entries: readonly (readonly [key: string, value: Compiled])[] };

export type Parse = (text: string) => Template | null;

export type Results = ReadonlyMap<Expression, Value>;

export function compile(value: Json, parse: Parse): Compiled {
  if (typeof value === "string") return compileText(value, parse);
  if (Array.isArray(value)) {
    const items = value.map((item: Json) => compile(item, parse));
    return items.every((item) => item.kind === "literal") ? { kind: "literal", value } : { kind: "list", items };
  }
  if (isObject(value)) {
    const entries = Object.entries(value).map(([key, item]) => [key, compile(item as Json, parse)] as const);
    return entries.every(([, item]) => item.kind === "literal") ? { kind: "literal", value } : { kind: "object", entries };
  }
  return { kind: "literal", value };
}

function compileText(text: string, parse: Parse): Compiled {
  if (!text.includes("{{")) return { kind: "literal", value: text };
  const template = parse(text);
  return template === null ? { kind: "unparsed" } : { kind: "template", template };
}

export function expressionsOf(compiled: Compiled): readonly Expression[] {
  switch (compiled.kind) {
    case "literal":
    case "unparsed":
      return [];
    case "template":
      return compiled.template.parts.filter((part) => typeof part !== "string");
    case "list":
      return compiled.items.flatMap(expressionsOf);
    case "object":
      return compiled.entries.flatMap(([, item]) => expressionsOf(item));
  }
}

export function isParsed(compiled: Compiled): boolean {
  if (compiled.kind === "unparsed") return false;
  if (compiled.kind === "list") return compiled.items.every(isParsed);
  return compiled.kind !== "object" || compiled.entries.every(([, item]) => isParsed(item));
}

export function faultOf(compiled: Compiled): string | null {
  if (compiled.kind === "template") return compiled.template.fault;
  if (compiled.kind === "list") return compiled.items.map(faultOf).find((fault) => fault !== null) ?? null;
  if (compiled.kind === "object") return compiled.entries.map(([, item]) => faultOf(item)).find((fault) => fault !== null) ?? null;
  return null;
}

/** Puts the results where the expressions stood. A template that is one expression keeps the value's type. */
export function assemble(compiled: Compiled, results: Results): Value {
  switch (compiled.kind) {
    case "literal":
      return compiled.value;
    case "unparsed":
      return undefined;
    case "template": {
      const { parts } = compiled.template;
      const [first] = parts;
      if (parts.length === 1 && first !== undefined && typeof first !== "string") return results.get(first);
      return parts.map((part) => (typeof part === "string" ? part : textOf(results.get(part)))).join("");
    }
    case "list":
      return compiled.items.map((item) => assemble(item, results) ?? null);
    case "object":
      return Object.fromEntries(compiled.entries.map(([key, item]) => [key, assemble(item, results) ?? null]));
  }
}
