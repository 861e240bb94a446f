export interface Sort {
  key: string;
  direction: "ascending" | "descending";
}

/** Up, down, then as it came. */
export function toggled(sort: Sort | null, key: string): Sort | null {
  if (sort?.key !== key) return { key, direction: "ascending" };
  return sort.direction === "ascending" ? { key, direction: "descending" } : null;
}

const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** What is absent comes last, whichever way. */
export function sortRows<Row>(
  rows: readonly Row[],
  by: (row: Row) => string | number | null,
  direction: Sort["direction"],
): Row[] {
  const sign = direction === "ascending" ? 1 : -1;
  return [...rows].sort((left, right) => {
    const [a, b] = [by(left), by(right)];
    if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
    const order = typeof a === "number" && typeof b === "number" ? a - b : collator.compare(String(a), String(b));
    return sign * order;
  });
}
