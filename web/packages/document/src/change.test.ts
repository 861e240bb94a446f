import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { apply, compose, diff, invert, isEmpty, same, StaleChange } from "./change.ts";
import type { Document, DocumentRecord } from "./records.ts";
import { documentOf, widget } from "./testing.ts";

const arbitraryRecord = fc
  .record({ id: fc.constantFrom("a", "b", "c", "d", "e"), text: fc.string(), x: fc.nat(8) })
  .map(({ id, text, x }): DocumentRecord => widget(id, { properties: { text }, layout: { x, y: 0, w: 4, h: 1 } }));
const arbitraryDocument = fc.array(arbitraryRecord).map((records): Document => documentOf(...records));

describe("a change", () => {
  test("leads from one document to the other, whatever they are", () => {
    fc.assert(
      fc.property(arbitraryDocument, arbitraryDocument, (a, b) => {
        expect(apply(a, diff(a, b))).toEqual(b);
      }),
    );
  });

  test("is undone by its inverse", () => {
    fc.assert(
      fc.property(arbitraryDocument, arbitraryDocument, (a, b) => {
        const change = diff(a, b);
        expect(apply(apply(a, change), invert(change))).toEqual(a);
        expect(invert(invert(change))).toEqual(change);
      }),
    );
  });

  test("composed of two does what both do, one after the other", () => {
    fc.assert(
      fc.property(arbitraryDocument, arbitraryDocument, arbitraryDocument, (a, b, c) => {
        const both = compose(diff(a, b), diff(b, c));
        expect(apply(a, both)).toEqual(c);
        expect(both).toEqual(diff(a, c));
      }),
    );
  });

  test("and its inverse compose to nothing", () => {
    fc.assert(
      fc.property(arbitraryDocument, arbitraryDocument, (a, b) => {
        expect(isEmpty(compose(diff(a, b), invert(diff(a, b))))).toBe(true);
      }),
    );
  });

  test("does not touch the document it is applied to", () => {
    const before = documentOf(widget("a"));
    const copy = structuredClone(before);
    apply(before, diff(before, documentOf(widget("b"))));
    expect(before).toEqual(copy);
  });

  test.each([
    ["updates a record that is otherwise", { added: {}, updated: { a: [widget("a", { slot: "x" }), widget("a")] }, removed: {} }],
    ["removes a record that is otherwise", { added: {}, updated: {}, removed: { a: widget("a", { slot: "x" }) } }],
    ["removes a record that is not there", { added: {}, updated: {}, removed: { z: widget("z") } }],
    ["adds a record that is there", { added: { a: widget("a") }, updated: {}, removed: {} }],
  ] as const)("is stale if it %s", (_what, change) => {
    expect(() => apply(documentOf(widget("a")), change)).toThrow(StaleChange);
  });
});

test("the order of keys does not make values different, their types do", () => {
  expect(same({ a: 1, b: [null, "x"] }, { b: [null, "x"], a: 1 })).toBe(true);
  expect(same([], {})).toBe(false);
  expect(same({ a: undefined }, { b: undefined })).toBe(false);
  expect(same(0, "0")).toBe(false);
  expect(same(null, {})).toBe(false);
});
