/** What a chart shows, from its properties and rows. Nothing of ECharts here. */
import { isObject, textOf, type Value } from "@sallyport/runtime/json.ts";
import type { Values } from "@sallyport/runtime/widget-model.ts";
import { formatDate, isDate, isDateTime, numberOf } from "../parts/format.ts";
import { titleOf } from "../table/columns.ts";
import { rowsOf, type Row } from "../table/table-state.ts";

export const KINDS = ["line", "bar", "area", "pie", "scatter"] as const;

export type Kind = (typeof KINDS)[number];

export type Series = { readonly key: string; readonly label: string; readonly values: readonly (number | null)[] };

export type ChartData = {
  readonly kind: Kind;
  readonly xKey: string;
  readonly xLabel: string;
  /** As they are written under the axis. */
  readonly categories: readonly string[];
  /** For a scatter: the figures across, when they are figures. */
  readonly xValues: readonly (number | null)[];
  readonly series: readonly Series[];
};

const MOST_SERIES = 8;

export function chartDataOf(properties: Values): ChartData {
  const rows = rowsOf(properties);
  const kind = KINDS.find((candidate) => candidate === properties["kind"]) ?? "line";
  const keys = Object.keys(rows[0] ?? {});
  const xKey = textOf(properties["x"]) || (keys[0] ?? "");
  const series = seriesOf(properties["series"], rows, keys.filter((key) => key !== xKey)).slice(0, kind === "pie" ? 1 : MOST_SERIES);
  return {
    kind,
    xKey,
    xLabel: titleOf(xKey),
    categories: rows.map((row) => categoryOf(row[xKey])),
    xValues: rows.map((row) => numberOf(row[xKey])),
    series,
  };
}

/** What the chart says, for those who do not see it. */
export function describe(data: ChartData, title: string, format: (value: number) => string): string {
  const name = title || `${data.kind} chart`;
  if (data.categories.length === 0) return `${name}: nothing to show`;
  const parts = data.series.map(({ label, values }) => {
    const figures = values.filter((value) => value !== null);
    if (figures.length === 0) return `${label}: no figures`;
    return `${label}: from ${format(Math.min(...figures))} to ${format(Math.max(...figures))}, last ${format(figures.at(-1) ?? 0)}`;
  });
  return `${name}, ${data.kind}, ${data.categories.length} points by ${data.xLabel}. ${parts.join(". ")}`;
}

function seriesOf(given: Value, rows: readonly Row[], keys: readonly string[]): readonly Series[] {
  const values = (key: string) => rows.map((row) => numberOf(row[key]));
  const named = Array.isArray(given)
    ? given.flatMap((item: unknown) => {
        if (typeof item === "string") return [{ key: item, label: titleOf(item) }];
        if (!isObject(item) || typeof item["key"] !== "string") return [];
        return [{ key: item["key"], label: textOf(item["label"]) || titleOf(item["key"]) }];
      })
    : [];
  if (named.length > 0) return named.map(({ key, label }) => ({ key, label, values: values(key) }));
  const numeric = keys.filter((key) => rows.some((row) => typeof row[key] === "number"));
  return numeric.map((key) => ({ key, label: titleOf(key), values: values(key) }));
}

function categoryOf(value: Value): string {
  if (isDate(value)) return formatDate(value, false);
  return isDateTime(value) ? formatDate(value, true) : textOf(value);
}
