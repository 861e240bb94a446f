/**
 * The tree of a page: a slot is a 12-column grid of cells, a cell is one widget (its place, its frame, its view, and what is shown instead
 * when something is wrong), and a widget may have slots again.
 */
import type { Layout } from "@sallyport/document/records.ts";
import type { WidgetSnapshot } from "@sallyport/runtime/snapshot.ts";
import type { ViewWidget } from "@sallyport/runtime/view.ts";
import { definitionOf } from "@sallyport/widgets/definitions.ts";
import type { WidgetActions } from "@sallyport/widgets/view.ts";
import { fillsItsBox, VIEWS } from "@sallyport/widgets/views.ts";
import { memo, Suspense, useCallback, useMemo, type CSSProperties } from "react";
import { place } from "./placement.ts";
import { useRendering } from "./renderer-context.ts";
import { useHidden, useWidget } from "./use-runtime.ts";
import { WidgetBoundary } from "./widget-boundary.tsx";
import { FaultList, NotShown, UnknownWidget } from "./widget-faults.tsx";
import "./grid.css";

type SlotGridProps = {
  readonly page: string;
  readonly parent: string | null;
  readonly slot: string;
  readonly widgets: readonly ViewWidget[];
};

export function SlotGrid({ page, parent, slot, widgets }: SlotGridProps) {
  const { runtime, mode } = useRendering();
  const inside = useMemo(
    () => widgets.filter((widget) => widget.page === page && widget.parent === parent && (parent === null || widget.slot === slot)),
    [widgets, page, parent, slot],
  );
  // what floats takes no room on the grid
  const floating = inside.filter((widget) => definitionOf(widget.type)?.opens === true);
  const laid = inside.filter((widget) => !floating.includes(widget));
  const hidden = useHidden(runtime, laid.map(({ id }) => id), mode);
  const placements = place(laid, mode === "edit" ? new Set() : hidden);
  return (
    <div className="slot" data-grid-parent={parent ?? page} data-grid-slot={slot} data-empty={placements.length === 0 || undefined}>
      <div className="slot-grid">
        {placements.map(({ id, layout }) => (
          <WidgetCell key={id} id={id} layout={layout} faint={hidden.has(id)} widgets={widgets} />
        ))}
      </div>
      {floating.map(({ id }) => (
        <WidgetCell key={id} id={id} layout={null} faint={false} widgets={widgets} />
      ))}
    </div>
  );
}

type WidgetCellProps = {
  readonly id: string;
  /** `null`: it floats above the page. */
  readonly layout: Layout | null;
  /** Hidden for its readers, but on the canvas. */
  readonly faint: boolean;
  readonly widgets: readonly ViewWidget[];
};

const WidgetCell = memo(function WidgetCell({ id, layout, faint, widgets }: WidgetCellProps) {
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
  const { mode, heading } = useRendering();
  const { widget, errors, pending, failed } = snapshot;
  const actions = useActions(widget.id);
  const slot = useCallback(
    (key: string) => <SlotGrid page={widget.page} parent={widget.id} slot={key} widgets={widgets} />,
    [widget.page, widget.id, widgets],
  );
  const View = VIEWS[widget.type];
  const wrong = Object.keys(errors).length > 0;
  if (View === undefined) return <UnknownWidget type={widget.type} />;
  if (pending) return <span className="bone cell-bone" role="status" aria-label="Loading" />;
  if (wrong && mode === "view") return <NotShown details={Object.values(errors)} />;
  return (
    <WidgetBoundary key={widget.type} name={widget.name}>
      <Suspense fallback={null}>
        <View snapshot={snapshot} mode={mode} leads={heading === widget.id} actions={actions} slot={slot} />
      </Suspense>
      {mode !== "view" && (wrong || failed !== null) && <Faults snapshot={snapshot} />}
    </WidgetBoundary>
  );
}

/** For builders: what is wrong, and from the canvas the way there. */
function Faults({ snapshot }: { readonly snapshot: WidgetSnapshot }) {
  const { runtime, faults } = useRendering();
  const { widget, errors, failed } = snapshot;
  const query = runtime.view.queries.find(({ id }) => id === failed);
  const ofBindings = Object.entries(errors).map(([property, error]) => ({
    name: definitionOf(widget.type)?.properties.find(({ key }) => key === property)?.label ?? property,
    text: error.replaceAll(/`([^`]*)`/g, "“$1”"),
    ...(faults && { open: () => faults.property(widget.id, property) }),
  }));
  // in a preview the widget says itself why its data is not there
  const ofQuery = query && faults ? [{ name: query.name, text: "failed: open the query", open: () => faults.query(query.id) }] : [];
  return <FaultList faults={[...ofBindings, ...ofQuery]} />;
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
