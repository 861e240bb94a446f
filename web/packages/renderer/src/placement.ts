/** Where each widget lies on its grid, in reading order, and which rows give way when what lies on them is hidden. */
import type { Layout } from "@sallyport/document/records.ts";

export type Placeable = { readonly id: string; readonly layout: Layout };

export type Placement = { readonly id: string; readonly layout: Layout };

/**
 * Rows that only hidden widgets cover are left out; rows that are empty by design stay. In reading order, so that one column, the
 * keyboard and a screen reader all follow it.
 */
export function place(widgets: readonly Placeable[], hidden: ReadonlySet<string>): readonly Placement[] {
  const shown = widgets.filter(({ id }) => !hidden.has(id));
  const gone = widgets.filter(({ id }) => hidden.has(id));
  const dropped = droppedRows(shown, gone);
  const before = (row: number) => dropped.filter((candidate) => candidate < row).length;
  return shown
    .map(({ id, layout }) => ({ id, layout: { ...layout, y: layout.y - before(layout.y) } }))
    .toSorted((a, b) => a.layout.y - b.layout.y || a.layout.x - b.layout.x);
}

function droppedRows(shown: readonly Placeable[], gone: readonly Placeable[]): readonly number[] {
  const rows = new Set<number>();
  for (const { layout } of gone) for (let row = layout.y; row < layout.y + layout.h; row += 1) rows.add(row);
  for (const { layout } of shown) for (let row = layout.y; row < layout.y + layout.h; row += 1) rows.delete(row);
  return [...rows];
}
