/** The builder: a small app from nothing by mouse and another by keyboard, two editors who meet, and the way back to an older release. */
import assert from "node:assert/strict";
import { supportConsole } from "./support/apps.mjs";
import { describe, eventually, story, tableOf } from "./support/story.mjs";

const canvasOf = (page) => page.getByRole("application", { name: "Canvas" });
const lines = (page) => page.getByRole("treeitem");
const code = (page, label) => page.locator(`[data-code-field="${label}"] .cm-content`);
const rail = (page, name) => page.getByRole("navigation", { name: "Parts of the app" }).getByRole("button", { name, exact: true });
const layout = (page, name) => page.getByRole("region", { name: "Place and size" }).getByLabel(name, { exact: true });
const isSaved = (page) => page.getByRole("button", { name: "saved", exact: true }).waitFor();

async function newApp(page, name) {
  await page.goto("/");
  await page.getByRole("button", { name: "New app" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill(name);
  await page.getByRole("dialog").getByRole("button", { name: "Create" }).click();
  await page.waitForURL(/\/edit\/app_/);
  await canvasOf(page).waitFor();
  return /app_[0-9a-f]+/.exec(page.url())[0];
}

async function drag(page, from, to) {
  await from.hover();
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 8 });
  await page.mouse.up();
}

/** From the palette to a point of the canvas, given as parts of its width and in pixels from its top. */
async function place(page, widget, part, top) {
  const box = await canvasOf(page).boundingBox();
  await drag(page, page.getByRole("region", { name: "Widgets" }).getByRole("button", { name: widget, exact: true }), { x: box.x + box.width * part, y: box.y + top });
}

async function select(page, name) {
  await rail(page, "Pages and outline").getAttribute("aria-pressed").then((pressed) => (pressed === "true" ? null : rail(page, "Pages and outline").click()));
  await lines(page).filter({ hasText: name }).first().click();
  await page.getByRole("button", { name: `${name}, rename` }).waitFor();
}

async function release(page, number, note) {
  await page.getByRole("button", { name: "Release", exact: true }).click();
  await page.getByRole("dialog").getByLabel("Note").fill(note);
  await page.getByRole("dialog").getByRole("button", { name: "Release", exact: true }).click();
  await page.getByText(`Release ${number} is what people use now`).first().waitFor();
  await page.getByRole("dialog").waitFor({ state: "hidden" });
}

