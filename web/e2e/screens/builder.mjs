/** The builder. Nothing that is done here is kept: what would be saved is answered by the screen itself. */
import { answer, away, hold, noTable, problem } from "./answers.mjs";
import { heading, row, visible } from "./places.mjs";

/** A panel of the rail; on a narrow screen none is open at first. */
async function panel(page, name) {
  const button = page.getByRole("navigation", { name: "Parts of the app" }).getByRole("button", { name, exact: true });
  if ((await button.getAttribute("aria-pressed")) !== "true") await button.click();
  await page.mouse.move(0, 0);
}

async function inspector(page) {
  const closed = page.getByRole("button", { name: /^Open the inspector/ });
  if (await closed.isVisible()) await closed.click();
}

export const builderScreens = (id) => {
  const edit = `/edit/${id}`;
  const draft = `**/api/v1/apps/${id}/draft`;
  const tries = `**/api/v1/apps/${id}/draft/queries/*/runs`;

  const editor = async (page) => {
    await page.goto(edit);
    await visible(page.getByRole("application", { name: "Canvas" }).getByRole("gridcell"));
  };
  const widget = async (page, name) => {
    await panel(page, "Pages and outline");
    await page.getByRole("treeitem", { name }).click();
    await inspector(page);
  };
  const query = async (page, name) => {
    await panel(page, "Queries");
    await page.getByRole("region", { name: "Queries" }).getByRole("button", { name }).first().click();
    await visible(page.locator("[data-code-field^='Statement of'] .cm-content"));
  };
  const more = async (page, item) => {
    await editor(page);
    await page.getByRole("button", { name: "More about this app" }).click();
    await page.getByRole("menuitem", { name: item }).click();
  };
  /** An edit that would be saved. */
  const retitle = async (page) => {
    await inspector(page);
    await page.getByRole("textbox", { name: "Title" }).fill("People who pay");
  };

  return [
    { name: "editor", part: "builder", open: editor },
    { name: "editor-loading", part: "builder", open: async (page) => (await hold(page, draft), await page.goto(edit), await visible(page.getByRole("status", { name: "Loading the app" }))) },
    {
      name: "editor-widget",
      part: "builder",
      open: async (page) => {
        await editor(page);
        await widget(page, "customers_table");
        await visible(page.getByRole("complementary", { name: "Inspector" }).getByText("Events"));
        await visible(page.locator("[data-inspector] .cm-content"));
      },
    },
    {
      name: "editor-widget-layout",
      part: "builder",
      open: async (page) => {
        await editor(page);
        await widget(page, "search");
        await page.getByRole("tab", { name: "Layout" }).click();
        await visible(page.getByLabel("Width"));
      },
    },
    {
      name: "editor-fault",
      part: "builder",
      open: async (page) => {
        await hold(page, draft, "PATCH");
        await editor(page);
        await widget(page, "customers_heading");
        const field = page.locator("[data-inspector] [data-property=value] .cm-content");
        await field.click();
        await page.keyboard.press("Control+a");
        await page.keyboard.type("{{ nobody.name + search.values");
        await visible(page.locator("[data-inspector]").getByText("nothing here is called"));
        await visible(page.locator("[data-fault]"));
      },
    },
    {
      name: "editor-query-failed",
      part: "builder",
      refused: [422, /^POST .*\/runs$/],
      open: async (page) => {
        await answer(page, tries, "POST", noTable);
        await page.goto(edit);
        await visible(page.locator("[data-fault]"));
        await page.locator("[data-fault]").first().click();
        await visible(page.getByRole("alert").getByText("no such table"));
      },
    },
    {
      name: "editor-empty",
      part: "builder",
      open: async (page) => {
        await hold(page, draft, "PATCH");
        await editor(page);
        await panel(page, "Pages and outline");
        await page.getByRole("button", { name: "Add a page" }).click();
        await visible(page.getByText("This page is empty"));
      },
    },
    { name: "editor-menu", narrow: true, part: "builder", open: async (page) => (await editor(page), await page.getByRole("button", { name: "More about this app" }).click(), await visible(page.getByRole("menuitem", { name: "Preview" }))) },
    { name: "editor-panels", part: "builder", open: async (page) => (await editor(page), await panel(page, "Pages and outline"), await visible(page.getByRole("treeitem"))) },
    { name: "editor-palette", part: "builder", open: async (page) => (await editor(page), await panel(page, "Widgets"), await visible(page.getByLabel("Find a widget"))) },
    {
      name: "editor-canvas-alone",
      part: "builder",
      open: async (page) => (await editor(page), await page.keyboard.press("Control+\\"), await page.keyboard.press("Escape"), await visible(page.getByRole("button", { name: /^Open the inspector/ }).or(page.getByRole("button", { name: "Close the inspector" })))),
    },
    {
      name: "editor-query",
      part: "builder",
      open: async (page) => {
        await editor(page);
        await query(page, /^customers$/);
        await page.getByRole("button", { name: "Run", exact: true }).click();
        await visible(page.getByRole("region", { name: "Result" }).getByRole("cell"));
      },
    },
    {
      name: "editor-query-inputs",
      part: "builder",
      open: async (page) => {
        await editor(page);
        await query(page, /^customers$/);
        await page.getByRole("tab", { name: "Inputs" }).click();
        await visible(page.getByText("Only these values leave the page"));
      },
    },
    {
      name: "editor-query-settings",
      part: "builder",
      open: async (page) => {
        await editor(page);
        await query(page, /^refund( Restricted)?$/);
        await page.getByRole("tab", { name: "Settings" }).click();
        await visible(page.getByRole("tabpanel", { name: "Settings" }).getByRole("switch"));
      },
    },
    {
      name: "editor-query-who",
      part: "builder",
      open: async (page) => {
        await editor(page);
        await query(page, /^refund( Restricted)?$/);
        await page.getByRole("tab", { name: "Who can run" }).click();
        await visible(page.getByRole("tabpanel", { name: "Who can run" }).getByText("Team leads"));
      },
    },
    { name: "editor-settings", part: "builder", open: async (page) => (await editor(page), await panel(page, "Settings"), await visible(page.getByRole("region", { name: "Settings" }))) },
    { name: "editor-functions", part: "builder", open: async (page) => (await editor(page), await panel(page, "Functions"), await visible(page.getByRole("region", { name: "Functions" }))) },
    { name: "editor-commands", part: "builder", open: async (page) => (await editor(page), await page.keyboard.press("Control+k"), await visible(page.getByRole("dialog"))) },
    {
      name: "editor-offline",
      part: "builder",
      refused: [503, /^PATCH /],
      open: async (page) => {
        await answer(page, draft, "PATCH", away);
        await editor(page);
        await retitle(page);
        await page.getByRole("button", { name: "offline" }).click();
        await visible(page.getByText("The server cannot be reached"));
      },
    },
    {
      name: "editor-conflict",
      part: "builder",
      refused: [409, /^PATCH /],
      open: async (page) => {
        let known = null;
        page.on("response", (response) => {
          if (response.request().method() === "GET" && response.url().endsWith("/draft")) known = response.json();
        });
        await page.route(draft, async (route) => {
          if (route.request().method() !== "PATCH") return route.fallback();
          const { revision, document } = await known;
          const records = Object.fromEntries(Object.entries(document.records).map(([key, record]) => [key, record.name === "customers" && record.kind === "page" ? { ...record, title: "Accounts", in_menu: false } : record]));
          return route.fulfill(problem(409, "stale", "Changed meanwhile", "the draft has changed since it was read", { current: { revision: revision + 1, document: { ...document, records } } }));
        });
        await editor(page);
        await retitle(page);
        await visible(page.getByText("Someone else changed this app"));
      },
    },
    { name: "editor-release", part: "builder", open: async (page) => (await editor(page), await page.getByRole("button", { name: "Release", exact: true }).click(), await visible(page.getByRole("dialog").getByLabel("Note"))) },
    { name: "editor-releases", part: "builder", open: async (page) => (await more(page, "Releases"), await visible(page.getByText("In use"))) },
    { name: "editor-receives", part: "builder", open: async (page) => (await more(page, "What the browser receives"), await visible(page.getByRole("region", { name: "The answer of the server" }))) },
    { name: "editor-not-found", part: "agent", open: async (page) => (await page.goto(edit), await heading(page, "Not found")) },
    { name: "preview", part: "builder", open: async (page) => (await page.goto(`${edit}?view=preview`), await visible(row(page, "Accounts"))) },
    {
      name: "preview-as",
      part: "builder",
      open: async (page) => {
        await page.goto(`${edit}?view=preview`);
        await page.getByRole("combobox", { name: "View as" }).click();
        await page.getByRole("option", { name: "Support", exact: true }).click();
        await visible(page.getByText("Queries still run as you"));
        await visible(row(page, "Accounts"));
      },
    },
    {
      name: "preview-as-nobody",
      part: "builder",
      refused: [422, /^GET .*\/preview$/],
      open: async (page) => {
        await page.goto(`${edit}?view=preview`);
        await page.getByRole("combobox", { name: "View as" }).click();
        await page.getByRole("option", { name: "Nina Nobody" }).click();
        await heading(page, "This app is not there for them");
      },
    },
  ];
};
