/** The support console as each person of the demo has it. */
import assert from "node:assert/strict";
import { supportConsole } from "./support/apps.mjs";
import { describe, eventually, story, tableOf } from "./support/story.mjs";

const { id, named } = await supportConsole();
const refund = named("refund");
const USERS = ["agent", "team lead", "administrator", "builder"];

const open = (visitor, page = "") => visitor.goto(`/apps/${id}/${page}`);
const grid = (page, name) => page.getByRole("grid", { name });
const rows = (page, name) => grid(page, name).getByRole("row").filter({ has: page.getByRole("gridcell") });
const pager = (page, name) => page.getByRole("navigation", { name: `Pages of ${name}` });
const cells = (page, name, column) => rows(page, name).evaluateAll((all, column) => all.map((row) => row.children[column].textContent), column);
const figure = (page, label) => page.locator("dl").filter({ has: page.getByText(label, { exact: true }) }).getByRole("definition");
const totalOf = (text) => Number(/of ([\d,]+)/.exec(text)?.[1]?.replaceAll(",", ""));

/** The total under a table, once it is another than before. */
const newTotal = (page, name, before) => eventually(() => pager(page, name).innerText().then(totalOf), (total) => total > 0 && total !== before, `another total under ${name}`);

/** How many colours a chart is drawn with; one alone is an empty canvas. */
const coloursOf = (canvas) =>
  canvas.evaluate((element) => {
    const { data } = element.getContext("2d").getImageData(0, 0, element.width, element.height);
    return new Set(new Uint32Array(data.buffer)).size;
  });

async function isDrawn(page, title) {
  const chart = page.locator("figure").filter({ has: page.getByRole("heading", { name: title }) });
  await chart.locator("canvas").first().waitFor();
  await eventually(() => coloursOf(chart.locator("canvas").first()), (colours) => colours > 2, `the chart \`${title}\` is drawn`);
}

async function choose(page, label, option) {
  await page.getByRole("combobox", { name: label }).click();
  await page.getByRole("option", { name: option, exact: true }).click();
}

async function answerQuestion(page, question, answer) {
  const dialog = page.getByRole("dialog");
  await dialog.getByText(question).waitFor();
  await dialog.getByRole("button", { name: answer }).click();
  await dialog.waitFor({ state: "hidden" });
}

for (const part of USERS) {
  describe(`The support console of the ${part}`, () => {
    story(`the ${part} searches, sorts and pages on the server`, async (as) => {
      const visitor = await as(part);
      const page = await open(visitor);
      const table = "Accounts";
      await pager(page, table).getByText("1–20 of 20,000").waitFor();

      await page.getByRole("textbox", { name: "Search" }).fill("olsen");
      const found = await newTotal(page, table, 20_000);
      assert.ok(found < 2_000, `${found} customers are called so`);
      await eventually(() => cells(page, table, 0).then((names) => names.length), (count) => count === 20, "a page of them");
      for (const text of await rows(page, table).allInnerTexts()) assert.match(text.toLowerCase(), /olsen/);

      await grid(page, table).getByRole("button", { name: "Name" }).click();
      const isSorted = (names) => names.length === 20 && names.every((name, at) => at === 0 || names[at - 1] <= name);
      const first = await eventually(() => cells(page, table, 0), isSorted, "sorted by name");

      await pager(page, table).getByRole("button", { name: "Page after" }).click();
      await pager(page, table).getByText("21–40 of").waitFor();
      const second = await eventually(() => cells(page, table, 0), (names) => isSorted(names) && names[0] >= first.at(-1), "the second page goes on where the first ended");
      assert.notDeepEqual(first, second);

      await choose(page, "Plan", "Enterprise");
      await newTotal(page, table, found);
      await eventually(() => cells(page, table, 4), (plans) => plans.length > 0 && plans.every((plan) => plan === "Enterprise"), "only that plan");
    });

    story(`the ${part} opens a customer and reads the account, the transactions and the tickets`, async (as) => {
      const visitor = await as(part);
      const page = await open(visitor);
      const name = await rows(page, "Accounts").first().getByRole("gridcell").first().innerText();
      await rows(page, "Accounts").first().click();
      await page.getByRole("button", { name: "Open customer" }).click();
      await page.waitForURL(/\/customer\?customer=\d+$/);
      await page.getByRole("heading", { name, level: 1 }).waitFor();
      for (const label of ["Balance", "Paid so far"]) assert.match(await figure(page, label).innerText(), /^-?€[\d,]+\.\d\d$/);
      assert.match(await figure(page, "Plan").innerText(), /^(free|team|business|enterprise)$/);
      await isDrawn(page, "By month");
      assert.ok((await rows(page, "All transactions").count()) > 0);
      await page.getByRole("tab", { name: "Tickets" }).click();
      await grid(page, "All tickets").waitFor();
    });

    story(`the ${part} edits a ticket only after agreeing`, async (as) => {
      const visitor = await as(part);
      const page = await open(visitor, `ticket?ticket=${49_000 + USERS.indexOf(part)}`);
      const status = page.getByRole("combobox", { name: "Status" });
      const before = await eventually(() => status.inputValue(), (value) => value !== "", "the ticket's status");
      const after = before === "Pending" ? "On hold" : "Pending";
      const note = `Called back, says the ${part}`;
      await choose(page, "Status", after);
      await page.getByRole("textbox", { name: "Note" }).fill(note);
      await page.getByRole("button", { name: "Save" }).click();
      await answerQuestion(page, "Save the changes to this ticket?", "Cancel");
      await page.reload();
      await eventually(() => status.inputValue(), (value) => value === before, "a refusal writes nothing");

      await choose(page, "Status", after);
      await page.getByRole("textbox", { name: "Note" }).fill(note);
      await page.getByRole("button", { name: "Save" }).click();
      await answerQuestion(page, "Save the changes to this ticket?", "Continue");
      await page.getByText("Ticket saved").waitFor();
      await rows(page, "Notes").filter({ hasText: note }).first().waitFor();
      await page.reload();
      await eventually(() => status.inputValue(), (value) => value === after, "the new status is kept");

      await status.focus();
      await page.keyboard.press("ArrowDown");
      await page.locator("[data-combobox-selected]").filter({ hasText: after }).waitFor();
      assert.equal(await status.getAttribute("aria-expanded"), "true", "the first opening is told of, and begins at what is chosen");
    });

    story(`the ${part} reads the team overview`, async (as) => {
      const visitor = await as(part);
      const page = await open(visitor, "team");
      await eventually(() => figure(page, "Unsolved tickets").innerText(), (text) => /^[\d,]{3,}$/.test(text), "the figure");
      await isDrawn(page, "By status");
      await isDrawn(page, "Unsolved by priority");
      await page.getByRole("button", { name: "Show as a table" }).first().click();
      await page.getByRole("rowheader", { name: "open", exact: true }).waitFor();
    });
  });
}

