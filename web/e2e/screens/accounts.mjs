/** Administration of accounts. What the demo does not hold is put into the answers on their way. */
import { answer, away, change, hold, problem } from "./answers.mjs";
import { heading, visible } from "./places.mjs";

const json = (body, status = 200) => ({ status, contentType: "application/json", body: JSON.stringify(body) });
const part = "administrator";
const GROUP = `group_${"7".repeat(32)}`;
const at = (day) => `2026-11-${String(day).padStart(2, "0")}T09:00:00Z`;

const invitations = {
  items: [
    { id: `invitation_${"1".repeat(32)}`, email: "hana.sato@example.com", name: "Hana Sato", roles: ["developer"], groups: [], created_at: at(21), expires_at: "2099-11-28T09:00:00Z" },
    { id: `invitation_${"2".repeat(32)}`, email: "a-very-long-address-of-somebody@department.example.com", name: null, roles: [], groups: [], created_at: at(10), expires_at: at(17) },
  ],
  next: null,
};

const factors = {
  items: [
    { id: `factor_${"1".repeat(32)}`, kind: "totp", name: "Authenticator", created_at: at(10), last_used_at: at(22), detail: null },
    { id: `factor_${"2".repeat(32)}`, kind: "sms", name: "Phone", created_at: at(11), last_used_at: null, detail: "••• 4711" },
  ],
  recovery_codes_left: 8,
  required: true,
  due_at: null,
  allowed: ["totp", "passkey"],
};

const key = (name, kind, more = {}) => ({
  id: `key_${"3".repeat(32)}`,
  name,
  owner: { id: `person_${"9".repeat(32)}`, name: kind === "service" ? "nightly-import" : "Sam Agent", kind },
  permissions: ["read", "run_queries"],
  apps: [],
  workspaces: [],
  addresses: ["10.20.0.0/16"],
  created_by: `person_${"8".repeat(32)}`,
  created_at: at(1),
  expires_at: "2099-01-01T00:00:00Z",
  rotated_at: null,
  old_secret_until: "2099-01-01T00:00:00Z",
  last_used_at: at(22),
  last_address: "10.20.0.7",
  ...more,
});

const keys = { items: [key("import from the shop", "service"), key("laptop script", "person", { id: `key_${"4".repeat(32)}`, expires_at: at(20), addresses: [], old_secret_until: null })], next: null };

const account = { id: `person_${"9".repeat(32)}`, name: "nightly-import", description: "Copies orders from the shop each night", status: "active", roles: [], groups: [{ id: GROUP, name: "Support" }], created_at: at(1) };

const mail = {
  items: [
    { id: `mail_${"4".repeat(32)}`, channel: "sms", to: "+49 ••• 4711", kind: "code", subject: "A code by SMS", state: "waiting", attempts: 1, next_at: "2099-11-22T18:30:00Z", last_error: "the gateway answered 503", created_at: at(22) },
    { id: `mail_${"1".repeat(32)}`, channel: "email", to: "hana.sato@example.com", kind: "invitation", subject: "You are invited", state: "sent", attempts: 1, next_at: null, last_error: null, created_at: at(21) },
    { id: `mail_${"2".repeat(32)}`, channel: "email", to: "igor@example.com", kind: "invitation", subject: "You are invited", state: "failed", attempts: 5, next_at: null, last_error: "550 5.1.1 no such mailbox", created_at: at(10) },
    { id: `mail_${"3".repeat(32)}`, channel: "email", to: "greta@example.com", kind: "password_reset", subject: "Choose another password", state: "waiting", attempts: 2, next_at: "2099-11-22T18:30:00Z", last_error: "421 try again later", created_at: at(22) },
  ],
  next: null,
};

const fill = (page, pattern, body, method = "GET") => answer(page, pattern, method, json(body));
const withMail = (page) => change(page, "**/api/v1/sign-in-options", (options) => ({ ...options, mail: true }));

