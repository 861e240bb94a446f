/** Everybody's own account, and the ways to one. What it holds is made up here: the demo's people have neither factors nor keys. */
import { answer, away, hold, problem } from "./answers.mjs";
import { heading, visible } from "./places.mjs";

const json = (body, status = 200) => ({ status, contentType: "application/json", body: JSON.stringify(body) });
const api = (path) => `**/api/v1${path}`;
const gone = problem(410, "link_spent", "Link no longer valid", "this link was used already, or never was one");
const tooMany = { ...problem(429, "rate_limited", "Too many requests", "too many tries", { hint: "wait a while" }), headers: { "retry-after": "150" } };
const at = "2026-11-20T09:12:00Z";

const factors = {
  items: [
    { id: "factor_1", kind: "totp", name: "Authenticator app", created_at: at, last_used_at: at, detail: null },
    { id: "factor_2", kind: "passkey", name: "The key on my key ring, with a rather long name", created_at: at, last_used_at: null, detail: null },
    { id: "factor_3", kind: "sms", name: "Telephone", created_at: at, last_used_at: null, detail: "+49 ••• 4711" },
  ],
  recovery_codes_left: 2,
  required: true,
  due_at: null,
  allowed: ["totp", "passkey", "email", "sms"],
};
const noFactors = { ...factors, items: [], recovery_codes_left: 0, due_at: "2026-12-03T00:00:00Z" };
const codes = Array.from({ length: 10 }, (_, number) => `${number}KQ7M-4TRWX-9HZPD-C2VNB-${number}GJ5F`);
const sessions = {
  items: [
    { id: "session_1", current: true, created_at: at, last_used_at: at, expires_at: "2027-11-23T06:00:00Z", address: "10.20.0.7", user_agent: "Mozilla/5.0 (X11; Linux x86_64) Chrome/156.0", device: "Chrome on Linux", methods: ["password", "totp"] },
    { id: "session_2", current: false, created_at: at, last_used_at: at, expires_at: "2027-11-23T06:00:00Z", address: "2001:db8:85a3::8a2e:370:7334", user_agent: "Mozilla/5.0 (iPhone)", device: "Safari on iPhone", methods: ["passkey"] },
    { id: "session_3", current: false, created_at: at, last_used_at: at, expires_at: "2027-11-23T06:00:00Z", address: null, user_agent: null, device: "Unknown device", methods: ["password"] },
  ],
};
const key = (more) => ({ id: "key_1", name: "Nightly export", permissions: ["read", "run_queries"], workspaces: [], apps: [], addresses: ["203.0.113.0/24"], created_at: at, expires_at: "2027-05-20T00:00:00Z", old_secret_until: null, last_used_at: at, last_address: "203.0.113.9", ...more });
const keys = { items: [key({}), key({ id: "key_2", name: "Old robot", expires_at: "2026-11-01T00:00:00Z", addresses: [], last_used_at: null, last_address: null })] };
const secret = "sallyport_4fQ9zXw0b7cV2mK8tR5yN1pL6hJ3dS_7GqWeRtYuIoPaSdFgHjKlZxCvBnM1234567890_c0ffee";
const step = { state: "second_factor", ticket: "t", methods: ["totp", "recovery", "email"], passkey: null, expires_at: "2027-01-01T00:00:00Z" };
const options = (more) => json({ tenant: "Example", registration: "open", passkeys: true, mail: true, min_password: 15, ...more });

const main = (page) => page.getByRole("main");

async function account(page, path = "") {
  await answer(page, api("/account/factors"), "GET", json(factors));
  await answer(page, api("/account/sessions"), "GET", json(sessions));
  await answer(page, api("/account/keys"), "GET", json(keys));
  await page.goto(`/account${path}`);
  await visible(main(page).getByRole("heading", { level: 1 }));
}

async function security(page, listed = factors) {
  await account(page, "/security");
  await answer(page, api("/account/factors"), "GET", json(listed));
  await page.reload();
  await visible(page.getByRole("heading", { name: "Second factors" }));
}

