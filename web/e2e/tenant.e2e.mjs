/** What an organisation runs beside its people: groups, the sign-in policy, programs and their keys, mail, and what to watch. */
import assert from "node:assert/strict";
import { somebody, table, takeOnce } from "./support/accounts.mjs";
import { choose } from "./support/choose.mjs";
import { describe, eventually, mailbox, server, story } from "./support/story.mjs";

describe("Groups", () => {
  story("are made, put into one another without a circle, filled and deleted", async (as) => {
    const ada = await as("administrator");
    const page = await ada.goto("/admin/groups");
    for (const name of ["North", "North desk"]) {
      await page.getByRole("button", { name: "New group" }).click();
      await page.getByRole("dialog", { name: "New group" }).getByLabel("Name").fill(name);
      await page.getByRole("dialog", { name: "New group" }).getByRole("button", { name: "Create" }).click();
      await page.getByRole("cell", { name, exact: true }).waitFor();
    }
    const gil = await somebody(ada, "Gil Grouped");
    await page.reload();

    await page.getByRole("cell", { name: "North desk", exact: true }).click();
    const desk = page.getByRole("dialog", { name: "North desk" });
    await desk.getByRole("combobox", { name: "Within" }).click();
    await page.getByRole("option", { name: "North", exact: true }).click();
    await page.keyboard.press("Escape");
    await desk.getByRole("button", { name: "Save" }).click();
    await page.getByText("North desk is saved").waitFor();
    await desk.getByRole("combobox", { name: "Add a person" }).fill("Gil");
    await page.getByRole("option", { name: /Gil Grouped/ }).click();
    await desk.getByRole("list", { name: "In this group" }).getByText("Gil Grouped").waitFor();
    await page.keyboard.press("Escape");
    await desk.waitFor({ state: "hidden" });

    await page.getByRole("cell", { name: "North", exact: true }).first().click();
    const north = page.getByRole("dialog", { name: "North", exact: true });
    await north.getByRole("list", { name: "Through its groups" }).getByText("Gil Grouped").waitFor();
    await north.getByRole("combobox", { name: "Within" }).click();
    await page.getByRole("option").first().waitFor();
    assert.equal(await page.getByRole("option", { name: "North desk", exact: true }).count(), 0, "no circle is offered");
    await page.keyboard.press("Escape");
    await north.getByRole("button", { name: "Delete" }).click();
    await page.getByRole("dialog", { name: "Delete North" }).getByRole("button", { name: "Delete the group" }).click();
    await north.waitFor({ state: "hidden" });
    await eventually(() => page.getByRole("cell", { name: "North", exact: true }).count(), (count) => count === 0, "it is gone");
    const { body } = await ada.call("GET", `/people/${gil.id}`);
    assert.deepEqual(body.groups.map(({ name }) => name), ["North desk"]);
  });
});

describe("The sign-in policy", () => {
  story("is changed as a whole, warns of what is not saved, and says at its field what is wrong", async (as) => {
    const ada = await as("administrator");
    const page = await ada.goto("/admin/sign-in-policy");
    const form = page.getByRole("form", { name: "Sign-in policy" });
    await form.getByText("Everything is saved").waitFor();
    await form.getByText("people meet such rules in the same few ways").waitFor();
    await form.getByLabel("Ends without a request after").fill("2");
    await form.getByText("Not saved yet").waitFor();
    await form.getByRole("button", { name: "Save" }).click();
    await form.getByText("Is a whole number from 5 to 1,440.").waitFor();
    assert.equal(await form.locator("input[aria-invalid=true]:focus").inputValue(), "2");
    await page.getByRole("link", { name: "Mail", exact: true }).click();
    await page.getByRole("dialog", { name: "Leave without saving?" }).getByRole("button", { name: "Cancel" }).click();
    await form.getByLabel("Ends without a request after").fill("90");
    await form.getByRole("button", { name: "Save" }).click();
    await form.getByText("Everything is saved").waitFor();
    assert.equal((await ada.call("GET", "/sign-in-policy")).body.sessions.idle_minutes, 90);
    await page.reload();
    await form.getByLabel("Ends without a request after").fill("60");
    await form.getByRole("button", { name: "Save" }).click();
    await page.getByText("The sign-in policy is saved").waitFor();
  });
});

