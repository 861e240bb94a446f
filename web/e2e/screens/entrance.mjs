/** Before the door, and the list of apps. */
import { server } from "../support/story.mjs";
import { away, answer, change, hold, problem } from "./answers.mjs";
import { heading, menuItem, visible } from "./places.mjs";

const CONSOLE_MENU = "What can be done with Support console";
const tooShort = problem(422, "invalid_request", "Invalid request", "the request does not fit", { errors: [{ path: "password", message: "a password has at least 15 characters" }] });
const many = (answered) => {
  const [first] = answered.items;
  const names = ["Returns desk", "Warehouse stock", "Payout approvals", "Incident log of the platform team, with everything that happened since the move", "Onboarding", "Price list", "Partner directory"];
  const others = names.map((name, at) => ({ ...first, id: first.id.replace(/.$/, String(at)), name, released: at % 3 === 0 ? null : at, updated_at: "2026-08-14T09:30:00Z" }));
  return { ...answered, items: [...answered.items, ...others] };
};

export const entrance = () => [
  { name: "sign-in", part: null, open: async (page) => (await page.goto("/"), await heading(page, "Sign in")) },
  {
    name: "sign-in-incomplete",
    part: null,
    open: async (page) => {
      await page.goto("/");
      await page.getByRole("button", { name: "Sign in", exact: true }).click();
      await visible(page.getByText("Write your e-mail address"));
    },
  },
  {
    name: "sign-in-refused",
    part: null,
    refused: [401, /^POST \/api\/v1\/session$/],
    open: async (page) => {
      await page.goto("/");
      await page.getByLabel("E-mail").fill("sam@example.com");
      await page.getByRole("textbox", { name: "Password" }).fill("not the password");
      await page.getByRole("button", { name: "Sign in", exact: true }).click();
      await visible(page.getByRole("alert"));
    },
  },
  { name: "set-up", part: null, open: async (page) => (await page.goto(server.setupLink), await heading(page, "Set up Sallyport")) },
  {
    name: "set-up-refused",
    part: null,
    refused: [422, /^POST \/api\/v1\/setup$/],
    open: async (page) => {
      // the link may be spent by now, and a spent one is refused for that
      await answer(page, "**/api/v1/setup", "POST", tooShort);
      await page.goto(server.setupLink);
      await page.getByLabel("Your name").fill("Ida");
      await page.getByLabel("E-mail").fill("ida@example.com");
      await page.getByRole("textbox", { name: "Password" }).fill("short");
      await page.getByRole("button", { name: "Create the administrator" }).click();
      await visible(page.locator("[aria-invalid=true]"));
    },
  },
  { name: "set-up-incomplete", part: null, open: async (page) => (await page.goto("/setup"), await heading(page, "The link is incomplete")) },

  { name: "apps", part: "builder", open: async (page) => (await page.goto("/"), await heading(page, "Support console")) },
  { name: "apps-many", part: "builder", open: async (page) => (await change(page, "**/api/v1/apps", many), await page.goto("/"), await visible(page.getByLabel("Find an app"))) },
  { name: "apps-none", part: "no rights", open: async (page) => (await page.goto("/"), await heading(page, "No apps yet")) },
  { name: "apps-loading", part: "builder", open: async (page) => (await hold(page, "**/api/v1/apps"), await page.goto("/"), await visible(page.getByRole("status", { name: "Loading the apps" }))) },
  {
    name: "apps-away",
    part: "builder",
    refused: [503, /^GET \/api\/v1\/apps$/],
    open: async (page) => (await answer(page, "**/api/v1/apps", "GET", away), await page.goto("/"), await visible(page.getByRole("button", { name: "Try again" }))),
  },
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
    name: "app-new-incomplete",
    part: "builder",
    open: async (page) => {
      await page.goto("/");
      await page.getByRole("button", { name: "New app" }).click();
      await page.getByRole("button", { name: "Create", exact: true }).click();
      await visible(page.getByText("Give it a name."));
    },
  },
  {
    name: "app-share",
    part: "administrator",
    open: async (page) => {
      await page.goto("/");
      await menuItem(page, CONSOLE_MENU, "Share");
      await visible(page.getByRole("list", { name: "Who may use the app" }).getByText("Support"));
    },
  },
  {
    name: "workspace-share",
    part: "administrator",
    open: async (page) => {
      await page.goto("/");
      await page.getByRole("button", { name: "Workspaces" }).click();
      await page.getByRole("menuitem", { name: /^Share / }).first().click();
      await visible(page.getByRole("combobox", { name: "Add a group or a person" }));
    },
  },
  { name: "app-delete", part: "administrator", open: async (page) => (await page.goto("/"), await menuItem(page, CONSOLE_MENU, "Delete"), await visible(page.getByRole("button", { name: "Delete the app" }))) },
  {
    name: "person-menu",
    part: "administrator",
    open: async (page) => {
      await page.goto("/");
      await page.getByRole("button", { name: /^Signed in as/ }).click();
      await visible(page.getByRole("menuitem", { name: "Sign out" }));
    },
  },
];
