/** A server that nobody gave a mail server: what it has to send is shown once instead. */
import { after } from "node:test";
import { startServer } from "./server.mjs";
import { browser, server } from "./story.mjs";

let started = null;

after(async () => (await started)?.stop());

async function start() {
  const bare = await startServer(server.program);
  const person = bare.people.get("administrator");
  const context = await browser.newContext({ baseURL: bare.url, extraHTTPHeaders: { origin: bare.url } });
  const answer = await context.request.post("/api/v1/session", { data: { email: person.email, password: person.password } });
  if (!answer.ok()) throw new Error(`the administrator could not sign in: ${answer.status()}`);
  const cookies = await context.cookies();
  await context.close();
  return { url: bare.url, person, cookies, stop: bare.stop };
}

/** How to arrive there: as its administrator, or as nobody. */
export async function withoutMail() {
  started ??= start();
  const { url, person, cookies } = await started;
  return { url, administrator: { url, person, cookies, baseURL: url }, nobody: { url, baseURL: url } };
}
