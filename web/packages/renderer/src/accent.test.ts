import { assert, constantFrom, integer, property, tuple } from "fast-check";
import { expect, test } from "vitest";
import { accentRules, accentTokens, contrast } from "./accent.ts";

const channel = integer({ min: 0, max: 255 });
const colour = tuple(channel, channel, channel).map((parts) => `#${parts.map((part) => part.toString(16).padStart(2, "0")).join("")}`);
const rgb = (text: string) => [1, 3, 5].map((at) => Number.parseInt(text.slice(at, at + 2), 16)) as [number, number, number];

const SURFACES = { light: ["#ffffff", "#f7f8f8"], dark: ["#181b1e", "#121416", "#24282b"] } as const;

test("any accent becomes shades that can be read, in light and in dark", () => {
  assert(
    property(colour, constantFrom("light" as const, "dark" as const), (accent, scheme) => {
      const tokens = accentTokens(accent, scheme)!;
      for (const surface of [...SURFACES[scheme], tokens.quiet]) expect(contrast(rgb(tokens.text), rgb(surface))).toBeGreaterThanOrEqual(4.5);
      expect(contrast(rgb("#ffffff"), rgb(tokens.filled))).toBeGreaterThanOrEqual(4.5);
      expect(contrast(rgb("#ffffff"), rgb(tokens.hover))).toBeGreaterThanOrEqual(4.5);
    }),
    { numRuns: 1_000 },
  );
});

test("an accent that can be read as it is stays as it is", () => {
  expect(accentTokens("#1d5fa8", "light")).toMatchObject({ text: "#1d5fa8", filled: "#1d5fa8" });
});

test("what is no colour changes nothing", () => {
  expect(accentRules("teal; } body { display: none", "")).toBeNull();
  expect(accentRules("#12345", "")).toBeNull();
});
