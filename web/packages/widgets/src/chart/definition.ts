import type { WidgetDefinition } from "../definition.ts";
import { choice, CURRENCY_HELP, hidden, property } from "../properties.ts";

export const chart: WidgetDefinition = {
  type: "chart",
  title: "Chart",
  icon: "chart-line",
  group: "display",
  size: { w: 6, h: 38 },
  slots: null,
  properties: [
    property("title", "text", "Title", { default: "" }),
    choice("kind", "Kind", [
      { value: "line", label: "Line" },
      { value: "bar", label: "Bar" },
      { value: "area", label: "Area" },
      { value: "pie", label: "Pie" },
      { value: "scatter", label: "Scatter" },
    ]),
    property("data", "expression", "Data", { section: "data", default: [], help: "Rows, such as {{ query1.data }}" }),
    property("x", "text", "Column across", { section: "data", default: "", help: "The first column when left empty" }),
    property("series", "series", "Series", { section: "data", default: [], help: "Every column of numbers when left empty" }),
    property("stacked", "boolean", "Stacked", { section: "style", default: false }),
    property("horizontal", "boolean", "Horizontal bars", { section: "style", default: false }),
    choice(
      "format",
      "Format",
      [
        { value: "number", label: "Number" },
        { value: "money", label: "Money" },
        { value: "percent", label: "Percent" },
      ],
      { section: "style" },
    ),
    property("currency", "text", "Currency", { section: "style", default: "EUR", help: CURRENCY_HELP }),
    property("empty_text", "text", "When empty", { default: "Nothing to show" }),
    hidden,
  ],
  events: [],
  exposes: [],
  value_key: null,
  opens: false,
  resets_on: [],
};
