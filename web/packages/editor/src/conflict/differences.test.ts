import { documentOf, query, widget } from "@sallyport/document/testing.ts";
import { expect, test } from "vitest";
import { differences, summaryOf } from "./differences.ts";

test("differences are told field by field", () => {
  const before = widget("a", { properties: { label: "Name", hidden: false } });
  const after = widget("a", { properties: { label: "Full name", hidden: false }, layout: { x: 0, y: 2, w: 4, h: 2 } });
  expect(differences(before, after)).toEqual([
    { path: "layout.y", before: "0", after: "2" },
    { path: "label", before: "Name", after: "Full name" },
  ]);
});

test("a new record is told whole, without its id", () => {
  const paths = differences(null, widget("a", { properties: { label: "x" } })).map((line) => line.path);
  expect(paths).toContain("name");
  expect(paths).toContain("properties");
  expect(paths).not.toContain("id");
});

test("two documents are summed up by name", () => {
  const from = documentOf(widget("search"), query("customers"));
  const to = documentOf(widget("search", { slot: "first" }), widget("table1", { type: "table" }));
  expect(summaryOf(from, to)).toEqual({ added: ["table1 (table)"], changed: ["search (input)"], removed: ["customers (query)"] });
});
