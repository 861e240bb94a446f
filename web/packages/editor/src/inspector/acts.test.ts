import type { Act, ActType } from "@sallyport/document/records.ts";
import { documentOf, query, widget } from "@sallyport/document/testing.ts";
import { emptyDocument } from "@sallyport/document/records.ts";
import { expect, test } from "vitest";
import { ACT_TITLES, actLine, changeType } from "./acts.ts";
import { availableTypes } from "./act-form.tsx";

const TYPES = Object.keys(ACT_TITLES) as ActType[];
const full = documentOf(
  widget("search", { type: "input" }),
  widget("editor", { type: "modal", name: "editor" }),
  query("customers"),
);

test("every act finds a fitting target where the app has one", () => {
  const acts = TYPES.map((type) => changeType(full, null, type));
  expect(acts).toMatchObject([
    { type: "run_query", query: "customers" },
    { type: "set_value", widget: "search" },
    { type: "navigate", page: "page_1", params: {} },
    { type: "notify", tone: "info" },
    { type: "open", widget: "editor" },
    { type: "close", widget: "editor" },
    { type: "confirm" },
    { type: "copy" },
    { type: "reset", widget: "search" },
  ]);
});

test("acts without a target are not offered, unless one is there already", () => {
  const empty = emptyDocument("App");
  expect(availableTypes(empty, null).map((type) => type.value)).toEqual(["notify", "confirm", "copy"]);
  expect(availableTypes(empty, "run_query").map((type) => type.value)).toContain("run_query");
});

test("a message is carried over when a notice becomes a question", () => {
  expect(changeType(full, { type: "notify", message: "Sure?", tone: "info" }, "confirm")).toEqual({ type: "confirm", message: "Sure?" });
});

test("an act is told in a line, also when its target is gone", () => {
  const acts: Act[] = [
    { type: "run_query", query: "customers" },
    { type: "navigate", page: "page_1", params: {} },
    { type: "open", widget: "nobody" },
  ];
  expect(acts.map((act) => actLine(full, act))).toEqual(["Run customers", "Go to Customers", "Open something that is gone"]);
});
