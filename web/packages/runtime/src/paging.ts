/** A page number means nothing once the rows are others: what pages through a query goes back to its first page. */
import { same } from "@sallyport/document/change.ts";
import type { Value } from "./json.ts";
import { isObject } from "./json.ts";
import { parseLeaf } from "./path.ts";
import type { Program } from "./program.ts";
import type { Values } from "./widget-model.ts";

export type Turned = { readonly widget: string; readonly first: Values };

/** The widgets that page through the query, if any input but the page itself has changed. */
export function turnedBack(program: Program, query: string, before: Value, after: Value): readonly Turned[] {
  if (!isObject(before) || !isObject(after)) return [];
  const inputs = program.queries.get(query)?.inputs ?? [];
  const pagers = new Map<string, Turned>();
  let others = false;
  for (const leaf of inputs) {
    const [root, key] = parseLeaf(leaf) ?? [];
    const name = program.names.get(root ?? "");
    const paging = name?.kind === "widget" ? name.model.paging : undefined;
    if (name?.kind === "widget" && paging?.keys.includes(String(key)) === true) {
      pagers.set(name.widget.id, { widget: name.widget.id, first: paging.first });
    } else if (!same(before[leaf], after[leaf])) others = true;
  }
  return others ? [...pagers.values()] : [];
}
