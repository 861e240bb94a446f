/** Where a key leads in a grid. */

export type Position = { readonly row: number; readonly column: number };

type Key = { readonly key: string; readonly ctrlKey: boolean; readonly metaKey: boolean };

type Size = { readonly rows: number; readonly columns: number; readonly page: number };

/** `null`: the key does not move. */
export function moved(from: Position, { key, ctrlKey, metaKey }: Key, size: Size): Position | null {
  const far = ctrlKey || metaKey;
  const row = (to: number): Position => ({ ...from, row: Math.max(0, Math.min(size.rows - 1, to)) });
  const column = (to: number): Position => ({ ...from, column: Math.max(0, Math.min(size.columns - 1, to)) });
  switch (key) {
    case "ArrowDown":
      return row(far ? size.rows - 1 : from.row + 1);
    case "ArrowUp":
      return row(far ? 0 : from.row - 1);
    case "PageDown":
      return row(from.row + size.page);
    case "PageUp":
      return row(from.row - size.page);
    case "ArrowRight":
      return column(from.column + 1);
    case "ArrowLeft":
      return column(from.column - 1);
    case "Home":
      return far ? { row: 0, column: 0 } : column(0);
    case "End":
      return far ? { row: size.rows - 1, column: size.columns - 1 } : column(size.columns - 1);
    default:
      return null;
  }
}
