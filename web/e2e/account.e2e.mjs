/** Everybody's own account: how one comes to it, and what one does with it. */
import assert from "node:assert/strict";
import { administrate, fillIn, newPerson, signedIn } from "./support/people.mjs";
import { describe, eventually, mailbox, server, story } from "./support/story.mjs";
import { totp } from "./support/totp.mjs";

const WORDS = "seven slow herons over the weir";
const fragmentGone = (page) => assert.equal(new URL(page.url()).hash, "", "the secret has left the address bar");
const signedInAs = (page, name) => page.getByRole("button", { name: `Signed in as ${name}` }).waitFor();

/** The server's next answer to this is that it wants fresh proof, as it would after ten minutes. */
async function grownOld(page, pattern) {
  const stale = { type: "/problems/proof_required", title: "Fresh proof required", status: 403, code: "proof_required", detail: "this takes a fresh proof of who you are", hint: null, request_id: "8f14e45fceea167a5a36dedd4bea2543", errors: [] };
  await page.route(pattern, (route) => (route.request().method() === "GET" ? route.fallback() : route.fulfill({ status: 403, contentType: "application/problem+json", body: JSON.stringify(stale) })), { times: 1 });
}

async function proveBy(page, password) {
  const dialog = page.getByRole("dialog", { name: "Prove who you are" });
  await dialog.getByRole("textbox", { name: "Password" }).fill(password);
  await dialog.getByRole("button", { name: "Continue" }).click();
  await dialog.waitFor({ state: "hidden" });
}

/** The policy as it was, changed for the length of a story. */
async function underPolicy(change, tell) {
  const before = await administrate("GET", "/sign-in-policy");
  await administrate("PUT", "/sign-in-policy", change(structuredClone(before)));
  try {
    await tell();
  } finally {
    await administrate("PUT", "/sign-in-policy", before);
  }
}

describe("Coming to an account", () => {
  story("an invitation makes the account that it is for, once", async (as) => {
    const email = `ivo.${Date.now()}@example.com`;
    await administrate("POST", "/invitations", { email, name: "Ivo Invited", roles: [], groups: [] });
    const link = await mailbox.link(email);
    assert.ok(link.startsWith(`${server.url}/join#token=`), link);
    const ivo = await as(null);
    const page = await ivo.goto(link);
    await page.getByRole("heading", { name: /^Join / }).waitFor();
    fragmentGone(page);
    assert.equal(await page.getByLabel("E-mail").inputValue(), email);
    const password = page.getByRole("textbox", { name: "Password" });
    await password.fill("password123");
    await page.getByText(/^(Very weak|Weak)$/).waitFor();
    await password.fill(WORDS);
    await page.getByText(/^(Good|Strong)$/).waitFor();
    await page.getByRole("button", { name: "Create your account" }).click();
    await signedInAs(page, "Ivo Invited");

    const second = await as(null);
    second.expect(410, /^POST \/api\/v1\/invitations\/look$/);
    await second.goto(link);
    await second.page.getByRole("heading", { name: "The invitation no longer works" }).waitFor();
  });

  story("where registration is open, a password is chosen by the letter's link; where it is closed, there is none", async (as) => {
    const closed = await as(null);
    await closed.goto("/register");
    await closed.page.getByRole("heading", { name: "By invitation only" }).waitFor();
    await underPolicy(
      (policy) => ({ ...policy, registration: { open_to: "open", domains: [] } }),
      async () => {
        const email = `rosa.${Date.now()}@example.com`;
        const rosa = await as(null);
        const page = await rosa.goto("/");
        await page.getByRole("link", { name: "Create an account" }).click();
        await page.getByLabel("Your name").fill("Rosa Registered");
        await page.getByLabel("E-mail").fill(email);
        await page.getByRole("button", { name: "Go on" }).click();
        await page.getByRole("heading", { name: "Look into your mailbox" }).waitFor();

        const link = await mailbox.link(email);
        assert.ok(link.startsWith(`${server.url}/register#token=`), link);
        await page.goto(link);
        await page.getByRole("heading", { name: /^Your account at / }).waitFor();
        fragmentGone(page);
        assert.equal(await page.getByLabel("E-mail").inputValue(), email);
        await page.getByRole("textbox", { name: "Password" }).fill(WORDS);
        await page.getByText(/^(Good|Strong)$/).waitFor();
        await page.getByRole("button", { name: "Create your account" }).click();
        await signedInAs(page, "Rosa Registered");
        const anew = await as(null);
        await anew.goto("/account");
        await fillIn(anew.page, { email, password: WORDS });
        await signedInAs(anew.page, "Rosa Registered");

        const second = await as(null);
        second.expect(410, /^POST \/api\/v1\/registration\/look$/);
        await second.goto(link);
        await second.page.getByRole("heading", { name: "The link no longer works" }).waitFor();
      },
    );
  });

  story("a forgotten password is replaced by a link, which works once and ends the sessions", async (as) => {
    const person = await newPerson("Fritz");
    const elsewhere = await signedIn(as, person);
    const fritz = await as(null);
    const page = await fritz.goto("/");
    await page.getByRole("link", { name: "Forgot your password?" }).click();
    await page.getByLabel("E-mail").fill(person.email);
    await page.getByRole("button", { name: "Send the link" }).click();
    await page.getByText(`If there is an account of ${person.email}`).waitFor();
    const link = await mailbox.link(person.email, /password/i);

    await page.goto(link);
    fritz.expect(422, /^POST \/api\/v1\/password-reset\/confirm$/);
    const field = page.getByRole("textbox", { name: "New password" });
    await field.fill("short");
    await page.getByRole("button", { name: "Change the password" }).click();
    await page.locator("[aria-invalid=true]").waitFor();
    await field.fill(WORDS);
    await page.getByRole("button", { name: "Change the password" }).click();
    await page.getByRole("heading", { name: "Your password is changed" }).waitFor();

    elsewhere.expect(401, /^GET \/api\/v1\/account$/);
    assert.equal((await elsewhere.call("GET", "/account")).status, 401, "the session elsewhere has ended");
    await page.goto("/account");
    await fillIn(page, { ...person, password: WORDS });
    await signedInAs(page, person.name);

    const second = await as(null);
    second.expect(410, /^POST \/api\/v1\/password-reset\/confirm$/);
    await second.goto(link);
    await second.page.getByRole("textbox", { name: "New password" }).fill(`${WORDS} again`);
    await second.page.getByRole("button", { name: "Change the password" }).click();
    await second.page.getByRole("heading", { name: "The link no longer works" }).waitFor();
  });

  story("an address without an account gets the same words", async (as) => {
    const nobody = await as(null);
    const page = await nobody.goto("/reset");
    await page.getByLabel("E-mail").fill("nobody.at.all@example.com");
    await page.getByRole("button", { name: "Send the link" }).click();
    await page.getByText("If there is an account of nobody.at.all@example.com").waitFor();
  });

  story("a link without its secret says so", async (as) => {
    const nobody = await as(null);
    for (const path of ["/join", "/verify"]) {
      await nobody.goto(path);
      await nobody.page.getByRole("heading", { name: "The link is incomplete" }).waitFor();
    }
  });
});

