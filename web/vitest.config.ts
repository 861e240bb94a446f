import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { libraryPatches } from "./tools/build/library-patches.ts";

/** Tests run in Node; one that needs a document says so in its first line: `// @vitest-environment happy-dom`. */
export default defineConfig({
  plugins: [libraryPatches(), react()],
  test: {
    include: ["packages/**/*.test.{ts,tsx}", "apps/**/*.test.{ts,tsx}", "tools/**/*.test.ts"],
    exclude: ["**/node_modules/**", "dist/**", "e2e/**"],
    // Files share what they import, which takes three quarters of the time otherwise: no test leaves anything behind in a module.
    pool: "threads",
    isolate: false,
    testTimeout: 20_000,
    restoreMocks: true,
    unstubGlobals: true,
  },
});
