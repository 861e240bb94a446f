/** The parser for any expression, loaded when the first one needs it. What it has parsed it remembers. */
import type { Parse } from "./compile.ts";
import type { Template } from "./simple-template.ts";

export async function loadParser(): Promise<Parse> {
  const parse = await import("./template.ts").then(
    ({ parseTemplate }) => parseTemplate,
    () => () => ({ parts: [], fault: "the parser for expressions could not be loaded" }),
  );
  const known = new Map<string, Template>();
  return (text) => {
    const before = known.get(text);
    if (before) return before;
    const template = parse(text);
    known.set(text, template);
    return template;
  };
}
