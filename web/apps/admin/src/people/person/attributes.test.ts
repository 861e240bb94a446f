import { Problem } from "@sallyport/api/problem.ts";
import { expect, test } from "vitest";
import { ATTRIBUTES_MOST, type AttributeForm, attributesOf, blankRow, formOf, rowPath } from "./attributes.ts";

const stored = { department: "Support", manager: "person_1", level: 3, remote: true, site: "Berlin" };

const faultOf = (form: AttributeForm) => {
  const made = attributesOf(form);
  if (!(made instanceof Problem)) throw new Error("nothing is wrong");
  return made.body.errors?.[0];
};

const withRow = (row: Partial<AttributeForm["custom"][number]>): AttributeForm => ({ department: "", manager: null, custom: [{ key: 7, name: "x", kind: "text", value: "", ...row }] });

test("what is read is what is sent, each value of its own kind", () => {
  expect(attributesOf(formOf(stored))).toEqual(stored);
});

test("what is left empty is left out", () => {
  expect(attributesOf({ department: " ", manager: null, custom: [] })).toEqual({});
});

test("a name is asked for, once, and not that of a field above", () => {
  expect(faultOf(withRow({ name: " " }))?.path).toBe(rowPath(7, "name"));
  expect(faultOf(withRow({ name: "manager" }))?.path).toBe(rowPath(7, "name"));
  const twice = withRow({ name: "site" });
  expect(faultOf({ ...twice, custom: [...twice.custom, { key: 8, name: "site", kind: "text", value: "" }] })?.path).toBe(rowPath(8, "name"));
});

test("a number is a number", () => {
  expect(attributesOf(withRow({ kind: "number", value: "2.5" }))).toEqual({ x: 2.5 });
  expect(faultOf(withRow({ kind: "number", value: "two" }))?.path).toBe(rowPath(7, "value"));
  expect(faultOf(withRow({ kind: "number", value: " " }))?.path).toBe(rowPath(7, "value"));
});

test("there are not more than the server keeps", () => {
  const custom = Array.from({ length: ATTRIBUTES_MOST + 1 }, (_, key) => ({ key, name: `a${key}`, kind: "text" as const, value: "" }));

  expect(faultOf({ department: "", manager: null, custom })?.path).toBe("attributes");
});

test("a new row has a key of its own, also after one was removed", () => {
  expect(blankRow([]).key).toBe(0);
  expect(blankRow([{ ...blankRow([]), key: 4 }]).key).toBe(5);
});
