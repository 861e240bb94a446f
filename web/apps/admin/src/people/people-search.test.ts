import { groups, people } from "@sallyport/api/mock-data.ts";
import { expect, test } from "vitest";
import { membersOf } from "../groups/members-of.ts";
import { isFiltered, matchingPeople, parsePeopleSearch } from "./people-search.ts";

const namesOf = (search: Parameters<typeof matchingPeople>[1]) => matchingPeople(people, search).map(({ name }) => name);

test("people are found by a part of their name or address, whatever the case", () => {
  expect(namesOf({ text: "BRANDT" })).toEqual(["Ada Brandt"]);
  expect(namesOf({ text: "elif.kaya@" })).toEqual(["Elif Kaya"]);
  expect(namesOf({})).toHaveLength(people.length);
});

test("filters narrow each other", () => {
  const [support] = groups;

  const found = matchingPeople(people, { status: "disabled", group: support!.id });

  expect(found.every((person) => person.status === "disabled" && person.groups.some(({ id }) => id === support!.id))).toBe(true);
  expect(found.length).toBeLessThan(membersOf(support!, people));
});

test("the address of the list keeps only what it knows", () => {
  expect(parsePeopleSearch({ text: " ada ", status: "gone", group: "", person: "person_1" })).toEqual({ text: "ada", person: "person_1" });
  expect(isFiltered({ person: "person_1" })).toBe(false);
  expect(isFiltered({ group: "group_1" })).toBe(true);
});
