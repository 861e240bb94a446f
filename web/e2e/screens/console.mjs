/** The support console, as the people who use it see it. */
import { answer, away, change, hold, notUnderstood } from "./answers.mjs";
import { heading, row, visible } from "./places.mjs";

export const supportConsoleScreens = (id) => {
  const app = `/apps/${id}`;
  const runs = `**/api/v1/apps/${id}/queries/*/runs`;
  const view = `**/api/v1/apps/${id}`;
  const customer = async (page) => {
    await page.goto(`${app}/customer?customer=7`);
    await visible(row(page, "All transactions"));
  };
  return [
    { name: "console-loading", part: "agent", open: async (page) => (await hold(page, view), await page.goto(app), await visible(page.getByRole("status", { name: "Loading" }))) },
    {
      name: "console-away",
      part: "agent",
      refused: [503, /^GET \/api\/v1\/apps\//],
      open: async (page) => (await answer(page, view, "GET", away), await page.goto(app), await visible(page.getByRole("button", { name: "Try again" }))),
    },
    { name: "console-customers", part: "agent", open: async (page) => (await page.goto(app), await visible(row(page, "Accounts"))) },
    { name: "console-customers-loading", part: "agent", open: async (page) => (await hold(page, runs, "POST"), await page.goto(app), await visible(page.getByRole("status", { name: "Loading" }))) },
    {
      name: "console-customers-failed",
      part: "agent",
      refused: [422, /^POST .*\/runs$/],
      open: async (page) => (await answer(page, runs, "POST", notUnderstood), await page.goto(app), await visible(page.getByText("The query failed"))),
    },
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
      name: "console-accent",
      part: "team lead",
      open: async (page) => {
        await change(page, view, (answered) => ({ ...answered, theme: { ...answered.theme, accent: "#e0b000" } }));
        await customer(page);
        await visible(page.locator("figure canvas"));
      },
    },
    {
      name: "console-pages",
      narrow: true,
      part: "team lead",
      open: async (page) => {
        await page.goto(app);
        await visible(row(page, "Accounts"));
        await page.getByRole("button", { name: /^Pages, now/ }).click();
        await visible(page.getByRole("menuitem", { name: "Team overview" }));
      },
    },
    { name: "console-customer", part: "team lead", open: async (page) => (await customer(page), await visible(page.locator("figure canvas"))) },
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
        await customer(page);
        await page.getByRole("button", { name: "Refund…" }).click();
        await visible(page.getByLabel("Amount in EUR"));
      },
    },
    {
      name: "console-refund-incomplete",
      part: "team lead",
      open: async (page) => {
        await customer(page);
        await page.getByRole("button", { name: "Refund…" }).click();
        await page.getByRole("dialog").getByRole("button", { name: "Refund", exact: true }).click();
        await visible(page.getByText("Fill this in"));
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
  ];
};
