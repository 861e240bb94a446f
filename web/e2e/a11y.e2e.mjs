/** axe finds nothing on any screen, light and dark, at WCAG 2.2 AA. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { NARROW, screens, shownIn } from "./screens.mjs";
import { describe, story } from "./support/story.mjs";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** What moves, although the visitor's system asks for no motion: in less than a millisecond nothing does. */
const movingOn = (page) =>
  page.evaluate(() => {
    const running = document.getAnimations().filter(({ playState, effect }) => playState === "running" && effect.getComputedTiming().activeDuration >= 1);
    return running.map(({ transitionProperty, animationName, effect }) => `${transitionProperty ?? animationName} of ${effect.target.localName}.${effect.target.getAttribute("class")}`);
  });

async function findingsOn(page) {
  const { violations, passes } = await page.evaluate((values) => globalThis.axe.run(document, { runOnly: { type: "tag", values } }), TAGS);
  assert.ok(passes.length > 5, "axe looked at the page");
  return violations.map(({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map(({ target, failureSummary }) => `${target.join(" ")} — ${failureSummary.replaceAll(/\s+/g, " ")}`).join("\n  ")}`);
}

const all = await screens();
const wanted = process.env.SALLYPORT_SCREENS?.split(",");

describe("In light and in dark, axe finds nothing", () => {
  for (const { name, part, refused, narrow, open } of all.filter((screen) => !wanted || wanted.some((start) => screen.name.startsWith(start)))) {
    story(`on ${name}`, async (as) => {
      const visitor = await as(part, { colorScheme: "light", ...(narrow ? NARROW : {}) });
      const { page } = visitor;
      if (refused) visitor.expect(...refused);
      await open(page);
      // The debugging protocol is not bound by the page's policy, so the page stays as it is.
      await page.evaluate(axe);
      for (const colorScheme of ["light", "dark"]) {
        await shownIn(page, colorScheme);
        assert.deepEqual(await movingOn(page), [], `in ${colorScheme}`);
        assert.deepEqual(await findingsOn(page), [], `in ${colorScheme}`);
      }
    });
  }
});
