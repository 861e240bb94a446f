/**
 * The few places where a library writes markup from a string. The page's policy (Trusted Types, no default policy)
 * refuses such a write, so each one is rewritten at build time into a write of text, which cannot become markup.
 *
 * A patch names the exact source text it replaces. When a new version of the library reads differently, the build and
 * the test beside this file fail, so that a person looks: silence here would be a blank page in the browser.
 */
import type { Plugin } from "vite";

interface Patch {
  readonly file: string;
  readonly replace: ReadonlyArray<readonly [from: string, to: string]>;
}

const provider = "@mantine/core/esm/core/MantineProvider";

export const patches: readonly Patch[] = [
  {
    file: "@mantine/core/esm/core/InlineStyles/InlineStyles.mjs",
    replace: [["dangerouslySetInnerHTML: { __html: css }", "children: css"]],
  },
  {
    file: `${provider}/MantineClasses/MantineClasses.mjs`,
    replace: [["dangerouslySetInnerHTML: { __html: classes }", "children: classes"]],
  },
  {
    file: `${provider}/MantineCssVariables/MantineCssVariables.mjs`,
    replace: [
      [
        "dangerouslySetInnerHTML: { __html: `${css}${shouldCleanVariables",
        "children: `${css}${shouldCleanVariables",
      ],
      ["getColorSchemeCssVariables(cssVariablesSelector)}` }", "getColorSchemeCssVariables(cssVariablesSelector)}`"],
    ],
  },
  {
    file: `${provider}/use-mantine-color-scheme/use-mantine-color-scheme.mjs`,
    replace: [["style.innerHTML =", "style.textContent ="]],
  },
  {
    file: "zrender/lib/canvas/Painter.js",
    replace: [
      ["            root.innerHTML = '';", "            root.replaceChildren();"],
      ["        this.root.innerHTML = '';", "        this.root.replaceChildren();"],
    ],
  },
];

export class UnmatchedPatch extends Error {
  constructor(file: string, text: string) {
    super(
      `\`${file}\` no longer contains \`${text}\`: read how the library writes its markup now and renew the patch in tools/build/library-patches.ts`,
    );
  }
}

export function applyPatch(patch: Patch, source: string): string {
  let patched = source;
  for (const [from, to] of patch.replace) {
    if (patched.split(from).length !== 2) throw new UnmatchedPatch(patch.file, from);
    patched = patched.replace(from, () => to);
  }
  return patched;
}

export function patchFor(moduleId: string): Patch | undefined {
  const path = moduleId.split("?")[0]?.replaceAll("\\", "/") ?? "";
  return patches.find((patch) => path.endsWith(`/node_modules/${patch.file}`));
}

export function libraryPatches(): Plugin {
  return {
    name: "sallyport:library-patches",
    enforce: "pre",
    transform(source, moduleId) {
      const patch = patchFor(moduleId);
      return patch === undefined ? null : { code: applyPatch(patch, source), map: null };
    },
  };
}
