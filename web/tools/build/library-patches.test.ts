import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { UnmatchedPatch, applyPatch, patchFor, patches } from "./library-patches.ts";

const installed = (file: string) => readFileSync(resolve("node_modules", file), "utf8");

describe("library patches", () => {
  test.each(patches)("the patch of $file matches the installed version and leaves no markup sink", (patch) => {
    const patched = applyPatch(patch, installed(patch.file));

    expect(patched).not.toMatch(/innerHTML/i);
  });

  test("a library that reads differently stops the build", () => {
    const [patch] = patches;

    expect(() => applyPatch(patch!, "export const nothing = 1;")).toThrow(UnmatchedPatch);
  });

  test("a module is found by its path under node_modules, whatever its query", () => {
    expect(patchFor("/srv/web/node_modules/zrender/lib/canvas/Painter.js?v=1")).toBeDefined();
    expect(patchFor("/srv/web/packages/ui/src/zrender/lib/canvas/Painter.js")).toBeUndefined();
  });
});
