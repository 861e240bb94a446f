/**
 * How long the viewer takes, on a CPU slowed four times and with an empty cache, until the first widget is painted.
 * Prints the median of five loads in milliseconds on its last line. `cargo xtask bench` runs it.
 *
 * Reads SALLYPORT_URL, SALLYPORT_COOKIE (`name=value`), SALLYPORT_APP and SALLYPORT_CHROMIUM.
 */
import { chromium } from "playwright-core";

const { SALLYPORT_URL: url, SALLYPORT_COOKIE: cookie, SALLYPORT_APP: app, SALLYPORT_CHROMIUM: executablePath } = process.env;
if (!url || !cookie || !app || !executablePath) throw new Error("SALLYPORT_URL, _COOKIE, _APP and _CHROMIUM are needed");

const loads = 5;
const slower = 4;

/** Runs in the page: notes the frame after the first widget stands in the document. */
function watch() {
  const seen = () => document.querySelector("[data-widget-id]") !== null;
  const look = () => {
    if (seen()) requestAnimationFrame(() => requestAnimationFrame((at) => performance.mark("first-widget", { startTime: at })));
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

async function load(browser) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const [name, value] = [cookie.slice(0, cookie.indexOf("=")), cookie.slice(cookie.indexOf("=") + 1)];
  await context.addCookies([{ name, value, url, httpOnly: true, sameSite: "Lax" }]);
  const page = await context.newPage();
  await page.addInitScript(watch);
  const session = await context.newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: slower });
  await page.goto(`${url}/apps/${app}`);
  const at = await page.waitForFunction(() => performance.getEntriesByName("first-widget")[0]?.startTime, undefined, { timeout: 60_000 });
  const took = await at.jsonValue();
  await context.close();
  return took;
}

const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] });
try {
  await load(browser);
  const all = [];
  for (let count = 0; count < loads; count += 1) all.push(await load(browser));
  all.sort((a, b) => a - b);
  console.log(all.map((took) => took.toFixed(0)).join(" "));
  console.log(String(all[Math.floor(loads / 2)]));
} finally {
  await browser.close();
}
