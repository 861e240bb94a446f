import type { WidgetDefinition } from "../definition.ts";
import { disabled, hidden, label, property, required } from "../properties.ts";
import { labelOf, selectedOf } from "./options.ts";

export const select: WidgetDefinition = {
  type: "select",
  title: "Select",
  icon: "select",
  group: "input",
  size: { w: 3, h: 8 },
  slots: null,
  properties: [
    label("Label"),
    property("options", "options", "Options", {
      section: "data",
      default: [
        { value: "one", label: "One" },
        { value: "two", label: "Two" },
      ],
    }),
    property("option_value", "text", "Column of the value", { section: "data", default: "value", help: "When the options are rows" }),
    property("option_label", "text", "Column of the label", { section: "data", default: "label", help: "When the options are rows" }),
    property("default_value", "text", "Default value", { section: "data" }),
    property("placeholder", "text", "Placeholder", { default: "" }),
    property("description", "text", "Help text", { default: "" }),
    property("searchable", "boolean", "Search in the options", { default: false }),
    property("clearable", "boolean", "Can be cleared", { default: false }),
    required,
    disabled,
    hidden,
  ],
  events: [{ name: "change", title: "On change", help: "Another option was chosen" }],
  exposes: [
    { key: "value", help: "The value of the chosen option, or nothing", uses: ["default_value"], read: selectedOf },
    {
      key: "label",
      help: "The label of the chosen option",
      uses: ["default_value", "options", "option_value", "option_label"],
      read: labelOf,
    },
    {
      key: "valid",
      help: "Whether the value may be submitted",
      uses: ["default_value", "required"],
      read: (properties, state) => properties["required"] !== true || (selectedOf(properties, state) ?? "") !== "",
    },
  ],
  value_key: "value",
  opens: false,
  resets_on: ["default_value"],
};
