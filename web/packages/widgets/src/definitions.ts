/** Every kind of widget, in the order of the palette. */
import type { WidgetModel } from "@sallyport/runtime/widget-model.ts";
import { button } from "./button/definition.ts";
import { chart } from "./chart/definition.ts";
import { container } from "./container/definition.ts";
import { modelOf, type WidgetDefinition } from "./definition.ts";
import { form } from "./form/definition.ts";
import { input } from "./input/definition.ts";
import { modal } from "./modal/definition.ts";
import { select } from "./select/definition.ts";
import { statistic } from "./statistic/definition.ts";
import { table } from "./table/definition.ts";
import { tabs } from "./tabs/definition.ts";
import { text } from "./text/definition.ts";

export const DEFINITIONS: readonly WidgetDefinition[] = [
  table,
  text,
  statistic,
  chart,
  input,
  select,
  button,
  form,
  container,
  tabs,
  modal,
];

const byType = new Map(DEFINITIONS.map((definition) => [definition.type, definition]));
const models = new Map(DEFINITIONS.map((definition) => [definition.type, modelOf(definition)]));

export function definitionOf(type: string): WidgetDefinition | undefined {
  return byType.get(type);
}

/** The port by which the runtime knows the widgets. */
export function widgetModel(type: string): WidgetModel | undefined {
  return models.get(type);
}
