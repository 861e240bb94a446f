import type { WidgetDefinition } from "../definition.ts";
import { hidden, property } from "../properties.ts";

export const form: WidgetDefinition = {
  type: "form",
  title: "Form",
  icon: "clipboard-text",
  group: "layout",
  size: { w: 6, h: 40 },
  slots: "main",
  properties: [
    property("title", "text", "Title", { default: "" }),
    property("submit_text", "text", "Submit button", { default: "Save", help: "No button when left empty" }),
    property("reset_on_submit", "boolean", "Reset after submit", { default: false }),
    property("bordered", "boolean", "Border", { section: "style", default: true }),
    property("disabled", "boolean", "Disabled", { default: false }),
    hidden,
  ],
  events: [{ name: "submit", title: "On submit", help: "Every field is valid and the form was sent" }],
  exposes: [
    {
      key: "values",
      help: "The values of the fields inside, by their names",
      uses: [],
      inside: ["value"],
      read: (_properties, _state, inside) =>
        Object.fromEntries(inside.flatMap(({ name, values }) => ("value" in values ? [[name, values["value"] ?? null]] : []))),
    },
    {
      key: "valid",
      help: "Whether every field inside is valid",
      uses: [],
      inside: ["valid"],
      read: (_properties, _state, inside) => inside.every(({ values }) => values["valid"] !== false),
    },
  ],
  value_key: null,
  opens: false,
  resets_on: [],
};
