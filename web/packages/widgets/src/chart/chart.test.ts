import { describe, expect, it } from "vitest";
import { optionOf, type Settings } from "./option.ts";
import { chartDataOf, describe as describeChart, KINDS } from "./series.ts";

const rows = [
  { month: "Jan", paid: 10, refunded: 2, note: "x" },
  { month: "Feb", paid: 30, refunded: null, note: "y" },
];
const format = (value: number) => `${value}`;
const look = { dark: false, font: "Inter", text: "#000", quiet: "#666", line: "#ddd", surface: "#fff", accent: "#0c6b68" };
const settings: Settings = { format, axisFormat: format, stacked: false, horizontal: false, width: 600, look };

describe("a chart", () => {
  it("takes the first column across and every column of figures when nothing is said", () => {
    const data = chartDataOf({ data: rows });
    expect(data.categories).toEqual(["Jan", "Feb"]);
    expect(data.series).toEqual([
      { key: "paid", label: "Paid", values: [10, 30] },
      { key: "refunded", label: "Refunded", values: [2, null] },
    ]);
  });

  it("takes what it is told, by key or with a label", () => {
    expect(chartDataOf({ data: rows, x: "note", series: ["paid"] }).categories).toEqual(["x", "y"]);
    expect(chartDataOf({ data: rows, series: [{ key: "paid", label: "Money in" }] }).series.map(({ label }) => label)).toEqual(["Money in"]);
    expect(chartDataOf({ data: "nonsense" }).series).toEqual([]);
  });

  it("says what it shows, for those who do not see it", () => {
    expect(describeChart(chartDataOf({ data: rows, kind: "bar", series: ["paid"] }), "Payments", format)).toBe(
      "Payments, bar, 2 points by Month. Paid: from 10 to 30, last 30",
    );
  });

  it("writes figures above its bars only where there is room for them", () => {
    const data = chartDataOf({ data: rows, kind: "bar", series: ["paid"] });
    expect(optionOf(data, settings)).toMatchObject({ series: [{ label: { show: true } }] });
    expect(optionOf(data, { ...settings, width: 70 })).toMatchObject({ series: [{ label: { show: false } }] });
    expect(optionOf(data, { ...settings, width: 70, horizontal: true })).toMatchObject({ series: [{ label: { show: true } }] });
  });

  it.each(KINDS)("as %s draws its tooltip on the canvas, for the page's policy allows no markup", (kind) => {
    const option = optionOf(chartDataOf({ data: rows, kind }), settings);
    expect(option).toMatchObject({ tooltip: { renderMode: "richText" }, animation: false });
  });
});
