/** Completing names inside `{{ }}`: live names first, then what their values hold, each with its type and a taste. */
import type { Completion, CompletionContext, CompletionResult, CompletionSource } from "@codemirror/autocomplete";
import { describe, shorten, typeOf } from "../state/describe.ts";
import type { Live, Root } from "../state/live.ts";

const PATH_BEFORE = /(?:[A-Za-z_$][\w$]*|\.|\?\.|\[\d+\]|\["[^"]*"\])*$/;

/** Whether the cursor stands between `{{` and the next `}}`. */
export function isInsideExpression(context: CompletionContext): boolean {
  const before = context.state.sliceDoc(0, context.pos);
  return before.lastIndexOf("{{") > before.lastIndexOf("}}");
}

export function completeNames(live: Live, isWholeCode: boolean): CompletionSource {
  return (context) => {
    if (!isWholeCode && !isInsideExpression(context)) return null;
    const match = context.matchBefore(PATH_BEFORE);
    const text = match?.text ?? "";
    if (text === "" && !context.explicit && !isWholeCode && !endsOpen(context)) return null;
    return complete(live.roots(), text, context.pos);
  };
}

function endsOpen(context: CompletionContext): boolean {
  return /\{\{\s*$/.test(context.state.sliceDoc(Math.max(0, context.pos - 8), context.pos));
}

/** `text` is the path before the cursor, such as `table1.selected_row.na`. */
export function complete(roots: readonly Root[], typed: string, position: number): CompletionResult | null {
  const text = typed.replaceAll("?.", ".");
  const dot = text.lastIndexOf(".");
  if (dot === -1) {
    return { from: position - text.length, options: roots.map(rootOption), validFor: /^[\w$]*$/ };
  }
  const steps = text
    .slice(0, dot)
    .split(/\.|\[(\d+)\]|\["([^"]*)"\]/)
    .filter((step) => step !== undefined && step !== "");
  const [first, ...rest] = steps;
  let value: unknown = roots.find((root) => root.name === first)?.value;
  for (const step of rest) value = read(value, step);
  const options = Object.entries(membersOf(value)).map(([key, member]) => option(key, member, "property"));
  return options.length === 0 ? null : { from: position - (text.length - dot - 1), options, validFor: /^[\w$]*$/ };
}

function read(value: unknown, step: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[step];
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  if (Array.isArray(value)) return { length: value.length };
  if (typeof value === "string") return { length: value.length };
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function rootOption(root: Root): Completion {
  const boost = { widget: 3, query: 2, function: 1, context: 0 }[root.kind];
  const detail = root.kind === "context" ? typeOf(root.value) : root.kind;
  return { ...option(root.name, root.value, root.kind === "function" ? "function" : "variable"), detail, boost };
}

function option(label: string, value: unknown, type: string): Completion {
  const info = value === undefined ? {} : { info: shorten(describe(value), 120) };
  return { label, type, detail: typeOf(value), ...info };
}