async function adding(page, kind, begun) {
  await security(page, noFactors);
  await answer(page, api("/account/factors"), "POST", json({ ticket: "t", totp: null, passkey: null, sent_to: null, ...begun }));
  await page.getByRole("button", { name: "Add a second factor" }).click();
  if (kind !== null) await page.getByRole("button", { name: kind }).click();
}

async function confined(page, what) {
  await page.route(api("/session"), async (route) => {
    if (route.request().method() !== "GET") return route.fallback();
    const response = await route.fetch();
    return route.fulfill({ response, json: { ...(await response.json()), confined: true, confined_for: what } });
  });
  await answer(page, api("/account/factors"), "GET", json(noFactors));
  await page.goto("/");
}

async function secondStep(page) {
  await answer(page, api("/session"), "POST", json(step));
  await page.goto("/");
  await page.getByLabel("E-mail").fill("sam@example.com");
  await page.getByRole("textbox", { name: "Password" }).fill("not the password");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await heading(page, "One more step");
}

const links = [
  { name: "sign-in-options", part: null, open: async (page) => (await answer(page, api("/sign-in-options"), "GET", options()), await page.goto("/"), await visible(page.getByRole("link", { name: "Create an account" }))) },
  { name: "sign-in-no-mail", part: null, open: async (page) => (await answer(page, api("/sign-in-options"), "GET", options({ mail: false, registration: "closed", passkeys: false })), await page.goto("/"), await visible(page.getByText("Ask an administrator for a link"))) },
  {
    name: "sign-in-too-many",
    part: null,
    refused: [429, /^POST \/api\/v1\/session$/],
    open: async (page) => {
      await answer(page, api("/session"), "POST", tooMany);
      await page.goto("/");
      await page.getByLabel("E-mail").fill("sam@example.com");
      await page.getByRole("textbox", { name: "Password" }).fill("not the password");
      await page.getByRole("button", { name: "Sign in", exact: true }).click();
      await visible(page.getByText("You can try again"));
    },
  },
  { name: "sign-in-second", part: null, open: secondStep },
  {
    name: "sign-in-second-refused",
    part: null,
    refused: [403, /^POST \/api\/v1\/session\/second-factor$/],
    open: async (page) => {
      await secondStep(page);
      await answer(page, api("/session/second-factor"), "POST", problem(403, "wrong_code", "Wrong code", "this is not right, or was used already", { hint: "try again, with a new code" }));
      await page.getByLabel("Code", { exact: true }).fill("123456");
      await page.getByRole("button", { name: "Sign in", exact: true }).click();
      await visible(page.getByRole("alert"));
    },
  },
  { name: "sign-in-second-recovery", part: null, open: async (page) => (await secondStep(page), await page.getByRole("button", { name: "Use a recovery code" }).click(), await visible(page.getByLabel("Recovery code", { exact: true }))) },
  { name: "sign-in-second-mail", part: null, open: async (page) => (await secondStep(page), await page.getByRole("button", { name: "Get a code by e-mail" }).click(), await visible(page.getByRole("button", { name: "Send the code" }))) },
  {
    name: "join",
    part: null,
    open: async (page) => {
      await answer(page, api("/invitations/look"), "POST", json({ tenant: "Example", email: "new@example.com", name: "Nia New" }));
      await answer(page, api("/passwords/assess"), "POST", json({ score: 1, acceptable: false, faults: ["a password has at least 15 characters"], advice: ["add another word or two", "uncommon words are better"] }));
      await page.goto("/join#token=t");
      await heading(page, "Join Example");
      await page.getByRole("textbox", { name: "Password" }).fill("four words");
      await visible(page.getByText("Weak", { exact: true }));
    },
  },
  { name: "join-loading", part: null, open: async (page) => (await hold(page, api("/invitations/look"), "POST"), await page.goto("/join#token=t"), await visible(page.getByRole("status", { name: "Loading the invitation" }))) },
  { name: "join-spent", part: null, refused: [410, /invitations\/look$/], open: async (page) => (await answer(page, api("/invitations/look"), "POST", gone), await page.goto("/join#token=t"), await heading(page, "The invitation no longer works")) },
  { name: "join-away", part: null, refused: [503, /invitations\/look$/], open: async (page) => (await answer(page, api("/invitations/look"), "POST", away), await page.goto("/join#token=t"), await visible(page.getByRole("button", { name: "Try again" }))) },
  { name: "join-incomplete", part: null, open: async (page) => (await page.goto("/join"), await heading(page, "The link is incomplete")) },
  { name: "register", part: null, open: async (page) => (await answer(page, api("/sign-in-options"), "GET", options({ registration: "domains" })), await page.goto("/register"), await visible(page.getByText("Of your organisation"))) },
  { name: "register-incomplete", part: null, open: async (page) => (await answer(page, api("/sign-in-options"), "GET", options()), await page.goto("/register"), await page.getByRole("button", { name: "Go on" }).click(), await visible(page.getByText("Write your name."))) },
  { name: "register-closed", part: null, open: async (page) => (await answer(page, api("/sign-in-options"), "GET", options({ registration: "closed" })), await page.goto("/register"), await heading(page, "By invitation only")) },
  {
    name: "register-link",
    part: null,
    open: async (page) => {
      await answer(page, api("/registration/look"), "POST", json({ tenant: "Example", email: "new@example.com", name: "Nia New" }));
      await answer(page, api("/passwords/assess"), "POST", json({ score: 4, acceptable: true, faults: [], advice: [] }));
      await page.goto("/register#token=t");
      await heading(page, "Your account at Example");
      await page.getByRole("textbox", { name: "Password" }).fill("seven slow herons over the weir");
      await visible(page.getByText("Strong", { exact: true }));
    },
  },
  { name: "register-spent", part: null, refused: [410, /registration\/look$/], open: async (page) => (await answer(page, api("/registration/look"), "POST", gone), await page.goto("/register#token=t"), await heading(page, "The link no longer works")) },
  { name: "verify", part: null, open: async (page) => (await page.goto("/verify#token=t"), await visible(page.getByRole("button", { name: "Confirm" }))) },
  { name: "reset", part: null, open: async (page) => (await answer(page, api("/sign-in-options"), "GET", options()), await page.goto("/reset"), await heading(page, "Forgot your password?")) },
  {
    name: "reset-sent",
    part: null,
    open: async (page) => {
      await answer(page, api("/password-reset"), "POST", { status: 202 });
      await page.goto("/reset");
      await page.getByLabel("E-mail").fill("sam@example.com");
      await page.getByRole("button", { name: "Send the link" }).click();
      await heading(page, "Look into your mailbox");
    },
  },
  { name: "reset-choose", part: null, open: async (page) => (await page.goto("/reset#token=t"), await heading(page, "Choose another password")) },
];

