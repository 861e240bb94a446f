import { expect, test } from "vitest";
import { filterOf, isFiltered, parsePeopleSearch } from "./people-search.ts";

test("the address of the list keeps only what it knows", () => {
  expect(parsePeopleSearch({ text: " ada ", status: "gone", role: "king", group: "", factor: "perhaps", person: "person_1", tab: "keys" })).toEqual({ text: "ada", person: "person_1", tab: "keys" });
  expect(parsePeopleSearch({ role: "developer", factor: "missing", tab: "keys" })).toEqual({ role: "developer", factor: "missing" });
});

test("a person that is open is no filter", () => {
  expect(isFiltered({ person: "person_1", tab: "keys" })).toBe(false);
  expect(isFiltered({ group: "group_1" })).toBe(true);
});

test("the server is asked for what it finds people by, and for nothing else", () => {
  expect(filterOf({ text: "ada", status: "active", role: "developer", group: "group_1", factor: "missing", person: "person_1" })).toEqual({
    search: "ada",
    status: "active",
    role: "developer",
    group: "group_1",
    second_factor: "missing",
  });
});
