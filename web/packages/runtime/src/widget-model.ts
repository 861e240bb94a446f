/** What the runtime must know of a kind of widget: which values it exposes and what they follow from. No React here. */
import type { Value } from "./json.ts";

export type Values = { readonly [key: string]: Value };

export type ExposedValue = {
  readonly key: string;
  readonly help: string;
  /** The properties that the value follows from, so that a circle is found exactly and not too early. */
  readonly uses: readonly string[];
  /** The exposed values of the widgets inside that it follows from (a form's values). */
  readonly inside?: readonly string[];
  /** The value from the widget's properties and from what the person did with it. */
  readonly read: (properties: Values, state: Values, inside: readonly Inside[]) => Value;
};

export type Paging = { readonly keys: readonly string[]; readonly first: Values };

/** A widget inside another, with those of its exposed values that were asked for. */
export type Inside = { readonly name: string; readonly values: Values };

export type WidgetModel = {
  readonly exposes: readonly ExposedValue[];
  /** Defaults of properties that the record leaves out. */
  readonly defaults: Values;
  /** What `set_value` sets. `null`: the widget has no value. */
  readonly value_key: string | null;
  /** Whether the widget opens and closes. */
  readonly opens: boolean;
  /** For a widget that pages through a query's rows: what says which page, and the state of the first one. */
  readonly paging?: Paging;
  /** Properties whose change throws away what the person did (a new default is a new start). */
  readonly resets_on: readonly string[];
};
