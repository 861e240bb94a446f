/** Coming in and going out: signing in, signing out, and the link that makes the first administrator. */
import assert from "node:assert/strict";
import { describe, server, story } from "./support/story.mjs";

async function fillIn(page, email, password) {
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("textbox", { name: "Password" }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

describe("Signing in", () => {
  story("a person signs in where they meant to go, and out again", async (as) => {
    const sam = await as(null);
    const { email, password, name } = server.people.get("agent");
    const page = await sam.goto("/");
    await fillIn(page, email, password);
    await page.getByRole("link", { name: "Support console", exact: true }).waitFor();

    await page.getByRole("button", { name: `Signed in as ${name}` }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    sam.expect(401, /^GET \/api\/v1\/apps$/);
    assert.equal((await sam.call("GET", "/apps")).status, 401, "the old session opens nothing");
  });

  story("what is missing is said at its field, which has the focus", async (as) => {
    const page = await (await as(null)).goto("/");
    for (const [field, said] of [
      [page.getByLabel("E-mail"), "Write your e-mail address."],
      [page.getByRole("textbox", { name: "Password" }), "Write your password."],
    ]) {
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.getByText(said).waitFor();
      const { invalid, focused, described } = await field.evaluate((element) => ({
        invalid: element.getAttribute("aria-invalid"),
        focused: document.activeElement === element,
        described: document.getElementById(element.getAttribute("aria-describedby"))?.textContent,
      }));
      assert.deepEqual({ invalid, focused, described }, { invalid: "true", focused: true, described: said });
      await field.fill("somebody@example.com");
    }
  });

  story("a wrong password and an unknown person get the same one message", async (as) => {
    const nobody = await as(null);
    nobody.expect(401, /^POST \/api\/v1\/session$/);
    const page = await nobody.goto("/");
    const messages = [];
    for (const email of [server.people.get("agent").email, "nobody.at.all@example.com"]) {
      await fillIn(page, email, "not the password");
      await page.getByRole("alert").waitFor();
      assert.equal(await page.getByRole("alert").count(), 1);
      messages.push((await page.getByRole("alert").innerText()).replace(/Request .*/s, "").trim());
      await page.reload();
    }
    assert.equal(messages[0], messages[1]);
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
  });
});

describe("The set-up link", () => {
  const fillInSetup = async (page, email) => {
    await page.getByLabel("Your name").fill("Fia First");
    await page.getByLabel("E-mail").fill(email);
    await page.getByRole("textbox", { name: "Password" }).fill("four words that nobody says");
    await page.getByRole("button", { name: "Create the administrator" }).click();
  };

  story("makes an administrator once, and is refused the second time", async (as) => {
    assert.ok(server.setupLink, "the server prints a set-up link");
    const first = await as(null);
    await fillInSetup(await first.goto(server.setupLink), "fia@example.com");
    await first.page.getByRole("button", { name: "Signed in as Fia First" }).waitFor();
    const session = await first.call("GET", "/session");
    assert.deepEqual(session.body.person.roles, ["administrator"]);

    const second = await as(null);
    second.expect(410, /^POST \/api\/v1\/setup$/);
    await fillInSetup(await second.goto(server.setupLink), "sid@example.com");
    await second.page.getByRole("alert").waitFor();
    assert.equal((await second.call("GET", "/session")).status, 401);
  });

  story("a link without its token says what is wrong", async (as) => {
    const page = await (await as(null)).goto("/setup");
    await page.getByRole("heading", { name: "The link is incomplete" }).waitFor();
  });
});
