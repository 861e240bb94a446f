import type { WidgetDefinition } from "../definition.ts";
import { hidden, property } from "../properties.ts";
import { filterOf, offsetOf, pageIndexOf, pageSizeOf, selectedRowOf, sortOf } from "./table-state.ts";

export const table: WidgetDefinition = {
  type: "table",
  title: "Table",
  icon: "table",
  group: "display",
  size: { w: 12, h: 50 },
  slots: null,
  properties: [
    property("title", "text", "Title", { default: "" }),
    property("data", "expression", "Data", { section: "data", default: [], help: "Rows, such as {{ query1.data }}" }),
    property("columns", "columns", "Columns", { default: [], help: "Every column of the data when left empty" }),
    property("row_key", "text", "Column that tells rows apart", { section: "data", default: "id" }),
    property("server_side", "boolean", "The query pages, sorts and filters", {
      section: "data",
      default: false,
      help: "Use offset, page_size, sort_by, sort_direction and filter of this table in the query",
    }),
    property("total_rows", "expression", "Total rows", {
      section: "data",
      help: "How many rows there are on all pages; without it the pager goes on while pages are full",
    }),
    property("page_size", "number", "Rows on a page", { section: "data", default: 50 }),
    property("filterable", "boolean", "Filter box", { default: false }),
    property("sortable", "boolean", "Sort by headings", { default: true }),
    property("currency", "text", "Currency", { section: "style", default: "EUR", help: "Of money columns, ISO 4217" }),
    property("empty_text", "text", "When empty", { default: "Nothing found" }),
    hidden,
  ],
  events: [
    { name: "row_select", title: "On row select", help: "Another row was selected" },
    { name: "row_open", title: "On row open", help: "A row was double-clicked, or Enter was pressed on the selected row" },
    { name: "change", title: "On change", help: "The page, the sorting or the filter has changed" },
  ],
  exposes: [
    { key: "selected_row", help: "The selected row, or nothing", uses: ["data", "row_key"], read: selectedRowOf },
    { key: "page_index", help: "The page, counted from 0", uses: [], read: (_properties, state) => pageIndexOf(state) },
    { key: "page_size", help: "Rows on a page", uses: ["page_size"], read: (properties) => pageSizeOf(properties) },
    { key: "offset", help: "Rows before this page", uses: ["page_size"], read: offsetOf },
    { key: "sort_by", help: "The key of the column, or nothing", uses: [], read: (_properties, state) => sortOf(state)?.by ?? null },
    { key: "sort_direction", help: "asc or desc", uses: [], read: (_properties, state) => sortOf(state)?.direction ?? "asc" },
    { key: "filter", help: "The text in the filter box", uses: [], read: (_properties, state) => filterOf(state) },
  ],
  value_key: null,
  opens: false,
  paging: { keys: ["page_index", "offset"], first: { page_index: 0 } },
  resets_on: [],
};
