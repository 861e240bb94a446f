/** A page of a running app. The viewer and the builder's canvas render this same component. */
import type { Runtime } from "@sallyport/runtime/runtime.ts";
import type { ViewWidget } from "@sallyport/runtime/view.ts";
import type { Mode } from "@sallyport/widgets/view.ts";
import { useMemo } from "react";
import { RenderingContext, type WidgetFrame } from "./renderer-context.ts";
import { SlotGrid } from "./widget-tree.tsx";
import "./grid.css";

type PageViewProps = {
  readonly runtime: Runtime;
  readonly page: string;
  /** The widgets of the view that the runtime runs: `runtime.view.widgets`, passed so that a change renders. */
  readonly widgets: readonly ViewWidget[];
  readonly mode: Mode;
  readonly frame?: WidgetFrame | null;
};

export function PageView({ runtime, page, widgets, mode, frame = null }: PageViewProps) {
  const rendering = useMemo(() => ({ runtime, mode, frame }), [runtime, mode, frame]);
  return (
    <RenderingContext value={rendering}>
      <div className="page" data-mode={mode} data-page-id={page}>
        <SlotGrid key={page} page={page} parent={null} slot="main" widgets={widgets} />
      </div>
    </RenderingContext>
  );
}
