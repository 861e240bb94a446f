import { Tabs } from "@mantine/core";
import { textOf } from "@sallyport/runtime/json.ts";
import type { WidgetViewProps } from "../view.ts";
import { tabsOf } from "./current-tab.ts";
import "./tabs.css";

export function TabsView({ snapshot, actions, slot }: WidgetViewProps) {
  const tabs = tabsOf(snapshot.properties);
  const current = textOf(snapshot.exposed["value"]) || (tabs[0]?.key ?? "");
  return (
    <Tabs
      className="tabs"
      value={current}
      keepMounted={false}
      onChange={(key) => {
        if (key === null || key === current) return;
        actions.setState({ value: key });
        actions.emit("change");
      }}
    >
      <Tabs.List aria-label={snapshot.widget.name}>
        {tabs.map((tab) => (
          <Tabs.Tab key={tab.key} value={tab.key}>
            {tab.label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {tabs.map((tab) => (
        <Tabs.Panel key={tab.key} value={tab.key} className="tabs-panel">
          {tab.key === current && slot(tab.key)}
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
