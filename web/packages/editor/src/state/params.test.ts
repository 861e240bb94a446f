import { documentOf, query, widget } from "@sallyport/document/testing.ts";
import { expect, test } from "vitest";
import { paramsOf } from "./params.ts";

test("a page's parameters are found in its widgets and in the queries behind them", () => {
  const document = documentOf(
    widget("a", { properties: { text: "{{ page.params.tab }} {{ account.data.length }}" } }),
    widget("b", { page: "page_2", properties: { text: "{{ page.params.other }}" } }),
    query("q1", { name: "account", body: { type: "sql", statement: "select {{ page.params.id }}, {{ plan.data[0].id }}" } }),
    query("q2", { name: "plan", body: { type: "sql", statement: "select {{ page.params.plan }}" } }),
    query("q3", { name: "unused", body: { type: "sql", statement: "select {{ page.params.never }}" } }),
  );
  expect(paramsOf(document, "page_1")).toEqual(["id", "plan", "tab"]);
});
