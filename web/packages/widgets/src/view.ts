/** What a widget's view is given. A view draws its snapshot and says what the person did; it keeps nothing of the app itself. */
import type { Pace } from "@sallyport/runtime/runtime.ts";
import type { WidgetSnapshot } from "@sallyport/runtime/snapshot.ts";
import type { Values } from "@sallyport/runtime/widget-model.ts";
import type { ComponentType, ReactNode } from "react";

/** `edit`: on the canvas. `preview`: the draft, running, for its builder. `view`: the released app. */
export type Mode = "edit" | "preview" | "view";

export type WidgetActions = {
  readonly setState: (change: Values, pace?: Pace) => void;
  readonly emit: (event: string) => void;
  /** Submits the form that this widget is. */
  readonly submit: () => Promise<boolean>;
  /** Closes the modal that this widget is. */
  readonly close: () => void;
};

export type WidgetViewProps = {
  readonly snapshot: WidgetSnapshot;
  readonly mode: Mode;
  /** It says what the page is called: the page has no other heading of the first level. */
  readonly leads: boolean;
  readonly actions: WidgetActions;
  /** The children in a slot, laid out on a grid. */
  readonly slot: (key: string) => ReactNode;
};

export type WidgetView = ComponentType<WidgetViewProps>;
