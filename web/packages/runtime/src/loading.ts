/** Which queries load with a page, and in which order. Pure: from the program alone. */
import { reachable, type NodeId } from "./graph.ts";
import { bindingNode, exposedNode, inputsNode, PAGE_NODE, queryNode, type Program } from "./program.ts";

/** The nodes that a page shows. */
export function nodesOfPage(program: Program, page: string): readonly NodeId[] {
  const nodes: NodeId[] = [];
  for (const { widget, model } of program.widgets.values()) {
    if (widget.page !== page) continue;
    for (const key of Object.keys(widget.properties)) {
      const node = bindingNode(widget.id, key);
      if (program.nodes.has(node)) nodes.push(node);
    }
    for (const { key } of model.exposes) nodes.push(exposedNode(widget.id, key));
  }
  return nodes;
}

/**
 * The queries to load with the page: those that what it shows follows from, directly or through another query's inputs. A query that
 * nothing on any page shows (its acts may matter) loads with the first page.
 */
export function queriesOfPage(program: Program, page: string, isFirst: boolean): readonly string[] {
  const onLoad = program.view.queries.filter((query) => query.run_on_load);
  const edges = new Map(program.graph.dependencies);
  for (const { id } of onLoad) edges.set(queryNode(id), [inputsNode(id)]);
  const shown = reachable(nodesOfPage(program, page), edges);
  const anywhere = isFirst ? reachable(program.view.pages.flatMap(({ id }) => nodesOfPage(program, id)), edges) : shown;
  return onLoad.map(({ id }) => id).filter((id) => shown.has(queryNode(id)) || (isFirst && !anywhere.has(queryNode(id))));
}

/** Of the queries given, those whose results this query's inputs follow from. It waits for them. */
export function queriesBefore(program: Program, query: string, among: readonly string[]): readonly string[] {
  if (program.circling.has(query)) return [];
  const edges = new Map(program.graph.dependencies);
  const needed = reachable([inputsNode(query)], edges);
  return among.filter((other) => other !== query && needed.has(queryNode(other)));
}

/** The queries whose inputs follow from the page's parameters, directly or through one another. */
export function queriesFromPage(program: Program): readonly string[] {
  const edges = new Map(program.graph.dependants);
  for (const id of program.queries.keys()) edges.set(inputsNode(id), [queryNode(id)]);
  const following = reachable([PAGE_NODE], edges);
  return [...program.queries.keys()].filter((id) => following.has(queryNode(id)));
}

/** Whether something that is shown now follows from the query's result at first hand. */
export function isShown(program: Program, query: string, isActive: (node: NodeId) => boolean): boolean {
  const dependants = program.graph.dependants.get(queryNode(query)) ?? [];
  return dependants.some((node) => program.nodes.get(node)?.kind === "binding" && isActive(node));
}
