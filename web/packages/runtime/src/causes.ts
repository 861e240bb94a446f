/** What stands behind a value that is wrong or not there: the failed queries and the broken bindings that it follows from. */
import type { Cell } from "./evaluation.ts";
import { reachable, type NodeId } from "./graph.ts";
import { queryOfNode, type Program } from "./program.ts";

export type Cause = {
  readonly kind: "query" | "widget";
  readonly id: string;
  readonly name: string;
  /** The widget's property whose binding is wrong. */
  readonly property: string | null;
  readonly message: string;
};

export type CausesHost = {
  readonly cell: (node: NodeId) => Readonly<Cell> | undefined;
  /** Why the query failed, if it did. */
  readonly failureOf: (query: string) => string | null;
};

export function causesOf(program: Program, needs: readonly NodeId[], { cell, failureOf }: CausesHost): readonly Cause[] {
  return [...reachable(needs, program.graph.dependencies)].flatMap((node): Cause[] => {
    const query = program.queries.get(queryOfNode(node) ?? "");
    const failure = query === undefined ? null : failureOf(query.id);
    if (query !== undefined && failure !== null) return [{ kind: "query", id: query.id, name: query.name, property: null, message: failure }];
    const made = program.nodes.get(node);
    const error = cell(node)?.error ?? null;
    if (made?.kind !== "binding" || error === null) return [];
    return [{ kind: "widget", id: made.widget.id, name: made.widget.name, property: made.key, message: error }];
  });
}
