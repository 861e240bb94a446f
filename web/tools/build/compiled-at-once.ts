/**
 * Chunks that a page runs as soon as it has them. Otherwise V8 only looks through a function at first, and compiles it when it is called:
 * for functions that are called at once that is twice the work, and on the thread that draws (https://v8.dev/blog/explicit-compile-hints).
 */
import type { Plugin } from "vite";

/** Must be the first line: behind another one it is not heeded. */
const hint = "//# allFunctionsCalledOnLoad\n";

export function compiledAtOnce(chunks: readonly string[]): Plugin {
  return {
    name: "sallyport:compiled-at-once",
    apply: "build",
    // the names of files hold their content's hash, which is made before the line is added
    augmentChunkHash: ({ name }) => (chunks.includes(name) ? hint : undefined),
    generateBundle: {
      // Vite puts lines of its own in front
      order: "post",
      handler(_, bundle) {
        const found = Object.values(bundle).filter((part) => part.type === "chunk" && chunks.includes(part.name));
        if (found.length !== chunks.length) throw new Error(`of the chunks ${chunks.join(", ")} some are missing: name them in vite.config.ts as they are called now`);
        for (const chunk of found) if (chunk.type === "chunk") chunk.code = hint + chunk.code;
      },
    },
  };
}
