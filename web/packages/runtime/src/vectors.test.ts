/** The vectors that the server runs as well: the same template means the same on both sides. */
import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { assemble, compile } from "./compile.ts";
import { startLocalEngine } from "./engine/local-engine.ts";
import type { Engine } from "./engine/protocol.ts";
import type { Json, Value } from "./json.ts";
import { formatPath } from "./path.ts";
import { parseSimpleTemplate, type Expression, type Template } from "./simple-template.ts";
import { parseTemplate } from "./template.ts";

type Part = { text?: string; expression?: string; leaves?: string[]; calls?: string[]; path?: string };
type Vector = { template: string; parts?: Part[]; error?: string; values?: { [leaf: string]: Json }; result?: Json };

const folder = resolve(import.meta.dirname, "../../../../spec/vectors/expressions");
const files = readdirSync(folder).filter((name) => name.endsWith(".json"));

let engine: Engine;
beforeAll(async () => {
  engine = await startLocalEngine();
});
afterAll(() => engine.dispose());

function shape(template: Template): Part[] {
  return template.parts.map((part) => {
    if (typeof part === "string") return { text: part };
    const { source, leaves, calls, path } = part;
    return {
      expression: source,
      leaves: [...leaves].sort(),
      ...(calls.length > 0 ? { calls: [...calls].sort() } : {}),
      ...(path === null ? {} : { path: formatPath(path) }),
    };
  });
}

async function valueOf(expression: Expression, values: { [leaf: string]: Json }): Promise<Value> {
  if (expression.path !== null) return values[formatPath(expression.path)];
  const leaves = expression.leaves.map((leaf) => [leaf, leaf in values ? JSON.stringify(values[leaf]) : null] as const);
  const [outcome] = await engine.evaluate([{ source: expression.source, functions: [], leaves: Object.fromEntries(leaves) }]);
  if (outcome === undefined || "error" in outcome) throw new Error(outcome?.error ?? "no answer");
  return outcome.json === null ? undefined : (JSON.parse(outcome.json) as Json);
}

async function resultOf(text: string, template: Template, values: { [leaf: string]: Json }): Promise<Json> {
  const results = new Map<Expression, Value>();
  for (const part of template.parts) if (typeof part !== "string") results.set(part, await valueOf(part, values));
  return assemble(compile(text, () => template), results) ?? null;
}

describe.each(files)("%s", (file) => {
  const vectors = JSON.parse(readFileSync(resolve(folder, file), "utf8")) as Vector[];
  const refused = vectors.filter(({ error }) => error !== undefined);
  const read = vectors.filter(({ error }) => error === undefined);
  const evaluated = read.filter(({ result }) => result !== undefined);

  it.each(refused)("is at fault: $template", ({ template }) => {
    expect(parseTemplate(template).fault).not.toBeNull();
  });

  it.each(read)("is read: $template", ({ template, parts }) => {
    const whole = parseTemplate(template);
    expect(whole.fault).toBeNull();
    expect(shape(whole)).toEqual(parts);
    // without a parser, where none is needed
    expect(shape(parseSimpleTemplate(template) ?? whole)).toEqual(parts);
  });

  it.each(evaluated)("gives its value: $template", async ({ template, values, result }) => {
    expect(await resultOf(template, parseTemplate(template), values ?? {})).toEqual(result);
  });
});
