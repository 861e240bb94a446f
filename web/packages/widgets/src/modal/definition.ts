import type { WidgetDefinition } from "../definition.ts";
import { choice, property } from "../properties.ts";

export const modal: WidgetDefinition = {
  type: "modal",
  title: "Modal",
  icon: "app-window",
  group: "layout",
  size: { w: 12, h: 30 },
  slots: "main",
  properties: [
    property("title", "text", "Title", { default: "Title" }),
    choice(
      "width",
      "Width",
      [
        { value: "medium", label: "Medium" },
        { value: "small", label: "Small" },
        { value: "large", label: "Large" },
      ],
      { section: "style" },
    ),
  ],
  events: [
    { name: "open", title: "On open", help: "The modal has opened" },
    { name: "close", title: "On close", help: "The modal has closed" },
  ],
  exposes: [{ key: "opened", help: "Whether it is open", uses: [], read: (_properties, state) => state["opened"] === true }],
  value_key: null,
  opens: true,
  resets_on: [],
};
