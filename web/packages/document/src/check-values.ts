/** Faults of single values: texts, templates, and JSON whose texts are templates. */
import type { Json } from "./records.ts";

export interface Fault {
  /** Where, as in `records.widget_….layout`: the server's path for the same fault. */
  readonly path: string;
  readonly message: string;
}

const MAX_TEMPLATE_BYTES = 100_000;

export function textFaults(path: string, text: string, least: number, most: number): Fault[] {
  const characters = [...text].length;
  if (characters < least || characters > most) return [{ path, message: `takes ${least} to ${most} characters` }];
  return /\p{Cc}/u.test(text) ? [{ path, message: "holds a control character" }] : [];
}

export function templateFaults(path: string, text: string): Fault[] {
  // Every UTF-16 unit takes three bytes at the most.
  if (text.length * 3 <= MAX_TEMPLATE_BYTES) return [];
  const bytes = new TextEncoder().encode(text).length;
  return bytes <= MAX_TEMPLATE_BYTES ? [] : [{ path, message: `takes ${bytes} bytes, at most ${MAX_TEMPLATE_BYTES} are allowed` }];
}

/** A JSON value whose texts are templates, with `levels` of nesting allowed, itself included. */
export function valueFaults(path: string, value: Json, levels: number, isName?: (name: string) => boolean): Fault[] {
  if (typeof value === "string") return templateFaults(path, value);
  if (typeof value !== "object" || value === null) return [];
  if (levels === 0) return [{ path, message: "nested too deep" }];
  return Object.entries(value).flatMap(([name, inner]) => {
    const at = `${path}.${shown(name)}`;
    const named = isName === undefined || isName(name) ? [] : [{ path: at, message: `\`${shown(name)}\` is not a name` }];
    return [...named, ...valueFaults(at, inner, levels - 1)];
  });
}

/** The author's word, cut so that a path stays readable. */
export function shown(text: string): string {
  const characters = [...text];
  return characters.length <= 80 ? text : `${characters.slice(0, 79).join("")}…`;
}
