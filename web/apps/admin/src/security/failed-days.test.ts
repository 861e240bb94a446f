import { expect, test } from "vitest";
import { DAYS, barsOf, summaryOf, topOf, wholeDays } from "./failed-days.ts";

const today = new Date("2026-11-22T18:00:00Z");

test("every day is there once, up to today, also where none failed", () => {
  const days = wholeDays([{ day: "2026-11-20", count: 3 }], today);

  expect(days).toHaveLength(DAYS);
  expect(days[0]).toEqual({ day: "2026-10-24", count: 0 });
  expect(days.slice(-3)).toEqual([{ day: "2026-11-20", count: 3 }, { day: "2026-11-21", count: 0 }, { day: "2026-11-22", count: 0 }]);
});

test("a server whose day is ahead of the reader's clock loses no day", () => {
  expect(wholeDays([{ day: "2026-11-23", count: 1 }], today).at(-1)).toEqual({ day: "2026-11-23", count: 1 });
});

test("the scale ends at a number that people can read", () => {
  const top = (count: number) => topOf([{ day: "2026-11-22", count }]);

  expect([0, 1, 3, 7, 48, 50, 51, 1200].map(top)).toEqual([1, 1, 5, 10, 50, 50, 100, 2000]);
});

test("a bar stands on the ground, the highest below the top, and a single failure is to be seen", () => {
  const bars = barsOf([{ day: "a", count: 0 }, { day: "b", count: 1 }, { day: "c", count: 500 }]);

  expect(bars.map(({ y, height }) => y + height)).toEqual([100, 100, 100]);
  expect(bars.map(({ height }) => height)).toEqual([0, 2, 100]);
});

test("the chart says in words what it shows", () => {
  expect(summaryOf([{ day: "2026-11-22", count: 0 }])).toBe("No sign-in failed in the last 30 days.");
  expect(summaryOf([{ day: "2026-11-21", count: 2 }, { day: "2026-11-22", count: 5 }])).toBe("7 failed in the last 30 days. The most on one day were 5, on 2026-11-22.");
});
