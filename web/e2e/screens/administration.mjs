/** Administration. */
import { answer, away, change, hold } from "./answers.mjs";
import { accountScreens } from "./accounts.mjs";
import { heading, visible } from "./places.mjs";

const place = (path, title) => async (page) => {
  await page.goto(`/admin/${path}`);
  await heading(page, title);
  await visible(page.getByRole("table").getByRole("cell"));
};
const audit = place("audit", "Audit");
const datasources = place("datasources", "Datasources");
const people = place("people", "People");

/** The demo's own: other stories leave theirs. */
const opened = async (page) => {
  await page.getByRole("cell", { name: /^support/i }).first().click();
  await visible(page.getByRole("button", { name: "Save" }));
};

/** The demo's datasource is a file; this one has a host, a user and a sealed credential. */
const asPostgres = (answered) => ({
  ...answered,
  kind: "postgres",
  environments: answered.environments.map((environment) => ({
    ...environment,
    has_credential: true,
    settings: { kind: "postgres", host: "db.internal.example.com", port: 5432, database: "support", username: "sallyport", tls: "require" },
  })),
});

export const administration = () => [
  { name: "admin-audit", part: "administrator", open: audit },
  { name: "admin-audit-loading", part: "administrator", open: async (page) => (await hold(page, "**/api/v1/audit/records*"), await page.goto("/admin/audit"), await visible(page.getByRole("status", { name: "Loading the records" }))) },
  {
    name: "admin-audit-away",
    part: "administrator",
    refused: [503, /^GET \/api\/v1\/audit/],
    open: async (page) => (await answer(page, "**/api/v1/audit/records*", "GET", away), await page.goto("/admin/audit"), await visible(page.getByRole("button", { name: "Try again" }))),
  },
  {
    name: "admin-audit-record",
    part: "administrator",
    open: async (page) => {
      await audit(page);
      await page.getByRole("table", { name: "Audit records" }).getByRole("cell").first().click();
      await heading(page.getByRole("dialog"), "Proof");
    },
  },
  {
    name: "admin-audit-verify",
    part: "administrator",
    open: async (page) => {
      await audit(page);
      await page.getByRole("button", { name: "Verify" }).click();
      await visible(page.getByText("Public key", { exact: true }));
    },
  },
  { name: "admin-audit-none", part: "administrator", open: async (page) => (await page.goto("/admin/audit?action=app.delete"), await heading(page, "No record matches")) },
  { name: "admin-datasources", part: "administrator", open: datasources },
  {
    name: "admin-datasource-new",
    part: "administrator",
    open: async (page) => {
      await datasources(page);
      await page.getByRole("button", { name: "New datasource" }).click();
      await visible(page.getByRole("dialog").getByLabel("Name"));
    },
  },
  { name: "admin-datasource", part: "administrator", open: async (page) => (await datasources(page), await opened(page)) },
  {
    name: "admin-datasource-tested",
    part: "administrator",
    open: async (page) => {
      await datasources(page);
      await opened(page);
      await page.getByRole("button", { name: "Test connection" }).click();
      await visible(page.getByText(/answered|works|connected/i));
      await page.getByRole("button", { name: "Read the schema" }).click();
      await visible(page.getByText("customers", { exact: true }));
    },
  },
  {
    name: "admin-datasource-postgres",
    part: "administrator",
    open: async (page) => {
      await change(page, "**/api/v1/datasources/*", asPostgres);
      await datasources(page);
      await opened(page);
      await page.getByLabel("Host").fill("other.example.com");
      await visible(page.getByText("is not sent anywhere else"));
    },
  },
  { name: "admin-people", part: "administrator", open: people },
  { name: "admin-people-none", part: "administrator", open: async (page) => (await page.goto("/admin/people?text=no+such+person"), await heading(page, "Nobody matches")) },
  {
    name: "admin-person",
    part: "administrator",
    open: async (page) => {
      await people(page);
      await page.getByRole("cell", { name: "Sam Agent" }).click();
      await visible(page.getByRole("dialog").getByRole("button", { name: "Save" }));
    },
  },
  {
    name: "admin-person-new",
    part: "administrator",
    open: async (page) => {
      await people(page);
      await page.getByRole("button", { name: "New person" }).click();
      await visible(page.getByRole("dialog").getByLabel("Name"));
    },
  },
  {
    name: "admin-person-new-refused",
    part: "administrator",
    refused: [422, /^POST \/api\/v1\/people$/],
    open: async (page) => {
      await people(page);
      await page.getByRole("button", { name: "New person" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel("Name").fill("Kim Case");
      await dialog.getByLabel("E-mail").fill("kim@example.com");
      await dialog.getByRole("textbox", { name: "Password" }).fill("short");
      await dialog.getByRole("button", { name: "Create" }).click();
      await visible(dialog.locator("[aria-invalid=true]"));
    },
  },
  ...accountScreens(),
  { name: "admin-groups", part: "administrator", open: async (page) => (await page.goto("/admin/groups"), await heading(page, "Groups"), await visible(page.getByText("Team leads"))) },
  { name: "admin-not-found", part: "agent", open: async (page) => (await page.goto("/admin/audit"), await heading(page, "Not found")) },
];
