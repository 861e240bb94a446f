import { administrationState } from "@sallyport/api/mock-administration.ts";
import { people } from "@sallyport/api/mock-data.ts";
import { expect, test } from "vitest";
import { byFactor, filterOf, isFiltered, parsePeopleSearch, unnamed } from "./people-search.ts";

const { overview } = administrationState;

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
  });
});

test("people with and without a second factor are all active people, each once", () => {
  const missing = byFactor(people, "missing", overview).map(({ id }) => id);
  const present = byFactor(people, "present", overview).map(({ id }) => id);

  expect(missing).toEqual(overview.without_second_factor.map(({ id }) => id));
  expect([...missing, ...present].sort()).toEqual(people.filter(({ status }) => status === "active").map(({ id }) => id).sort());
});

test("it is known how many lack one without being named", () => {
  expect(unnamed(overview)).toBe(0);
  expect(unnamed({ ...overview, without_second_factor_count: 104 })).toBe(100);
});
