import { describe, expect, it } from "vitest";
import { formatDate, formatNumber, isDate, isDateTime, timeOf } from "./format.ts";

describe("a number", () => {
  it("is written as its format says", () => {
    expect(formatNumber(1234.5, "number")).toBe("1,234.5");
    expect(formatNumber("1234.5", "money", { currency: "EUR" })).toBe("€1,234.50");
    expect(formatNumber(0.125, "percent")).toBe("12.5%");
    expect(formatNumber(1.005, "number", { decimals: 1 })).toBe("1.0");
  });

  it("that is none stays as it is, and a currency that is none does no harm", () => {
    expect(formatNumber("n/a", "money")).toBe("n/a");
    expect(formatNumber(null, "number")).toBe("");
    expect(formatNumber(5, "money", { currency: "??" })).toBe("5");
  });
});

describe("a date", () => {
  it("without a zone means the same day everywhere", () => {
    expect(formatDate("2026-01-10", false)).toMatch(/10/);
    expect(formatDate("2026-01-10 23:30:00", true)).toMatch(/11:30|23:30/);
  });

  it("is known by its form", () => {
    expect(isDate("2026-01-10")).toBe(true);
    expect(isDateTime("2026-01-10T10:00:00Z")).toBe(true);
    expect(isDateTime("2026-01-10 10:00:00+02")).toBe(true);
    expect(isDate("2026-1-1")).toBe(false);
    expect(timeOf("2026-01-10 10:00:00+02")).toBe(Date.UTC(2026, 0, 10, 8));
    expect(timeOf("soon")).toBeNull();
    expect(formatDate("soon", true)).toBe("soon");
  });
});
