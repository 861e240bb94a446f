import type { Group, Person } from "@sallyport/api/types.ts";
import { expect, test } from "vitest";
import { below, inheritedBy, membersOf, possibleParents } from "./group-tree.ts";

const group = (name: string, ...parents: string[]): Group => ({ id: name, name, created_at: "2026-02-01T08:00:00Z", parents });

/** leads lie in support, support and finance in all. */
const groups = [group("all"), group("support", "all"), group("leads", "support"), group("finance", "all")];

const person = (name: string, ...within: string[]): Person => ({
  id: name,
  email: `${name}@example.com`,
  name,
  status: "active",
  roles: [],
  groups: within.map((id) => ({ id, name: id })),
  created_at: "2026-02-01T08:00:00Z",
  last_sign_in_at: null,
  email_verified_at: null,
  password_set_at: null,
  second_factor: null,
  attributes: {},
});

const ids = (found: readonly { id: string }[]) => found.map(({ id }) => id);

test("who is in a group is in all groups above it", () => {
  expect(ids(inheritedBy(["leads"], groups))).toEqual(["all", "support"]);
  expect(ids(inheritedBy(["leads", "all"], groups))).toEqual(["support"]);
  expect(inheritedBy(["all"], groups)).toEqual([]);
});

test("a group is offered no place that would make a circle", () => {
  expect(ids(possibleParents("all", groups))).toEqual([]);
  expect(ids(possibleParents("support", groups))).toEqual(["all", "finance"]);
  expect(ids(possibleParents("leads", groups))).toEqual(["all", "support", "finance"]);
});

test("a circle that is there all the same ends", () => {
  const circle = [group("a", "b"), group("b", "a")];

  expect([...below("a", circle)].sort()).toEqual(["a", "b"]);
});

test("members by themselves and through groups are told apart, and nobody is both", () => {
  const people = [person("ada", "support"), person("ben", "leads"), person("cleo", "leads", "support"), person("dora", "finance")];

  const members = membersOf("support", groups, people);

  expect(ids(members.direct)).toEqual(["ada", "cleo"]);
  expect(ids(members.nested)).toEqual(["ben"]);
});

test("a parent that is not in the list is passed over", () => {
  expect(inheritedBy(["stray"], [group("stray", "gone")])).toEqual([]);
});
