/**
 * Dragging with the pointer: from the palette, of what is selected, of an edge, of a rectangle. Nothing in the document
 * changes until the pointer is let go: a preview shows where things will be, so that nothing moves under the pointer.
 */
import type { Layout, WidgetId, WidgetRecord, WidgetType } from "@sallyport/document/records.ts";
import { outermost, placeOf, widgetOf, type Place } from "@sallyport/document/tree.ts";
import { addWidget, placeWidgets, type Placing } from "@sallyport/document/widget-commands.ts";
import type { WidgetDefinition } from "@sallyport/widgets/definition.ts";
import { definitionOf } from "@sallyport/widgets/definitions.ts";
import type { EditorStore } from "../state/editor-store.ts";
import { droppedAt, moved, resized, type Edge } from "./gestures.ts";
import { boxBetween, cellAt, meets, rowAt, topOfRow, type Box, type Point } from "./lattice.ts";
import { boxOf, frameOf, gridOf, latticeAround, latticeOf, placeAt } from "./measure.ts";
import { addLabel, placeFor, seedOf, sizeIn } from "./seed.ts";

export type DragKind = "new" | "move" | "resize" | "marquee";

export interface DragState {
  readonly kind: DragKind;
  readonly label: string;
  readonly pointer: Point;
  /** Where things will lie, on the screen. */
  readonly previews: readonly Box[];
  /** The grid that takes what is dropped, on the screen. */
  readonly target: Box | null;
  readonly place: Place | null;
  readonly layout: Layout | null;
}

interface Gesture {
  readonly kind: DragKind;
  readonly label: string;
  readonly cursor: string;
  readonly move: (point: Point) => Pick<DragState, "previews" | "target" | "place" | "layout">;
  readonly drop: (point: Point) => void;
}

type Size = Pick<Layout, "w" | "h">;

const THRESHOLD_PX = 4;
const NOTHING = { previews: [], target: null, place: null, layout: null };

export class Drag {
  readonly #store: EditorStore;
  readonly #listeners = new Set<() => void>();
  #state: DragState | null = null;
  #droppedAt = Number.NEGATIVE_INFINITY;

  constructor(store: EditorStore) {
    this.#store = store;
  }

  readonly get = (): DragState | null => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Whether the click that the browser sends now only ends a drag. */
  hasJustDropped(): boolean {
    return performance.now() - this.#droppedAt < 100;
  }

