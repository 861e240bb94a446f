/** People of a story's own: what happens to their passwords, factors and sessions is nobody else's concern. */
import { randomBytes } from "node:crypto";
import { arrive, browser, server } from "./story.mjs";

let administrator = null;

async function opened() {
  const { email, password } = server.people.get("administrator");
  const context = await browser.newContext({ baseURL: server.url, extraHTTPHeaders: { origin: server.url } });
  const answer = await context.request.post("/api/v1/session", { data: { email, password } });
  if (!answer.ok()) throw new Error(`the administrator could not sign in: ${answer.status()}`);
  return context.request;
}

/** A call as the administrator, who proves anew who they are when that is asked for. */
export async function administrate(method, path, data) {
  administrator ??= opened();
  const request = await administrator;
  const call = () => request.fetch(`/api/v1${path}`, { method, ...(data === undefined ? {} : { data }) });
  let answer = await call();
  if (answer.status() === 403 && (await answer.json()).code === "proof_required") {
    await request.post("/api/v1/session/proof", { data: { password: server.people.get("administrator").password } });
    answer = await call();
  }
  const text = await answer.text();
  if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${text}`);
  return text === "" ? null : JSON.parse(text);
}

/** A password that whoever makes an account gives goes no further than choosing another: this is how it becomes one's own. */
export async function chooseOwn(email, given, password, url = server.url) {
  const context = await browser.newContext({ baseURL: url, extraHTTPHeaders: { origin: url } });
  const done = async (method, path, data) => {
    const answer = await context.request.fetch(`/api/v1${path}`, { method, ...(data === undefined ? {} : { data }) });
    if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${await answer.text()}`);
  };
  await done("POST", "/session", { email, password: given });
  await done("POST", "/account/password", { current: given, password });
  await done("DELETE", "/session");
  await context.close();
}

/** Whose names come from nothing but their first one. */
export async function newPerson(first, more = {}) {
  const person = { name: `${first} Story`, email: `${first.toLowerCase()}.${randomBytes(4).toString("hex")}@example.com`, password: `${first} keeps ${randomBytes(8).toString("hex")} to themselves` };
  const given = `given by somebody ${randomBytes(8).toString("hex")}`;
  const made = await administrate("POST", "/people", { ...person, password: given, roles: [], groups: [], ...more });
  await chooseOwn(person.email, given, person.password);
  return { ...person, id: made.id };
}

/** Signs in by password at the page that is open. */
export async function fillIn(page, { email, password }) {
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("textbox", { name: "Password" }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

/** A visitor with a session of their own. */
export async function signedIn(as, person, path = "/account") {
  const visitor = await as(null);
  await visitor.goto(path);
  await fillIn(visitor.page, person);
  await visitor.page.getByRole("button", { name: `Signed in as ${person.name}` }).waitFor();
  return visitor;
}

/** An authenticator in the browser (a device of its own) that says yes to everything. */
export async function withPasskeys(visitor) {
  const devtools = await visitor.context.newCDPSession(visitor.page);
  await devtools.send("WebAuthn.enable");
  const { authenticatorId } = await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  });
  return {
    /** From now on it says no: nobody is there. */
    leave: () => devtools.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: false }),
    credentials: async () => (await devtools.send("WebAuthn.getCredentials", { authenticatorId })).credentials,
    remove: () => devtools.send("WebAuthn.removeVirtualAuthenticator", { authenticatorId }),
  };
}

export { arrive };
