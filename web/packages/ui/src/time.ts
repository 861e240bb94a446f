const two = (part: number): string => String(part).padStart(2, "0");

/** `2026-11-22 18:04:05`, in the reader's own time zone. */
export function exactTime(time: Date): string {
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${day} ${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`;
}

const steps: ReadonlyArray<readonly [unit: Intl.RelativeTimeFormatUnit, seconds: number]> = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
];

export function relativeTime(time: Date, now: Date): string {
  const seconds = (time.getTime() - now.getTime()) / 1000;
  const format = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
  const step = steps.find(([, size]) => Math.abs(seconds) >= size);
  return step === undefined ? "just now" : format.format(Math.trunc(seconds / step[1]), step[0]);
}
