import { resolve } from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { compiledAtOnce } from "./tools/build/compiled-at-once.ts";
import { compressedFiles } from "./tools/build/compressed-files.ts";
import { libraryPatches } from "./tools/build/library-patches.ts";

const pages = ["account", "admin", "studio", "viewer"];
const entry = (name: string) => resolve(import.meta.dirname, `${name}.html`);

/**
 * What all pages load is one file: dozens of small ones compress worse, and each is a request. All, or nearly: what four
 * pages or parts share counts, so this names what the viewer loads only with its dialogs and its door.
 */
const later = /(\/components\/(Modal|ModalBase|PasswordInput|Alert|Group|Stack|Paper)\/|\/packages\/ui\/src\/(problem-note|wait-text|password-field|fault-focus)\.tsx?$)/;

/** Four pages from one build, so that they share their base chunk. The server fills in the nonce, answer by answer. */
export default defineConfig({
  plugins: [libraryPatches(), react(), compiledAtOnce(["base", "runtime", "viewer"]), compressedFiles()],
  html: { cspNonce: "__CSP_NONCE__" },
  build: {
    target: "es2023",
    sourcemap: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 800,
    rolldownOptions: {
      input: Object.fromEntries(pages.map((name) => [name, entry(name)])),
      output: { codeSplitting: { groups: [{ name: "base", tags: ["$initial"], minShareCount: pages.length, test: (id) => !later.test(id) }] } },
    },
  },
  worker: { format: "es", plugins: () => [libraryPatches()] },
});
