/** A chart as ECharts wants it: few colours, labels at the lines themselves, tooltips drawn on the canvas (the page's policy allows no markup). */
import type { EChartsCoreOption } from "echarts/core";
import type { ChartData, Series } from "./series.ts";

export type Look = {
  readonly dark: boolean;
  readonly font: string;
  readonly text: string;
  readonly quiet: string;
  readonly line: string;
  readonly surface: string;
  /** The app's, or the platform's. */
  readonly accent: string;
};

export type Settings = {
  readonly format: (value: number) => string;
  /** On the axis: no more decimals than the figure needs. */
  readonly axisFormat: (value: number) => string;
  readonly stacked: boolean;
  readonly horizontal: boolean;
  readonly width: number;
  readonly look: Look;
};

/** After the accent: told apart without red and green, and by lightness when there is no colour at all. */
const LIGHT = ["#c2701c", "#5b6fb5", "#9c4674", "#6d7d22", "#4d5a63", "#2b928e", "#8a5a2b"];
const DARK = ["#e0a15a", "#94a5e6", "#d687ae", "#b0bf5c", "#a3b0b8", "#72c1bc", "#c99a6b"];

/** Beyond this many marks, symbols and labels would hide the line. */
const FEW = 24;

export function optionOf(data: ChartData, settings: Settings): EChartsCoreOption {
  const { look } = settings;
  const base = {
    animation: false,
    color: [look.accent, ...(look.dark ? DARK : LIGHT)],
    textStyle: { fontFamily: look.font, fontSize: 12, color: look.text },
    aria: { enabled: true, decal: { show: data.kind === "bar" && data.series.length > 3 } },
    tooltip: tooltipOf(data, settings),
  };
  if (data.kind === "pie") return { ...base, series: [pieOf(data, settings)] };
  const direct = labelsDirectly(data);
  const isScatter = data.kind === "scatter" && data.xValues.every((value) => value !== null);
  const across = isScatter ? valueAxis(settings) : categoryAxis(data, settings);
  const up = valueAxis(settings);
  const horizontal = settings.horizontal && data.kind === "bar";
  return {
    ...base,
    legend: data.series.length > 1 && !direct ? { top: 0, left: 8, icon: "roundRect", itemWidth: 10, itemHeight: 10, textStyle: { color: look.text } } : undefined,
    grid: {
      top: data.series.length > 1 && !direct ? 34 : 14,
      left: 14,
      right: direct ? labelRoom(data.series) : 18,
      bottom: 10,
      outerBoundsMode: "same",
      outerBoundsContain: "axisLabel",
    },
    xAxis: horizontal ? up : across,
    yAxis: horizontal ? { ...across, inverse: true } : up,
    series: data.series.map((series) => seriesOf(series, data, settings, isScatter, direct)),
  };
}

/** A line's name stands at its end when there is more than one line and all can be told apart. */
function labelsDirectly({ kind, series }: ChartData): boolean {
  return (kind === "line" || kind === "area") && series.length > 1 && series.length <= 4;
}

function labelRoom(series: readonly Series[]): number {
  return Math.min(140, 20 + Math.max(...series.map(({ label }) => label.length)) * 7);
}

function seriesOf(series: Series, data: ChartData, settings: Settings, isScatter: boolean, direct: boolean): object {
  const { kind } = data;
  const stack = settings.stacked && (kind === "bar" || kind === "area") ? { stack: "all" } : {};
  const few = data.categories.length <= FEW;
  if (kind === "scatter") {
    const points = isScatter ? series.values.map((value, index) => [data.xValues[index], value]) : series.values;
    return { type: "scatter", name: series.label, data: points, symbolSize: 8, itemStyle: { opacity: 0.75 } };
  }
  if (kind === "bar") {
    const label = few && data.series.length === 1 && hasRoomForLabels(series, data, settings);
    return {
      type: "bar",
      name: series.label,
      data: series.values,
      barMaxWidth: 40,
      itemStyle: settings.stacked ? {} : { borderRadius: settings.horizontal ? [0, 3, 3, 0] : [3, 3, 0, 0] },
      label: {
        show: label,
        position: settings.horizontal ? "right" : "top",
        color: settings.look.text,
        formatter: ({ value }: { value: unknown }) => (typeof value === "number" ? settings.format(value) : ""),
      },
      labelLayout: { hideOverlap: true },
      ...stack,
    };
  }
  return {
    type: "line",
    name: series.label,
    data: series.values,
    showSymbol: few && data.series.length === 1,
    symbolSize: 5,
    lineStyle: { width: 2 },
    ...(kind === "area" ? { areaStyle: { opacity: 0.18 } } : {}),
    endLabel: { show: direct, formatter: "{a}", color: "inherit", distance: 6, fontSize: 12 },
    labelLayout: { moveOverlap: "shiftY" },
    ...stack,
  };
}

/** Figures above the bars, unless they would run into each other. */
function hasRoomForLabels(series: Series, data: ChartData, { format, horizontal, width }: Settings): boolean {
  if (horizontal) return true;
  const longest = Math.max(...series.values.map((value) => (value === null ? 0 : format(value).length)));
  return (width - 60) / data.categories.length > longest * 7;
}

function pieOf(data: ChartData, settings: Settings): object {
  const [series] = data.series;
  const values = data.categories.map((name, index) => ({ name, value: series?.values[index] ?? 0 }));
  return {
    type: "pie",
    name: series?.label,
    data: values,
    radius: ["42%", "68%"],
    center: ["50%", "50%"],
    itemStyle: { borderColor: settings.look.surface, borderWidth: 2 },
    label: { color: settings.look.text, formatter: ({ name, percent }: { name: string; percent: number }) => `${name}\n${percent.toFixed(0)} %`, lineHeight: 16, overflow: "break" },
    labelLine: { length: 8, length2: 6 },
    avoidLabelOverlap: true,
  };
}

function categoryAxis(data: ChartData, { look }: Settings): object {
  return {
    type: "category",
    data: data.categories,
    boundaryGap: data.kind === "bar" || data.kind === "scatter",
    axisLine: { lineStyle: { color: look.line } },
    axisTick: { show: false },
    axisLabel: { color: look.quiet, hideOverlap: true },
  };
}

function valueAxis({ look, axisFormat }: Settings): object {
  return {
    type: "value",
    axisLabel: { color: look.quiet, formatter: (value: number) => short(value, axisFormat), hideOverlap: true },
    splitLine: { lineStyle: { color: look.line } },
    axisLine: { show: false },
  };
}

const compact = new Intl.NumberFormat(undefined, { notation: "compact", maximumFractionDigits: 1 });

function short(value: number, format: (value: number) => string): string {
  return Math.abs(value) >= 10_000 ? compact.format(value) : format(value);
}

function tooltipOf(data: ChartData, { look, format }: Settings): object {
  const byAxis = data.kind !== "pie" && data.kind !== "scatter";
  return {
    renderMode: "richText",
    trigger: byAxis ? "axis" : "item",
    confine: true,
    backgroundColor: look.dark ? "#24282b" : "#ffffff",
    borderColor: look.line,
    textStyle: { color: look.text, fontFamily: look.font, fontSize: 12 },
    axisPointer: { type: data.kind === "bar" ? "shadow" : "line", lineStyle: { color: look.quiet }, shadowStyle: { opacity: 0.08 } },
    valueFormatter: (value: unknown) => (typeof value === "number" ? format(value) : "–"),
  };
}
