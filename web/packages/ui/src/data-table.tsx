/**
 * A list of things as a table. Rows are reached with the arrow keys and opened with Enter; sorting is a button in the
 * header. On a narrow screen each row is a block of named values (the roles are written out because `display: block`
 * takes them from table elements). It shows what it is given: filtering and paging belong to the screen, whose address holds them.
 */
// the roles are the elements' own, written out for the narrow layout (see above)
/* oxlint-disable jsx-a11y/no-redundant-roles, jsx-a11y/no-interactive-element-to-noninteractive-role, jsx-a11y/no-noninteractive-element-to-interactive-role */
import { type KeyboardEvent, type ReactNode, useRef, useState } from "react";
import { type Sort, sortRows, toggled } from "./sort-rows.ts";
import "./data-table.css";

export interface ListColumn<Row> {
  key: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** Present when the list can be sorted by it. */
  sortBy?: (row: Row) => string | number | null;
  width?: number | string;
  align?: "start" | "end";
  /** Left out on narrow screens. */
  secondary?: boolean;
}

interface DataTableProps<Row> {
  label: string;
  columns: readonly ListColumn<Row>[];
  rows: readonly Row[];
  rowId: (row: Row) => string;
  onOpen?: (row: Row) => void;
  opened?: string | undefined;
  /** Shown in place of the rows. */
  empty?: ReactNode;
}

const steps: Record<string, (index: number, last: number) => number> = {
  ArrowDown: (index, last) => Math.min(index + 1, last),
  ArrowUp: (index) => Math.max(index - 1, 0),
  Home: () => 0,
  End: (_, last) => last,
};

export function DataTable<Row>(props: DataTableProps<Row>) {
  const { columns, rows, rowId, onOpen } = props;
  const body = useRef<HTMLTableSectionElement>(null);
  const [sort, setSort] = useState<Sort | null>(null);
  const [current, setCurrent] = useState(0);
  const sorter = columns.find((column) => column.key === sort?.key)?.sortBy;
  const shown = sort !== null && sorter !== undefined ? sortRows(rows, sorter, sort.direction) : rows;
  const focusable = Math.min(current, shown.length - 1);

  function onRowKey(event: KeyboardEvent<HTMLTableRowElement>, row: Row, index: number) {
    if (event.target !== event.currentTarget) return;
    const step = steps[event.key];
    if (step !== undefined) {
      event.preventDefault();
      const next = step(index, shown.length - 1);
      setCurrent(next);
      body.current?.querySelectorAll("tr")[next]?.focus();
    } else if (event.key === "Enter" && onOpen !== undefined) {
      event.preventDefault();
      onOpen(row);
    }
  }

  if (rows.length === 0 && props.empty !== undefined) return props.empty;
  return (
    <div className="data-table-frame">
      <table className="data-table" role="table" aria-label={props.label} data-opens={onOpen !== undefined}>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((column) => (
              <HeaderCell key={column.key} column={column} sort={sort} onSort={setSort} />
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup" ref={body}>
          {shown.map((row, index) => (
            <tr
              key={rowId(row)}
              role="row"
              tabIndex={onOpen !== undefined && index === focusable ? 0 : -1}
              aria-current={props.opened === rowId(row) ? "true" : undefined}
              onClick={() => onOpen?.(row)}
              onFocus={() => setCurrent(index)}
              onKeyDown={(event) => onRowKey(event, row, index)}
            >
              {columns.map((column) => (
                <td key={column.key} role="cell" data-label={column.header} data-align={column.align} data-secondary={column.secondary}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface HeaderCellProps<Row> {
  column: ListColumn<Row>;
  sort: Sort | null;
  onSort: (sort: Sort | null) => void;
}

function HeaderCell<Row>({ column, sort, onSort }: HeaderCellProps<Row>) {
  const direction = sort?.key === column.key ? sort.direction : undefined;
  return (
    <th
      scope="col"
      role="columnheader"
      style={{ width: column.width }}
      data-align={column.align}
      data-secondary={column.secondary}
      aria-sort={direction}
    >
      {column.sortBy === undefined ? (
        column.header
      ) : (
        <button type="button" onClick={() => onSort(toggled(sort, column.key))}>
          {column.header}
          <span aria-hidden="true">{direction === undefined ? "" : direction === "ascending" ? " ↑" : " ↓"}</span>
        </button>
      )}
    </th>
  );
}
