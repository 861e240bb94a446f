import type { WidgetDefinition } from "../definition.ts";
import { choice, hidden, property } from "../properties.ts";

export const text: WidgetDefinition = {
  type: "text",
  title: "Text",
  icon: "align-left",
  group: "display",
  size: { w: 4, h: 5 },
  slots: null,
  properties: [
    property("value", "long_text", "Text", { default: "Text" }),
    choice(
      "variant",
      "Kind",
      [
        { value: "body", label: "Body" },
        { value: "heading", label: "Heading" },
        { value: "subheading", label: "Subheading" },
        { value: "small", label: "Small" },
        { value: "code", label: "Code" },
      ],
      { section: "style" },
    ),
    choice(
      "align",
      "Align",
      [
        { value: "left", label: "Left" },
        { value: "center", label: "Centre" },
        { value: "right", label: "Right" },
      ],
      { section: "style" },
    ),
    choice(
      "tone",
      "Tone",
      [
        { value: "default", label: "Default" },
        { value: "dimmed", label: "Dimmed" },
        { value: "info", label: "Information" },
        { value: "success", label: "Success" },
        { value: "warning", label: "Warning" },
        { value: "error", label: "Error" },
      ],
      { section: "style" },
    ),
    hidden,
  ],
  events: [],
  exposes: [
    { key: "value", help: "The text shown", uses: ["value"], read: (properties, state) => state["value"] ?? properties["value"] },
  ],
  value_key: "value",
  opens: false,
  resets_on: ["value"],
};
