import { describe, expect, it } from "vitest";
import { formatAddress, parseAddress } from "./address.ts";

describe("an address", () => {
  it("holds the app, the page and its parameters", () => {
    const address = parseAddress("/apps/app_1/customer", "?id=7&note=a%20b");
    expect(address).toEqual({ app: "app_1", page: "customer", params: { id: "7", note: "a b" }, bar: true });
    expect(formatAddress(address)).toBe("/apps/app_1/customer?id=7&note=a+b");
  });

  it("without a page is the app's home", () => {
    expect(parseAddress("/apps/app_1/", "")).toEqual({ app: "app_1", page: null, params: {}, bar: true });
    expect(formatAddress({ app: "app_1", page: null, params: {}, bar: true })).toBe("/apps/app_1");
  });

  it("keeps the bar turned off, and out of the page's parameters", () => {
    const address = parseAddress("/apps/app_1", "?_bar=off&id=7");
    expect(address).toMatchObject({ params: { id: "7" }, bar: false });
    expect(formatAddress(address)).toBe("/apps/app_1?id=7&_bar=off");
  });

  it("survives a broken escape", () => {
    expect(parseAddress("/apps/app_1/%E0%A4%A", "").page).toBe("%E0%A4%A");
  });
});
