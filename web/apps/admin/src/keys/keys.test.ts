import { administrationState } from "@sallyport/api/mock-administration.ts";
import { Problem } from "@sallyport/api/problem.ts";
import { expect, test } from "vitest";
import { faultUnder } from "@sallyport/ui/fault-under.ts";
import { blankKey, endOf, newKeyOf } from "@sallyport/ui/keys/new-key.ts";
import { isUsable, stateOf } from "./key-state.ts";
import { matchingKeys, parseKeysSearch } from "./keys-search.ts";

const now = Date.parse("2026-11-22T18:00:00Z");
const inDays = (days: number) => new Date(now + days * 86_400_000).toISOString();

test("a key that ends within two weeks asks for attention, one that is over for nothing", () => {
  const states = [inDays(30), inDays(13), inDays(-1)].map((expires_at) => stateOf({ expires_at }, now));

  expect(states).toEqual(["active", "ends soon", "expired"]);
  expect(states.map(isUsable)).toEqual([true, true, false]);
});

test("keys are found by their name and by their owner, and filters narrow each other", () => {
  const { keys } = administrationState;
  const names = (search: Parameters<typeof matchingKeys>[1]) => matchingKeys(keys, search, now).map(({ name }) => name);

  expect(names({ text: "NIGHTLY" })).toEqual(["import from the shop"]);
  expect(names({ text: "SCRIPT" })).toEqual(["laptop script"]);
  expect(names({ owner: "person", state: "active" })).toEqual(["laptop script"]);
  expect(names({ state: "expired" })).toEqual([]);
  expect(parseKeysSearch({ state: "lost", owner: "person", text: "" })).toEqual({ owner: "person" });
});

test("the longest key is within the year that the server allows", () => {
  expect(Date.parse(endOf("365", now)) - now).toBeLessThan(365 * 86_400_000);
});

test("what a new key is not narrowed to is not sent", () => {
  expect(newKeyOf({ ...blankKey, name: " import " }, now)).toEqual({ name: "import", permissions: ["read"], expires_at: endOf("90", now) });
  expect(newKeyOf({ ...blankKey, addresses: "10.0.0.0/8\n\n 192.0.2.1 ", apps: ["app_1"] }, now)).toMatchObject({ addresses: ["10.0.0.0/8", "192.0.2.1"], apps: ["app_1"] });
});

test("what is wrong with the items of a list is said at the field that holds them, by line", () => {
  const problem = new Problem({ errors: [{ path: "/addresses/1", message: "is no range" }, { path: "name", message: "is empty" }] }, 422);

  expect(faultUnder(problem, "addresses")).toEqual({ text: "Line 2: is no range.", paths: ["addresses.1"] });
  expect(faultUnder(problem, "apps")).toEqual({ text: null, paths: [] });
  expect(faultUnder(null, "apps").text).toBeNull();
});