describe("Refunds", () => {
  story("the team lead refunds after agreeing and sees the new transaction", async (as) => {
    const lead = await as("team lead");
    const page = await open(lead, "customer?customer=7");
    await page.getByRole("button", { name: "Refund…" }).click();
    const form = page.getByRole("form", { name: "refund_form" });
    await form.getByLabel("Amount in EUR").fill("12.34");
    await form.getByLabel("Reason").fill("Charged twice");
    await form.getByRole("button", { name: "Refund" }).click();
    await page.getByText("Pay this amount back to the customer?").waitFor();
    await page.getByRole("button", { name: "Continue" }).click();
    const row = rows(page, "All transactions").filter({ hasText: "Charged twice" });
    await row.first().waitFor();
    assert.match(await row.first().innerText(), /-€12\.34/);
    assert.match(await row.first().innerText(), /lea@example\.com/);
  });

  story("the team lead sees how each agent does", async (as) => {
    const page = await open(await as("team lead"), "team");
    await isDrawn(page, "Tickets by agent");
    await isDrawn(page, "Opened and solved by week");
    assert.ok((await eventually(() => rows(page, "Agents").count(), (count) => count > 3, "the agents")) > 3);
  });

  story("the agent gets neither the button nor anything of the refund query, and the server refuses it", async (as) => {
    const agent = await as("agent");
    const page = await open(agent, "customer?customer=7");
    await rows(page, "All transactions").first().waitFor();
    assert.equal(await page.getByRole("button", { name: "Refund" }).count(), 0);
    await page.goto(`/apps/${id}/team`);
    await isDrawn(page, "By status");
    assert.equal(await page.getByRole("heading", { name: "Tickets by agent" }).count(), 0);

    const view = (await agent.call("GET", `/apps/${id}`)).body;
    assert.ok(view.queries.length > 5);
    const names = [...view.queries, ...view.widgets].map(({ name }) => name);
    for (const name of ["refund", "by_agent", "by_week", "refund_button", "refund_modal", "refund_form", "refund_amount", "agent_chart"]) assert.ok(!names.includes(name), name);
    for (const text of [refund.id, "refund_amount", "Pay this amount back", "insert into", "select c.id"]) await agent.receivedNothingOf(text);

    agent.expect(404, /^POST \/api\/v1\/apps\/.*\/runs$/);
    const inputs = { "refund_amount.value": 10, "refund_reason.value": "because", "page.params.customer": "7" };
    const made = await agent.call("POST", `/apps/${id}/queries/${refund.id}/runs`, { inputs });
    assert.equal(made.status, 404);
    const unknown = await agent.call("POST", `/apps/${id}/queries/query_${"0".repeat(32)}/runs`, { inputs });
    assert.deepEqual({ ...made.body, request_id: "" }, { ...unknown.body, request_id: "" }, "as if it were not there");
  });

  story("no query's text is in any answer to those who use the app", async (as) => {
    for (const part of USERS) {
      const visitor = await as(part);
      await open(visitor);
      await rows(visitor.page, "Accounts").first().waitFor();
      for (const text of ["select ", `from ${tableOf("customers")}`, "order by"]) await visitor.receivedNothingOf(text);
    }
  });
});

