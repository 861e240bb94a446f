/**
 * Static paths such as `customers.data[0].name`: reading them, and their canonical text (the name of a leaf).
 */
import type { Value } from "./json.ts";

export type Path = readonly [root: string, ...rest: (string | number)[]];

const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u;
const HEAD = /^\s*([\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*)/u;
const STEP =
  /^\s*(?:\.\s*([\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*)|\[\s*(0|[1-9][0-9]*)\s*\]|\[\s*("(?:[^"\\\n\r]|\\["\\/bfnrt])*"|'[^'\\\n\r]*')\s*\])/u;
const INDEX = /^(?:0|[1-9][0-9]*)$/;

/** Words that look like a path's head and are not names of values. */
const NOT_NAMES = new Set(
  ("true false null this undefined NaN Infinity new delete typeof void in instanceof function class async await yield super import " +
    "return if else for while do switch case break continue throw try catch finally var let const with debugger export extends " +
    "default enum arguments eval").split(" "),
);

/** Reads the text as a path and nothing more; `null` for anything else. */
export function parsePath(text: string): Path | null {
  const head = HEAD.exec(text);
  const root = head?.[1];
  if (!head || root === undefined || NOT_NAMES.has(root)) return null;
  const rest: (string | number)[] = [];
  let left = text.slice(head[0].length);
  while (left.trim() !== "") {
    const step = STEP.exec(left);
    if (!step) return null;
    if (step[1] !== undefined) rest.push(step[1]);
    else if (step[2] !== undefined) rest.push(Number(step[2]));
    else if (step[3] !== undefined) rest.push(stringOf(step[3]));
    left = left.slice(step[0].length);
  }
  return [root, ...rest];
}

/** The canonical text: `a.b[0]["a key"]`. */
export function formatPath(path: Path): string {
  const [root, ...rest] = path;
  return rest.reduce<string>((text, step) => text + formatStep(step), root);
}

/** Reads a leaf's text back; also takes `a.b.0.c`, which people write. */
export function parseLeaf(text: string): Path | null {
  return parsePath(text.replace(/\.([0-9]+)(?=$|[.[])/g, "[$1]"));
}

/** Follows the path below its root. Only own properties count, so that nothing of the host is in reach. */
export function follow(value: unknown, steps: readonly (string | number)[]): Value {
  let here: unknown = value;
  for (const step of steps) {
    if (here === null || here === undefined) return undefined;
    if (step === "length" && (typeof here === "string" || Array.isArray(here))) here = here.length;
    else if (typeof here === "string" && typeof step === "number") here = here[step];
    else if (typeof here === "object" && Object.hasOwn(here, step)) here = (here as Record<string | number, unknown>)[step];
    else return undefined;
  }
  return here as Value;
}

function formatStep(step: string | number): string {
  if (typeof step === "number" || INDEX.test(step)) return `[${step}]`;
  return IDENTIFIER.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
}

function stringOf(literal: string): string {
  return literal.startsWith('"') ? String(JSON.parse(literal)) : literal.slice(1, -1);
}
