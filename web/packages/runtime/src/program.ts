/**
 * A view made ready to run: every binding compiled, every leaf resolved to the nodes that it follows from, the graph of them all.
 * Built again when the view changes; holds no values.
 */
import { compile, expressionsOf, faultOf, isParsed, type Compiled, type Parse } from "./compile.ts";
import type { FunctionSource } from "./engine/protocol.ts";
import { buildGraph, reachable, type Graph, type NodeId } from "./graph.ts";
import type { JsonObject } from "./json.ts";
import { formatPath, parseLeaf, type Path } from "./path.ts";
import type { Expression } from "./simple-template.ts";
import type { RuntimeView, ViewQuery, ViewWidget } from "./view.ts";
import type { ExposedValue, WidgetModel } from "./widget-model.ts";

export type Name =
  | { readonly kind: "widget"; readonly widget: ViewWidget; readonly model: WidgetModel }
  | { readonly kind: "query"; readonly query: ViewQuery }
  | { readonly kind: "function"; readonly name: string; readonly expression: Expression | null }
  | { readonly kind: "page" }
  | { readonly kind: "constant"; readonly value: JsonObject };

export type PreparedExpression = {
  readonly expression: Expression;
  readonly needs: readonly NodeId[];
  readonly leaves: readonly { readonly text: string; readonly path: Path }[];
  readonly functions: readonly FunctionSource[];
  /** A name that means nothing, in words. */
  readonly fault: string | null;
  /** A root is not there at all: mistyped, or not for this reader. */
  readonly absent: boolean;
};

export type Prepared = {
  readonly compiled: Compiled;
  readonly expressions: readonly PreparedExpression[];
  readonly needs: readonly NodeId[];
  readonly fault: string | null;
  readonly absent: boolean;
  /** The rest of the parser is needed before this means anything. */
  readonly unparsed: boolean;
};

export type ProgramNode =
  | { readonly kind: "source" }
  | { readonly kind: "binding"; readonly widget: ViewWidget; readonly key: string; readonly prepared: Prepared }
  | { readonly kind: "exposed"; readonly widget: ViewWidget; readonly value: ExposedValue; readonly inside: readonly InsideNode[] }
  | { readonly kind: "inputs"; readonly query: ViewQuery };

export type InsideNode = { readonly name: string; readonly key: string; readonly node: NodeId };

export type Program = {
  readonly view: RuntimeView;
  readonly names: ReadonlyMap<string, Name>;
  readonly nodes: ReadonlyMap<NodeId, ProgramNode>;
  readonly graph: Graph;
  readonly widgets: ReadonlyMap<string, { readonly widget: ViewWidget; readonly model: WidgetModel }>;
  readonly queries: ReadonlyMap<string, ViewQuery>;
  /** Queries whose inputs follow from their own result: they do not run again by themselves. */
  readonly circling: ReadonlySet<string>;
  readonly prepare: (compiled: Compiled) => Prepared;
};

export const PAGE_NODE: NodeId = "page";
export const queryNode = (id: string): NodeId => `query ${id}`;
export const queryOfNode = (node: NodeId): string | null => (node.startsWith("query ") ? node.slice(6) : null);
export const inputsNode = (id: string): NodeId => `inputs ${id}`;
export const stateNode = (id: string): NodeId => `state ${id}`;
export const bindingNode = (id: string, key: string): NodeId => `binding ${id} ${key}`;
export const exposedNode = (id: string, key: string): NodeId => `exposed ${id} ${key}`;

const NO_MODEL: WidgetModel = { exposes: [], defaults: {}, value_key: null, opens: false, resets_on: [] };

export function buildProgram(view: RuntimeView, modelOf: (type: string) => WidgetModel | undefined, parse: Parse): Program {
  const widgets = new Map(view.widgets.map((widget) => [widget.id, { widget, model: modelOf(widget.type) ?? NO_MODEL }]));
  const queries = new Map(view.queries.map((query) => [query.id, query]));
  const names = namesOf(view, widgets, parse);
  const prepare = (compiled: Compiled): Prepared => prepareWith(names, compiled);
  const nodes = new Map<NodeId, ProgramNode>([[PAGE_NODE, { kind: "source" }]]);
  const needs = new Map<NodeId, readonly NodeId[]>([[PAGE_NODE, []]]);
  const add = (id: NodeId, node: ProgramNode, from: readonly NodeId[]): void => {
    nodes.set(id, node);
    needs.set(id, [...new Set(from)]);
  };

  for (const query of queries.values()) {
    add(queryNode(query.id), { kind: "source" }, []);
    const from = query.inputs.flatMap((leaf) => needsOf(parseLeaf(leaf), names).needs);
    add(inputsNode(query.id), { kind: "inputs", query }, from);
  }
  for (const { widget, model } of widgets.values()) {
    add(stateNode(widget.id), { kind: "source" }, []);
    for (const [key, value] of Object.entries(widget.properties)) {
      const compiled = compile(value, parse);
      if (compiled.kind === "literal") continue;
      const prepared = prepare(compiled);
      add(bindingNode(widget.id, key), { kind: "binding", widget, key, prepared }, prepared.needs);
    }
    for (const value of model.exposes) {
      const inside = insideOf(widget, value, widgets);
      const from = value.uses.map((key) => bindingNode(widget.id, key)).filter((id) => nodes.has(id));
      add(exposedNode(widget.id, value.key), { kind: "exposed", widget, value, inside }, [
        stateNode(widget.id),
        ...from,
        ...inside.map(({ node }) => node),
      ]);
    }
  }
  return { view, names, nodes, graph: buildGraph(needs), widgets, queries, circling: circlingQueries(view, needs), prepare };
}

