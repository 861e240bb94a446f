/** What the stories stand on: one server, one browser, and a way to tell a story as one or more people. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { chromium } from "playwright-core";
import { openGateway } from "./gateway.mjs";
import { openMailbox } from "./mail.mjs";
import { startServer } from "./server.mjs";
import { Visitor } from "./visitor.mjs";

const { SALLYPORT_SERVER: program, SALLYPORT_CHROMIUM: executablePath = "/usr/bin/chromium" } = process.env;
if (!program) throw new Error("SALLYPORT_SERVER must name the server's program (`cargo xtask test --only e2e` sets it)");

const PATIENCE = 30_000;
const RESULTS = join(import.meta.dirname, "../../test-results");

/** A PostgreSQL that datasources may reach, if there is one: its address as a URL. */
export const postgres = process.env.SALLYPORT_TEST_POSTGRES ? new URL(process.env.SALLYPORT_TEST_POSTGRES) : null;
/** Which stores this telling is on: PostgreSQL databases by their URLs, or else files of the server's own. */
const { SALLYPORT_STORE: store, SALLYPORT_DEMO_POSTGRES: rows } = process.env;
const on = `${store ? "postgres" : "embedded"}-store-${rows ? "postgres" : "sqlite"}-rows`;
console.log(`The store is ${store ? "PostgreSQL" : "embedded"}; the demo's rows are in ${rows ? "PostgreSQL" : "SQLite"}.`);

/** A table of the demo, as a query on its datasource names it. */
export const tableOf = (name) => (rows ? `support_console.${name}` : name);

/** Every letter that the server sends. */
export const mailbox = await openMailbox();
/** Every message that the server hands to the gateway. */
export const gateway = await openGateway();
export const server = await startServer(program, { destinations: [postgres?.host, gateway.destination], store, rows, mail: mailbox.port });
export const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] });

export async function end() {
  await browser.close();
  await server.stop();
  await mailbox.close();
  await gateway.close();
}

const sessions = new Map();

/** Sensitive acts take a proof of ten minutes at the most; a story that is told in five never has to prove anew. */
const FRESH = 5 * 60_000;

/** The cookies of a person's session; each signs in once for all stories that are told within a few minutes. */
async function cookiesOf(part) {
  const known = sessions.get(part);
  if (known !== undefined && Date.now() - known.at < FRESH) return known.cookies;
  const cookies = signIn(part);
  sessions.set(part, { at: Date.now(), cookies });
  return cookies;
}

async function signIn(part) {
  const { email, password } = server.people.get(part);
  const context = await browser.newContext({ baseURL: server.url, extraHTTPHeaders: { origin: server.url } });
  const answer = await context.request.post("/api/v1/session", { data: { email, password } });
  if (!answer.ok()) throw new Error(`${part} could not sign in: ${answer.status()} ${await answer.text()}`);
  const cookies = await context.cookies();
  await context.close();
  return cookies;
}

/** A person of the demo by their part, in a browser of their own; `null` is nobody. */
export async function arrive(part, options = {}) {
  const cookies = part === null ? [] : await cookiesOf(part);
  return Visitor.arrive(browser, { url: server.url, person: part === null ? null : server.people.get(part), cookies, ...options });
}

/** Tells a story. Whoever arrives in it leaves at its end, and nothing may have gone wrong behind their pages. */
export function story(name, tell) {
  test(name, { timeout: 180_000 }, async () => {
    const visitors = [];
    const as = async (part, options) => {
      const visitor = await arrive(part, options);
      visitors.push(visitor);
      return visitor;
    };
    try {
      await tell(as);
      for (const visitor of visitors) visitor.hasNoFaults();
    } catch (error) {
      await keepPictures(name, visitors);
      throw error;
    } finally {
      for (const visitor of visitors) await visitor.leave();
    }
  });
}

async function keepPictures(name, visitors) {
  await mkdir(join(RESULTS, on), { recursive: true });
  for (const [index, visitor] of visitors.entries()) {
    for (const [nth, page] of visitor.context.pages().entries()) {
      const path = join(RESULTS, on, `${name.replaceAll(/[^a-z0-9]+/gi, "-").slice(0, 80)}-${index}-${nth}.png`);
      await page.screenshot({ path }).catch(() => undefined);
    }
  }
}

/** The first value that satisfies, asked again and again until then. */
export async function eventually(ask, satisfies, what) {
  const until = Date.now() + PATIENCE;
  let last;
  for (;;) {
    last = await ask();
    if (satisfies(last)) return last;
    if (Date.now() > until) throw new Error(`${what}: still ${JSON.stringify(last)}`);
    await pause(50);
  }
}

export { describe };
