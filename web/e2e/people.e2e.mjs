/** People and what is done to them, and the invitations that make more of them. */
import assert from "node:assert/strict";
import { PASSWORD, firsts, opened, rows, signedIn, somebody, table, takeOnce, tokenIn } from "./support/accounts.mjs";
import { choose } from "./support/choose.mjs";
import { describe, eventually, mailbox, server, story } from "./support/story.mjs";
import { totp } from "./support/totp.mjs";
import { withoutMail } from "./support/without-mail.mjs";

describe("People", () => {
  story("are found by name, role and status, and the address keeps what was asked for", async (as) => {
    const ada = await as("administrator");
    const page = await ada.goto("/admin/people");
    await rows(page, "People").first().waitFor();
    await page.getByRole("textbox", { name: "Search by name or e-mail" }).fill("sam");
    await page.waitForURL(/text=sam/);
    await eventually(() => firsts(page, "People"), (names) => names.length > 0 && names.every((name) => /sam/i.test(name)), "only those called so");
    await page.getByRole("button", { name: "Clear", exact: true }).click();
    await choose(page, "Role", "Administrator");
    await page.waitForURL(/role=administrator/);
    await eventually(() => firsts(page, "People"), (names) => names.includes("Ada Admin") && !names.includes("Sam Agent"), "only administrators");
    await page.reload();
    await eventually(() => firsts(page, "People"), (names) => names.includes("Ada Admin") && !names.includes("Sam Agent"), "the address keeps the filter");
    await choose(page, "Status", "Disabled");
    await page.getByRole("heading", { name: "Nobody matches" }).waitFor();
  });

  story("without a second factor are told from those who have one", async (as) => {
    const ada = await as("administrator");
    const page = await ada.goto("/admin/people?factor=missing");
    await eventually(() => firsts(page, "People"), (names) => names.includes("Sam Agent"), "Sam signs in by password alone");
    await rows(page, "People").filter({ hasText: "Sam Agent" }).getByText("None", { exact: true }).waitFor();
    await choose(page, "Second factor", "Has a second factor");
    await eventually(() => page.getByText("Sam Agent").count(), (count) => count === 0, "Sam is not among those who have one");
  });

  story("have a profile with attributes, each of its own kind, and what is wrong is said at its field", async (as) => {
    const ada = await as("administrator");
    await ada.goto("/admin/people");
    const pia = await somebody(ada, "Pia Profile");
    const { page, drawer } = await opened(ada, pia, "Profile");
    await drawer.getByLabel("Department").fill("Support");
    await drawer.getByRole("combobox", { name: "Manager" }).fill("Ada");
    await page.getByRole("option", { name: /Ada Admin/ }).click();
    await drawer.getByRole("button", { name: "Add an attribute" }).click();
    await drawer.getByLabel("Name of attribute 1").fill("level");
    await choose(page, "Kind", "Number", drawer);
    await drawer.getByLabel("Value").fill("three");
    await drawer.getByRole("button", { name: "Save" }).click();
    await drawer.getByText("Is not a number.").waitFor();
    assert.equal(await drawer.locator("input[aria-invalid=true]:focus").inputValue(), "three");
    await drawer.getByLabel("Value").fill("3");
    await drawer.getByRole("button", { name: "Save" }).click();
    await page.getByText("Pia Profile is saved").waitFor();
    const { body } = await ada.call("GET", `/people/${pia.id}`);
    assert.equal(body.attributes.department, "Support");
    assert.equal(JSON.stringify(body).includes('"level":3'), true, JSON.stringify(body.attributes));
    await page.reload();
    await eventually(() => page.getByRole("dialog").getByLabel("Department").inputValue(), (text) => text === "Support", "it is kept");
  });

  story("are signed out by an administrator, one session or all of them, from their next request on", async (as) => {
    const ada = await as("administrator");
    await ada.goto("/admin/people");
    const una = await somebody(ada, "Una Session");
    const here = await signedIn(as, una);
    const there = await signedIn(as, una);
    const { page, drawer } = await opened(ada, una, "Sessions");
    const lines = drawer.getByRole("list", { name: "Sessions" }).getByRole("listitem");
    await eventually(() => lines.count(), (count) => count === 2, "both sessions are listed");
    assert.match(await lines.first().innerText(), /Chrom/);
    await lines.first().getByRole("button", { name: /^End/ }).click();
    await eventually(() => lines.count(), (count) => count === 1, "one is left");
    const statuses = async () => [(await here.call("GET", "/apps")).status, (await there.call("GET", "/apps")).status].sort();
    assert.deepEqual(await statuses(), [200, 401]);
    await drawer.getByRole("button", { name: "End all sessions" }).click();
    await drawer.getByText("Not signed in anywhere").waitFor();
    assert.deepEqual(await statuses(), [401, 401]);
    await page.keyboard.press("Escape");
    await drawer.waitFor({ state: "hidden" });
  });

  story("who lost their second factor get it reset, and are signed out by it", async (as) => {
    const ada = await as("administrator");
    await ada.goto("/admin/people");
    const theo = await somebody(ada, "Theo Token");
    const phone = await signedIn(as, theo);
    const begun = await phone.call("POST", "/account/factors", { kind: "totp" });
    const confirmed = await phone.call("POST", "/account/factors/confirm", { ticket: begun.body.ticket, code: totp(begun.body.totp.secret), name: "Phone" });
    assert.equal(confirmed.status, 201, JSON.stringify(confirmed.body));
    const { page, drawer } = await opened(ada, theo, "Sign-in");
    await drawer.getByText("Authenticator app").waitFor();
    await drawer.getByRole("button", { name: "Reset second factors" }).click();
    const question = page.getByRole("dialog", { name: "Reset the second factors of Theo Token" });
    await question.getByText("The one second factor").waitFor();
    await page.keyboard.press("Escape");
    await question.waitFor({ state: "hidden" });
    assert.ok(await drawer.isVisible(), "Escape leaves the question and nothing else");
    await drawer.getByRole("button", { name: "Reset second factors" }).click();
    await question.getByRole("button", { name: "Reset" }).click();
    await drawer.getByText("None is set up.").waitFor();
    assert.equal((await phone.call("GET", "/apps")).status, 401);
    await signedIn(as, theo);
  });

  story("who forgot their password get a link by mail that works once", async (as) => {
    const ada = await as("administrator");
    await ada.goto("/admin/people");
    const rita = await somebody(ada, "Rita Reset");
    const { page, drawer } = await opened(ada, rita, "Sign-in");
    await drawer.getByRole("button", { name: "Reset password" }).click();
    await page.getByRole("dialog", { name: "Reset the password of Rita Reset" }).getByRole("button", { name: "Send the link" }).click();
    await page.getByText(`A link is on its way to ${rita.email}`).waitFor();
    const link = await mailbox.link(rita.email, /password/i);
    assert.ok(link.startsWith(`${server.url}/reset#token=`), link);
    await ada.receivedNothingOf(tokenIn(link));
    const nobody = await as(null);
    await nobody.goto("/");
    const password = "nine quick herons under the weir";
    assert.equal((await nobody.call("POST", "/password-reset/confirm", { token: tokenIn(link), password })).status, 204);
    for (const status of [403, 404, 410, 422]) nobody.expect(status, /password-reset/);
    assert.notEqual((await nobody.call("POST", "/password-reset/confirm", { token: tokenIn(link), password })).status, 204, "a link works once");
    await signedIn(as, rita, password);
  });

  story("are deleted for good after a question that says what goes, and their acts stay", async (as) => {
    const ada = await as("administrator");
    await ada.goto("/admin/people");
    const dora = await somebody(ada, "Dora Deleted");
    const browser = await signedIn(as, dora);
    const { page, drawer } = await opened(ada, dora, "Access");
    await drawer.getByRole("button", { name: "Delete" }).click();
    const question = page.getByRole("dialog", { name: "Delete Dora Deleted" });
    await question.getByText("sessions, second factors, API keys").waitFor();
    await question.getByRole("button", { name: "Delete the account" }).click();
    await drawer.waitFor({ state: "hidden" });
    assert.equal((await browser.call("GET", "/apps")).status, 401);
    ada.expect(404, /^GET \/api\/v1\/people\//);
    await page.goto(`/admin/people?person=${dora.id}`);
    await page.getByRole("dialog").getByText("There is nothing at this address").waitFor();
    await page.goto(`/admin/audit?object=${dora.id}`);
    await table(page, "Audit records").getByText("person.delete").waitFor();
  });

  story("nobody locks themselves out: one's own account cannot be disabled or deleted here", async (as) => {
    const ada = await as("administrator");
    await ada.goto("/admin/people");
    const { body } = await ada.call("GET", "/session");
    const { drawer } = await opened(ada, body.person, "Access");
    await drawer.getByText("You cannot disable yourself.").waitFor();
    assert.ok(await drawer.getByRole("button", { name: "Disable" }).isDisabled());
    assert.ok(await drawer.getByRole("button", { name: "Delete" }).isDisabled());
  });
});

describe("Invitations", () => {
  const invite = async (page, email) => {
    await page.getByRole("button", { name: "Invite", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Invite a person" });
    await dialog.getByLabel("E-mail").fill(email);
    await dialog.getByRole("button", { name: "Invite" }).click();
    return dialog;
  };

  story("go out by mail and make the account of that address", async (as) => {
    const ada = await as("administrator");
    const page = await ada.goto("/admin/people/invitations");
    await invite(page, "ines@example.com");
    await page.getByText("An invitation is on its way to ines@example.com").waitFor();
    const link = await mailbox.link("ines@example.com");
    assert.ok(link.startsWith(`${server.url}/join#token=`), link);
    await rows(page, "Invitations").filter({ hasText: "ines@example.com" }).waitFor();
    await ada.receivedNothingOf(tokenIn(link));

    const ines = await as(null);
    await ines.goto("/");
    const accepted = await ines.call("POST", "/invitations/accept", { token: tokenIn(link), name: "Ines Invited", password: PASSWORD });
    assert.equal(accepted.status, 200, JSON.stringify(accepted.body));
    await page.reload();
    await page.getByRole("heading", { name: "Invitations", level: 1 }).waitFor();
    await eventually(() => rows(page, "Invitations").filter({ hasText: "ines@example.com" }).count(), (count) => count === 0, "an account is no invitation any more");
    await page.goto("/admin/people?text=ines");
    await page.getByRole("cell", { name: "Ines Invited" }).waitFor();
  });

  story("sent again have another link, revoked ones have none", async (as) => {
    const ada = await as("administrator");
    const page = await ada.goto("/admin/people/invitations");
    await invite(page, "ivo@example.com");
    const first = await mailbox.link("ivo@example.com");
    await page.getByRole("button", { name: "Send again for ivo@example.com" }).click();
    const second = await mailbox.link("ivo@example.com");
    assert.notEqual(tokenIn(first), tokenIn(second));
    const ivo = await as(null);
    await ivo.goto("/");
    for (const status of [403, 404, 410, 422]) ivo.expect(status, /invitations\/look$/);
    assert.notEqual((await ivo.call("POST", "/invitations/look", { token: tokenIn(first) })).status, 200);
    assert.equal((await ivo.call("POST", "/invitations/look", { token: tokenIn(second) })).body.email, "ivo@example.com");
    await page.getByRole("button", { name: "Revoke the invitation of ivo@example.com" }).click();
    await page.getByRole("dialog", { name: "Revoke the invitation" }).getByRole("button", { name: "Revoke" }).click();
    await eventually(() => rows(page, "Invitations").filter({ hasText: "ivo@example.com" }).count(), (count) => count === 0, "it is gone from the list");
    assert.notEqual((await ivo.call("POST", "/invitations/look", { token: tokenIn(second) })).status, 200);
  });

  story("to an address that has an account are refused at the field", async (as) => {
    const ada = await as("administrator");
    ada.expect(409, /^POST \/api\/v1\/invitations$/);
    ada.expect(422, /^POST \/api\/v1\/invitations$/);
    const page = await ada.goto("/admin/people");
    const dialog = await invite(page, ada.person.email);
    await dialog.locator("input[aria-invalid=true]:focus").waitFor();
    assert.equal(await page.getByText("It is shown this once").count(), 0);
  });

  story("of many at once: faults by line before anything is sent, results by line after", async (as) => {
    const ada = await as("administrator");
    const page = await ada.goto("/admin/people/invitations/bulk");
    await page.getByLabel("Table").fill(`email;name;roles;groups\nbea@example.com;Bea Bulk;developer;Team leads\nnot an address;;;\n${ada.person.email};Ada;;\nbo@example.com;;king;Nowhere`);
    const preview = rows(page, "What will be sent");
    await eventually(() => preview.allInnerTexts(), (lines) => lines.length === 4 && /In order/.test(lines[0]) && /not an e-mail address/.test(lines[1]) && /account already/.test(lines[2]) && /no role `king`.*no group `Nowhere`/.test(lines[3]), "each line says what is wrong with it");
    assert.equal((await ada.call("GET", "/invitations")).body.items.some(({ email }) => email === "bea@example.com"), false, "nothing is sent yet");
    await page.getByRole("button", { name: "Invite 1 person" }).click();
    await page.getByText("1 person is invited.").waitFor();
    await rows(page, "What became of each line").filter({ hasText: "bea@example.com" }).waitFor();
    const { body } = await ada.call("GET", "/invitations");
    assert.deepEqual(body.items.filter(({ email }) => /^(bea|bo)@/.test(email)).map(({ email, roles }) => [email, roles]), [["bea@example.com", ["developer"]]]);
  });

  story("are read from a file as well", async (as) => {
    const ada = await as("administrator");
    const page = await ada.goto("/admin/people/invitations/bulk");
    await page.locator("input[type=file]").setInputFiles({ name: "people.csv", mimeType: "text/csv", buffer: Buffer.from("\uFEFFemail,name\n\"cem@example.com\",\"Case, Cem\"\n") });
    await rows(page, "What will be sent").filter({ hasText: "Case, Cem" }).waitFor();
  });
});

describe("Where no mail goes", () => {
  story("an invitation is made by keyboard alone, and its link is shown once", async (as) => {
    const { url, administrator, nobody } = await withoutMail();
    const ada = await as(null, administrator);
    const page = await ada.goto("/admin/people/invitations");
    await page.getByRole("button", { name: "Invite", exact: true }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("dialog", { name: "Invite a person" }).getByLabel("E-mail").and(page.locator(":focus")).waitFor();
    await page.keyboard.type("ines@example.com");
    await page.keyboard.press("Tab");
    await page.keyboard.type("Ines Invited");
    await page.keyboard.press("Enter");
    const link = await takeOnce(page);
    assert.ok(link.startsWith(`${url}/join#token=`), link);
    await page.reload();
    await rows(page, "Invitations").filter({ hasText: "ines@example.com" }).waitFor();
    const shown = (await ada.received()).filter(({ body }) => body.includes(tokenIn(link)));
    assert.equal(shown.length, 1, "in the answer that made it, and in no other");
    const ines = await as(null, nobody);
    await ines.goto("/");
    assert.equal((await ines.call("POST", "/invitations/look", { token: tokenIn(link) })).body.email, "ines@example.com");
  });

  story("an administrator hands over the link of a reset, and many invitations by one copy", async (as) => {
    const { url, administrator } = await withoutMail();
    const ada = await as(null, administrator);
    await ada.goto("/admin/people");
    const rita = await somebody(ada, "Rita Reset");
    const { page, drawer } = await opened(ada, rita, "Sign-in");
    await drawer.getByRole("button", { name: "Reset password" }).click();
    await page.getByRole("button", { name: "Send the link" }).click();
    assert.ok((await takeOnce(page)).startsWith(`${url}/reset#token=`));
    assert.ok(await drawer.isVisible());
    await page.goto("/admin/people/invitations/bulk");
    await page.getByLabel("Table").fill("bea@example.com\nbo@example.com");
    await page.getByRole("button", { name: "Invite 2 people" }).click();
    await page.getByRole("button", { name: "Copy the link of bo@example.com" }).waitFor();
    await page.getByRole("button", { name: "Copy all links" }).waitFor();
  });

  story("the queue says that nothing is sent, and how to turn it on", async (as) => {
    const { administrator } = await withoutMail();
    const page = await (await as(null, administrator)).goto("/admin/mail");
    await page.getByText("No mail server is configured").waitFor();
    await page.getByText("--smtp smtps://").waitFor();
    assert.equal(await page.getByRole("button", { name: "Send a test mail" }).count(), 0);
  });
});
