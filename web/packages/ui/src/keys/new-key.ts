/** A key as its form holds it, and as it is sent; and how long the secret before goes on working when there is a new one. */
import type { NewKey } from "@sallyport/api/types.ts";

export interface KeyForm {
  name: string;
  permissions: string[];
  apps: string[];
  days: string;
  /** One range a line. */
  addresses: string;
}

export const blankKey: KeyForm = { name: "", permissions: ["read"], apps: [], days: "90", addresses: "" };

export const lifetimes = [
  { value: "7", label: "7 days" },
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "180", label: "180 days" },
  { value: "365", label: "A year" },
];

export const overlaps = [
  { value: "0", label: "At once" },
  { value: "60", label: "After an hour" },
  { value: "1440", label: "After a day" },
  { value: "10080", label: "After a week" },
];

/** A minute short of the days, so that the longest is within the year that the server allows, whatever its clock. */
export const endOf = (days: string, now: number): string => new Date(now + Number(days) * 86_400_000 - 60_000).toISOString();

/** Ranges as people write them: one a line, or with commas between. */
export const rangesIn = (text: string): string[] => text.split(/[\s,;]+/).filter((range) => range !== "");

export function newKeyOf({ name, permissions, apps, days, addresses }: KeyForm, now: number): NewKey {
  const ranges = rangesIn(addresses);
  return {
    name: name.trim(),
    permissions,
    expires_at: endOf(days, now),
    ...(apps.length === 0 ? {} : { apps }),
    ...(ranges.length === 0 ? {} : { addresses: ranges }),
  };
}
