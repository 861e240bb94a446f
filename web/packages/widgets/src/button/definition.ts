import type { WidgetDefinition } from "../definition.ts";
import { choice, disabled, hidden, property } from "../properties.ts";

export const button: WidgetDefinition = {
  type: "button",
  title: "Button",
  icon: "square-rounded-arrow-right",
  group: "input",
  size: { w: 2, h: 5 },
  slots: null,
  properties: [
    property("text", "text", "Text", { default: "Button" }),
    choice(
      "tone",
      "Tone",
      [
        { value: "primary", label: "Primary" },
        { value: "default", label: "Default" },
        { value: "subtle", label: "Subtle" },
        { value: "danger", label: "Danger" },
      ],
      { section: "style" },
    ),
    property("submits", "boolean", "Submits its form", { default: false, help: "Checks the form around it and runs the form's submit" }),
    disabled,
    hidden,
  ],
  events: [{ name: "click", title: "On click", help: "Runs while the button shows that it is busy" }],
  exposes: [],
  value_key: null,
  opens: false,
  resets_on: [],
};
