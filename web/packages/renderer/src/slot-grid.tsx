/** The widgets of one slot on a 12-column grid: of a page, or inside a widget. */
import type { ViewWidget } from "@sallyport/runtime/view.ts";
import { definitionOf } from "@sallyport/widgets/definitions.ts";
import { useMemo } from "react";
import { place } from "./placement.ts";
import { useRendering } from "./renderer-context.ts";
import { useHidden } from "./use-runtime.ts";
import { WidgetCell } from "./widget-cell.tsx";
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
  const hidden = useHidden(runtime, laid.map(({ id }) => id));
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
