/** What a new widget starts with, and where it goes if nobody pointed at a place. */
import { COLUMNS, WIDGET_TYPES, type WidgetType } from "@sallyport/document/records.ts";
import { placeOf, widgetOf, type Place } from "@sallyport/document/tree.ts";
import type { Seed } from "@sallyport/document/widget-commands.ts";
import { slotsOf, type WidgetDefinition } from "@sallyport/widgets/definition.ts";
import { definitionOf } from "@sallyport/widgets/definitions.ts";
import type { EditorState } from "../state/editor-store.ts";

/** "Add a table", "Add tabs": the act in words. */
export function addLabel({ title, type }: WidgetDefinition): string {
  const noun = title.toLowerCase();
  return type === "tabs" ? `Add ${noun}` : `Add ${/^[aeiou]/.test(noun) ? "an" : "a"} ${noun}`;
}

export function isWidgetType(type: string): type is WidgetType {
  return (WIDGET_TYPES as readonly string[]).includes(type);
}

/** Defaults stay with the definition; a record holds only what was chosen. */
export function seedOf(definition: WidgetDefinition, type: WidgetType, place: Place): Seed {
  return { type, ...sizeIn(definition, place), properties: {} };
}

/** Inside another widget a column is narrower, so that it takes more of them to be read. */
export function sizeIn(definition: WidgetDefinition, place: Place | null): { readonly w: number; readonly h: number } {
  const { w, h } = definition.size;
  return { w: place === null || place.parent === null ? w : Math.min(w * 2, COLUMNS), h };
}

/** What floats above its page belongs to the page, wherever it is dropped. */
export function placeFor(definition: WidgetDefinition, place: Place): Place {
  return definition.opens ? { page: place.page, parent: null, slot: "main" } : place;
}

/** Inside the selected widget if it holds others, beside it if not, on the page if nothing is selected. */
export function placeForNew({ document, page, selection }: EditorState, definition?: WidgetDefinition): Place | null {
  if (page === null) return null;
  if (definition?.opens === true) return { page, parent: null, slot: "main" };
  const selected = selection.length === 1 && selection[0] !== undefined ? widgetOf(document, selection[0]) : null;
  if (!selected) return { page, parent: null, slot: "main" };
  const around = definitionOf(selected.type);
  const slot = around ? slotsOf(around, selected.properties)[0] : undefined;
  return slot === undefined ? placeOf(selected) : { page, parent: selected.id, slot };
}
