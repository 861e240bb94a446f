/** Which value follows from which: the order of evaluation, and the circles that have none. */

export type NodeId = string;

export type Graph = {
  /** Every node after all that it follows from; nodes on a circle are left out. */
  readonly order: readonly NodeId[];
  /** For each node on a circle, the circle, starting and ending with that node. */
  readonly circles: ReadonlyMap<NodeId, readonly NodeId[]>;
  readonly dependencies: ReadonlyMap<NodeId, readonly NodeId[]>;
  readonly dependants: ReadonlyMap<NodeId, readonly NodeId[]>;
};

export function buildGraph(dependencies: ReadonlyMap<NodeId, readonly NodeId[]>): Graph {
  const dependants = new Map<NodeId, NodeId[]>();
  for (const [node, needs] of dependencies) {
    for (const need of needs) {
      const list = dependants.get(need);
      if (list) list.push(node);
      else dependants.set(need, [node]);
    }
  }
  const order: NodeId[] = [];
  const circles = new Map<NodeId, readonly NodeId[]>();
  for (const component of componentsOf(dependencies)) {
    const [first] = component;
    if (first === undefined) continue;
    if (component.length === 1 && !(dependencies.get(first) ?? []).includes(first)) order.push(first);
    else for (const node of component) circles.set(node, circleThrough(node, new Set(component), dependencies));
  }
  return { order, circles, dependencies, dependants };
}

/** Everything that can be reached from the nodes, themselves included. */
export function reachable(from: Iterable<NodeId>, edges: ReadonlyMap<NodeId, readonly NodeId[]>): Set<NodeId> {
  const seen = new Set<NodeId>(from);
  for (const node of seen) for (const next of edges.get(node) ?? []) seen.add(next);
  return seen;
}

type Mark = { index: number; low: number; open: boolean };

/** Tarjan's strongly connected components; each comes after those that it depends on. */
function componentsOf(edges: ReadonlyMap<NodeId, readonly NodeId[]>): NodeId[][] {
  const marks = new Map<NodeId, Mark>();
  const stack: NodeId[] = [];
  const components: NodeId[][] = [];

  const enter = (node: NodeId): Mark => {
    const mark: Mark = { index: marks.size, low: marks.size, open: true };
    marks.set(node, mark);
    stack.push(node);
    for (const next of edges.get(node) ?? []) {
      const seen = marks.get(next);
      if (seen === undefined) mark.low = Math.min(mark.low, enter(next).low);
      else if (seen.open) mark.low = Math.min(mark.low, seen.index);
    }
    if (mark.low === mark.index) components.push(closeComponent(node));
    return mark;
  };

  const closeComponent = (root: NodeId): NodeId[] => {
    const component: NodeId[] = [];
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      const mark = marks.get(node);
      if (mark) mark.open = false;
      component.push(node);
      if (node === root) break;
    }
    return component;
  };

  for (const node of edges.keys()) if (!marks.has(node)) enter(node);
  return components;
}

function circleThrough(start: NodeId, component: ReadonlySet<NodeId>, edges: ReadonlyMap<NodeId, readonly NodeId[]>): NodeId[] {
  const cameFrom = new Map<NodeId, NodeId>();
  const queue: NodeId[] = [start];
  for (const node of queue) {
    for (const next of edges.get(node) ?? []) {
      if (next === start) {
        const circle = [start];
        for (let at = node; at !== start; at = cameFrom.get(at) ?? start) circle.unshift(at);
        return [start, ...circle];
      }
      if (component.has(next) && !cameFrom.has(next)) {
        cameFrom.set(next, node);
        queue.push(next);
      }
    }
  }
  return [start, start];
}
