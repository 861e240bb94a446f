import { expect, test, vi } from "vitest";
import { readLink, takeLink } from "./link.ts";

test("the secret is read from the fragment and leaves the address bar at once", () => {
  const replaceState = vi.fn<History["replaceState"]>();

  expect(takeLink({ hash: "#token=abc&what=registration", pathname: "/verify", search: "" }, { replaceState })).toEqual({ token: "abc", what: "registration" });
  expect(replaceState).toHaveBeenCalledWith(null, "", "/verify");
});

test("an address without a secret stays as it is", () => {
  const replaceState = vi.fn<History["replaceState"]>();

  expect(takeLink({ hash: "#top", pathname: "/reset", search: "" }, { replaceState })).toEqual({ token: null, what: null });
  expect(replaceState).not.toHaveBeenCalled();
  expect(readLink("#token=")).toEqual({ token: null, what: null });
});
