/** Values for reading: numbers, money and dates in the reader's language and time zone. Formatters are made once. */
import { textOf, type Value } from "@sallyport/runtime/json.ts";

export type NumberFormat = "number" | "money" | "percent" | "text";

type NumberOptions = { readonly currency?: string; readonly decimals?: number | null };

const numbers = new Map<string, Intl.NumberFormat>();
const dates = new Map<string, Intl.DateTimeFormat>();

const DATE_ONLY = /^\d{4}-\d{2}-\d{2}$/;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}(?::?\d{2})?)?$/;

export function formatNumber(value: Value, format: NumberFormat, options: NumberOptions = {}): string {
  const number = numberOf(value);
  if (number === null || format === "text") return textOf(value);
  const { currency = "EUR", decimals = null } = options;
  const key = `${format} ${currency} ${decimals}`;
  let formatter = numbers.get(key);
  if (!formatter) {
    formatter = makeNumberFormat(format, currency, decimals);
    numbers.set(key, formatter);
  }
  return formatter.format(number);
}

export function numberOf(value: Value): number | null {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value !== "string" || value.trim() === "") return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

export function isDate(value: Value): boolean {
  return typeof value === "string" && DATE_ONLY.test(value);
}

export function isDateTime(value: Value): boolean {
  return typeof value === "string" && DATE_TIME.test(value);
}

export function formatDate(value: Value, withTime: boolean): string {
  const time = timeOf(value);
  if (time === null) return textOf(value);
  const zone = isLocal(value) ? "UTC" : undefined;
  const key = `${withTime} ${zone ?? ""}`;
  let formatter = dates.get(key);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat(undefined, {
      dateStyle: "medium",
      ...(withTime ? { timeStyle: "short" } : {}),
      ...(zone === undefined ? {} : { timeZone: zone }),
    });
    dates.set(key, formatter);
  }
  return formatter.format(time);
}

/** For comparing: milliseconds, or nothing for what is no date. */
export function timeOf(value: Value): number | null {
  if (typeof value !== "string" || !(DATE_ONLY.test(value) || DATE_TIME.test(value))) return null;
  const time = Date.parse(DATE_ONLY.test(value) ? value : zoned(value));
  return Number.isNaN(time) ? null : time;
}

/** As `Date.parse` wants it: with a `T`, and a zone of hours and minutes. */
function zoned(value: string): string {
  const text = value.replace(" ", "T");
  return isLocal(value) ? `${text}Z` : text.replace(/([+-]\d{2})$/, "$1:00");
}

/** A date, or a time without a zone: it means the same figures everywhere, and is not moved into the reader's zone. */
function isLocal(value: Value): boolean {
  return typeof value === "string" && (DATE_ONLY.test(value) || DATE_TIME.exec(value)?.[1] === undefined);
}

function makeNumberFormat(format: NumberFormat, currency: string, decimals: number | null): Intl.NumberFormat {
  const digits = decimals === null ? {} : { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  if (format === "percent") return new Intl.NumberFormat(undefined, { style: "percent", maximumFractionDigits: 1, ...digits });
  if (format === "money" && /^[A-Za-z]{3}$/.test(currency)) {
    return new Intl.NumberFormat(undefined, { style: "currency", currency, ...digits });
  }
  return new Intl.NumberFormat(undefined, { maximumFractionDigits: 2, ...digits });
}
