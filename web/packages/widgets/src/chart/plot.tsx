/** The drawing itself. Loaded lazily: the only module that imports ECharts. */
import { useComputedColorScheme } from "@mantine/core";
import { BarChart, LineChart, PieChart, ScatterChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { init, use as register, type EChartsType } from "echarts/core";
import { LabelLayout } from "echarts/features";
import { CanvasRenderer } from "echarts/renderers";
import { useEffect, useRef } from "react";
import { optionOf } from "./option.ts";
import type { ChartData } from "./series.ts";

register([BarChart, LineChart, PieChart, ScatterChart, AriaComponent, GridComponent, LegendComponent, TooltipComponent, LabelLayout, CanvasRenderer]);

type PlotProps = {
  readonly data: ChartData;
  readonly format: (value: number) => string;
  readonly axisFormat: (value: number) => string;
  readonly stacked: boolean;
  readonly horizontal: boolean;
  readonly description: string;
};

export function Plot({ data, format, axisFormat, stacked, horizontal, description }: PlotProps) {
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | null>(null);
  const scheme = useComputedColorScheme("light");

  useEffect(() => {
    const element = host.current;
    if (!element) return undefined;
    const made = init(element, null, { renderer: "canvas" });
    chart.current = made;
    const observer = new ResizeObserver(() => made.resize());
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.dispose();
      chart.current = null;
    };
  }, []);

  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const style = getComputedStyle(element);
    const token = (name: string) => style.getPropertyValue(name).trim();
    const look = {
      dark: scheme === "dark",
      font: style.fontFamily,
      text: token("--text"),
      quiet: token("--text-quiet"),
      line: token("--line"),
      surface: token("--surface"),
      accent: token("--accent"),
    };
    chart.current?.setOption(optionOf(data, { format, axisFormat, stacked, horizontal, width: element.clientWidth, look }), { notMerge: true });
  }, [data, format, axisFormat, stacked, horizontal, scheme]);

  return <div ref={host} className="chart-plot" role="img" aria-label={description} />;
}