describe("The builder by mouse", () => {
  story("makes an app from nothing: widgets, a query, a binding, events, preview, release", async (as) => {
    const ben = await as("builder", { viewport: { width: 1440, height: 1000 } });
    const { page } = ben;
    const app = await newApp(page, "Lookup");
    await rail(page, "Widgets").click();
    await place(page, "Input", 0.05, 40);
    await place(page, "Button", 0.5, 40);
    await place(page, "Table", 0.05, 160);
    await place(page, "Text", 0.7, 40);
    await rail(page, "Pages and outline").click();
    await eventually(() => lines(page).allInnerTexts().then((names) => names.toSorted().join()), (names) => names === "button1,input1,table1,text1", "four widgets");

    await select(page, "text1");
    await page.getByRole("tab", { name: "Layout" }).click();
    const before = Number(await layout(page, "Row").inputValue());
    const cell = page.locator('[data-widget-type="text"]');
    const box = await cell.boundingBox();
    await drag(page, cell, { x: box.x + box.width / 2, y: box.y + box.height / 2 + 64 });
    await eventually(() => layout(page, "Row").inputValue().then(Number), (row) => row > before, "it was moved");
    const width = Number(await layout(page, "Width").inputValue());
    const handle = page.locator('[data-edge="w"]');
    const edge = await handle.boundingBox();
    await drag(page, handle, { x: edge.x + 90, y: edge.y + edge.height / 2 });
    await eventually(() => layout(page, "Width").inputValue().then(Number), (now) => now < width, "it was made smaller");

    await page.getByRole("button", { name: "Undo" }).click();
    await eventually(() => layout(page, "Width").inputValue().then(Number), (now) => now === width, "undone");
    await page.getByRole("button", { name: "Do again" }).click();
    await eventually(() => layout(page, "Width").inputValue().then(Number), (now) => now < width, "done again");

    await page.getByRole("button", { name: "Add a query" }).click();
    await page.getByRole("menuitem").first().click();
    await code(page, "Statement of query1").fill(`select id, name, email from ${tableOf("customers")} where name like {{ input1.value + '%' }} order by id limit 7`);
    await page.getByRole("button", { name: "Run", exact: true }).click();
    await page.getByRole("region", { name: "Result" }).getByRole("cell").first().waitFor();
    await page.getByText(/· 7 rows/).waitFor();
    await page.getByRole("button", { name: "Close the panel" }).click();

    await select(page, "table1");
    await code(page, "Data").fill("{{ query1.data }}");
    await canvasOf(page).getByRole("gridcell", { name: /@example/ }).first().waitFor();

    await select(page, "button1");
    await code(page, "Text").fill("Look up");
    await page.getByRole("button", { name: "On click: add an act" }).click();
    await page.getByRole("menuitem", { name: "Run a query" }).click();
    await page.getByRole("button", { name: "On click: add an act" }).click();
    await page.getByRole("menuitem", { name: "Show a notice" }).click();
    await code(page, "Message").fill("Found {{ query1.row_count }}");
    await isSaved(page);

    const previewing = ben.context.waitForEvent("page");
    await page.getByRole("button", { name: "Preview" }).click();
    const preview = await previewing;
    await preview.getByRole("button", { name: "Look up" }).waitFor();
    await preview.close();

    await release(page, 1, "The first one");
    await page.goto(`/apps/${app}`);
    await page.getByRole("textbox").fill("Mei");
    await page.getByRole("button", { name: "Look up" }).click();
    await page.getByText(/^Found [1-7]$/).waitFor();
    const names = await eventually(() => page.getByRole("row").filter({ has: page.getByRole("gridcell") }).allInnerTexts(), (rows) => rows.length > 0 && rows.every((row) => row.includes("Mei")), "only those");
    assert.ok(names.length <= 7);
    const { body } = await ben.call("GET", `/apps/${app}`);
    assert.ok(!JSON.stringify(body).includes(`from ${tableOf("customers")}`), "no query's text leaves the server for the viewer");

    const sam = await as("agent");
    sam.expect(404, /^GET \/api\/v1\/apps\/app_/);
    await sam.goto(`/apps/${app}`);
    await sam.page.getByRole("heading", { name: "Not found" }).waitFor();
  });

  story("rolls back to an older release, and those who use the app have it again", async (as) => {
    const ben = await as("builder");
    const { page } = ben;
    const app = await newApp(page, "Notices");
    await rail(page, "Widgets").click();
    await place(page, "Text", 0.1, 40);
    await select(page, "text1");
    await code(page, "Text").fill("The old words");
    await release(page, 1, "Old");
    await code(page, "Text").fill("The new words");
    await release(page, 2, "New");
    const viewer = await ben.context.newPage();
    await viewer.goto(`/apps/${app}`);
    await viewer.getByText("The new words").waitFor();

    await page.getByRole("button", { name: "More about this app" }).click();
    await page.getByRole("menuitem", { name: "Releases" }).click();
    await page.getByRole("button", { name: "Roll back to it" }).click();
    await page.getByRole("button", { name: "Roll back", exact: true }).click();
    await page.getByText("Release 1 is what people use now").first().waitFor();
    await viewer.reload();
    await viewer.getByText("The old words").waitFor();
  });
});

describe("Two editors of one app", () => {
  story("the second one is shown both sides and chooses", async (as) => {
    const first = await as("builder");
    const app = await newApp(first.page, "Shared work");
    await rail(first.page, "Widgets").click();
    await place(first.page, "Text", 0.1, 40);
    await isSaved(first.page);

    const second = await as("administrator");
    second.expect(409, /^PATCH \/api\/v1\/apps\/.*\/draft$/);
    await second.goto(`/edit/${app}`);
    await select(second.page, "text1");
    await select(first.page, "text1");
    await code(first.page, "Text").fill("Words of the first");
    const kept = first.page.waitForResponse((answer) => answer.request().method() === "PATCH" && answer.ok());
    await kept;
    await code(second.page, "Text").fill("Words of the second");

    const dialog = second.page.getByRole("dialog", { name: "Someone else changed this app" });
    await dialog.getByRole("region", { name: "Mine" }).getByText("Words of the second").waitFor();
    await dialog.getByRole("region", { name: "Theirs" }).getByText("Words of the first").waitFor();
    await dialog.getByText("Theirs", { exact: true }).first().click();
    await dialog.getByRole("button", { name: "Keep what I chose" }).click();
    await canvasOf(second.page).getByText("Words of the first").waitFor();
    await isSaved(second.page);
  });
});