  fromPalette(start: Point, definition: WidgetDefinition, type: WidgetType): void {
    const grip = { x: 1, y: 2 };
    const aim = (point: Point) => this.#aim(point, (place) => sizeIn(definition, place), grip, [], (place) => placeFor(definition, place));
    this.#follow(start, {
      kind: "new",
      label: definition.title,
      cursor: "grabbing",
      move: aim,
      drop: (point) => {
        const { place, layout } = aim(point);
        if (!place || !layout) return;
        const made = addWidget(this.#store.get().document, place, seedOf(definition, type, place), layout);
        this.#store.run(made.change, addLabel(definition));
        this.#store.select(made.ids);
      },
    });
  }

  ofWidget(start: Point, id: WidgetId): void {
    const { document, selection } = this.#store.get();
    const widgets = outermost(document, selection.includes(id) ? selection : [id]);
    const held = widgets.find((widget) => widget.id === id) ?? widgets[0];
    const lattice = held && latticeAround(document, held.id);
    if (!held || !lattice || definitionOf(held.type)?.opens === true) return;
    const cell = cellAt(lattice, start);
    const grip = { x: cell.x - held.layout.x, y: cell.y - held.layout.y };
    const ids = widgets.map((widget) => widget.id);
    this.#follow(start, {
      kind: "move",
      label: widgets.length === 1 ? held.name : `${widgets.length} widgets`,
      cursor: "grabbing",
      move: (point) => this.#aimGroup(point, widgets, held, grip, ids),
      drop: (point) => {
        const { place, layout } = this.#aim(point, () => held.layout, grip, ids);
        if (!place || !layout) return;
        const change = placeWidgets(this.#store.get().document, moved(widgets, held, layout, place));
        this.#store.run(change, widgets.length === 1 ? `Move ${held.name}` : `Move ${widgets.length} widgets`);
      },
    });
  }

  ofEdge(start: Point, id: WidgetId, edge: Edge): void {
    const { document } = this.#store.get();
    const widget = widgetOf(document, id);
    const lattice = latticeAround(document, id);
    if (!widget || !lattice) return;
    // Rows differ in height, so that what is pulled is the row at which the edge lies.
    const line = edge.includes("n") ? widget.layout.y : widget.layout.y + widget.layout.h;
    const layoutAt = (point: Point) =>
      resized(widget.layout, edge, {
        x: (point.x - start.x) / lattice.column,
        y: rowAt(lattice, topOfRow(lattice, line) + point.y - start.y) - line,
      });
    this.#follow(start, {
      kind: "resize",
      label: widget.name,
      cursor: `${edge}-resize`,
      move: (point) => {
        const layout = layoutAt(point);
        return { ...NOTHING, previews: [boxOf(lattice, layout)], place: placeOf(widget), layout };
      },
      drop: (point) => {
        const placing: Placing = { id, place: placeOf(widget), layout: layoutAt(point) };
        this.#store.run(placeWidgets(this.#store.get().document, [placing]), `Resize ${widget.name}`);
      },
    });
  }

  /** Pulls a rectangle over a grid; what it meets is selected. */
  ofMarquee(start: Point, place: Place, keep: readonly WidgetId[]): void {
    const { document } = this.#store.get();
    const inGrid = Object.values(document.records).filter(
      (record): record is WidgetRecord => record.kind === "widget" && record.page === place.page && record.parent === place.parent,
    );
    const boxes = inGrid.map((widget) => ({ id: widget.id, box: frameOf(widget.id)?.getBoundingClientRect() }));
    this.#follow(start, {
      kind: "marquee",
      label: "",
      cursor: "crosshair",
      move: (point) => ({ ...NOTHING, previews: [boxBetween(start, point)] }),
      drop: (point) => {
        const pulled = boxBetween(start, point);
        const hit = boxes.filter(({ box }) => box && meets(box, pulled)).map(({ id }) => id);
        this.#store.select([...new Set([...keep, ...hit])]);
      },
    });
  }

  #aim(point: Point, sizeAt: (place: Place) => Size, grip: Point, ids: readonly WidgetId[], into = (place: Place) => place) {
    const under = placeAt(this.#store.get().document, point, ids);
    const place = under && into(under);
    const grid = place && gridOf(place);
    if (!grid) return NOTHING;
    const lattice = latticeOf(grid);
    const layout = droppedAt(sizeAt(place), cellAt(lattice, point), grip);
    return { previews: [boxOf(lattice, layout)], target: grid.getBoundingClientRect(), place, layout };
  }

  #aimGroup(point: Point, widgets: readonly WidgetRecord[], held: WidgetRecord, grip: Point, ids: readonly WidgetId[]) {
    const aimed = this.#aim(point, () => held.layout, grip, ids);
    const grid = aimed.place && gridOf(aimed.place);
    if (!aimed.place || !aimed.layout || !grid) return aimed;
    const lattice = latticeOf(grid);
    const placings = moved(widgets, held, aimed.layout, aimed.place);
    return { ...aimed, previews: placings.map((placing) => boxOf(lattice, placing.layout)) };
  }

  #become(state: DragState | null): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }

  /** Follows the pointer from its press to its release; Escape gives up. */
  #follow(start: Point, gesture: Gesture): void {
    const listening = new AbortController();
    const { signal } = listening;
    const show = (point: Point) =>
      this.#become({ kind: gesture.kind, label: gesture.label, pointer: point, ...gesture.move(point) });
    const end = () => {
      listening.abort();
      document.documentElement.style.removeProperty("cursor");
      document.documentElement.removeAttribute("data-dragging");
      this.#become(null);
    };
    const onMove = (event: PointerEvent) => {
      const point = { x: event.clientX, y: event.clientY };
      if (!this.#state && Math.hypot(point.x - start.x, point.y - start.y) < THRESHOLD_PX) return;
      event.preventDefault();
      document.documentElement.style.setProperty("cursor", gesture.cursor);
      document.documentElement.setAttribute("data-dragging", "");
      show(point);
    };
    const onUp = (event: PointerEvent) => {
      const dragged = this.#state !== null;
      end();
      if (!dragged) return;
      this.#droppedAt = performance.now();
      gesture.drop({ x: event.clientX, y: event.clientY });
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      this.#droppedAt = performance.now();
      end();
    };
    window.addEventListener("pointermove", onMove, { signal });
    window.addEventListener("pointerup", onUp, { signal });
    window.addEventListener("pointercancel", end, { signal });
    window.addEventListener("keydown", onKey, { signal, capture: true });
  }
}

