/**
 * Expressions inside QuickJS: no host objects, a deadline, a limit on memory. Runs in the worker, and in tests without one.
 */
import type { QuickJSContext, QuickJSHandle, QuickJSRuntime, QuickJSWASMModule } from "quickjs-emscripten-core";
import { parseLeaf, type Path } from "../path.ts";
import { DEADLINE_MS, type Job, type Outcome } from "./protocol.ts";

const MEMORY_BYTES = 64 * 1024 * 1024;
const STACK_BYTES = 512 * 1024;
const COMPILED_LIMIT = 500;

/** A busy machine is not the expression's fault: the first that runs out of time in a batch gets one more try, with more of it. */
const SECOND_DEADLINE_MS = 5 * DEADLINE_MS;

export type Evaluator = {
  readonly evaluate: (jobs: readonly Job[]) => readonly Outcome[];
  readonly dispose: () => void;
};

type Machine = { readonly runtime: QuickJSRuntime; readonly context: QuickJSContext; readonly compiled: Map<string, QuickJSHandle> };

export function createEvaluator(module: QuickJSWASMModule, now: () => number): Evaluator {
  let deadline = 0;
  let machine = start();

  function start(): Machine {
    const runtime = module.newRuntime();
    runtime.setMemoryLimit(MEMORY_BYTES);
    runtime.setMaxStackSize(STACK_BYTES);
    runtime.setInterruptHandler(() => now() > deadline);
    return { runtime, context: runtime.newContext(), compiled: new Map() };
  }

  function stop(): void {
    for (const handle of machine.compiled.values()) handle.dispose();
    machine.context.dispose();
    machine.runtime.dispose();
  }

  function once(job: Job, milliseconds: number): Outcome {
    deadline = now() + milliseconds;
    const outcome = run(machine, job);
    if ("error" in outcome && outcome.error === OUT_OF_MEMORY) {
      stop();
      machine = start();
    }
    return outcome;
  }

  function evaluate(jobs: readonly Job[]): readonly Outcome[] {
    let tries = 1;
    return jobs.map((job) => {
      const outcome = once(job, DEADLINE_MS);
      if (!("error" in outcome) || outcome.error !== OUT_OF_TIME || tries === 0) return outcome;
      tries -= 1;
      return once(job, SECOND_DEADLINE_MS);
    });
  }

  // the engine's own first steps are not the first expression's
  once({ source: "[1].map((n) => n + 1)", functions: [], leaves: {} }, Number.POSITIVE_INFINITY);
  return { evaluate, dispose: stop };
}

const OUT_OF_TIME = `the expression ran longer than ${DEADLINE_MS} ms`;
const OUT_OF_MEMORY = "the expression needs too much memory";

function run(machine: Machine, job: Job): Outcome {
  const { context } = machine;
  try {
    const compiled = compiledOf(machine, job);
    if ("error" in compiled) return compiled;
    const given = context.newString(JSON.stringify(job.leaves));
    const result = context.callFunction(compiled.handle, context.undefined, given);
    given.dispose();
    if (result.error) return { error: describe(context, result.error) };
    const type = context.typeof(result.value);
    const json = type === "string" ? context.getString(result.value) : null;
    result.value.dispose();
    return { json };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

function compiledOf(machine: Machine, job: Job): { handle: QuickJSHandle } | { error: string } {
  const text = programOf(job);
  const known = machine.compiled.get(text);
  if (known) return { handle: known };
  const result = machine.context.evalCode(text, "expression.js", { type: "global", strict: true });
  if (result.error) return { error: describe(machine.context, result.error) };
  if (machine.compiled.size >= COMPILED_LIMIT) forgetOldest(machine);
  machine.compiled.set(text, result.value);
  return { handle: result.value };
}

function forgetOldest(machine: Machine): void {
  for (const [text, handle] of machine.compiled) {
    handle.dispose();
    machine.compiled.delete(text);
    return;
  }
}

/**
 * A function of one argument (JSON of leaf → JSON text) that returns the result as JSON text. Each root is an object that holds the
 * leaves and nothing else, so that an expression cannot see more than it declares.
 */
function programOf(job: Job): string {
  const paths = Object.keys(job.leaves).flatMap((leaf) => {
    const path = parseLeaf(leaf);
    return path === null ? [] : [{ leaf, path }];
  });
  // a leaf inside another one (`row.name` beside `row`) comes with it
  const outermost = paths.filter(({ path }) => !paths.some((other) => isInside(path, other.path)));
  const roots = [...new Set(outermost.map(({ path }) => path[0]))];
  const lines = outermost.map(({ leaf, path }) => assignment(leaf, path));
  const functions = job.functions.map(({ name, source }) => `const ${name} = (${source}\n);`);
  return [
    "(function (given) {",
    "const leaves = JSON.parse(given);",
    "const roots = { __proto__: null };",
    "const set = (path, text) => {",
    "  let value; if (text !== null) value = JSON.parse(text);",
    "  if (path.length === 1) { roots[path[0]] = value; return; }",
    "  let at = roots;",
    "  for (let i = 0; i < path.length - 1; i += 1) {",
    "    const next = at[path[i]];",
    "    if (next === undefined || next === null) at[path[i]] = typeof path[i + 1] === 'number' ? [] : {};",
    "    at = at[path[i]];",
    "    if (typeof at !== 'object') return;",
    "  }",
    "  if (value !== undefined) at[path[path.length - 1]] = value;",
    "};",
    ...lines,
    `const result = (function (${roots.join(", ")}) {`,
    ...functions,
    `return (${job.source}\n);`,
    `})(${roots.map((root) => `roots[${JSON.stringify(root)}]`).join(", ")});`,
    "if (typeof result === 'function') throw new TypeError('the expression gives a function, not a value');",
    "return JSON.stringify(result);",
    "})",
  ].join("\n");
}

function isInside(path: Path, outer: Path): boolean {
  return outer.length < path.length && outer.every((step, index) => step === path[index]);
}

function assignment(leaf: string, path: Path): string {
  return `set(${JSON.stringify(path)}, leaves[${JSON.stringify(leaf)}]);`;
}

function describe(context: QuickJSContext, error: QuickJSHandle): string {
  const dumped: unknown = context.dump(error);
  error.dispose();
  const { name, message } = (typeof dumped === "object" && dumped !== null ? dumped : {}) as { name?: unknown; message?: unknown };
  if (message === "interrupted") return OUT_OF_TIME;
  if (message === "out of memory") return OUT_OF_MEMORY;
  if (typeof message !== "string") return `the expression threw ${JSON.stringify(dumped)}`;
  return typeof name === "string" && name !== "Error" ? `${name}: ${message}` : message;
}
