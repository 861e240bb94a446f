import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildGraph } from "./graph.ts";

describe("the graph", () => {
  it("puts a node after all that it follows from", () => {
    const edges = fc.array(fc.tuple(fc.nat(20), fc.nat(20)), { maxLength: 60 });
    fc.assert(
      fc.property(edges, (pairs) => {
        const needs = new Map<string, string[]>(Array.from({ length: 21 }, (_, index) => [`${index}`, []]));
        // edges from a higher to a lower number make no circle
        for (const [a, b] of pairs) if (a !== b) needs.get(`${Math.max(a, b)}`)?.push(`${Math.min(a, b)}`);
        const { order, circles } = buildGraph(needs);
        expect(circles.size).toBe(0);
        expect(order).toHaveLength(21);
        const place = new Map(order.map((node, index) => [node, index]));
        for (const [node, list] of needs) for (const need of list) expect(place.get(need)).toBeLessThan(place.get(node) ?? -1);
      }),
    );
  });

  it("names the circle that a node is on", () => {
    const graph = buildGraph(new Map([["a", ["b"]], ["b", ["c"]], ["c", ["a"]], ["d", ["a"]], ["e", ["e"]]]));
    expect(graph.circles.get("a")).toEqual(["a", "b", "c", "a"]);
    expect(graph.circles.get("e")).toEqual(["e", "e"]);
    expect(graph.order).toEqual(["d"]);
  });
});
