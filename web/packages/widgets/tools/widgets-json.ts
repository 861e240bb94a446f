/** `spec/widgets.json`: what the server and other readers must know of the widgets. */
import { GRID, type WidgetDefinition } from "../src/definition.ts";
import { DEFINITIONS } from "../src/definitions.ts";

export function widgetsJson(): string {
  return `${JSON.stringify({ grid: GRID, widgets: DEFINITIONS.map(entryOf) }, null, 2)}\n`;
}

function entryOf(definition: WidgetDefinition): unknown {
  const { type, title, icon, group, size, slots, properties, events, exposes } = definition;
  return {
    type,
    title,
    icon,
    group,
    size,
    container: slots !== null,
    // "main", or the property whose items' keys are the slots
    slots: typeof slots === "object" && slots !== null ? { property: slots.property } : slots,
    properties: properties.map(({ choices, ...property }) => ({ ...property, choices: choices.map(({ value }) => value) })),
    events: events.map(({ name, title }) => ({ name, title })),
    exposes: exposes.map(({ key, help }) => ({ key, help })),
  };
}