describe("The builder by keyboard alone", () => {
  /** Presses Tab until what is named so has the focus. */
  async function tabTo(page, name, key = "Tab") {
    const named = () => page.evaluate(() => (document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent ?? "").trim());
    for (let presses = 0; presses < 120; presses += 1) {
      if ((await named()) === name) return;
      await page.keyboard.press(key);
    }
    assert.fail(`no way to \`${name}\` by ${key}`);
  }

  async function add(page, widget) {
    await page.keyboard.press("Control+f");
    await eventually(() => page.evaluate(() => document.activeElement?.getAttribute("aria-label")), (label) => label === "Find a widget", "the palette has the focus");
    await page.keyboard.press("Control+a");
    await page.keyboard.type(widget);
    await tabTo(page, widget);
    await page.keyboard.press("Enter");
  }

  story("makes, arranges, wires and releases a small app", async (as) => {
    const ben = await as("builder");
    const page = await ben.goto("/");
    await page.getByRole("button", { name: "New app" }).waitFor();
    await tabTo(page, "New app");
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").getByLabel("Name").waitFor();
    await page.keyboard.type("By keys");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/edit\/app_/);
    const app = /app_[0-9a-f]+/.exec(page.url())[0];
    await canvasOf(page).waitFor();

    await add(page, "Button");
    const button = page.locator('[data-widget-type="button"]');
    await button.waitFor();
    const before = await button.boundingBox();
    await tabTo(page, "Canvas");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Shift+ArrowRight");
    await eventually(() => button.boundingBox(), (box) => box.x > before.x && box.y > before.y && box.width > before.width, "moved and made wider");
    await page.keyboard.press("Control+z");
    await page.keyboard.press("Control+Shift+z");

    await page.keyboard.press("Enter");
    await eventually(() => page.evaluate(() => document.activeElement?.getAttribute("aria-label")), (label) => label === "Text", "the inspector has the focus");
    await page.keyboard.press("Control+a");
    await page.keyboard.type("Greet");
    await tabTo(page, "On click: add an act");
    await page.keyboard.press("Enter");
    await page.getByRole("menuitem", { name: "Show a notice" }).waitFor();
    await tabTo(page, "Show a notice", "ArrowDown");
    await page.keyboard.press("Enter");
    await code(page, "Message").waitFor();
    await tabTo(page, "Message");
    await page.keyboard.type("Good day");
    await page.keyboard.press("Control+s");
    await isSaved(page);

    await tabTo(page, "Release");
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").getByLabel("Note").waitFor();
    await page.keyboard.type("By keyboard");
    await tabTo(page, "Release");
    await page.keyboard.press("Enter");
    await page.getByText(/^Release 1 is what people use now/).first().waitFor();

    await page.goto(`/apps/${app}`);
    await page.getByRole("button", { name: "Greet" }).waitFor();
    await tabTo(page, "Greet");
    await page.keyboard.press("Enter");
    await page.getByText("Good day").waitFor();
  });
});

describe("Those who do not build", () => {
  story("cannot open the builder or read a draft", async (as) => {
    const { id } = await supportConsole();
    for (const part of ["agent", "team lead", "no rights"]) {
      const visitor = await as(part);
      visitor.expect(404, /^GET \/api\/v1\/apps\/app_/);
      visitor.expect(403, /^GET \/api\/v1\/apps\/app_/);
      await visitor.goto(`/edit/${id}`);
      await visitor.page.getByRole("heading", { name: "Not found" }).waitFor();
      assert.ok([403, 404].includes((await visitor.call("GET", `/apps/${id}/draft`)).status));
      await visitor.receivedNothingOf("select c.id");
    }
  });
});

