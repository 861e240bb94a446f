/** The sign-in policy as its form holds it: what is allowed, what has changed, what is wrong before the server is asked. */
import { Problem } from "@sallyport/api/problem.ts";
import type { SignInPolicy } from "@sallyport/api/types.ts";

export interface Range {
  least: number;
  most: number;
}

/** The numbers of the policy, by their path. The server has the last word; saying it here spares a round. */
export const ranges = {
  "passwords.min_alone": { least: 8, most: 64 },
  "passwords.min_with_factor": { least: 8, most: 64 },
  "passwords.expires_after_days": { least: 1, most: 3650 },
  "passwords.history": { least: 0, most: 24 },
  "second_factor.grace_days": { least: 0, most: 90 },
  "sessions.idle_minutes": { least: 5, most: 1440 },
  "sessions.absolute_hours": { least: 1, most: 720 },
  "sessions.most": { least: 1, most: 100 },
  "sessions.proof_minutes": { least: 1, most: 60 },
  "rates.person.per_minute": { least: 1, most: 10_000_000 },
  "rates.person.burst": { least: 1, most: 10_000_000 },
  "rates.key.per_minute": { least: 1, most: 10_000_000 },
  "rates.key.burst": { least: 1, most: 10_000_000 },
  "rates.address.per_minute": { least: 1, most: 10_000_000 },
  "rates.address.burst": { least: 1, most: 10_000_000 },
} as const satisfies Record<string, Range>;

export type NumberPath = keyof typeof ranges;

export const numberPaths = Object.keys(ranges) as NumberPath[];

function valueAt(policy: SignInPolicy, path: NumberPath): unknown {
  let value: unknown = policy;
  for (const part of path.split(".")) value = (value as Record<string, unknown>)[part];
  return value;
}

const figures = new Intl.NumberFormat("en");

export const rangeText = ({ least, most }: Range): string => `${figures.format(least)} to ${figures.format(most)}`;

const isDomain = (text: string): boolean => /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(text) && text.length <= 253;

interface Fault {
  path: string;
  message: string;
}

function numberFaults(policy: SignInPolicy): Fault[] {
  return numberPaths.flatMap((path) => {
    const value = valueAt(policy, path);
    const range = ranges[path];
    const off = path === "passwords.expires_after_days" && value === null;
    const fits = typeof value === "number" && Number.isInteger(value) && value >= range.least && value <= range.most;
    return off || fits ? [] : [{ path, message: `is a whole number from ${rangeText(range)}` }];
  });
}

function domainFaults({ registration: { open_to, domains } }: SignInPolicy): Fault[] {
  if (open_to !== "domains") return [];
  if (domains.length === 0) return [{ path: "registration.domains", message: "name one at least" }];
  return domains.flatMap((domain, index) => (isDomain(domain) ? [] : [{ path: `registration.domains.${index}`, message: "is not a domain such as example.com" }]));
}

/** Everything that is wrong, as the server would say it; nothing if all is well. */
export function faultsOf(policy: SignInPolicy): Problem | null {
  const errors = [...domainFaults(policy), ...numberFaults(policy)];
  return errors.length === 0 ? null : new Problem({ code: "invalid_request", title: "Something in the policy is not right", detail: "some fields are not right", errors }, 422);
}

export const isChanged = (policy: SignInPolicy, stored: SignInPolicy): boolean => JSON.stringify(policy) !== JSON.stringify(stored);

export const domainsOf = (text: string): string[] => text.split(/[\s,;]+/).map((domain) => domain.replace(/^@/, "").toLowerCase()).filter((domain) => domain !== "");
