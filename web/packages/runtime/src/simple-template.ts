/** Templates whose expressions are paths. Most are, and these need neither a parser nor an engine. */
import { formatPath, parsePath, type Path } from "./path.ts";

export type Expression = {
  readonly source: string;
  /** Set when the expression is a path and nothing more: it is read directly. */
  readonly path: Path | null;
  readonly leaves: readonly string[];
  readonly calls: readonly string[];
};

export type Template = {
  readonly parts: readonly (string | Expression)[];
  /** What is wrong with the template, in words. */
  readonly fault: string | null;
};

/** `null` when the template holds anything but paths. */
export function parseSimpleTemplate(text: string): Template | null {
  const parts: (string | Expression)[] = [];
  let from = 0;
  for (let open = text.indexOf("{{"); open !== -1; open = text.indexOf("{{", from)) {
    const close = text.indexOf("}}", open + 2);
    if (close === -1) return null;
    const source = text.slice(open + 2, close);
    const path = parsePath(source);
    if (path === null) return null;
    if (open > from) parts.push(text.slice(from, open));
    parts.push({ source, path, leaves: [formatPath(path)], calls: [] });
    from = close + 2;
  }
  if (from < text.length) parts.push(text.slice(from));
  return { parts, fault: null };
}
