import { administrationState } from "@sallyport/api/mock-administration.ts";
import { expect, test } from "vitest";
import { isFiltered, matchingMail, parseMailSearch } from "./mail-search.ts";

test("mail is found by its address and its subject", () => {
  const found = (search: Parameters<typeof matchingMail>[1]) => matchingMail(administrationState.queue, search).map(({ to }) => to);

  expect(found({ text: "IGOR" })).toEqual(["igor@example.com"]);
  expect(found({ text: "another password" })).toEqual(["greta.lund@example.com"]);
  expect(found({ text: "invited" })).toEqual(["hana.sato@example.com", "igor@example.com"]);
  expect(parseMailSearch({ state: "lost", text: " x " })).toEqual({ text: "x" });
  expect(isFiltered({})).toBe(false);
});
