/** Coming in and going out: signing in by one step and by two, signing out, and the link that makes the first administrator. */
import assert from "node:assert/strict";
import { administrate, fillIn, newPerson, signedIn, withPasskeys } from "./support/people.mjs";
import { describe, gateway, mailbox, server, story } from "./support/story.mjs";
import { totp } from "./support/totp.mjs";

const STEP = 30_000;

/** Somebody with an authenticator app, added behind the screen with the code of the step before this one. */
async function withApp(as, first) {
  const person = await newPerson(first);
  const visitor = await signedIn(as, person);
  const begun = await visitor.call("POST", "/account/factors", { kind: "totp" });
  const { secret } = begun.body.totp;
  const added = await visitor.call("POST", "/account/factors/confirm", { ticket: begun.body.ticket, name: "Telephone", code: totp(secret, Date.now() - STEP) });
  assert.equal(added.status, 201, JSON.stringify(added.body));
  await visitor.call("DELETE", "/session");
  return { person, secret, codes: added.body.recovery_codes };
}

/** The first step is done, and the second is asked for. */
async function atSecondStep(as, person) {
  const visitor = await as(null);
  await visitor.goto("/");
  await fillIn(visitor.page, person);
  await visitor.page.getByRole("heading", { name: "One more step" }).waitFor();
  return visitor;
}

async function answerWith(page, label, code) {
  await page.getByLabel(label, { exact: true }).fill(code);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

/** Somebody adds their telephone, and signs in by a code that comes to it. */
async function comesBySms(as) {
  const received = async () => /^\d{8}/.exec((await gateway.message("+4915123456789")).text)[0];
  const person = await newPerson("Sina");
  const { page } = await signedIn(as, person, "/account/security");
  await page.getByRole("button", { name: "Add a second factor" }).click();
  await page.getByRole("button", { name: /^Codes by SMS/ }).click();
  await page.getByLabel("Telephone").fill("+49 151 2345 6789");
  await page.getByRole("button", { name: "Send a code" }).click();
  await page.getByText("We sent a code to +49 ••• 6789.").waitFor();
  await page.getByLabel("The code that came").fill(await received());
  await page.getByRole("button", { name: "Add it" }).click();
  await page.getByRole("button", { name: "I have kept them" }).click();
  await page.getByText("+49 ••• 6789").waitFor();
  await mailbox.letter(person.email, /second factor was added/i);

  const back = await atSecondStep(as, person);
  await back.page.getByRole("button", { name: "Send the code" }).click();
  await answerWith(back.page, "Code", await received());
  await back.page.getByRole("button", { name: `Signed in as ${person.name}` }).waitFor();
}

describe("Signing in", () => {
  story("a person signs in where they meant to go, and out again", async (as) => {
    const sam = await as(null);
    const { email, password, name } = server.people.get("agent");
    const page = await sam.goto("/");
    await fillIn(page, { email, password });
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
      await page.getByRole("button", { name: "Sign in", exact: true }).click();
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
      await fillIn(page, { email, password: "not the password" });
      await page.getByRole("alert").waitFor();
      assert.equal(await page.getByRole("alert").count(), 1);
      messages.push((await page.getByRole("alert").innerText()).replace(/Request .*/s, "").trim());
      await page.reload();
    }
    assert.equal(messages[0], messages[1]);
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
  });
});

describe("A second step", () => {
  story("an authenticator app's code lets one in, a wrong or a used one does not", async (as) => {
    const { person, secret } = await withApp(as, "Tove");
    const tove = await atSecondStep(as, person);
    tove.expect(403, /^POST \/api\/v1\/session\/second-factor$/);
    const { page } = tove;
    assert.equal((await tove.call("GET", "/session")).status, 401, "half a sign-in is none");
    const field = page.getByLabel("Code", { exact: true });
    assert.equal(await field.getAttribute("autocomplete"), "one-time-code");
    const code = totp(secret);
    await answerWith(page, "Code", code === "000000" ? "000001" : "000000");
    await page.getByRole("alert").waitFor();
    assert.equal(await field.inputValue(), "", "what was wrong is written anew");
    await answerWith(page, "Code", `${code.slice(0, 3)} ${code.slice(3)}`);
    await page.getByRole("button", { name: `Signed in as ${person.name}` }).waitFor();

    const thief = await atSecondStep(as, person);
    thief.expect(403, /^POST \/api\/v1\/session\/second-factor$/);
    await answerWith(thief.page, "Code", code);
    await thief.page.getByRole("alert").waitFor();
    assert.equal((await thief.call("GET", "/session")).status, 401, "a code works once");
  });

  story("a recovery code lets one in once", async (as) => {
    const { person, codes } = await withApp(as, "Rune");
    assert.equal(codes.length, 10);
    const rune = await atSecondStep(as, person);
    await rune.page.getByRole("button", { name: "Use a recovery code" }).click();
    await answerWith(rune.page, "Recovery code", codes[0]);
    await rune.page.getByRole("button", { name: `Signed in as ${person.name}` }).waitFor();

    const again = await atSecondStep(as, person);
    again.expect(403, /^POST \/api\/v1\/session\/second-factor$/);
    await again.page.getByRole("button", { name: "Use a recovery code" }).click();
    await answerWith(again.page, "Recovery code", codes[0]);
    await again.page.getByRole("alert").waitFor();
    assert.equal((await again.call("GET", "/session")).status, 401);
  });

  story("a code comes by SMS through the gateway that an administrator has set up", async (as) => {
    const ada = await as("administrator");
    const page = await ada.goto("/admin/sign-in-policy/sms-gateway");
    const form = page.getByRole("form", { name: "SMS gateway" });
    await form.getByLabel("Address").fill(`http://${gateway.destination}/send`);
    await form.getByRole("textbox", { name: "Secret" }).fill("token-of-the-story");
    await form.getByRole("button", { name: "Save" }).click();
    await page.getByText("The SMS gateway is saved").waitFor();
    await form.getByRole("button", { name: "Send a test message" }).click();
    const dialog = page.getByRole("dialog", { name: "Send a test message" });
    await dialog.getByLabel("Telephone").fill("+49 30 901820");
    await dialog.getByRole("button", { name: "Send", exact: true }).click();
    const tried = await gateway.message("+4930901820");
    assert.match(tried.text, /^SMS from Sallyport at .* arrive\.$/);
    assert.equal(tried.authorization, "Bearer token-of-the-story");

    const policy = await administrate("GET", "/sign-in-policy");
    await administrate("PUT", "/sign-in-policy", { ...policy, second_factor: { ...policy.second_factor, sms_codes: true } });
    try {
      await comesBySms(as);
    } finally {
      await administrate("PUT", "/sign-in-policy", policy);
      await administrate("DELETE", "/sms-gateway");
    }
  });

  story("too many wrong codes end the sign-in, and it begins again", async (as) => {
    const { person } = await withApp(as, "Wim");
    const wim = await atSecondStep(as, person);
    wim.expect(403, /^POST \/api\/v1\/session\/second-factor$/);
    wim.expect(410, /^POST \/api\/v1\/session\/second-factor$/);
    wim.expect(429, /^POST \/api\/v1\/session\/second-factor$/);
    const { page } = wim;
    const over = page.getByText("too many codes were wrong");
    const slowed = page.getByText("You can try again");
    for (let tries = 0; tries < 8 && !(await over.isVisible()) && !(await slowed.isVisible()); tries += 1) {
      const answered = page.waitForResponse((response) => response.url().endsWith("/session/second-factor"));
      await answerWith(page, "Code", "000000");
      await (await answered).finished();
      await page.getByRole("alert").or(over).first().waitFor();
    }
    assert.ok((await over.isVisible()) || (await slowed.isVisible()), "guessing goes on for ever nowhere");
    assert.equal((await wim.call("GET", "/session")).status, 401);
  });
});

