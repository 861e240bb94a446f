import { Problem } from "@sallyport/api/problem.ts";
import { sentence } from "./problem-text.ts";

const dotted = (path: string): string => path.replace(/^[/.]/, "").replaceAll("/", ".");

/** What is wrong with a list or with any of its items, for the one field in which all of them are written. */
export function faultUnder(error: unknown, path: string): { text: string | null; paths: string[] } {
  const errors = error instanceof Problem ? (error.body.errors ?? []) : [];
  const found = errors.filter((fault) => dotted(fault.path) === path || dotted(fault.path).startsWith(`${path}.`));
  const said = found.map((fault) => {
    const place = /\.(\d+)/.exec(dotted(fault.path).slice(path.length))?.[1];
    return sentence(place === undefined ? fault.message : `line ${Number(place) + 1}: ${fault.message}`);
  });
  return { text: said.length === 0 ? null : said.join(" "), paths: found.map((fault) => dotted(fault.path)) };
}
