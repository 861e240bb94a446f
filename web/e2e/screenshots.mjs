/**
 * Photographs every screen, wide and narrow, light and dark, into SALLYPORT_SCREENSHOTS (web/screenshots else).
 * `SALLYPORT_SCREENS=editor,admin-audit` takes only those whose names begin so; what cannot be reached is named at the end.
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { NARROW, screens, shownIn, WIDE } from "./screens.mjs";
import { arrive, end } from "./support/story.mjs";

const folder = process.env.SALLYPORT_SCREENSHOTS ?? join(import.meta.dirname, "../screenshots");
const wanted = process.env.SALLYPORT_SCREENS?.split(",");
const FORMATS = [
  { format: "wide", ...WIDE },
  { format: "narrow", ...NARROW },
];

/** Gone to once, seen in both schemes. Answers what went wrong, or nothing. */
async function photograph({ name, part, open }, { format, ...options }) {
  const visitor = await arrive(part, { colorScheme: "light", ...options });
  const { page } = visitor;
  const file = (how) => join(folder, `${name}-${format}-${how}.png`);
  try {
    await open(page);
    const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (beyond > 0) throw new Error(`something sticks out by ${beyond} px`);
    for (const colorScheme of ["light", "dark"]) {
      await shownIn(page, colorScheme);
      await page.screenshot({ path: file(colorScheme), animations: "disabled" });
    }
    return null;
  } catch (error) {
    await page.screenshot({ path: file("failed") }).catch(() => undefined);
    return `${name}, ${format}: ${String(error.message).split("\n")[0]}`;
  } finally {
    await visitor.leave();
  }
}

await mkdir(folder, { recursive: true });
const missed = [];
try {
  for (const screen of await screens()) {
    if (wanted && !wanted.some((start) => screen.name.startsWith(start))) continue;
    for (const form of FORMATS) {
      if (screen.narrow && form.format !== "narrow") continue;
      missed.push(await photograph(screen, form));
    }
  }
} finally {
  await end();
}
const faults = missed.filter((fault) => fault !== null);
console.log([`${2 * (missed.length - faults.length)} pictures in ${folder}`, ...faults].join("\n"));
if (faults.length > 0) process.exitCode = 1;
