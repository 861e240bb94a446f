/** The list's filter as the address holds it, and as the server takes it. */
import type { PeopleFilter } from "@sallyport/api/people.ts";
import type { Person, PersonStatus, Role, SecurityOverview } from "@sallyport/api/types.ts";
import { type RawSearch, oneOf, present, textIn } from "../search.ts";

export const statuses = ["active", "disabled"] as const satisfies readonly PersonStatus[];
export const roleNames = ["administrator", "developer"] as const satisfies readonly Role[];
export const factorStates = ["missing", "present"] as const;
export const personTabs = ["profile", "access", "sign-in", "sessions", "keys"] as const;

export type FactorState = (typeof factorStates)[number];
export type PersonTab = (typeof personTabs)[number];

export interface PeopleSearch {
  /** Part of a name or an address. */
  text?: string;
  status?: PersonStatus;
  role?: Role;
  group?: string;
  /** Whether they have a second factor. */
  factor?: FactorState;
  /** The person that is open beside the list. */
  person?: string;
  /** What of them is shown. */
  tab?: PersonTab;
}

export function parsePeopleSearch(raw: RawSearch): PeopleSearch {
  const person = textIn(raw, "person");
  return present<PeopleSearch>({
    text: textIn(raw, "text"),
    status: oneOf(raw, "status", statuses),
    role: oneOf(raw, "role", roleNames),
    group: textIn(raw, "group"),
    factor: oneOf(raw, "factor", factorStates),
    person,
    tab: person === undefined ? undefined : oneOf(raw, "tab", personTabs),
  });
}

/** A person that is open is no filter. */
export const isFiltered = ({ text, status, role, group, factor }: PeopleSearch): boolean =>
  [text, status, role, group, factor].some((part) => part !== undefined);

/** What the server finds people by. Whether they have a second factor is told by the overview (below). */
export function filterOf({ text, status, role, group }: PeopleSearch): PeopleFilter {
  return present<PeopleFilter>({ search: text, status, role, group });
}

type Overview = Pick<SecurityOverview, "without_second_factor" | "without_second_factor_count">;

/** People with or without a second factor. An account that is disabled has no use for one and is in neither. */
export function byFactor(people: readonly Person[], wanted: FactorState, { without_second_factor: without }: Overview): Person[] {
  const missing = new Set(without.map(({ id }) => id));
  return people.filter((person) => person.status === "active" && missing.has(person.id) === (wanted === "missing"));
}

/** How many lack one without being named by the overview: it names the first hundred. */
export function unnamed(overview: Overview): number {
  return Math.max(0, overview.without_second_factor_count - overview.without_second_factor.length);
}
