/**
 * The rows of a table: only those in sight are in the page, each an absolute div (see docs/benchmarks.md for why not a table element).
 * One tab stop; arrows, Home, End and the page keys move, Enter selects and then opens.
 */
import { IconArrowDown, IconArrowUp, IconSelector } from "@tabler/icons-react";
import { useId, useRef, useState, type CSSProperties, type KeyboardEvent, type MouseEvent } from "react";
import type { Column, ColumnLayout } from "./columns.ts";
import { GridRow } from "./grid-row.tsx";
import { moved, type Position } from "./keys.ts";
import { useRowWindow } from "./row-window.ts";
import type { Placed } from "./rows.ts";
import { keyOfRow, type Sort } from "./table-state.ts";

export const ROW_HEIGHT = 36;

type GridProps = {
  readonly label: string;
  readonly rows: readonly Placed[];
  readonly columns: readonly Column[];
  readonly layout: ColumnLayout;
  readonly currency: string;
  readonly rowKey: string;
  readonly selected: string | null;
  readonly sort: Sort | null;
  readonly sortable: boolean;
  /** Of all rows, on this page and others; `null`: nobody knows. */
  readonly total: number | null;
  readonly offset: number;
  readonly busy: boolean;
  readonly onSelect: (placed: Placed) => void;
  readonly onOpen: (placed: Placed) => void;
  readonly onSort: (key: string) => void;
};

export function Grid(props: GridProps) {
  const { rows, columns, rowKey, selected } = props;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<Position>({ row: 0, column: 0 });
  const [focused, setFocused] = useState(false);
  const { first, last } = useRowWindow(scroller, ROW_HEIGHT, rows.length);
  const position = { row: Math.min(active.row, rows.length - 1), column: Math.min(active.column, columns.length - 1) };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    const placed = rows[position.row];
    if ((event.key === "Enter" || event.key === " ") && placed) {
      event.preventDefault();
      if (event.key === "Enter" && keyOfRow(placed.row, placed.index, rowKey) === selected) props.onOpen(placed);
      else props.onSelect(placed);
      return;
    }
    const size = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_HEIGHT) - 2);
    const next = moved(position, event, { rows: rows.length, columns: columns.length, page: size });
    if (next === null) return;
    event.preventDefault();
    setActive(next);
    bringIntoSight(scroller.current, next.row);
    document.getElementById(`${id}-${next.row + 1}-${next.column}`)?.scrollIntoView({ block: "nearest", inline: "nearest" });
  };
  const placedAt = (event: MouseEvent): Position | null => {
    const cell = (event.target as Element).closest<HTMLElement>("[data-column]");
    const row = cell?.closest<HTMLElement>("[data-place]");
    return cell && row ? { row: Number(row.dataset["place"]) - 1, column: Number(cell.dataset["column"]) } : null;
  };
  const onClick = (event: MouseEvent) => {
    const at = placedAt(event);
    const placed = at && rows[at.row];
    if (!placed) return;
    setActive(at);
    props.onSelect(placed);
  };
  const onDoubleClick = (event: MouseEvent) => {
    const at = placedAt(event);
    const placed = at && rows[at.row];
    if (placed) props.onOpen(placed);
  };

  return (
    <div
      ref={scroller}
      role="grid"
      tabIndex={0}
      className="grid"
      aria-label={props.label}
      aria-rowcount={props.total === null ? -1 : props.total + 1}
      aria-colcount={columns.length}
      aria-busy={props.busy}
      aria-activedescendant={focused && rows.length > 0 ? `${id}-${position.row + 1}-${position.column}` : undefined}
      style={{ "--columns": props.layout.template, "--least": `${props.layout.least}px` } as CSSProperties}
      onKeyDown={onKeyDown}
      onClick={onClick}
      onDoubleClick={onDoubleClick}
      onFocus={() => setFocused(true)}
      onBlur={() => setFocused(false)}
    >
      <div role="rowgroup" className="grid-head">
        <div role="row" className="grid-row" aria-rowindex={1}>
          {columns.map((column, index) => (
            <Heading key={column.key} column={column} index={index} sort={props.sort} sortable={props.sortable} onSort={props.onSort} />
          ))}
        </div>
      </div>
      <div role="rowgroup" className="grid-body" style={{ height: rows.length * ROW_HEIGHT }}>
        {rows.slice(first, last).map((placed, nth) => {
          const index = first + nth;
          return (
            <GridRow
              key={index}
              id={id}
              row={placed.row}
              columns={columns}
              currency={props.currency}
              place={index + 1}
              top={index * ROW_HEIGHT}
              selected={selected !== null && keyOfRow(placed.row, placed.index, rowKey) === selected}
              activeColumn={focused && index === position.row ? position.column : -1}
            />
          );
        })}
      </div>
    </div>
  );
}

/** Below the heading, which stays at the top. */
function bringIntoSight(scroller: HTMLElement | null, row: number): void {
  if (!scroller) return;
  const top = row * ROW_HEIGHT;
  const room = scroller.clientHeight - 2 * ROW_HEIGHT;
  if (top < scroller.scrollTop) scroller.scrollTop = top;
  else if (top > scroller.scrollTop + room) scroller.scrollTop = top - room;
}

type HeadingProps = {
  readonly column: Column;
  readonly index: number;
  readonly sort: Sort | null;
  readonly sortable: boolean;
  readonly onSort: (key: string) => void;
};

function Heading({ column, index, sort, sortable, onSort }: HeadingProps) {
  const direction = sort?.by === column.key ? sort.direction : null;
  const Icon = direction === null ? IconSelector : direction === "asc" ? IconArrowUp : IconArrowDown;
  const aria = direction === null ? "none" : direction === "asc" ? "ascending" : "descending";
  return (
    <div role="columnheader" className="grid-heading" data-align={column.align} aria-colindex={index + 1} aria-sort={sortable ? aria : undefined}>
      {sortable ? (
        <button type="button" className="grid-sort" data-sorted={direction !== null} onClick={() => onSort(column.key)} title={column.title}>
          <span>{column.title}</span>
          <Icon size={14} aria-hidden="true" />
        </button>
      ) : (
        <span title={column.title}>{column.title}</span>
      )}
    </div>
  );
}
