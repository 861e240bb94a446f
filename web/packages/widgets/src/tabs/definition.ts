import type { WidgetDefinition } from "../definition.ts";
import { hidden, property } from "../properties.ts";
import { currentTab } from "./current-tab.ts";

export const tabs: WidgetDefinition = {
  type: "tabs",
  title: "Tabs",
  icon: "layout-navbar",
  group: "layout",
  size: { w: 12, h: 40 },
  slots: { property: "tabs" },
  properties: [
    property("tabs", "tabs", "Tabs", {
      default: [
        { key: "first", label: "First" },
        { key: "second", label: "Second" },
      ],
    }),
    property("default_tab", "text", "Tab at first", { section: "data", default: "", help: "A tab's key; the first tab when left empty" }),
    hidden,
  ],
  events: [{ name: "change", title: "On change", help: "Another tab was chosen" }],
  exposes: [{ key: "value", help: "The key of the tab that is shown", uses: ["tabs", "default_tab"], read: currentTab }],
  value_key: "value",
  opens: false,
  resets_on: ["default_tab"],
};