const person = (tab, done, before = async () => undefined) => async (page) => {
  await before(page);
  await page.goto("/admin/people");
  await page.getByRole("cell", { name: "Sam Agent" }).click();
  const drawer = page.getByRole("dialog", { name: "Sam Agent" });
  await drawer.getByRole("tab", { name: tab }).click();
  await done(drawer, page);
};

const ask = (button, dialog) => async (drawer, page) => {
  await drawer.getByRole("button", { name: button, exact: true }).click();
  await visible(page.getByRole("dialog", { name: dialog }));
};

const people = [
  { name: "admin-people-missing", part, open: async (page) => (await page.goto("/admin/people?factor=missing"), await visible(page.getByRole("table", { name: "People" }).getByRole("cell"))) },
  { name: "admin-people-loading", part, open: async (page) => (await hold(page, "**/api/v1/people?*"), await page.goto("/admin/people"), await visible(page.getByRole("status", { name: "Loading the people" }))) },
  {
    name: "admin-people-away",
    part,
    refused: [503, /^GET \/api\/v1\/people/],
    open: async (page) => (await answer(page, "**/api/v1/people?*", "GET", away), await page.goto("/admin/people"), await visible(page.getByRole("button", { name: "Try again" }))),
  },
  { name: "admin-person-attributes", part, open: person("Profile", async (drawer) => (await drawer.getByRole("button", { name: "Add an attribute" }).click(), await visible(drawer.getByLabel("Name of attribute 1")))) },
  { name: "admin-person-access", part, open: person("Access", (drawer) => visible(drawer.getByRole("button", { name: "Disable" }))) },
  { name: "admin-person-delete", part, open: person("Access", ask("Delete", "Delete Sam Agent")) },
  { name: "admin-person-sign-in", part, open: person("Sign-in", (drawer) => visible(drawer.getByText("8 left")), (page) => fill(page, "**/api/v1/people/*/factors", factors)) },
  { name: "admin-person-factors-reset", part, open: person("Sign-in", ask("Reset second factors", "Reset the second factors of Sam Agent"), (page) => fill(page, "**/api/v1/people/*/factors", factors)) },
  {
    name: "admin-person-reset-link",
    part,
    open: person(
      "Sign-in",
      async (drawer, page) => {
        await ask("Reset password", "Reset the password of Sam Agent")(drawer, page);
        await page.getByRole("button", { name: "Send the link" }).click();
        await visible(page.getByRole("button", { name: "Done" }));
      },
      (page) => fill(page, "**/api/v1/people/*/password-reset", { link: `https://tools.example.com/reset#token=${"q7".repeat(22)}` }, "POST"),
    ),
  },
  { name: "admin-person-sessions", part, open: person("Sessions", (drawer) => visible(drawer.getByRole("button", { name: "End all sessions" }).or(drawer.getByText("Not signed in anywhere")))) },
  {
    name: "admin-person-keys",
    part,
    open: async (page) => {
      let own = "";
      await page.route("**/api/v1/keys*", (route) => route.fulfill(json({ items: [key("laptop script", "person", { owner: { id: own, name: "Sam Agent", kind: "person" } })], next: null })));
      await page.goto("/admin/people");
      await page.getByRole("cell", { name: "Sam Agent" }).click();
      own = new URL(page.url()).searchParams.get("person");
      await page.getByRole("dialog").getByRole("tab", { name: "Keys" }).click();
      await visible(page.getByRole("button", { name: "Revoke laptop script" }));
    },
  },
];