describe("A passkey", () => {
  story("is made in the account, is the second step of a sign-in, and signs in alone", async (as) => {
    const person = await newPerson("Pia");
    const pia = await signedIn(as, person, "/account/security");
    const device = await withPasskeys(pia);
    const { page } = pia;
    await page.getByRole("button", { name: "Add a second factor" }).click();
    await page.getByRole("button", { name: /^Passkey/ }).click();
    await page.getByLabel("Name").fill("Pia's laptop");
    await page.getByRole("button", { name: "Create the passkey" }).click();
    await page.getByRole("list", { name: "Recovery codes" }).waitFor();
    await page.getByRole("button", { name: "I have kept them" }).click();
    await page.getByRole("button", { name: "Go on without a copy" }).click();
    await page.getByText("Pia's laptop").first().waitFor();
    assert.equal((await device.credentials()).length, 1);

    await page.evaluate(() => {
      // the quiet offer, which the device would take at once, has its own story
      PublicKeyCredential.isConditionalMediationAvailable = () => Promise.resolve(false);
    });
    await pia.context.addInitScript(() => {
      PublicKeyCredential.isConditionalMediationAvailable = () => Promise.resolve(false);
    });
    await pia.call("DELETE", "/session");
    await page.goto("/account");
    await fillIn(page, person);
    await page.getByRole("heading", { name: "One more step" }).waitFor();
    await page.getByRole("button", { name: "Use a passkey" }).click();
    await page.getByRole("button", { name: `Signed in as ${person.name}` }).waitFor();

    await pia.call("DELETE", "/session");
    await page.goto("/account");
    await page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await page.getByRole("button", { name: `Signed in as ${person.name}` }).waitFor();
    const [credential] = await device.credentials();
    assert.ok(credential.signCount > 0, "the device has signed");
  });

  story("is offered among the names that the browser fills in", async (as) => {
    const person = await newPerson("Quin");
    const quin = await signedIn(as, person, "/account/security");
    await withPasskeys(quin);
    const { page } = quin;
    await page.getByRole("button", { name: "Add a second factor" }).click();
    await page.getByRole("button", { name: /^Passkey/ }).click();
    await page.getByRole("button", { name: "Create the passkey" }).click();
    await page.getByRole("button", { name: "I have kept them" }).click();
    await page.getByRole("button", { name: "Go on without a copy" }).click();
    // A page that still asks for something would show the way in by itself, and the device would take that offer too.
    await page.goto("about:blank");
    await quin.signOut();
    const asked = page.waitForRequest((request) => request.url().endsWith("/session/passkey/challenge"));

    await page.goto("/account");
    await asked;

    // the device takes the offer as soon as it is made: nothing is pressed
    await page.getByRole("button", { name: `Signed in as ${person.name}` }).waitFor();
  });

  story("that is refused says so, and leaves the other ways open", async (as) => {
    const nobody = await as(null);
    await nobody.context.addInitScript(() => {
      PublicKeyCredential.isConditionalMediationAvailable = () => Promise.resolve(false);
      navigator.credentials.get = () => Promise.reject(new DOMException("refused", "NotAllowedError"));
    });
    const page = await nobody.goto("/");
    await page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await page.getByText("No passkey was used").waitFor();
    await page.getByLabel("E-mail").fill("somebody@example.com");
  });
});

describe("The set-up link", () => {
  const fillInSetup = async (page, email) => {
    await page.getByLabel("Your name").fill("Fia First");
    await page.getByLabel("E-mail").fill(email);
    await page.getByRole("textbox", { name: "Password" }).fill("seven slow herons over the weir");
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
