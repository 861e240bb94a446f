/** What the stories about accounts share. */
import assert from "node:assert/strict";
import { chooseOwn } from "./people.mjs";

export const PASSWORD = "seven slow herons over the weir";
const GIVEN = "four grey geese beside the sluice";
export const table = (page, name) => page.getByRole("table", { name });
export const rows = (page, name) => table(page, name).getByRole("row").filter({ has: page.getByRole("cell") });
/** The first cell of each row. */
export const firsts = (page, name) => rows(page, name).evaluateAll((found) => found.map((row) => row.cells[0].innerText));

let made = 0;

/** Somebody of the story's own, made behind the screen. */
export async function somebody(ada, name, more = {}) {
  made += 1;
  const email = `${name.toLowerCase().replaceAll(" ", ".")}.${made}@example.com`;
  const { status, body } = await ada.call("POST", "/people", { email, name, password: GIVEN, roles: [], groups: [], ...more });
  assert.equal(status, 201, JSON.stringify(body));
  await chooseOwn(email, GIVEN, PASSWORD, ada.url);
  return body;
}

/** A browser in which they are signed in. */
export async function signedIn(as, { email }, password = PASSWORD) {
  const visitor = await as(null);
  visitor.expect(401, /./);
  await visitor.goto("/");
  const { status, body } = await visitor.call("POST", "/session", { email, password });
  assert.equal(status, 200, JSON.stringify(body));
  await visitor.page.reload();
  return visitor;
}

export async function opened(ada, { name, id }, tab) {
  const page = await ada.goto(`/admin/people?person=${id}`);
  const drawer = page.getByRole("dialog", { name, exact: true });
  await drawer.getByRole("tab", { name: tab }).click();
  return { page, drawer };
}

/** What is shown once, taken from its dialog, which it then leaves. */
export async function takeOnce(page) {
  const dialog = page.getByRole("dialog").filter({ hasText: "It is shown this once" });
  await dialog.waitFor();
  await page.keyboard.press("Escape");
  const text = await dialog.locator("pre").innerText();
  await dialog.getByRole("button", { name: "Done" }).click();
  await dialog.waitFor({ state: "hidden" });
  return text.trim();
}

/** The secret of a link. */
export const tokenIn = (link) => new URLSearchParams(new URL(link).hash.slice(1)).get("token");
