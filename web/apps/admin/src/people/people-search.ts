/** The list's filter as the address holds it, and as the server takes it. */
import type { PeopleFilter } from "@sallyport/api/people.ts";
import type { FactorState, PersonStatus, Role } from "@sallyport/api/types.ts";
import { type RawSearch, oneOf, present, textIn } from "../search.ts";

export const statuses = ["active", "disabled"] as const satisfies readonly PersonStatus[];
export const roleNames = ["administrator", "developer"] as const satisfies readonly Role[];
export const factorStates = ["missing", "present"] as const satisfies readonly FactorState[];
export const personTabs = ["profile", "access", "sign-in", "sessions", "keys"] as const;

export type PersonTab = (typeof personTabs)[number];

export interface PeopleSearch {
  /** Part of a name or an address. */
  text?: string;
  status?: PersonStatus;
  role?: Role;
  group?: string;
  /** Whether they have a second factor that counts. */
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

/** What the server finds people by. */
export function filterOf({ text, status, role, group, factor }: PeopleSearch): PeopleFilter {
  return present<PeopleFilter>({ search: text, status, role, group, second_factor: factor });
}
