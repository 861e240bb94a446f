/** The list's filter as the address holds it, and what it lets through. */
import type { Person, PersonStatus } from "@sallyport/api/types.ts";
import { type RawSearch, oneOf, present, textIn } from "../search.ts";

export const statuses = ["active", "disabled"] as const satisfies readonly PersonStatus[];

export interface PeopleSearch {
  /** Part of a name or an address. */
  text?: string;
  status?: PersonStatus;
  group?: string;
  /** The person that is open beside the list. */
  person?: string;
}

export function parsePeopleSearch(raw: RawSearch): PeopleSearch {
  return present<PeopleSearch>({
    text: textIn(raw, "text"),
    status: oneOf(raw, "status", statuses),
    group: textIn(raw, "group"),
    person: textIn(raw, "person"),
  });
}

export function isFiltered(search: PeopleSearch): boolean {
  return search.text !== undefined || search.status !== undefined || search.group !== undefined;
}

export function matchingPeople(people: readonly Person[], search: PeopleSearch): readonly Person[] {
  const wanted = search.text?.toLowerCase() ?? "";
  return people.filter(
    (person) =>
      (person.name.toLowerCase().includes(wanted) || person.email.toLowerCase().includes(wanted)) &&
      (search.status === undefined || person.status === search.status) &&
      (search.group === undefined || person.groups.some((group) => group.id === search.group)),
  );
}
