/** Thirty days of failed sign-ins as a chart needs them: every day once, the height of each, and a scale that people can read. */
import type { FailedDay } from "@sallyport/api/security-overview.ts";

export const DAYS = 30;

const DAY = 86_400_000;

/** The server leaves out nothing, or leaves out days without any: either way every day up to the last is here. */
export function wholeDays(days: readonly FailedDay[], today: Date): FailedDay[] {
  const counts = new Map(days.map(({ day, count }) => [day, count]));
  const last = days.reduce((latest, { day }) => (day > latest ? day : latest), today.toISOString().slice(0, 10));
  return Array.from({ length: DAYS }, (_, index) => {
    const day = new Date(Date.parse(`${last}T00:00:00Z`) - (DAYS - 1 - index) * DAY).toISOString().slice(0, 10);
    return { day, count: counts.get(day) ?? 0 };
  });
}

/** The least of 1, 2, 5, 10, 20, 50… that is not below the highest count. */
export function topOf(days: readonly FailedDay[]): number {
  const most = Math.max(1, ...days.map(({ count }) => count));
  const power = 10 ** Math.floor(Math.log10(most));
  return [1, 2, 5, 10].map((step) => step * power).find((top) => top >= most) ?? most;
}

export interface Bar {
  day: string;
  count: number;
  /** In a drawing of one unit a day, 100 high, with its origin at the top. */
  x: number;
  y: number;
  height: number;
}

/** A day with any at all is always to be seen. */
const LEAST = 2;

export function barsOf(days: readonly FailedDay[]): Bar[] {
  const top = topOf(days);
  return days.map(({ day, count }, x) => {
    const height = count === 0 ? 0 : Math.max(LEAST, (count / top) * 100);
    return { day, count, x, y: 100 - height, height };
  });
}

export const totalOf = (days: readonly FailedDay[]): number => days.reduce((total, { count }) => total + count, 0);

/** What the chart says, in words. */
export function summaryOf(days: readonly FailedDay[]): string {
  const total = totalOf(days);
  if (total === 0) return "No sign-in failed in the last 30 days.";
  const worst = days.reduce((most, day) => (day.count > most.count ? day : most));
  return `${total} failed in the last 30 days. The most on one day were ${worst.count}, on ${worst.day}.`;
}
