/**
 * Photographs every screen, wide and narrow, light and dark, into SALLYPORT_SCREENSHOTS (web/screenshots else).
 * `SALLYPORT_SCREENS=editor,admin-audit` takes only those whose names begin so; what cannot be reached is named at the end.
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { NARROW, screens, WIDE } from "./screens.mjs";
import { arrive, end } from "./support/story.mjs";

const folder = process.env.SALLYPORT_SCREENSHOTS ?? join(import.meta.dirname, "../screenshots");
const wanted = process.env.SALLYPORT_SCREENS?.split(",");
const FORMATS = [
  { format: "wide", ...WIDE },
  { format: "narrow", ...NARROW },
];

async function photograph({ name, part, open }, colorScheme, { format, ...options }) {
  const visitor = await arrive(part, { colorScheme, ...options });
  try {
    await open(visitor.page);
    await visitor.page.evaluate(() => document.fonts.ready.then(() => undefined));
    await visitor.page.screenshot({ path: join(folder, `${name}-${format}-${colorScheme}.png`), animations: "disabled" });
    return null;
  } catch (error) {
    await visitor.page.screenshot({ path: join(folder, `${name}-${format}-${colorScheme}-failed.png`) }).catch(() => undefined);
    return `${name}, ${format}, ${colorScheme}: ${String(error.message).split("\n")[0]}`;
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
      for (const scheme of ["light", "dark"]) missed.push(await photograph(screen, scheme, form));
    }
  }
} finally {
  await end();
}
const faults = missed.filter((fault) => fault !== null);
console.log([`${missed.length - faults.length} pictures in ${folder}`, ...faults].join("\n"));
if (faults.length > 0) process.exitCode = 1;