describe("Service accounts", () => {
  const called = (secret) => fetch(`${server.url}/api/v1/apps`, { headers: { authorization: `Bearer ${secret}` } }).then(({ status }) => status);

  story("come with keys that are shown once, rotated, and refused when revoked", async (as) => {
    const ada = await as("administrator");
    const page = await ada.goto("/admin/service-accounts");
    await page.getByRole("button", { name: "New service account" }).first().click();
    const dialog = page.getByRole("dialog", { name: "New service account" });
    await dialog.getByLabel("Name").fill("nightly import");
    await dialog.getByLabel("What it is for").fill("Copies orders");
    await dialog.getByRole("button", { name: "Create" }).click();
    const drawer = page.getByRole("dialog", { name: "nightly import", exact: true });
    await drawer.getByRole("button", { name: "New key" }).click();
    const asked = page.getByRole("dialog", { name: "New key of nightly import" });
    await asked.getByLabel("Name").fill("cron");
    await asked.getByRole("button", { name: "Create" }).click();
    const first = await takeOnce(page);
    assert.ok(await drawer.isVisible(), "Escape took neither the key nor the drawer away");
    assert.match(first, /^sallyport_/);
    assert.equal(await called(first), 200);

    await drawer.getByRole("button", { name: "Rotate cron" }).click();
    await choose(page, "The old secret stops working", "At once");
    await page.getByRole("dialog", { name: "Rotate cron" }).getByRole("button", { name: "Rotate" }).click();
    const second = await takeOnce(page);
    assert.deepEqual([await called(first), await called(second)], [401, 200]);

    await page.goto("/admin/service-accounts/keys?text=nightly");
    await page.getByRole("button", { name: "Revoke cron" }).click();
    await page.getByRole("dialog", { name: "Revoke the key" }).getByRole("button", { name: "Revoke key" }).click();
    await page.getByRole("heading", { name: "No key matches" }).waitFor();
    assert.equal(await called(second), 401);
    const shown = (await ada.received()).filter(({ body }) => body.includes(first) || body.includes(second));
    assert.equal(shown.length, 2, "each secret was in one answer, the one that made it");
  });
});

describe("Mail and security", () => {
  story("the queue shows what was sent to whom, never what it says, and sends a test", async (as) => {
    const ada = await as("administrator");
    const page = await ada.goto("/admin/mail");
    await page.getByRole("button", { name: "Send a test mail" }).click();
    await mailbox.letter(ada.person.email, /test/i);
    const lines = table(page, "Mail").getByRole("row").filter({ hasText: "Test" });
    await eventually(
      async () => {
        await page.getByRole("button", { name: "Refresh" }).click();
        return lines.first().innerText();
      },
      (line) => line.includes(ada.person.email) && /Sent/.test(line),
      "the test was sent",
    );
    await choose(page, "State", "Given up");
    await page.waitForURL(/state=failed/);
    await page.getByRole("heading", { name: "No mail matches" }).waitFor();
  });

  story("the overview counts failed sign-ins, names who lacks a second factor, and asks before all are signed out", async (as) => {
    const nobody = await as(null);
    nobody.expect(401, /./);
    await nobody.goto("/");
    await nobody.call("POST", "/session", { email: "sam@example.com", password: "certainly not this one" });
    const ada = await as("administrator");
    const page = await ada.goto("/admin/security");
    await page.getByText(/^\d+ failed in the last 30 days/).waitFor();
    await page.getByText("As a table").click();
    await page.getByRole("cell", { name: new Date().toISOString().slice(0, 10) }).waitFor();
    await table(page, "People without a second factor").getByText("Sam Agent").waitFor();
    await page.getByRole("button", { name: "Sign out everyone" }).click();
    await page.getByRole("dialog", { name: "Sign out everyone" }).getByText(/yours stays/).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Sign out everyone" }).and(page.locator(":focus")).waitFor();
  });
});

describe("What only administrators run", () => {
  const places = ["people/invitations", "people/invitations/bulk", "service-accounts", "service-accounts/keys", "sign-in-policy", "mail", "security"];
  const calls = [
    ["GET", "/invitations"],
    ["POST", "/invitations", { email: "x@example.com", roles: [], groups: [] }],
    ["GET", "/service-accounts"],
    ["GET", "/keys"],
    ["GET", "/mail"],
    ["GET", "/security-overview"],
    ["GET", "/sms-gateway"],
    ["DELETE", "/sessions"],
  ];

  story("is not there for anybody else, on the screen or behind it", async (as) => {
    for (const part of ["builder", "agent"]) {
      const visitor = await as(part);
      for (const place of places) {
        const page = await visitor.goto(`/admin/${place}`);
        await page.getByRole("heading", { name: "Not found" }).waitFor();
      }
      for (const status of [403, 404]) visitor.expect(status, /\/api\/v1\//);
      for (const [method, path, body] of calls) assert.ok([403, 404].includes((await visitor.call(method, path, body)).status), `${part} ${method} ${path}`);
    }
  });

  story("a builder sees who is there, but nothing of how they sign in", async (as) => {
    const builder = await as("builder");
    const page = await builder.goto("/admin/people");
    await page.getByRole("cell", { name: "Sam Agent" }).click();
    const drawer = page.getByRole("dialog", { name: "Sam Agent" });
    await drawer.getByRole("tab", { name: "Profile" }).waitFor();
    assert.equal(await drawer.getByRole("tab").count(), 1);
    for (const name of ["Save", "Invite", "New person"]) assert.equal(await page.getByRole("button", { name, exact: true }).count(), 0, name);
  });
});
