/** Every screen there is, and how to get to it: what is checked for accessibility and what is photographed. */
import { supportConsole } from "./support/apps.mjs";
import { server } from "./support/story.mjs";

const visible = (locator) => locator.first().waitFor();
const row = (page, name) => page.getByRole("grid", { name }).getByRole("gridcell");
const heading = (page, name) => visible(page.getByRole("heading", { name }));

/**
 * `open` leads there and comes back when the screen is complete. `part` is who looks (null: nobody), `refused` the refusals that
 * belong to it. What needs the editor's panels is `wide` only: on a narrow screen they are closed. Dialogs and menus are screens of their own.
 */
export async function screens() {
  const { id } = await supportConsole();
  const app = `/apps/${id}`;
  const edit = `/edit/${id}`;

  const editor = async (page) => {
    await page.goto(edit);
    await visible(page.getByRole("application", { name: "Canvas" }).getByRole("gridcell"));
  };
  const more = async (page, item) => {
    await editor(page);
    await page.getByRole("button", { name: "More about this app" }).click();
    await page.getByRole("menuitem", { name: item }).click();
  };
  const admin = (path, title) => async (page) => {
    await page.goto(`/admin/${path}`);
    await heading(page, title);
    await visible(page.getByRole("table").getByRole("cell"));
  };

  return [
    { name: "sign-in", part: null, open: async (page) => (await page.goto("/"), await heading(page, "Sign in")) },
    {
      name: "sign-in-refused",
      part: null,
      refused: [401, /^POST \/api\/v1\/session$/],
      open: async (page) => {
        await page.goto("/");
        await page.getByLabel("E-mail").fill("sam@example.com");
        await page.getByRole("textbox", { name: "Password" }).fill("not the password");
        await page.getByRole("button", { name: "Sign in" }).click();
        await visible(page.getByRole("alert"));
      },
    },
    { name: "set-up", part: null, open: async (page) => (await page.goto(server.setupLink), await heading(page, "Set up Sallyport")) },
    { name: "set-up-incomplete", part: null, open: async (page) => (await page.goto("/setup"), await heading(page, "The link is incomplete")) },

    { name: "apps", part: "builder", open: async (page) => (await page.goto("/"), await heading(page, "Support console")) },
    { name: "apps-none", part: "no rights", open: async (page) => (await page.goto("/"), await heading(page, "No apps yet")) },
    {
      name: "app-new",
      part: "builder",
      open: async (page) => {
        await page.goto("/");
        await page.getByRole("button", { name: "New app" }).click();
        await visible(page.getByRole("dialog").getByLabel("Name"));
      },
    },
    {
      name: "app-share",
      part: "administrator",
      open: async (page) => {
        await page.goto("/");
        await page.getByRole("button", { name: "What can be done with Support console" }).click();
        await page.getByRole("menuitem", { name: "Share" }).click();
        await visible(page.getByRole("list", { name: "Who may use the app" }).getByText("Support"));
      },
    },
    {
      name: "person-menu",
      part: "administrator",
      open: async (page) => {
        await page.goto("/");
        await page.getByRole("button", { name: /^Signed in as/ }).click();
        await visible(page.getByRole("menuitem", { name: "Sign out" }));
      },
    },

    { name: "console-customers", part: "agent", open: async (page) => (await page.goto(app), await visible(row(page, "Accounts"))) },
    {
      name: "console-customers-none",
      part: "agent",
      open: async (page) => {
        await page.goto(app);
        await visible(row(page, "Accounts"));
        await page.getByRole("textbox", { name: "Search" }).fill("nobody is called this");
        await visible(page.getByText("No customer matches"));
      },
    },
    {
      name: "console-customer",
      part: "team lead",
      open: async (page) => {
        await page.goto(`${app}/customer?customer=7`);
        await visible(row(page, "All transactions"));
        await visible(page.locator("figure canvas"));
      },
    },
    {
      name: "console-customer-chart-table",
      part: "agent",
      open: async (page) => {
        await page.goto(`${app}/customer?customer=7`);
        await page.getByRole("button", { name: "Show as a table" }).click();
        await visible(page.getByRole("rowheader"));
      },
    },
    {
      name: "console-customer-tickets",
      part: "agent",
      open: async (page) => {
        await page.goto(`${app}/customer?customer=7`);
        await page.getByRole("tab", { name: "Tickets" }).click();
        await visible(page.getByRole("grid", { name: "All tickets" }));
      },
    },
    {
      name: "console-refund",
      part: "team lead",
      open: async (page) => {
        await page.goto(`${app}/customer?customer=7`);
        await visible(row(page, "All transactions"));
        await page.getByRole("button", { name: "Refund…" }).click();
        await visible(page.getByLabel("Amount in EUR"));
      },
    },
    { name: "console-tickets", part: "agent", open: async (page) => (await page.goto(`${app}/tickets`), await visible(row(page, "Queue"))) },
    {
      name: "console-ticket",
      part: "agent",
      open: async (page) => {
        await page.goto(`${app}/ticket?ticket=49500`);
        await visible(page.getByText("Number 49500"));
        await visible(page.getByRole("combobox", { name: "Status" }));
      },
    },
    {
      name: "console-ticket-question",
      part: "agent",
      open: async (page) => {
        await page.goto(`${app}/ticket?ticket=49500`);
        await visible(page.getByText("Number 49500"));
        await page.getByRole("button", { name: "Save" }).click();
        await visible(page.getByText("Save the changes to this ticket?"));
      },
    },
    {
      name: "console-team",
      part: "team lead",
      open: async (page) => {
        await page.goto(`${app}/team`);
        await visible(row(page, "Agents"));
        await visible(page.locator("figure canvas"));
      },
    },
    { name: "app-not-found", part: "no rights", refused: [404, /^GET \/api\/v1\/apps\//], open: async (page) => (await page.goto(app), await heading(page, "Not found")) },
    { name: "page-not-found", part: "agent", open: async (page) => (await page.goto(`${app}/nowhere`), await heading(page, "Not found")) },

    { name: "editor", part: "builder", open: editor },
    {
      name: "editor-widget", wide: true,
      part: "builder",
      open: async (page) => {
        await editor(page);
        await page.getByRole("treeitem", { name: "customers_table" }).click();
        await visible(page.getByRole("complementary", { name: "Inspector" }).getByText("Events"));
        await visible(page.locator("[data-inspector] .cm-content"));
      },
    },
    {
      name: "editor-widget-layout", wide: true,
      part: "builder",
      open: async (page) => {
        await editor(page);
        await page.getByRole("treeitem", { name: "search" }).click();
        await page.getByRole("tab", { name: "Layout" }).click();
        await visible(page.getByLabel("Width"));
      },
    },
    { name: "editor-palette", wide: true, part: "builder", open: async (page) => (await editor(page), await page.getByRole("button", { name: "Widgets", exact: true }).click(), await visible(page.getByLabel("Find a widget"))) },
    {
      name: "editor-query", wide: true,
      part: "builder",
      open: async (page) => {
        await editor(page);
        await page.getByRole("button", { name: "customers", exact: true }).click();
        await visible(page.locator("[data-code-field='Statement of customers'] .cm-content"));
        await page.getByRole("button", { name: "Run", exact: true }).click();
        await visible(page.getByRole("region", { name: "Result" }).getByRole("cell"));
      },
    },
    {
      name: "editor-query-settings", wide: true,
      part: "builder",
      open: async (page) => {
        await editor(page);
        await page.getByRole("button", { name: /^refund( Restricted)?$/ }).click();
        await page.getByRole("tab", { name: "Settings" }).click();
        await visible(page.getByRole("tabpanel", { name: "Settings" }).getByRole("switch"));
      },
    },
    {
      name: "editor-query-who", wide: true,
      part: "builder",
      open: async (page) => {
        await editor(page);
        await page.getByRole("button", { name: /^refund( Restricted)?$/ }).click();
        await page.getByRole("tab", { name: "Who can run" }).click();
        await visible(page.getByRole("tabpanel", { name: "Who can run" }).getByText("Team leads"));
      },
    },
    { name: "editor-settings", wide: true, part: "builder", open: async (page) => (await editor(page), await page.getByRole("button", { name: "Settings", exact: true }).click(), await visible(page.getByRole("region", { name: "Settings" }))) },
    { name: "editor-functions", wide: true, part: "builder", open: async (page) => (await editor(page), await page.getByRole("button", { name: "Functions", exact: true }).click(), await visible(page.getByRole("region", { name: "Functions" }))) },
    { name: "editor-commands", wide: true, part: "builder", open: async (page) => (await editor(page), await page.keyboard.press("Control+k"), await visible(page.getByRole("dialog"))) },
    { name: "editor-release", part: "builder", open: async (page) => (await editor(page), await page.getByRole("button", { name: "Release", exact: true }).click(), await visible(page.getByRole("dialog").getByLabel("Note"))) },
    { name: "editor-releases", wide: true, part: "builder", open: async (page) => (await more(page, "Releases"), await visible(page.getByText("In use"))) },
    { name: "editor-receives", wide: true, part: "builder", open: async (page) => (await more(page, "What the browser receives"), await visible(page.getByRole("region", { name: "The answer of the server" }))) },
    { name: "preview", part: "builder", open: async (page) => (await page.goto(`${edit}?view=preview`), await visible(row(page, "Accounts"))) },

    { name: "admin-audit", part: "administrator", open: admin("audit", "Audit") },
    {
      name: "admin-audit-record",
      part: "administrator",
      open: async (page) => {
        await admin("audit", "Audit")(page);
        await page.getByRole("table", { name: "Audit records" }).getByRole("cell").first().click();
        await heading(page.getByRole("dialog"), "Proof");
      },
    },
    {
      name: "admin-audit-verify",
      part: "administrator",
      open: async (page) => {
        await admin("audit", "Audit")(page);
        await page.getByRole("button", { name: "Verify" }).click();
        await visible(page.getByText("Public key", { exact: true }));
      },
    },
    {
      name: "admin-audit-none",
      part: "administrator",
      open: async (page) => (await page.goto("/admin/audit?action=app.delete"), await heading(page, "No record matches")),
    },
    { name: "admin-datasources", part: "administrator", open: admin("datasources", "Datasources") },
    {
      name: "admin-datasource-new",
      part: "administrator",
      open: async (page) => {
        await admin("datasources", "Datasources")(page);
        await page.getByRole("button", { name: "New datasource" }).click();
        await visible(page.getByRole("dialog").getByLabel("Name"));
      },
    },
    {
      name: "admin-datasource",
      part: "administrator",
      open: async (page) => {
        await admin("datasources", "Datasources")(page);
        await page.getByRole("table").getByRole("cell").first().click();
        await visible(page.getByRole("button", { name: "Save" }));
      },
    },
    { name: "admin-people", part: "administrator", open: admin("people", "People") },
    {
      name: "admin-person",
      part: "administrator",
      open: async (page) => {
        await admin("people", "People")(page);
        await page.getByRole("cell", { name: "Sam Agent" }).click();
        await visible(page.getByRole("dialog").getByRole("button", { name: "Save" }));
      },
    },
    {
      name: "admin-person-new",
      part: "administrator",
      open: async (page) => {
        await admin("people", "People")(page);
        await page.getByRole("button", { name: "New person" }).click();
        await visible(page.getByRole("dialog").getByLabel("Name"));
      },
    },
    { name: "admin-groups", part: "administrator", open: async (page) => (await page.goto("/admin/groups"), await heading(page, "Groups"), await visible(page.getByText("Team leads"))) },
    { name: "admin-not-found", part: "agent", open: async (page) => (await page.goto("/admin/audit"), await heading(page, "Not found")) },
  ];
}
