/**
 * Templates in full: any JavaScript expression between `{{` and `}}`. Brings acorn along, so that the viewer loads this module only
 * for a page with an expression that is more than a path; see `simple-template.ts`.
 */
import { partsOf } from "@sallyport/document/template.ts";
import { takenBy } from "./leaves.ts";
import { formatPath, parsePath } from "./path.ts";
import { parseSimpleTemplate, type Expression, type Template } from "./simple-template.ts";
import { TRUSTED_ROOTS } from "./view.ts";

export function parseTemplate(text: string): Template {
  const simple = parseSimpleTemplate(text);
  if (simple !== null) return simple;
  const parts: (string | Expression)[] = [];
  let fault: string | null = null;
  for (const part of partsOf(text)) {
    if (part.type === "text") {
      parts.push(part.text);
      if (part.text.includes("{{")) fault ??= faultAt(part.text);
    } else parts.push(expressionOf(part.source));
  }
  return { parts, fault };
}

export function expressionOf(source: string): Expression {
  const path = parsePath(source);
  if (path !== null) return { source, path, leaves: [formatPath(path)], calls: [] };
  return { source, path: null, ...(takenBy(source) ?? { leaves: [], calls: [] }) };
}

/** The leaves of several templates that a page sends to a query: without those that the server fills in. */
export function inputsOf(templates: Iterable<string>): readonly string[] {
  const leaves = new Set<string>();
  for (const text of templates) {
    for (const part of parseTemplate(text).parts) {
      if (typeof part === "string") continue;
      for (const leaf of part.leaves) if (!TRUSTED_ROOTS.has(rootOf(leaf))) leaves.add(leaf);
    }
  }
  return [...leaves];
}

export function rootOf(leaf: string): string {
  return /^[^.[]*/.exec(leaf)?.[0] ?? leaf;
}

function faultAt(text: string): string {
  const inside = text.slice(text.indexOf("{{") + 2);
  const close = inside.indexOf("}}");
  if (close === -1) return "`{{` is opened and never closed with `}}`";
  const source = inside.slice(0, close).trim();
  return source === "" ? "there is no expression between `{{` and `}}`" : `\`${source}\` is not an expression`;
}
