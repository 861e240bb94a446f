/** A widget as it is at one moment: all that a view needs to draw it. The same object until something in it changes. */
import type { Evaluation } from "./evaluation.ts";
import type { Problem } from "./ports.ts";
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
  /** A binding has no value yet, because the sandbox has not answered. */
  readonly pending: boolean;
  /** Its data is on the way for the first time. */
  readonly loading: boolean;
  /** Its data is shown and on the way again. */
  readonly refreshing: boolean;
  /** Why its data could not be had. */
  readonly problem: Problem | null;
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
  for (const key of Object.keys(widget.properties)) {
    const node = bindingNode(id, key);
    const cell = evaluation.cell(node);
    if (!cell) continue;
    if (cell.error !== null) errors[key] = cell.error;
    if (!cell.known) pending = true;
    for (const need of program.graph.dependencies.get(node) ?? []) {
      const query = queryOfNode(need);
      if (query !== null) queries.add(query);
    }
  }
  const states = [...queries].map(around.query);
  const loading = states.some((state) => state.loading && !state.loaded && state.problem === null);
  return {
    widget,
    properties: evaluation.properties(id),
    exposed: evaluation.exposed(id),
    state: around.state,
    errors,
    pending,
    loading,
    refreshing: !loading && states.some((state) => state.loading),
    problem: states.find((state) => state.problem !== null)?.problem ?? null,
    running: around.running,
  };
}

/** The ids of all widgets inside a widget, at any depth. */
export function widgetsInside(program: Program, id: string): readonly string[] {
  const children = [...program.widgets.values()].filter(({ widget }) => widget.parent === id).map(({ widget }) => widget.id);
  return children.flatMap((child) => [child, ...widgetsInside(program, child)]);
}
