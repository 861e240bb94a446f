import { resolve } from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { libraryPatches } from "./tools/build/library-patches.ts";

const entry = (name: string) => resolve(import.meta.dirname, `${name}.html`);

/** Three pages from one build, so that they share their base chunk. The server fills in the nonce, answer by answer. */
export default defineConfig({
  plugins: [libraryPatches(), react()],
  html: { cspNonce: "__CSP_NONCE__" },
  build: {
    target: "es2023",
    sourcemap: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 800,
    rolldownOptions: {
      input: { studio: entry("studio"), viewer: entry("viewer"), admin: entry("admin") },
    },
  },
  worker: { format: "es", plugins: () => [libraryPatches()] },
});
