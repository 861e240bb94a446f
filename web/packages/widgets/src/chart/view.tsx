import { ActionIcon } from "@mantine/core";
import { textOf } from "@sallyport/runtime/json.ts";
import { IconChartLine, IconTable } from "@tabler/icons-react";
import { lazy, Suspense, useMemo, useState } from "react";
import { DataProblem } from "../parts/data-problem.tsx";
import { formatNumber, type NumberFormat } from "../parts/format.ts";
import type { WidgetViewProps } from "../view.ts";
import { chartDataOf, describe, type ChartData } from "./series.ts";
import "./chart.css";

/** ECharts weighs as much as everything else together, so it comes only with the first chart. */
const Plot = lazy(() => import("./plot.tsx").then(({ Plot }) => ({ default: Plot })));

export function ChartView({ snapshot }: WidgetViewProps) {
  const { properties, loading, problem } = snapshot;
  const [asTable, setAsTable] = useState(false);
  const title = textOf(properties["title"]);
  const data = useMemo(() => chartDataOf(properties), [properties]);
  const formatKind = textOf(properties["format"]) as NumberFormat;
  const currency = textOf(properties["currency"]);
  const format = useMemo(() => (value: number) => formatNumber(value, formatKind, { currency }), [formatKind, currency]);
  const axisFormat = useMemo(
    () => (value: number) => formatNumber(value, formatKind, { currency, decimals: Number.isInteger(value) ? 0 : null }),
    [formatKind, currency],
  );
  const isEmpty = data.categories.length === 0 || data.series.length === 0;
  return (
    <figure className="chart">
      <figcaption className="chart-head">
        <h2 className="widget-title">{title}</h2>
        <ActionIcon
          className="chart-toggle"
          variant="subtle"
          color="gray"
          size={28}
          aria-label={asTable ? "Show as a chart" : "Show as a table"}
          title={asTable ? "Show as a chart" : "Show as a table"}
          onClick={() => setAsTable(!asTable)}
        >
          {asTable ? <IconChartLine size={16} /> : <IconTable size={16} />}
        </ActionIcon>
      </figcaption>
      <div className="chart-body">
        {loading && <div className="chart-bones bone" role="status" aria-label="Loading" />}
        {!loading && problem !== null && <DataProblem problem={problem} />}
        {!loading && problem === null && isEmpty && <p className="chart-empty">{textOf(properties["empty_text"])}</p>}
        {!loading && problem === null && !isEmpty && asTable && <ChartTable data={data} format={format} caption={title} />}
        {!loading && problem === null && !isEmpty && !asTable && (
          <Suspense fallback={<div className="chart-bones bone" />}>
            <Plot
              data={data}
              format={format}
              axisFormat={axisFormat}
              stacked={properties["stacked"] === true}
              horizontal={properties["horizontal"] === true}
              description={describe(data, title, format)}
            />
          </Suspense>
        )}
      </div>
    </figure>
  );
}

type ChartTableProps = { readonly data: ChartData; readonly format: (value: number) => string; readonly caption: string };

function ChartTable({ data, format, caption }: ChartTableProps) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keyboard
    <div className="chart-table" tabIndex={0} role="region" aria-label={caption || "Figures"}>
      <table>
        <thead>
          <tr>
            <th scope="col">{data.xLabel}</th>
            {data.series.map((series) => (
              <th key={series.key} scope="col" className="chart-figure">
                {series.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.categories.map((category, index) => (
            <tr key={index}>
              <th scope="row">{category}</th>
              {data.series.map((series) => {
                const value = series.values[index];
                return (
                  <td key={series.key} className="chart-figure">
                    {value === null || value === undefined ? "" : format(value)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