const own = [
  { name: "account", part: "agent", open: async (page) => (await account(page), await visible(page.getByLabel("Your name"))) },
  { name: "account-loading", part: "agent", open: async (page) => (await hold(page, api("/account")), await page.goto("/account"), await visible(page.getByRole("status", { name: "Loading your profile" }))) },
  { name: "account-away", part: "agent", refused: [503, /\/account$/], open: async (page) => (await answer(page, api("/account"), "GET", away), await page.goto("/account"), await visible(page.getByRole("button", { name: "Try again" }))) },
  { name: "account-email", part: "agent", open: async (page) => (await account(page), await page.getByRole("button", { name: "Change", exact: true }).click(), await visible(page.getByLabel("New address"))) },
  { name: "account-not-found", part: "agent", open: async (page) => (await page.goto("/account/other"), await heading(page, "Not found")) },
  { name: "account-security", part: "agent", open: (page) => security(page) },
  { name: "account-security-due", part: "agent", open: (page) => security(page, noFactors) },
  { name: "account-password", part: "agent", open: async (page) => (await security(page), await page.getByRole("button", { name: "Change the password" }).click(), await visible(page.getByRole("dialog").getByRole("textbox", { name: "New password" }))) },
  { name: "account-factor-kinds", part: "agent", open: async (page) => (await adding(page, null, {}), await visible(page.getByRole("dialog").getByRole("button", { name: /^Authenticator app/ }))) },
  {
    name: "account-factor-app",
    part: "agent",
    open: async (page) => {
      await adding(page, /^Authenticator app/, { totp: { secret: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", uri: "otpauth://totp/Example:sam%40example.com?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Example" } });
      await visible(page.getByRole("img", { name: /^QR code/ }));
    },
  },
  { name: "account-factor-passkey", part: "agent", open: async (page) => (await adding(page, /^Passkey/, { passkey: {} }), await visible(page.getByRole("button", { name: "Create the passkey" }))) },
  { name: "account-factor-sms", part: "agent", open: async (page) => (await adding(page, /^Codes by SMS/, {}), await visible(page.getByLabel("Telephone"))) },
  {
    name: "account-recovery-codes",
    part: "agent",
    open: async (page) => {
      await security(page);
      await answer(page, api("/account/recovery-codes"), "POST", json({ codes }));
      await page.getByRole("button", { name: "Make new codes" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Make new codes" }).click();
      await page.getByRole("button", { name: "I have kept them" }).click();
      await visible(page.getByRole("alert"));
    },
  },
  { name: "account-factor-remove", part: "agent", open: async (page) => (await security(page), await page.getByRole("button", { name: "Remove Telephone" }).click(), await visible(page.getByRole("dialog"))) },
  {
    name: "prove",
    part: "agent",
    refused: [403, /recovery-codes$/],
    open: async (page) => {
      await security(page);
      await answer(page, api("/account/recovery-codes"), "POST", problem(403, "proof_required", "Fresh proof required", "this takes a fresh proof of who you are"));
      await answer(page, api("/session/proof/challenge"), "POST", json({ methods: ["password", "totp", "recovery"], ticket: "t", passkey: null, expires_at: "2027-01-01T00:00:00Z" }));
      await page.getByRole("button", { name: "Make new codes" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Make new codes" }).click();
      await visible(page.getByRole("dialog", { name: "Prove who you are" }).getByRole("textbox", { name: "Password" }));
    },
  },
  { name: "account-sessions", part: "agent", open: (page) => account(page, "/sessions") },
  { name: "account-sessions-end", part: "agent", open: async (page) => (await account(page, "/sessions"), await page.getByRole("button", { name: "End all others" }).click(), await visible(page.getByRole("dialog"))) },
  { name: "account-keys", part: "agent", open: async (page) => (await account(page, "/keys"), await visible(page.getByText("Nightly export"))) },
  { name: "account-keys-none", part: "agent", open: async (page) => (await account(page, "/keys"), await answer(page, api("/account/keys"), "GET", json({ items: [] })), await page.reload(), await heading(page, "No keys yet")) },
  { name: "account-key-new", part: "agent", open: async (page) => (await account(page, "/keys"), await page.getByRole("button", { name: "New key" }).click(), await visible(page.getByRole("dialog").getByLabel("Name"))) },
  { name: "account-key-rotate", part: "agent", open: async (page) => (await account(page, "/keys"), await page.getByRole("button", { name: "Rotate Nightly export" }).click(), await visible(page.getByRole("dialog"))) },
  {
    name: "account-key-secret",
    part: "agent",
    open: async (page) => {
      await account(page, "/keys");
      await answer(page, api("/account/keys"), "POST", json({ key: key({}), secret }, 201));
      await page.getByRole("button", { name: "New key" }).click();
      await page.getByRole("dialog").getByLabel("Name").fill("Nightly export");
      await page.getByRole("button", { name: "Create key" }).click();
      await visible(page.getByLabel("The secret", { exact: true }));
    },
  },
  { name: "confined-factor", part: "agent", open: async (page) => (await confined(page, "second_factor"), await visible(page.getByRole("button", { name: /^Authenticator app/ }))) },
  { name: "confined-password", part: "agent", open: async (page) => (await confined(page, "password"), await visible(page.getByRole("textbox", { name: "New password" }))) },
];

export const accountScreens = () => [...links, ...own];