describe("One's own account", () => {
  story("is reached from the person menu, and a name is changed in it", async (as) => {
    const person = await newPerson("Nora");
    const nora = await signedIn(as, person, "/");
    const { page } = nora;
    await page.getByRole("button", { name: `Signed in as ${person.name}` }).click();
    await page.getByRole("menuitem", { name: "Your account" }).click();
    await page.getByRole("heading", { name: "Profile" }).waitFor();
    await page.getByLabel("Your name").fill("Nora Renamed");
    await page.getByRole("button", { name: "Save" }).click();
    await signedInAs(page, "Nora Renamed");
  });

  story("another address takes fresh proof and the word of both addresses", async (as) => {
    const person = await newPerson("Edda");
    const edda = await signedIn(as, person);
    const { page } = edda;
    edda.expect(403, /^POST \/api\/v1\/account\/email$/);
    const wanted = `new.${person.email}`;
    await grownOld(page, "**/api/v1/account/email");
    await page.getByRole("button", { name: "Change", exact: true }).click();
    await page.getByLabel("New address").fill(wanted);
    await page.getByRole("button", { name: "Ask both addresses" }).click();
    await proveBy(page, person.password);
    await page.getByRole("heading", { name: "Both addresses are asked" }).waitFor();
    await page.getByRole("button", { name: "Done" }).click();

    for (const [address, said] of [
      [person.email, "One address has agreed"],
      [wanted, "Your address is confirmed"],
    ]) {
      assert.equal((await edda.call("GET", "/account")).body.email, person.email, "until both agree it stays");
      await page.goto(await mailbox.link(address));
      await page.getByRole("button", { name: "Confirm" }).click();
      await page.getByRole("heading", { name: said }).waitFor();
    }
    await mailbox.letter(person.email, /has changed/);
    const anew = await as(null);
    await anew.goto("/account");
    await fillIn(anew.page, { ...person, email: wanted });
    await anew.page.getByText(wanted, { exact: true }).first().waitFor();
  });

  story("who would rather not prove it finds everything as it was", async (as) => {
    const person = await newPerson("Karl");
    const karl = await signedIn(as, person, "/account/keys");
    karl.expect(403, /^POST \/api\/v1\/account\/keys$/);
    karl.expect(403, /^POST \/api\/v1\/session\/proof$/);
    const { page } = karl;
    await grownOld(page, "**/api/v1/account/keys");
    await page.getByRole("button", { name: "New key" }).click();
    const form = page.getByRole("dialog", { name: "New API key" });
    await form.getByLabel("Name").fill("Nightly");
    await form.getByRole("button", { name: "Create key" }).click();
    const proof = page.getByRole("dialog", { name: "Prove who you are" });
    await proof.getByRole("textbox", { name: "Password" }).fill("not the password");
    await proof.getByRole("button", { name: "Continue" }).click();
    await proof.getByRole("alert").waitFor();
    await page.keyboard.press("Escape");
    await proof.waitFor({ state: "hidden" });
    assert.equal(await form.getByLabel("Name").inputValue(), "Nightly");
    assert.equal(await form.getByRole("alert").count(), 0);
    assert.deepEqual((await karl.call("GET", "/account/keys")).body.items, []);
  });

  story("another password ends the other sessions and signs in from then on", async (as) => {
    const person = await newPerson("Petra");
    const elsewhere = await signedIn(as, person);
    const petra = await signedIn(as, person, "/account/security");
    petra.expect(403, /^POST \/api\/v1\/account\/password$/);
    petra.expect(422, /^POST \/api\/v1\/account\/password$/);
    const { page } = petra;
    await page.getByRole("button", { name: "Change the password" }).click();
    const form = page.getByRole("dialog", { name: "Change your password" });
    await form.getByRole("textbox", { name: "Password now" }).fill("not the password");
    await form.getByRole("textbox", { name: "New password" }).fill(WORDS);
    await form.getByRole("button", { name: "Change the password" }).click();
    await form.getByRole("alert").or(form.locator("[aria-invalid=true]")).first().waitFor();
    await form.getByRole("textbox", { name: "Password now" }).fill(person.password);
    await form.getByRole("button", { name: "Change the password" }).click();
    await page.getByText("Your password is changed").waitFor();

    elsewhere.expect(401, /^GET \/api\/v1\/account$/);
    assert.equal((await elsewhere.call("GET", "/account")).status, 401);
    assert.equal((await petra.call("GET", "/account")).status, 200, "the session at hand goes on");
    await mailbox.letter(person.email, /password/i);
    const anew = await as(null);
    await anew.goto("/account");
    await fillIn(anew.page, { ...person, password: WORDS });
    await signedInAs(anew.page, person.name);
  });

  story("an authenticator app is added by its key; its recovery codes are shown once", async (as) => {
    const person = await newPerson("Otto");
    const otto = await signedIn(as, person, "/account/security");
    otto.expect(403, /^POST \/api\/v1\/account\/factors\/confirm$/);
    const { page } = otto;
    await page.getByRole("button", { name: "Add a second factor" }).click();
    await page.getByRole("button", { name: /^Authenticator app/ }).click();
    await page.getByRole("img", { name: /^QR code/ }).waitFor();
    const secret = await page.getByLabel("The key", { exact: true }).innerText();
    const code = page.getByLabel("The code that the app shows");
    await code.fill("000000");
    await page.getByRole("button", { name: "Add it" }).click();
    await page.getByRole("alert").waitFor();
    await code.fill(totp(secret));
    await page.getByRole("button", { name: "Add it" }).click();
    const list = page.getByRole("list", { name: "Recovery codes" });
    await list.waitFor();
    const codes = await list.getByRole("listitem").allInnerTexts();
    assert.equal(new Set(codes).size, 10);
    const saved = page.waitForEvent("download");
    await page.getByRole("button", { name: "Download" }).click();
    assert.equal((await saved).suggestedFilename(), "sallyport-recovery-codes.txt");
    await page.keyboard.press("Escape");
    await list.waitFor();
    await page.getByRole("button", { name: "I have kept them" }).click();
    await page.getByText("10 codes are left.").waitFor();
    await page.reload();
    await page.getByText("10 codes are left.").waitFor();
    assert.equal(await page.getByText(codes[0]).count(), 0);
    await mailbox.letter(person.email);
  });

  story("sessions are listed by device, and one that is ended is out", async (as) => {
    const person = await newPerson("Sara");
    const elsewhere = await signedIn(as, person);
    const sara = await signedIn(as, person, "/account/sessions");
    const { page } = sara;
    const lines = page.getByRole("list", { name: "Your sessions" }).getByRole("listitem");
    await lines.nth(1).waitFor();
    assert.match(await lines.first().innerText(), /Chrom.* on Linux[\s\S]*This session/);
    await page.getByRole("button", { name: /^End the session on/ }).click();
    await page.getByRole("button", { name: "End it" }).click();
    await page.getByText("You are signed in nowhere else.").waitFor();
    elsewhere.expect(401, /^GET \/api\/v1\/account/);
    await eventually(() => elsewhere.call("GET", "/account"), ({ status }) => status === 401, "the other session ends");
    await elsewhere.page.getByRole("link", { name: "Sessions" }).click();
    await elsewhere.page.getByRole("heading", { name: "Sign in" }).waitFor();
  });

  story("an API key does what it was made for, and nothing once it is revoked", async (as) => {
    const person = await newPerson("Kira");
    const kira = await signedIn(as, person, "/account/keys");
    const { page } = kira;
    await page.getByRole("heading", { name: "No keys yet" }).waitFor();
    await page.getByRole("button", { name: "New key" }).click();
    await page.getByLabel("Name").fill("Nightly export");
    await page.getByRole("button", { name: "Create key" }).click();
    const shown = page.getByRole("dialog", { name: "The secret of Nightly export" });
    const secret = await shown.getByLabel("The secret", { exact: true }).innerText();
    await page.keyboard.press("Escape");
    await shown.getByRole("button", { name: "I have copied it" }).click();
    const asProgram = async (key) => (await fetch(`${server.url}/api/v1/apps`, { headers: { authorization: `Bearer ${key}` } })).status;
    assert.equal(await asProgram(secret), 200);

    await page.getByRole("button", { name: "Rotate Nightly export" }).click();
    await page.getByRole("button", { name: "Rotate key" }).click();
    const turned = await shown.getByLabel("The secret", { exact: true }).innerText();
    await shown.getByRole("button", { name: "I have copied it" }).click();
    assert.notEqual(turned, secret);
    assert.deepEqual([await asProgram(secret), await asProgram(turned)], [200, 200], "the old one works for a while");

    await page.getByRole("button", { name: "Revoke Nightly export" }).click();
    await page.getByRole("button", { name: "Revoke key" }).click();
    await page.getByRole("heading", { name: "No keys yet" }).waitFor();
    assert.deepEqual([await asProgram(secret), await asProgram(turned)], [401, 401]);
    await page.reload();
    await page.getByRole("heading", { name: "No keys yet" }).waitFor();
    assert.equal(await page.getByText(turned).count(), 0);
  });
});

