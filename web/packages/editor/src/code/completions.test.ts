import { expect, test } from "vitest";
import type { Root } from "../state/live.ts";
import { complete } from "./completions.ts";

const roots: readonly Root[] = [
  { name: "search", kind: "widget", value: { value: "an", valid: true } },
  { name: "customers", kind: "query", value: { data: [{ id: 1, name: "Ann" }], loading: false } },
  { name: "user", kind: "context", value: { email: "ann@example.com" } },
];
const labels = (text: string) => complete(roots, text, text.length)?.options.map((option) => option.label);

test("names come first, with what they are", () => {
  expect(labels("se")).toEqual(["search", "customers", "user"]);
  expect(complete(roots, "se", 2)).toMatchObject({ from: 0, options: [{ detail: "widget" }, { detail: "query" }, { detail: "object" }] });
});

test("after a dot comes what the value holds now, with its type and a taste", () => {
  expect(complete(roots, "search.va", 9)).toMatchObject({
    from: 7,
    options: [
      { label: "value", detail: "string", info: "“an”" },
      { label: "valid", detail: "boolean" },
    ],
  });
  expect(labels("customers.data[0].")).toEqual(["id", "name"]);
  expect(labels("customers?.data[0]?.n")).toEqual(["id", "name"]);
  expect(labels("customers.data.")).toEqual(["length"]);
});

test("there is nothing to offer below what does not exist", () => {
  expect(labels("nobody.x")).toBeUndefined();
  expect(labels("search.value.x.y")).toBeUndefined();
});