const invited = [
  {
    name: "admin-invite-refused",
    part,
    refused: [409, /invitations$/],
    open: async (page) => {
      const refusal = problem(409, "taken", "Already taken", "the address has an account already", { errors: [{ path: "email", message: "has an account already" }] });
      await answer(page, "**/api/v1/invitations", "POST", refusal);
      await page.goto("/admin/people");
      await page.getByRole("button", { name: "Invite", exact: true }).click();
      await page.getByRole("dialog").getByLabel("E-mail").fill("ada@example.com");
      await page.getByRole("dialog").getByRole("button", { name: "Invite" }).click();
      await visible(page.locator("[aria-invalid=true]"));
    },
  },
  { name: "admin-invitations", part, open: async (page) => (await fill(page, "**/api/v1/invitations*", invitations), await page.goto("/admin/people/invitations"), await visible(page.getByText("Hana Sato").or(page.getByText("hana.sato@example.com")))) },
  { name: "admin-invitations-none", part, open: async (page) => (await fill(page, "**/api/v1/invitations*", { items: [], next: null }), await page.goto("/admin/people/invitations"), await heading(page, "No open invitations")) },
  {
    name: "admin-invite-many",
    part,
    open: async (page) => {
      await page.goto("/admin/people/invitations/bulk");
      await page.getByLabel("Table").fill("email,name,roles,groups\nkim@example.com,Kim Case,developer,Team leads\nnot an address,Lee\nmo@example.com,,king,Nowhere");
      await visible(page.getByText("There is no role `king`."));
    },
  },
  {
    name: "admin-invited-many",
    part,
    open: async (page) => {
      const [invitation] = invitations.items;
      const results = [
        { email: "kim@example.com", invitation, link: `https://tools.example.com/join#token=${"q7".repeat(22)}`, problem: null },
        { email: "lee@example.com", invitation: null, link: null, problem: { code: "taken", detail: "the address was invited in the meantime", errors: [] } },
      ];
      await fill(page, "**/api/v1/invitations/bulk", { items: results }, "POST");
      await page.goto("/admin/people/invitations/bulk");
      await page.getByLabel("Table").fill("kim@example.com\nlee@example.com\nnobody");
      await page.getByRole("button", { name: "Invite 2 people" }).click();
      await visible(page.getByText("Hand over the link"));
    },
  },
];

const programs = [
  { name: "admin-service-accounts", part, open: async (page) => (await filled(page), await page.goto("/admin/service-accounts"), await visible(page.getByRole("cell", { name: "nightly-import" }))) },
  { name: "admin-service-accounts-none", part, open: async (page) => (await fill(page, "**/api/v1/service-accounts", { items: [], next: null }), await page.goto("/admin/service-accounts"), await heading(page, "No service accounts yet")) },
  { name: "admin-service-account", part, open: async (page) => (await filled(page), await page.goto(`/admin/service-accounts?account=${account.id}`), await visible(page.getByRole("button", { name: /^Rotate/ }))) },
  {
    name: "admin-key-new",
    part,
    open: async (page) => {
      await filled(page);
      await page.goto(`/admin/service-accounts?account=${account.id}`);
      await page.getByRole("button", { name: "New key" }).click();
      await visible(page.getByRole("dialog", { name: /^New key/ }).getByLabel("Name"));
    },
  },
  {
    name: "admin-key-once",
    part,
    open: async (page) => {
      await filled(page);
      await fill(page, "**/api/v1/service-accounts/*/keys/*/rotate", { key: key("import from the shop", "service"), secret: `sallyport_${"a1B2".repeat(20)}_0badc0de` }, "POST");
      await page.goto(`/admin/service-accounts?account=${account.id}`);
      await page.getByRole("button", { name: "Rotate import from the shop" }).click();
      await page.getByRole("dialog", { name: /^Rotate/ }).getByRole("button", { name: "Rotate" }).click();
      await visible(page.getByRole("button", { name: "Done" }));
    },
  },
  { name: "admin-keys", part, open: async (page) => (await filled(page), await page.goto("/admin/service-accounts/keys"), await visible(page.getByText("laptop script"))) },
];

async function filled(page) {
  await fill(page, "**/api/v1/service-accounts", { items: [account], next: null });
  await fill(page, "**/api/v1/service-accounts/*/keys", { items: [keys.items[0]], next: null });
  await fill(page, "**/api/v1/keys*", keys);
}

