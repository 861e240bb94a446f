/** A key as its form holds it, and as it is sent. */
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
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "180", label: "180 days" },
  { value: "365", label: "A year" },
];

/** A minute short of the days, so that the longest is within the year that the server allows, whatever its clock. */
export const endOf = (days: string, now: number): string => new Date(now + Number(days) * 86_400_000 - 60_000).toISOString();

export const linesOf = (text: string): string[] => text.split(/[\n,]/).map((line) => line.trim()).filter((line) => line !== "");

export function newKeyOf({ name, permissions, apps, days, addresses }: KeyForm, now: number): NewKey {
  const ranges = linesOf(addresses);
  return {
    name: name.trim(),
    permissions,
    expires_at: endOf(days, now),
    ...(apps.length === 0 ? {} : { apps }),
    ...(ranges.length === 0 ? {} : { addresses: ranges }),
  };
}
