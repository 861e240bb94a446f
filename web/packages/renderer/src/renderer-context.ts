import type { Runtime } from "@sallyport/runtime/runtime.ts";
import type { WidgetSnapshot } from "@sallyport/runtime/snapshot.ts";
import type { Mode } from "@sallyport/widgets/view.ts";
import { createContext, useContext, type ComponentType, type ReactNode } from "react";

/**
 * What stands around every widget. The builder gives its own, to put handles and badges there; whatever it renders must contain
 * `children`. The cell outside it carries `data-widget-id` and is what an overlay measures.
 */
export type WidgetFrameProps = { readonly snapshot: WidgetSnapshot; readonly mode: Mode; readonly children: ReactNode };

export type WidgetFrame = ComponentType<WidgetFrameProps>;

/** Where a builder is led from what is wrong on the canvas. */
export type FaultLinks = {
  readonly property: (widget: string, property: string) => void;
  readonly query: (query: string) => void;
};

export type Rendering = {
  readonly runtime: Runtime;
  readonly mode: Mode;
  readonly frame: WidgetFrame | null;
  readonly faults: FaultLinks | null;
  /** The widget that is the page's own heading, if one is. */
  readonly heading: string | null;
};

export const RenderingContext = createContext<Rendering | null>(null);

export function useRendering(): Rendering {
  const rendering = useContext(RenderingContext);
  if (rendering === null) throw new Error("a widget is rendered outside of PageView");
  return rendering;
}
