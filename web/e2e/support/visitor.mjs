/**
 * A person in a browser of their own (a fresh context): whatever goes wrong behind the page is kept, and a story fails on any of it
 * unless it said beforehand that it expects that refusal.
 */
import assert from "node:assert/strict";

/** Runs in every document before its scripts. */
function reportViolations() {
  document.addEventListener("securitypolicyviolation", (event) => {
    console.error(`policy violation: ${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber} ${event.sample} at ${event.target?.localName ?? ""} ${event.target?.getAttribute?.("style") ?? ""}`);
  });
}

/** The browser's own words about an answer that is judged by its status already. */
const SAID_BY_STATUS = /^Failed to load resource: the server responded with a status of/;

export class Visitor {
  #faults = [];
  #expected = [];
  #bodies = [];
  #pending = new Set();

  constructor(context, url, person) {
    this.context = context;
    this.url = url;
    this.person = person;
  }

  static async arrive(browser, { url, person = null, cookies = [], ...options }) {
    const context = await browser.newContext({ baseURL: url, viewport: { width: 1280, height: 900 }, locale: "en-GB", timezoneId: "Europe/Berlin", reducedMotion: "reduce", ...options });
    context.setDefaultTimeout(30_000);
    await context.addCookies(cookies);
    await context.addInitScript(reportViolations);
    const visitor = new Visitor(context, url, person);
    context.on("weberror", (fault) => visitor.#faults.push(`error in the page: ${fault.error().stack ?? fault.error()}`));
    context.on("console", (message) => visitor.#hear(message));
    context.on("requestfailed", (request) => visitor.#lose(request));
    context.on("response", (response) => visitor.#answer(response));
    visitor.page = await context.newPage();
    return visitor;
  }

  #hear(message) {
    if (message.type() !== "error" && message.type() !== "warning") return;
    if (SAID_BY_STATUS.test(message.text())) return;
    this.#faults.push(`${message.type()} in the console of ${message.page()?.url() ?? "a worker"}: ${message.text()}`);
  }

  #lose(request) {
    const why = request.failure()?.errorText ?? "";
    // a page that is left, or a query that is asked anew, gives up what is under way
    if (why === "net::ERR_ABORTED") return;
    this.#faults.push(`request failed: ${request.method()} ${request.url()} ${why}`);
  }

  #answer(response) {
    const path = new URL(response.url()).pathname;
    const what = `${response.request().method()} ${path}`;
    if (response.status() >= 400) {
      const nobodyYet = response.status() === 401 && what === "GET /api/v1/session";
      if (!nobodyYet && !this.#expected.some(({ status, pattern }) => status === response.status() && pattern.test(what))) {
        this.#faults.push(`refused: ${what} ${response.status()}`);
      }
    }
    if (!path.startsWith("/api/")) return;
    const reading = response
      .text()
      .then((body) => this.#bodies.push({ what, status: response.status(), body }))
      .catch(() => undefined)
      .finally(() => this.#pending.delete(reading));
    this.#pending.add(reading);
  }

  /** A refusal that belongs to the story: `expect(404, /^GET \/api\/v1\/apps\//)`. */
  expect(status, pattern) {
    this.#expected.push({ status, pattern });
  }

  /** Every answer of the API that reached this browser. */
  async received() {
    await Promise.all(this.#pending);
    return this.#bodies;
  }

  /** Nothing that anybody received holds this text. */
  async receivedNothingOf(text) {
    for (const { what, body } of await this.received()) assert.ok(!body.includes(text), `\`${text}\` reached ${this.person?.name ?? "nobody"} in the answer to ${what}`);
  }

  async goto(path) {
    await this.page.goto(path);
    return this.page;
  }

  /** Ends the session, whatever the page is at. */
  async signOut() {
    const answer = await this.context.request.delete("/api/v1/session", { headers: { origin: this.url } });
    assert.equal(answer.status(), 204);
  }

  /** A call from inside the page, as its own script would make it. */
  call(method, path, body) {
    return this.page.evaluate(
      async ([method, path, body]) => {
        const init = body === undefined ? { method } : { method, body: JSON.stringify(body), headers: { "content-type": "application/json" } };
        const answer = await fetch(path, init);
        const text = await answer.text();
        return { status: answer.status, body: text === "" ? null : JSON.parse(text) };
      },
      [method, `/api/v1${path}`, body],
    );
  }

  hasNoFaults() {
    assert.deepEqual(this.#faults, [], "nothing goes wrong behind the page");
  }

  async leave() {
    await this.context.close();
  }
}
