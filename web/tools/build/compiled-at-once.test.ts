import { expect, test } from "vitest";
import { compiledAtOnce } from "./compiled-at-once.ts";

type Handler = (options: unknown, bundle: { readonly [file: string]: { type: string; name: string; code: string } }) => void;

function generate(chunks: readonly string[], names: readonly string[]) {
  const bundle = Object.fromEntries(names.map((name) => [`${name}-1.js`, { type: "chunk", name, code: `const ${name} = 1;` }]));
  const { generateBundle } = compiledAtOnce(chunks);
  (generateBundle as unknown as { handler: Handler }).handler({}, bundle);
  return bundle;
}

test("the hint is the first line of the chunks that are named, and of no other", () => {
  const bundle = generate(["base"], ["base", "plot"]);

  expect(bundle["base-1.js"]?.code).toBe("//# allFunctionsCalledOnLoad\nconst base = 1;");
  expect(bundle["plot-1.js"]?.code).toBe("const plot = 1;");
});

test("a chunk that is called something else now stops the build", () => {
  expect(() => generate(["base", "viewer"], ["base", "view"])).toThrow("vite.config.ts");
});
