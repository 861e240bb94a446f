import type { WidgetDefinition } from "../definition.ts";
import { choice, CURRENCY_HELP, hidden, label, property } from "../properties.ts";

export const statistic: WidgetDefinition = {
  type: "statistic",
  title: "Statistic",
  icon: "number",
  group: "display",
  size: { w: 3, h: 12 },
  slots: null,
  properties: [
    label("Label"),
    property("value", "expression", "Value", { section: "data", default: 0 }),
    choice(
      "format",
      "Format",
      [
        { value: "number", label: "Number" },
        { value: "money", label: "Money" },
        { value: "percent", label: "Percent" },
        { value: "text", label: "As it is" },
      ],
      { section: "style" },
    ),
    property("currency", "text", "Currency", { section: "style", default: "EUR", help: CURRENCY_HELP }),
    property("decimals", "number", "Decimals", { section: "style", help: "As the format has them when left empty" }),
    property("comparison", "expression", "Compared with", { section: "data", help: "The earlier value; the change is shown in percent" }),
    property("comparison_label", "text", "Comparison label", { default: "" }),
    choice(
      "better",
      "Better is",
      [
        { value: "neither", label: "Neither" },
        { value: "higher", label: "Higher" },
        { value: "lower", label: "Lower" },
      ],
      { section: "style" },
    ),
    hidden,
  ],
  events: [],
  exposes: [{ key: "value", help: "The figure shown", uses: ["value"], read: (properties) => properties["value"] }],
  value_key: null,
  opens: false,
  resets_on: [],
};
