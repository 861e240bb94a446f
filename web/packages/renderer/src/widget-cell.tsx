/** One widget: its place, its frame, its view, and what is shown instead when there is something wrong. */
import type { Layout } from "@sallyport/document/records.ts";
import type { WidgetSnapshot } from "@sallyport/runtime/snapshot.ts";
import type { ViewWidget } from "@sallyport/runtime/view.ts";
import { fillsItsBox, viewOf } from "@sallyport/widgets/views.ts";
import type { WidgetActions } from "@sallyport/widgets/view.ts";
import { memo, Suspense, useCallback, useMemo, type CSSProperties } from "react";
import { useRendering } from "./renderer-context.ts";
import { SlotGrid } from "./slot-grid.tsx";
import { useWidget } from "./use-runtime.ts";
import { WidgetBoundary } from "./widget-boundary.tsx";
import { BindingErrors, NotShown, UnknownWidget } from "./widget-faults.tsx";

type WidgetCellProps = {
  readonly id: string;
  /** `null`: it floats above the page. */
  readonly layout: Layout | null;
  /** Hidden for its readers, but on the canvas. */
  readonly faint: boolean;
  readonly widgets: readonly ViewWidget[];
};

export const WidgetCell = memo(function WidgetCell({ id, layout, faint, widgets }: WidgetCellProps) {
  const { runtime, mode, frame: Frame } = useRendering();
  const snapshot = useWidget(runtime, id);
  if (snapshot === null) return null;
  const content = <WidgetContent snapshot={snapshot} widgets={widgets} />;
  const framed = Frame === null ? content : <Frame snapshot={snapshot} mode={mode}>{content}</Frame>;
  if (layout === null) return framed;
  const { x, y, w, h } = layout;
  return (
    <div
      className="cell"
      data-widget-id={id}
      data-widget-type={snapshot.widget.type}
      data-fills={fillsItsBox(snapshot.widget.type) || undefined}
      data-faint={faint || undefined}
      style={{ "--x": x + 1, "--y": y + 1, "--w": w, "--h": h } as CSSProperties}
    >
      <div className="cell-content">{framed}</div>
    </div>
  );
});

type ContentProps = { readonly snapshot: WidgetSnapshot; readonly widgets: readonly ViewWidget[] };

function WidgetContent({ snapshot, widgets }: ContentProps) {
  const { mode } = useRendering();
  const { widget, errors, pending } = snapshot;
  const actions = useActions(widget.id);
  const slot = useCallback(
    (key: string) => <SlotGrid page={widget.page} parent={widget.id} slot={key} widgets={widgets} />,
    [widget.page, widget.id, widgets],
  );
  const View = viewOf(widget.type);
  const wrong = Object.keys(errors).length > 0;
  if (View === undefined) return <UnknownWidget type={widget.type} />;
  if (pending) return <span className="bone cell-bone" role="status" aria-label="Loading" />;
  if (wrong && mode === "view") return <NotShown details={Object.values(errors)} />;
  return (
    <WidgetBoundary key={widget.type} name={widget.name}>
      <Suspense fallback={null}>
        <View snapshot={snapshot} mode={mode} actions={actions} slot={slot} />
      </Suspense>
      {wrong && <BindingErrors errors={errors} />}
    </WidgetBoundary>
  );
}

/** On the canvas nothing is set off: clicking selects, and no query is run by accident. */
function useActions(id: string): WidgetActions {
  const { runtime, mode } = useRendering();
  return useMemo(
    () => ({
      setState: (change, pace) => runtime.setState(id, change, pace),
      emit: (event) => {
        if (mode !== "edit") void runtime.emit(id, event);
      },
      submit: () => (mode === "edit" ? Promise.resolve(false) : runtime.submit(id)),
      close: () => void (mode === "edit" ? runtime.setState(id, { opened: false }) : runtime.close(id)),
    }),
    [runtime, mode, id],
  );
}