describe("A person without rights", () => {
  story("sees no app, and a direct link says not found", async (as) => {
    const nina = await as("no rights");
    const page = await nina.goto("/");
    await page.getByText("No apps yet").waitFor();
    assert.equal(await page.getByText("Support console").count(), 0);
    assert.equal(await page.getByRole("button", { name: "New app" }).count(), 0);

    nina.expect(404, /^(GET|POST) \/api\/v1\/apps\/app_/);
    for (const path of [`/apps/${id}`, `/apps/${id}/team`, `/edit/${id}`, `/apps/app_${"0".repeat(32)}`]) {
      await page.goto(path);
      await page.getByRole("heading", { name: "Not found" }).waitFor();
    }
    const run = await nina.call("POST", `/apps/${id}/queries/${named("customers").id}/runs`, { inputs: {} });
    assert.equal(run.status, 404);
    await nina.receivedNothingOf("customers_table");
  });
});

describe("The support console without a pointer", () => {
  story("is searched, walked and opened by keyboard, and every page has one heading of the first level", async (as) => {
    const page = await open(await as("agent"));
    const only = async (name) => assert.deepEqual(await page.getByRole("heading", { level: 1 }).allInnerTexts(), [name]);
    const tabTo = async (locator) => {
      for (let tabs = 0; tabs < 40; tabs += 1) {
        if (await locator.evaluateAll((all) => all.includes(document.activeElement))) return;
        await page.keyboard.press("Tab");
      }
      assert.fail(`the tabulator does not lead to ${locator}`);
    };
    await rows(page, "Accounts").first().waitFor();
    await only("Customers");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.locator("main:focus").waitFor();
    await tabTo(page.getByRole("textbox", { name: "Search" }));
    await page.keyboard.type("olsen");
    await newTotal(page, "Accounts", 20_000);
    await tabTo(grid(page, "Accounts"));
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    const chosen = rows(page, "Accounts").and(page.locator("[aria-selected=true]"));
    const name = await chosen.getByRole("gridcell").first().innerText();
    await tabTo(page.getByRole("button", { name: "Open customer" }));
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name, level: 1 }).waitFor();
    await only(name);
    await tabTo(page.getByRole("tab", { name: "Transactions" }));
    await page.keyboard.press("ArrowRight");
    await grid(page, "All tickets").waitFor();
    await page.goto(`/apps/${id}/nowhere`);
    await page.getByRole("heading", { name: "Not found", level: 1 }).waitFor();
  });
});

describe("An app's own accent", () => {
  story("is what its controls and charts are drawn in, in a shade that can be read", async (as) => {
    const visitor = await as("team lead");
    const { page } = visitor;
    await page.route(`**/api/v1/apps/${id}`, async (route) => {
      const response = await route.fetch();
      const view = await response.json();
      await route.fulfill({ response, json: { ...view, theme: { ...view.theme, accent: "#ffe000" } } });
    });
    await open(visitor, "customer?customer=7");
    await isDrawn(page, "By month");
    const accent = await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue("--accent"));
    assert.match(accent, /^#[0-9a-f]{6}$/);
    assert.notEqual(accent, "#ffe000", "on white nobody could read it");
    assert.notEqual(accent, "#0c6b68", "it is not the platform's");
  });
});

describe("The support console on a phone", () => {
  story("stands one widget below the other, figures in pairs, and nothing sticks out", async (as) => {
    const width = 390;
    const visitor = await as("agent", { viewport: { width, height: 844 }, hasTouch: true });
    const { page } = visitor;
    await open(visitor, "customer?customer=7");
    await rows(page, "All transactions").first().waitFor();
    const boxes = await page.locator(".page > .slot > .slot-grid > .cell").evaluateAll((cells) => cells.map((cell) => ({ type: cell.dataset.widgetType, x: cell.getBoundingClientRect().x, width: cell.getBoundingClientRect().width })));
    const figures = boxes.filter(({ type }) => type === "statistic");
    const others = boxes.filter(({ type }) => type !== "statistic");
    assert.ok(figures.length > 1 && others.length > 1);
    for (const { type, width: taken } of others) assert.ok(taken > width * 0.9, `${type} takes the width`);
    assert.equal(new Set(figures.map(({ x }) => x)).size, 2);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
    await page.getByRole("button", { name: /^Pages, now/ }).tap();
    await page.getByRole("menuitem", { name: "Customers" }).tap();
    await rows(page, "Accounts").first().waitFor();
  });
});
