import { memo } from "react";
import type { Column } from "./columns.ts";
import { textIn } from "./rows.ts";
import type { Row } from "./table-state.ts";
import { tagText, tagTone } from "./tag-tone.ts";

type GridRowProps = {
  readonly id: string;
  readonly row: Row;
  readonly columns: readonly Column[];
  readonly currency: string;
  /** Counted from 1, after the header row. */
  readonly place: number;
  readonly top: number;
  readonly selected: boolean;
  /** The column of the cell that the keyboard is on; -1: in another row. */
  readonly activeColumn: number;
};

export const GridRow = memo(function GridRow({ id, row, columns, currency, place, top, selected, activeColumn }: GridRowProps) {
  return (
    <div
      role="row"
      className="grid-row"
      data-place={place}
      aria-rowindex={place + 1}
      aria-selected={selected}
      style={{ transform: `translateY(${top}px)` }}
    >
      {columns.map((column, index) => (
        <Cell
          key={column.key}
          id={`${id}-${place}-${index}`}
          column={column}
          row={row}
          currency={currency}
          index={index}
          active={index === activeColumn}
        />
      ))}
    </div>
  );
});

type CellProps = {
  readonly id: string;
  readonly column: Column;
  readonly row: Row;
  readonly currency: string;
  readonly index: number;
  readonly active: boolean;
};

function Cell({ id, column, row, currency, index, active }: CellProps) {
  const text = textIn(row, column, currency);
  const exact = column.type === "date" || column.type === "datetime" ? String(row[column.key] ?? "") : text;
  return (
    <div
      role="gridcell"
      id={id}
      className="grid-cell"
      data-column={index}
      data-align={column.align}
      data-type={column.type}
      data-active={active || undefined}
      aria-colindex={index + 1}
      title={exact === "" ? undefined : exact}
    >
      {column.type === "tag" && text !== "" ? (
        <span className="grid-tag" data-tone={tagTone(text)}>
          {tagText(text)}
        </span>
      ) : (
        text
      )}
    </div>
  );
}