function namesOf(view: RuntimeView, widgets: Program["widgets"], parse: Parse): Map<string, Name> {
  const names = new Map<string, Name>();
  for (const { widget, model } of widgets.values()) names.set(widget.name, { kind: "widget", widget, model });
  for (const query of view.queries) names.set(query.name, { kind: "query", query });
  for (const { name, source } of view.functions) {
    const part = parse(`{{${source}\n}}`)?.parts[0];
    names.set(name, { kind: "function", name, expression: part === undefined || typeof part === "string" ? null : part });
  }
  names.set("page", { kind: "page" });
  names.set("user", { kind: "constant", value: view.user });
  names.set("tenant", { kind: "constant", value: view.tenant });
  names.set("env", { kind: "constant", value: { name: view.environment } });
  return names;
}

function prepareWith(names: ReadonlyMap<string, Name>, compiled: Compiled): Prepared {
  const expressions = expressionsOf(compiled).map((expression) => prepareExpression(names, expression));
  return {
    compiled,
    expressions,
    needs: [...new Set(expressions.flatMap(({ needs }) => needs))],
    fault: faultOf(compiled) ?? expressions.find(({ fault }) => fault !== null)?.fault ?? null,
    absent: expressions.some((expression) => expression.absent),
    unparsed: !isParsed(compiled),
  };
}

function prepareExpression(names: ReadonlyMap<string, Name>, expression: Expression): PreparedExpression {
  const functions = new Map<string, FunctionSource>();
  const leaves = new Map<string, Path>();
  const needs: NodeId[] = [];
  let fault: string | null = null;
  let absent = false;
  const pending: Expression[] = [expression];
  for (const part of pending) {
    for (const name of [...part.calls, ...part.leaves]) {
      const path = parseLeaf(name);
      const found = path === null ? undefined : names.get(path[0]);
      if (path === null || found?.kind !== "function") {
        const resolved = needsOf(path, names);
        fault ??= resolved.fault ?? (found !== undefined && part.calls.includes(name) ? `\`${name}\` is not a function` : null);
        absent ||= path !== null && found === undefined;
        needs.push(...resolved.needs);
        if (path !== null) leaves.set(formatPath(path), path);
      } else if (!functions.has(found.name)) {
        if (found.expression === null) fault ??= `the function \`${found.name}\` is not an expression`;
        else pending.push(found.expression);
        functions.set(found.name, { name: found.name, source: found.expression?.source ?? "undefined" });
      }
    }
  }
  return {
    expression,
    needs,
    fault,
    absent,
    functions: [...functions.values()],
    leaves: [...leaves].map(([text, path]) => ({ text, path })),
  };
}

function needsOf(path: Path | null, names: ReadonlyMap<string, Name>): { needs: readonly NodeId[]; fault: string | null } {
  if (path === null) return { needs: [], fault: null };
  const [root, key] = path;
  const name = names.get(root);
  switch (name?.kind) {
    case undefined:
      return { needs: [], fault: `nothing here is called \`${root}\`` };
    case "page":
      return { needs: [PAGE_NODE], fault: null };
    case "query":
      return { needs: [queryNode(name.query.id)], fault: null };
    case "widget": {
      if (key === undefined) return { needs: name.model.exposes.map((value) => exposedNode(name.widget.id, value.key)), fault: null };
      if (name.model.exposes.some((value) => value.key === key)) return { needs: [exposedNode(name.widget.id, String(key))], fault: null };
      return { needs: [], fault: `\`${root}\` has no value \`${key}\`` };
    }
    default:
      return { needs: [], fault: null };
  }
}

function insideOf(widget: ViewWidget, value: ExposedValue, widgets: Program["widgets"]): readonly InsideNode[] {
  const { inside: keys } = value;
  if (keys === undefined) return [];
  const found: InsideNode[] = [];
  const parents = new Set([widget.id]);
  // a widget may come before its parent in the list, so go on until a pass finds no more
  for (let grew = true; grew; ) {
    grew = false;
    for (const { widget: candidate, model } of widgets.values()) {
      if (candidate.parent === null || !parents.has(candidate.parent) || parents.has(candidate.id)) continue;
      parents.add(candidate.id);
      grew = true;
      for (const key of keys) {
        if (!model.exposes.some((exposed) => exposed.key === key)) continue;
        found.push({ name: candidate.name, key, node: exposedNode(candidate.id, key) });
      }
    }
  }
  return found;
}

function circlingQueries(view: RuntimeView, needs: ReadonlyMap<NodeId, readonly NodeId[]>): ReadonlySet<string> {
  const onLoad = view.queries.filter((query) => query.run_on_load);
  const edges = new Map(needs);
  for (const { id } of onLoad) edges.set(queryNode(id), [inputsNode(id)]);
  return new Set(onLoad.map(({ id }) => id).filter((id) => reachable([inputsNode(id)], edges).has(queryNode(id))));
}
