import * as fc from "fast-check";
import { expect, test } from "vitest";
import { byOrder, keyBetween } from "./order.ts";

test("between any two neighbours there is always another key", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { maxLength: 200 }), (places) => {
      const keys: string[] = [];
      for (const place of places) {
        const at = place % (keys.length + 1);
        keys.splice(at, 0, keyBetween(keys[at - 1] ?? null, keys[at] ?? null));
      }
      expect(keys).toEqual([...keys].sort((a, b) => (a < b ? -1 : 1)));
      expect(new Set(keys).size).toBe(keys.length);
      for (const key of keys) expect(key).toMatch(/^[0-9A-Za-z]*[1-9A-Za-z]$/);
    }),
  );
});

test("appending a thousand times keeps keys short", () => {
  let key = keyBetween(null, null);
  for (let count = 0; count < 1_000; count += 1) key = keyBetween(key, null);
  expect(key.length).toBeLessThan(40);
});

test("there is no key between a key and itself", () => {
  expect(() => keyBetween("V", "V")).toThrow(RangeError);
});

test("equal orders fall back to the id, so that the order is total", () => {
  expect([{ order: "V", id: "b" }, { order: "V", id: "a" }].sort(byOrder).map((item) => item.id)).toEqual(["a", "b"]);
});
