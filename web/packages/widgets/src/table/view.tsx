import { TextInput } from "@mantine/core";
import { textOf } from "@sallyport/runtime/json.ts";
import { IconSearch } from "@tabler/icons-react";
import { useDeferredValue, useMemo, type CSSProperties } from "react";
import { DataProblem } from "../parts/data-problem.tsx";
import { formatNumber, numberOf } from "../parts/format.ts";
import type { WidgetViewProps } from "../view.ts";
import { columnsOf, layoutOf, SAMPLE, type Column } from "./columns.ts";
import { Grid, ROW_HEIGHT } from "./grid.tsx";
import { Pager } from "./pager.tsx";
import { filterRows, sortRows, textIn, type Placed } from "./rows.ts";
import { filterOf, keyOfRow, offsetOf, pageIndexOf, pageSizeOf, rowsOf, sortOf } from "./table-state.ts";
import "./table.css";

export function TableView({ snapshot, actions }: WidgetViewProps) {
  const { properties, state, widget, loading, problem, refreshing } = snapshot;
  const serverSide = properties["server_side"] === true;
  const title = textOf(properties["title"]);
  const filterable = properties["filterable"] === true;
  const currency = textOf(properties["currency"]);
  const filter = filterOf(state);
  const sort = sortOf(state);
  const { columns, rows, all, layout } = useTableRows(snapshot.properties, state);
  const pageSize = pageSizeOf(properties);
  const total = serverSide ? numberOf(properties["total_rows"]) : rows.length;
  const rowKey = textOf(properties["row_key"]);

  const change = (part: { readonly [key: string]: string | number | null }, typing = false) => {
    actions.setState(serverSide ? { page_index: 0, ...part } : part, typing ? "typing" : "at_once");
    actions.emit("change");
  };
  const onSort = (key: string) => {
    if (sort?.by !== key) change({ sort_by: key, sort_direction: "asc" });
    else if (sort.direction === "asc") change({ sort_by: key, sort_direction: "desc" });
    else change({ sort_by: null, sort_direction: null });
  };
  const select = ({ row, index }: Placed) => {
    const key = keyOfRow(row, index, rowKey);
    if (state["selected"] === key) return;
    actions.setState({ selected: key });
    actions.emit("row_select");
  };

  return (
    <section className="table" aria-label={title || undefined}>
      {(title !== "" || filterable) && (
        <header className="table-head">
          <h2 className="widget-title">{title}</h2>
          {filterable && (
            <TextInput
              className="table-filter"
              aria-label={`Filter ${title || widget.name}`}
              placeholder="Filter"
              leftSection={<IconSearch size={14} aria-hidden="true" />}
              value={filter}
              onChange={(event) => change({ filter: event.currentTarget.value }, true)}
            />
          )}
        </header>
      )}
      <div className="table-body" data-refreshing={refreshing || undefined}>
        {loading && <TableBones columns={columns} />}
        {!loading && problem !== null && <DataProblem problem={problem} />}
        {!loading && problem === null && (
          <Grid
            label={title || widget.name}
            rows={rows}
            columns={columns}
            layout={layout}
            currency={currency}
            rowKey={rowKey}
            selected={typeof state["selected"] === "string" ? state["selected"] : null}
            sort={sort}
            sortable={properties["sortable"] !== false}
            total={total}
            offset={serverSide ? offsetOf(properties, state) : 0}
            busy={refreshing}
            onSelect={select}
            onOpen={(placed) => {
              select(placed);
              actions.emit("row_open");
            }}
            onSort={onSort}
          />
        )}
        {!loading && problem === null && rows.length === 0 && <p className="table-empty">{textOf(properties["empty_text"])}</p>}
      </div>
      <footer className="table-foot">
        {serverSide ? (
          <Pager
            label={title || widget.name}
            offset={offsetOf(properties, state)}
            shown={loading || problem !== null ? null : rows.length}
            pageSize={pageSize}
            total={total}
            onPage={(step) => change({ page_index: Math.max(0, pageIndexOf(state) + step) })}
          />
        ) : (
          <span aria-live="polite">{loading || problem !== null ? " " : countText(rows.length, all)}</span>
        )}
      </footer>
    </section>
  );
}

function useTableRows(properties: WidgetViewProps["snapshot"]["properties"], state: WidgetViewProps["snapshot"]["state"]) {
  const serverSide = properties["server_side"] === true;
  const currency = textOf(properties["currency"]);
  const data = properties["data"];
  const configured = properties["columns"];
  const placed = useMemo(() => rowsOf({ data }).map((row, index) => ({ row, index })), [data]);
  const sample = useMemo(() => placed.slice(0, SAMPLE).map(({ row }) => row), [placed]);
  const columns = useMemo(() => columnsOf({ columns: configured }, sample), [configured, sample]);
  const layout = useMemo(
    () => layoutOf(columns, sample, (row, column) => textIn(row, column, currency)),
    [columns, sample, currency],
  );
  // a hundred thousand rows take a moment; the box that is typed in must not wait for them
  const filter = useDeferredValue(filterOf(state));
  const sort = sortOf(state);
  const by = sort?.by;
  const direction = sort?.direction;
  const rows = useMemo(() => {
    if (serverSide) return placed;
    const order = by === undefined || direction === undefined ? null : { by, direction };
    return sortRows(filterRows(placed, filter, columns, currency), order, columns);
  }, [serverSide, placed, filter, columns, currency, by, direction]);
  return { columns, rows, all: placed.length, layout };
}

function countText(shown: number, all: number): string {
  const count = `${formatNumber(all, "number")} ${all === 1 ? "row" : "rows"}`;
  return shown === all ? count : `${formatNumber(shown, "number")} of ${count}`;
}

/** Rows to come, where they will be. */
function TableBones({ columns }: { readonly columns: readonly Column[] }) {
  const count = Math.max(columns.length, 4);
  return (
    <div className="table-bones" role="status" aria-label="Loading" style={{ "--bones": count, "--row": `${ROW_HEIGHT}px` } as CSSProperties}>
      {Array.from({ length: 12 * count }, (_, index) => (
        <span key={index} className="bone" style={{ width: `${45 + ((index * 37) % 45)}%` }} />
      ))}
    </div>
  );
}
