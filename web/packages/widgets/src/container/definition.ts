import type { WidgetDefinition } from "../definition.ts";
import { hidden, property } from "../properties.ts";

export const container: WidgetDefinition = {
  type: "container",
  title: "Container",
  icon: "box-padding",
  group: "layout",
  size: { w: 6, h: 30 },
  slots: "main",
  properties: [
    property("title", "text", "Title", { default: "" }),
    property("bordered", "boolean", "Border", { section: "style", default: true }),
    hidden,
  ],
  events: [],
  exposes: [],
  value_key: null,
  opens: false,
  resets_on: [],
};
