/** Short ways to write a property, and the ones that many widgets share. */
import type { Json } from "@sallyport/runtime/json.ts";
import type { Choice, Property, PropertyType, Section } from "./definition.ts";

type Rest = { readonly default?: Json; readonly help?: string; readonly section?: Section };

export function property(key: string, type: PropertyType, label: string, rest: Rest = {}): Property {
  return {
    key,
    type,
    label,
    section: rest.section ?? "content",
    default: rest.default ?? null,
    help: rest.help ?? null,
    choices: [],
  };
}

export function choice(key: string, label: string, choices: readonly Choice[], rest: Rest = {}): Property {
  return { ...property(key, "choice", label, rest), choices, default: rest.default ?? choices[0]?.value ?? null };
}

export const hidden = property("hidden", "boolean", "Hidden", {
  section: "layout",
  default: false,
  help: "The widget and the space it takes are left out while this is true",
});

export const disabled = property("disabled", "boolean", "Disabled", { default: false });

export const required = property("required", "boolean", "Required", { default: false });

export const label = (text: string): Property => property("label", "text", "Label", { default: text });

export const CURRENCY_HELP = "ISO 4217, such as EUR";
