/** What a key may be used for, in words. Its owner's own rights are the limit of each. */
export const permissions = [
  { value: "read", label: "Read", lead: "See and list what you may see." },
  { value: "run_queries", label: "Run queries", lead: "Run the released queries of apps that you may use." },
  { value: "build", label: "Build", lead: "Make, change and release apps that you may edit." },
  { value: "administer", label: "Administer", lead: "What you may do as an administrator, except what takes a fresh proof." },
] as const;

/** One that is not a group of acts is the name of a single act. */
export const permissionText = (value: string): string => permissions.find((permission) => permission.value === value)?.label ?? value;

const DAY = 86_400_000;

/** The end of the day that is so many days away; a year is the most there is. */
export function expiryIn(days: number, now: Date): string {
  return new Date(now.getTime() + days * DAY).toISOString().replace(/\.\d+Z$/, "Z");
}

/** Addresses as people write them: one a line, or with commas between. */
export const addressesIn = (text: string): string[] => text.split(/[\s,;]+/).filter((part) => part !== "");
