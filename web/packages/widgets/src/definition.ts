/**
 * What a kind of widget is, as data: the palette, the inspector, the runtime and (through `spec/widgets.json`) the server read it.
 * No React here; how the widget looks is in the `view.tsx` beside it.
 */
import type { Json } from "@sallyport/runtime/json.ts";
import type { ExposedValue, Paging, WidgetModel } from "@sallyport/runtime/widget-model.ts";

/** The grid on which every page and container is laid out. */
export const GRID = { columns: 12, row_height: 8 } as const;

/**
 * How the inspector edits a property. Any string in any property may hold `{{ }}`; `expression` says that nothing else makes sense.
 * - `columns`: a list of `{key, title, type, align, width, hidden}` with `title`, `align`, `width` and `hidden` optional
 * - `options`: a list of `{value, label}`, or an expression that gives such a list, rows or plain values
 * - `series`: a list of `{key, label}`
 * - `tabs`: a list of `{key, label}`; the keys name the widget's slots
 */
export type PropertyType =
  | "text"
  | "long_text"
  | "number"
  | "boolean"
  | "choice"
  | "expression"
  | "columns"
  | "options"
  | "series"
  | "tabs";

export type Section = "content" | "data" | "layout" | "style";

export type Choice = { readonly value: string; readonly label: string };

export type Property = {
  readonly key: string;
  readonly type: PropertyType;
  readonly label: string;
  readonly section: Section;
  readonly default: Json;
  readonly help: string | null;
  /** Only for `choice`. */
  readonly choices: readonly Choice[];
};

export type EventDefinition = { readonly name: string; readonly title: string; readonly help: string };

export type WidgetDefinition = {
  readonly type: string;
  readonly title: string;
  /** A Tabler icon's name. */
  readonly icon: string;
  readonly group: "display" | "input" | "layout";
  /** In grid units, when it is dropped on a page. */
  readonly size: { readonly w: number; readonly h: number };
  /** Where children go: nowhere, in `main`, or in a slot for each item of a property. */
  readonly slots: null | "main" | { readonly property: string };
  readonly properties: readonly Property[];
  readonly events: readonly EventDefinition[];
  readonly exposes: readonly ExposedValue[];
  readonly value_key: string | null;
  readonly opens: boolean;
  readonly paging?: Paging;
  readonly resets_on: readonly string[];
};

/** The part of a definition that the runtime needs. */
export function modelOf(definition: WidgetDefinition): WidgetModel {
  return {
    exposes: definition.exposes,
    defaults: Object.fromEntries(definition.properties.map((property) => [property.key, property.default])),
    value_key: definition.value_key,
    opens: definition.opens,
    resets_on: definition.resets_on,
    ...(definition.paging ? { paging: definition.paging } : {}),
  };
}

/** The keys of a widget's slots, from its record's properties. */
export function slotsOf(definition: WidgetDefinition, properties: { readonly [key: string]: unknown }): readonly string[] {
  if (definition.slots === null) return [];
  if (definition.slots === "main") return ["main"];
  const fallback = definition.properties.find((property) => property.key === slotProperty(definition))?.default;
  const items = properties[slotProperty(definition)] ?? fallback;
  if (!Array.isArray(items)) return [];
  return items.flatMap((item: unknown) =>
    typeof item === "object" && item !== null && "key" in item && typeof item.key === "string" ? [item.key] : [],
  );
}

function slotProperty(definition: WidgetDefinition): string {
  return typeof definition.slots === "object" && definition.slots !== null ? definition.slots.property : "";
}
