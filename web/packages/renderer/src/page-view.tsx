/** A page of a running app. The viewer and the builder's canvas render this same component. */
import type { Runtime } from "@sallyport/runtime/runtime.ts";
import type { ViewWidget } from "@sallyport/runtime/view.ts";
import type { Mode } from "@sallyport/widgets/view.ts";
import { useMemo } from "react";
import { headingOf } from "./page-heading.ts";
import { RenderingContext, type FaultLinks, type WidgetFrame } from "./renderer-context.ts";
import { SlotGrid } from "./widget-tree.tsx";
import "./grid.css";

type PageViewProps = {
  readonly runtime: Runtime;
  readonly page: string;
  /** The widgets of the view that the runtime runs: `runtime.view.widgets`, passed so that a change renders. */
  readonly widgets: readonly ViewWidget[];
  readonly mode: Mode;
  readonly frame?: WidgetFrame | null;
  readonly faults?: FaultLinks | null;
};

export function PageView({ runtime, page, widgets, mode, frame = null, faults = null }: PageViewProps) {
  const title = runtime.view.pages.find((candidate) => candidate.id === page)?.title;
  // on the canvas the heading of the first level is the builder's own: the app's name
  const heading = mode === "edit" ? null : (headingOf(widgets, page)?.id ?? null);
  const rendering = useMemo(() => ({ runtime, mode, frame, faults, heading }), [runtime, mode, frame, faults, heading]);
  return (
    <RenderingContext value={rendering}>
      {mode !== "edit" && heading === null && <h1 className="page-title">{title}</h1>}
      <div className="page" data-mode={mode} data-page-id={page}>
        <SlotGrid key={page} page={page} parent={null} slot="main" widgets={widgets} />
      </div>
    </RenderingContext>
  );
}
