/** What the stories know of the apps, as an administrator reads it from the API. */
import { arrive } from "./story.mjs";

let known = null;

/** The support console: its id, its draft document, and records of it by name. */
export function supportConsole() {
  known ??= read();
  return known;
}

async function read() {
  const builder = await arrive("builder");
  await builder.goto("/");
  const apps = await builder.call("GET", "/apps");
  const { id } = apps.body.items.find(({ name }) => name === "Support console");
  const draft = await builder.call("GET", `/apps/${id}/draft`);
  await builder.leave();
  const records = Object.values(draft.body.document.records);
  return { id, records, named: (name) => records.find((record) => record.name === name && record.kind !== "app") };
}
