import type { WidgetDefinition } from "../definition.ts";
import { choice, disabled, hidden, label, property, required } from "../properties.ts";
import { faultOf, valueOf } from "./validity.ts";

export const input: WidgetDefinition = {
  type: "input",
  title: "Input",
  icon: "forms",
  group: "input",
  size: { w: 3, h: 8 },
  slots: null,
  properties: [
    label("Label"),
    choice("type", "Type", [
      { value: "text", label: "Text" },
      { value: "number", label: "Number" },
      { value: "email", label: "E-mail" },
      { value: "multiline", label: "Long text" },
    ]),
    property("default_value", "text", "Default value", { section: "data", default: "" }),
    property("placeholder", "text", "Placeholder", { default: "" }),
    property("description", "text", "Help text", { default: "" }),
    required,
    property("min", "number", "Least", { help: "Of a number, or the fewest characters of a text" }),
    property("max", "number", "Most", { help: "Of a number, or the most characters of a text" }),
    disabled,
    hidden,
  ],
  events: [
    { name: "change", title: "On change", help: "The value has changed" },
    { name: "submit", title: "On submit", help: "Enter was pressed in the field" },
  ],
  exposes: [
    {
      key: "value",
      help: "Text, or a number or nothing for the type number",
      uses: ["default_value", "type"],
      read: valueOf,
    },
    {
      key: "valid",
      help: "Whether the value may be submitted",
      uses: ["default_value", "type", "required", "min", "max"],
      read: (properties, state) => faultOf(properties, state) === null,
    },
  ],
  value_key: "value",
  opens: false,
  resets_on: ["default_value"],
};
