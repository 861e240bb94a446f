/** A widget as it is at one moment: all that a view needs to draw it. The same object until something in it changes. */
import type { Evaluation } from "./evaluation.ts";
import type { Problem } from "./ports.ts";
import { reachable, type NodeId } from "./graph.ts";
import { bindingNode, queryOfNode, type Program } from "./program.ts";
import type { QueryState } from "./queries.ts";
import type { ViewWidget } from "./view.ts";
import type { Values } from "./widget-model.ts";

export type WidgetSnapshot = {
  readonly widget: ViewWidget;
  /** Defaults, literals and the values of bindings. */
  readonly properties: Values;
  readonly exposed: Values;
  /** What the person did with it. */
  readonly state: Values;
  /** Property → what is wrong with its binding. */
  readonly errors: { readonly [property: string]: string };
  /** It is made of something that is not there for this reader. */
  readonly absent: boolean;
  /** A binding has no value yet, because the sandbox has not answered. */
  readonly pending: boolean;
  /** Its data is on the way for the first time. */
  readonly loading: boolean;
  /** Its data is shown and on the way again. */
  readonly refreshing: boolean;
  /** Why its data could not be had. */
  readonly problem: Problem | null;
  /** The query that `problem` is of. */
  readonly failed: string | null;
  /** The events whose acts run now. */
  readonly running: ReadonlySet<string>;
};

type Around = {
  readonly state: Values;
  readonly running: ReadonlySet<string>;
  readonly query: (id: string) => QueryState;
};

export function snapshotOf(id: string, program: Program, evaluation: Evaluation, around: Around): WidgetSnapshot | null {
  const widget = program.widgets.get(id)?.widget;
  if (!widget) return null;
  const errors: { [property: string]: string } = {};
  const queries = new Set<string>();
  let pending = false;
  let absent = false;
  for (const key of Object.keys(widget.properties)) {
    const node = bindingNode(id, key);
    const cell = evaluation.cell(node);
    if (!cell) continue;
    if (!cell.known) pending = true;
    const made = program.nodes.get(node);
    if (made?.kind === "binding" && made.prepared.absent) absent = true;
    for (const query of queriesAmong(program.graph.dependencies.get(node) ?? [])) queries.add(query);
    if (cell.error === null) continue;
    const missing = isWrongInItself(program, node) ? [] : queriesBehind(program, node).filter((query) => !around.query(query).loaded);
    // what fails for want of data is loading, or says why there is none
    if (missing.length === 0) errors[key] = cell.error;
    for (const query of missing) queries.add(query);
  }
  const states = [...queries].map(around.query);
  const failed = [...queries].find((query) => around.query(query).problem !== null) ?? null;
  const loading = states.some((state) => state.loading && !state.loaded && state.problem === null);
  return {
    widget,
    properties: evaluation.properties(id),
    exposed: evaluation.exposed(id),
    state: around.state,
    errors,
    absent,
    pending,
    loading,
    refreshing: !loading && states.some((state) => state.loading),
    problem: failed === null ? null : around.query(failed).problem,
    failed,
    running: around.running,
  };
}

function queriesAmong(nodes: Iterable<NodeId>): readonly string[] {
  return [...nodes].flatMap((node) => queryOfNode(node) ?? []);
}

/** Every query that the node follows from, through however many others. */
function queriesBehind(program: Program, node: NodeId): readonly string[] {
  return queriesAmong(reachable([node], program.graph.dependencies));
}

/** No data will help: it is not an expression, names what is not there, or follows from itself. */
function isWrongInItself(program: Program, id: NodeId): boolean {
  const node = program.nodes.get(id);
  return program.graph.circles.has(id) || (node?.kind === "binding" && node.prepared.fault !== null);
}

/** The ids of all widgets inside a widget, at any depth. */
export function widgetsInside(program: Program, id: string): readonly string[] {
  const children = [...program.widgets.values()].filter(({ widget }) => widget.parent === id).map(({ widget }) => widget.id);
  return children.flatMap((child) => [child, ...widgetsInside(program, child)]);
}