const gateway = { url: "https://sms.example.com/send", method: "POST", headers: [{ name: "Content-Type", value: "application/json" }], body: '{"to": "{{to}}", "text": "{{text}}"}', has_secret: true };
const GATEWAY = "/admin/sign-in-policy/sms-gateway";
const withGateway = (page) => fill(page, "**/api/v1/sms-gateway", { gateway });

const policy = [
  { name: "admin-sms-gateway-none", part, open: async (page) => (await page.goto(GATEWAY), await visible(page.getByText("None is set up, so no code goes by SMS."))) },
  {
    name: "admin-sms-gateway",
    part,
    open: async (page) => {
      await withGateway(page);
      await page.goto(GATEWAY);
      await page.getByLabel("Address").fill("https://sms.example.org/send");
      await visible(page.getByText(/is not sent anywhere else/));
    },
  },
  {
    name: "admin-sms-gateway-faults",
    part,
    open: async (page) => {
      await page.goto(GATEWAY);
      await page.getByLabel("Body").fill("nothing");
      await page.getByRole("form", { name: "SMS gateway" }).getByRole("button", { name: "Save" }).click();
      await visible(page.locator("[aria-invalid=true]"));
    },
  },
  {
    name: "admin-sms-gateway-test",
    part,
    open: async (page) => {
      await withGateway(page);
      await page.goto(GATEWAY);
      await page.getByRole("button", { name: "Send a test message" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Send", exact: true }).click();
      await visible(page.locator("[aria-invalid=true]"));
    },
  },
  { name: "admin-sign-in-policy", part, open: async (page) => (await page.goto("/admin/sign-in-policy"), await visible(page.getByRole("heading", { name: "API rates" }))) },
  {
    name: "admin-sign-in-policy-faults",
    part,
    open: async (page) => {
      await page.goto("/admin/sign-in-policy");
      await page.getByLabel("Whoever has an address of certain domains").click();
      await page.getByRole("textbox", { name: "Domains" }).fill("localhost");
      for (const label of ["Ask for another password from time to time", "Refuse earlier passwords", "Codes by SMS may be a second factor"]) await page.getByLabel(label).click();
      await page.getByRole("form", { name: "Sign-in policy" }).getByRole("button", { name: "Save" }).click();
      await visible(page.locator("[aria-invalid=true]"));
    },
  },
  {
    name: "admin-sign-in-policy-unsaved",
    part,
    open: async (page) => {
      await page.goto("/admin/sign-in-policy");
      await page.getByLabel("Everybody needs one").click();
      await page.getByRole("link", { name: "Mail", exact: true }).click();
      await visible(page.getByRole("dialog", { name: "Leave without saving?" }));
    },
  },
];

const watched = [
  { name: "admin-mail", part, open: async (page) => (await withMail(page), await fill(page, "**/api/v1/mail?*", mail), await page.goto("/admin/mail"), await visible(page.getByText("no such mailbox"))) },
  { name: "admin-mail-none", part, open: async (page) => (await page.goto("/admin/mail"), await heading(page, "Mail"), await visible(page.getByRole("table", { name: "Mail" }).or(page.getByRole("heading", { name: "Nothing to send" })))) },
  { name: "admin-security", part, open: async (page) => (await page.goto("/admin/security"), await page.getByText("As a table").click(), await visible(page.getByText("Days that are not listed had none."))) },
  { name: "admin-security-away", part, refused: [503, /security-overview/], open: async (page) => (await answer(page, "**/api/v1/security-overview", "GET", away), await page.goto("/admin/security"), await visible(page.getByRole("button", { name: "Try again" }))) },
  { name: "admin-group", part, open: async (page) => (await page.goto("/admin/groups"), await page.getByRole("cell", { name: "Team leads" }).click(), await visible(page.getByRole("dialog").getByRole("button", { name: "Save" }))) },
];

export const accountScreens = () => [...people, ...invited, ...programs, ...policy, ...watched];
