import { expect, test, vi } from "vitest";
import { readToken, takeToken } from "./link.ts";

test("the secret is read from the fragment and leaves the address bar at once", () => {
  const replaceState = vi.fn<History["replaceState"]>();

  expect(takeToken({ hash: "#token=abc", pathname: "/verify", search: "" }, { replaceState })).toBe("abc");
  expect(replaceState).toHaveBeenCalledWith(null, "", "/verify");
});

test("an address without a secret stays as it is", () => {
  const replaceState = vi.fn<History["replaceState"]>();

  expect(takeToken({ hash: "#top", pathname: "/reset", search: "" }, { replaceState })).toBeNull();
  expect(replaceState).not.toHaveBeenCalled();
  expect(readToken("#token=")).toBeNull();
});