describe("A sign-in that is not complete", () => {
  story("offers the second factor that is due and nothing else, by keyboard alone", async (as) => {
    const group = await administrate("POST", "/groups", { name: `Careful ${Date.now()}` });
    const person = await newPerson("Dora", { groups: [group.id] });
    await underPolicy(
      (policy) => ({ ...policy, second_factor: { ...policy.second_factor, groups: [group.id], grace_days: 0 } }),
      async () => {
        const dora = await as(null);
        dora.expect(403, /^GET \/api\/v1\//);
        const page = await dora.goto("/");
        await page.getByLabel("E-mail").fill(person.email);
        await page.keyboard.press("Tab");
        await page.keyboard.type(person.password);
        await page.keyboard.press("Enter");
        await page.getByRole("heading", { name: "Set up a second factor" }).waitFor();
        const refused = await dora.call("GET", "/apps");
        assert.deepEqual([refused.status, refused.body.code], [403, "sign_in_incomplete"]);
        assert.equal(await page.getByRole("link", { name: /account/i }).count(), 0);

        const choice = page.getByRole("button", { name: /^Authenticator app/ });
        await choice.focus();
        await page.keyboard.press("Enter");
        const secret = await page.getByLabel("The key", { exact: true }).innerText();
        await page.getByLabel("The code that the app shows").and(page.locator(":focus")).waitFor();
        await page.keyboard.type(totp(secret));
        await page.keyboard.press("Enter");
        await page.getByRole("list", { name: "Recovery codes" }).waitFor();
        await page.getByRole("button", { name: "I have kept them" }).press("Enter");
        await page.getByRole("button", { name: "Go on without a copy" }).press("Enter");
        await signedInAs(page, person.name);
        assert.equal((await dora.call("GET", "/apps")).status, 200);
      },
    );
  });

  story("while there is time, it says from when on a second factor is needed", async (as) => {
    const group = await administrate("POST", "/groups", { name: `Later ${Date.now()}` });
    const person = await newPerson("Luca", { groups: [group.id] });
    await underPolicy(
      (policy) => ({ ...policy, second_factor: { ...policy.second_factor, groups: [group.id], grace_days: 7 } }),
      async () => {
        const luca = await signedIn(as, person, "/");
        const { page } = luca;
        await page.getByText("A second factor will be needed").waitFor();
        await page.getByRole("link", { name: "Set one up now" }).click();
        await page.getByText(/on, signing in takes a second factor/).waitFor();
      },
    );
  });
});