describe("What is wrong in the builder", () => {
  story("leads to the property at fault, and to the query that failed", async (as) => {
    const ben = await as("builder", { viewport: { width: 1440, height: 900 } });
    ben.expect(422, /^POST .*\/runs$/);
    const { page } = ben;
    await newApp(page, "Faulty");
    await rail(page, "Widgets").click();
    await place(page, "Text", 0.05, 40);
    await place(page, "Table", 0.05, 160);
    await select(page, "text1");
    await code(page, "Text").fill("{{ nobody.name }}");
    await page.getByRole("tab", { name: "Layout" }).click();
    await page.getByRole("treeitem", { name: "table1" }).click();

    await page.locator("[data-fault]").filter({ hasText: "nothing here is called “nobody”" }).click();
    await page.getByRole("button", { name: "text1, rename" }).waitFor();
    assert.equal(await page.getByRole("tab", { name: "Content" }).getAttribute("aria-selected"), "true");
    await page.locator("[data-property=value] .cm-content:focus").waitFor();

    await page.getByRole("button", { name: "Add a query" }).click();
    await page.getByRole("menuitem", { name: /^support/ }).click();
    await code(page, "Statement of query1").fill("select nothing from nowhere");
    await page.getByRole("button", { name: "Run", exact: true }).click();
    await page.getByRole("region", { name: "Query" }).getByRole("alert").waitFor();
    await page.getByRole("button", { name: "Close the panel" }).click();
    await select(page, "table1");
    await code(page, "Data").fill("{{ query1.data }}");
    await page.locator("[data-inspector]").getByRole("button", { name: "query1", exact: true }).click();
    await page.getByRole("region", { name: "Query" }).getByRole("alert").waitFor();
    await page.getByRole("button", { name: "Close the panel" }).click();
    await page.locator("[data-fault]").filter({ hasText: "query1" }).click();
    await page.getByRole("region", { name: "Query" }).waitFor();
  });
});

describe("A preview", () => {
  story("is shown with the eyes of somebody else, without what they do not get", async (as) => {
    const { id } = await supportConsole();
    const ben = await as("builder");
    ben.expect(422, /^GET .*\/preview$/);
    const page = await ben.goto(`/edit/${id}?view=preview`);
    const agents = page.getByRole("heading", { name: "Agents" });
    const lookAs = async (name) => {
      await page.getByRole("combobox", { name: "View as" }).click();
      await page.getByRole("option", { name, exact: true }).click();
    };
    await lookAs("Lea Lead");
    await page.getByText("Queries still run as you").waitFor();
    await page.getByRole("button", { name: "Team overview" }).click();
    await agents.waitFor();
    await lookAs("Sam Agent");
    await page.getByRole("button", { name: "Team overview" }).click();
    await page.getByRole("heading", { name: "By status" }).waitFor();
    assert.equal(await agents.count(), 0);
    assert.match(page.url(), /as=person_/, "it can be shared");
    await lookAs("Nina Nobody");
    await page.getByRole("heading", { name: "This app is not there for them" }).waitFor();

    const ada = await as("administrator");
    await ada.goto("/");
    const { body } = await ada.call("GET", `/audit/records?action=app.edit&object=${id}&limit=5`);
    const records = await Promise.all(body.items.map((record) => ada.call("GET", `/audit/records/${record.id}`)));
    assert.ok(records.some(({ body: { record } }) => String(record.detail.as).startsWith("person_")), "whose eyes it was is recorded");
  });
});

describe("The builder on a narrow screen", () => {
  const NARROW = { viewport: { width: 390, height: 844 }, hasTouch: true };

  story("shows one panel at a time, and everything that the bar has", async (as) => {
    const { id } = await supportConsole();
    const ben = await as("builder", NARROW);
    const page = await ben.goto(`/edit/${id}`);
    await canvasOf(page).getByRole("gridcell").first().waitFor();
    const inspector = page.getByRole("complementary", { name: "Inspector" });
    await rail(page, "Pages and outline").tap();
    await page.getByRole("treeitem", { name: "search" }).tap();
    await page.getByRole("button", { name: "Open the inspector of search" }).tap();
    await inspector.waitFor();
    assert.equal(await lines(page).count(), 0, "the outline has made room");
    await rail(page, "Queries").tap();
    await inspector.waitFor({ state: "hidden" });
    await page.getByRole("region", { name: "Queries" }).getByRole("button", { name: "customers", exact: true }).tap();
    await page.getByRole("region", { name: "Query" }).waitFor();
    await page.getByRole("button", { name: "More about this app" }).tap();
    for (const item of ["Preview", "Search or run…", "Undo", "Releases", "What the browser receives"]) await page.getByRole("menuitem", { name: item }).waitFor();
    await page.getByRole("menuitemradio", { name: "Development", checked: true }).waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), NARROW.viewport.width, "nothing sticks out");
  });
});
