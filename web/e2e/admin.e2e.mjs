/** Administration: the ledger and its proof, datasources and their credentials, people. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { supportConsole } from "./support/apps.mjs";
import { choose } from "./support/choose.mjs";
import { describe, eventually, postgres, server, story } from "./support/story.mjs";

const run = promisify(execFile);
const app = await supportConsole();

const records = (page) => page.getByRole("table", { name: "Audit records" }).getByRole("row").filter({ has: page.getByRole("cell") });

describe("The ledger", () => {
  story("shows what was done just now, allowed and denied, and keeps its filters in the address", async (as) => {
    const agent = await as("agent");
    agent.expect(404, /\/runs$/);
    await agent.goto(`/apps/${app.id}/customer?customer=11`);
    await agent.page.getByRole("grid", { name: "All transactions" }).getByRole("gridcell").first().waitFor();
    await agent.call("POST", `/apps/${app.id}/queries/${app.named("refund").id}/runs`, { inputs: {} });

    const ada = await as("administrator");
    const page = await ada.goto("/admin/audit");
    await records(page).first().waitFor();
    await choose(page, "Who", "Sam Agent");
    await page.waitForURL(/actor=person_/);
    await choose(page, "Outcome", "Denied");
    await page.waitForURL(/outcome=denied/);
    await eventually(() => records(page).allInnerTexts(), (rows) => rows.length > 0 && rows.every((row) => /Sam Agent/.test(row) && /Denied/i.test(row)), "only what Sam was denied");

    const address = page.url();
    await page.goto("/admin/people");
    await page.goto(address);
    await eventually(() => records(page).allInnerTexts(), (rows) => rows.length > 0 && rows.every((row) => /Denied/i.test(row)), "the address keeps the filter");
    await choose(page, "Outcome", "Allowed");
    await records(page).filter({ hasText: "query.run" }).first().waitFor();
  });

  story("opens a record with its proof and none of the values", async (as) => {
    const ada = await as("administrator");
    const page = await ada.goto("/admin/audit?action=query.run");
    await records(page).first().click();
    const drawer = page.getByRole("dialog", { name: "Record" });
    await drawer.getByRole("heading", { name: "Proof" }).waitFor();
    await drawer.getByText("Place in the log").waitFor();
    await drawer.getByText("Inclusion proof").waitFor();
    await page.waitForURL(/record=/);
    for (const name of ["From where", "User agent", "Request"]) assert.ok(await drawer.getByText(name, { exact: true }).isVisible(), name);
    await ada.receivedNothingOf("Called back, says");
  });

  story("is exported, and the export verifies with the key alone; a changed one does not", async (as) => {
    const ada = await as("administrator");
    const page = await ada.goto("/admin/audit");
    const downloading = page.waitForEvent("download");
    await page.getByRole("link", { name: "Export the log" }).click();
    const file = join(server.folder, "audit.ndjson");
    await (await downloading).saveAs(file);
    const { public_key: key } = (await ada.call("GET", "/audit/checkpoint")).body;
    const { stdout } = await run(server.program, ["audit", "verify", file, "--key", key]);
    assert.match(stdout, /ok/i);

    const lines = (await readFile(file, "utf8")).split("\n");
    const changed = join(server.folder, "changed.ndjson");
    await writeFile(changed, lines.toSpliced(Math.floor(lines.length / 2), 1).join("\n"));
    await assert.rejects(run(server.program, ["audit", "verify", changed, "--key", key]), "a record taken out is seen");
  });

  story("is not there for those without the right to it", async (as) => {
    for (const part of ["agent", "builder", "no rights"]) {
      const visitor = await as(part);
      const page = await visitor.goto("/admin/audit");
      await page.getByRole("heading", { name: "Not found" }).waitFor();
      visitor.expect(403, /^GET \/api\/v1\/audit\//);
      visitor.expect(404, /^GET \/api\/v1\/audit\//);
      for (const path of ["/audit/records", "/audit/export"]) assert.ok([403, 404].includes((await visitor.call("GET", path)).status), path);
    }
  });
});

describe("Datasources", () => {
  const secret = "a-password-planted-by-the-story";

  story("an administrator creates one, gives it a credential that cannot be read back, and tests it", async (as) => {
    assert.ok(postgres, "SALLYPORT_TEST_POSTGRES must name a PostgreSQL server (`cargo xtask test` starts one)");
    const ada = await as("administrator");
    const page = await ada.goto("/admin/datasources");
    await page.getByRole("button", { name: "New datasource" }).click();
    await page.getByRole("dialog").getByLabel("Name").fill("Billing");
    await page.getByRole("dialog").getByRole("button", { name: "Create" }).click();
    await page.getByRole("heading", { name: "Billing", level: 1 }).waitFor();

    await page.getByLabel("Host").fill(postgres.hostname);
    await page.getByLabel("Port").fill(postgres.port);
    await page.getByLabel("Database").fill(postgres.pathname.slice(1));
    await page.getByLabel("User name").fill(postgres.username);
    await choose(page, "TLS", "Off");
    await page.getByRole("button", { name: "Add a credential" }).click();
    await page.getByRole("textbox", { name: "Password" }).fill(secret);
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Stored, and sealed to").waitFor();
    await page.getByRole("button", { name: "Test connection" }).click();
    await page.getByText(/^Connected in \d+ ms/).waitFor();

    await page.reload();
    await page.getByText("Stored, and sealed to").waitFor();
    assert.equal(await page.getByRole("textbox", { name: "Password" }).count(), 0);
    await ada.receivedNothingOf(secret);

    ada.expect(422, /^PUT \/api\/v1\/datasources\/.*\/environments\//);
    await page.getByLabel("Host").fill("elsewhere.example.com");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("is not sent anywhere else").waitFor();
    await page.reload();
    await eventually(() => page.getByLabel("Host").inputValue(), (host) => host === postgres.hostname, "the destination stays while the credential does");
  });

  story("a destination on this machine that nobody allowed is refused", async (as) => {
    const ada = await as("administrator");
    const page = await ada.goto("/admin/datasources");
    await page.getByRole("button", { name: "New datasource" }).click();
    await page.getByRole("dialog").getByLabel("Name").fill("Metadata");
    await choose(page, "Kind", "REST");
    await page.getByRole("dialog").getByRole("button", { name: "Create" }).click();
    await page.getByRole("heading", { name: "Metadata", level: 1 }).waitFor();
    ada.expect(422, /^(PUT|POST) \/api\/v1\/datasources\//);
    await page.getByLabel("Base address").fill("http://169.254.169.254/latest");
    await page.getByRole("button", { name: "Save" }).click();
    const saved = page.getByRole("button", { name: "Test connection" });
    const refused = page.getByText(/private|not allowed|allowed/i).first();
    await saved.or(refused).first().waitFor();
    if (await saved.isVisible()) {
      await saved.click();
      await page.getByRole("region", { name: "Connection" }).getByRole("alert").waitFor();
    }
    assert.equal(await page.getByText(/^Connected in/).count(), 0);
  });

  story("those who build cannot configure one, and those who use apps see none", async (as) => {
    const builder = await as("builder");
    builder.expect(403, /^(POST|PUT) \/api\/v1\/datasources/);
    builder.expect(404, /^(POST|PUT) \/api\/v1\/datasources/);
    await builder.goto("/");
    assert.ok([403, 404].includes((await builder.call("POST", "/datasources", { name: "Mine", kind: "rest" })).status));
    const agent = await as("agent");
    const page = await agent.goto("/admin/datasources");
    await page.getByRole("heading", { name: "Not found" }).waitFor();
  });
});

/** What somebody else gave goes no further than choosing one's own. */
async function chooseOwn(page, given, password) {
  await page.getByRole("heading", { name: "Choose another password" }).waitFor();
  await page.getByRole("textbox", { name: "Password now" }).fill(given);
  await page.getByRole("textbox", { name: "New password" }).fill(password);
  await page.getByRole("button", { name: "Change the password" }).click();
}

describe("People", () => {
  const given = "four words that one is told";
  const password = "four words that nobody says";

  story("an administrator creates a person, who can sign in until disabled", async (as) => {
    const ada = await as("administrator");
    const page = await ada.goto("/admin/people");
    await page.getByRole("button", { name: "New person" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name").fill("Nora New");
    await dialog.getByLabel("E-mail").fill("nora@example.com");
    await dialog.getByRole("textbox", { name: "First password" }).fill(given);
    await dialog.getByRole("button", { name: "Create" }).click();
    await page.getByRole("cell", { name: "Nora New" }).waitFor();

    const nora = await as(null);
    nora.expect(401, /./);
    await nora.goto("/");
    const signIn = async (by) => {
      await nora.page.getByLabel("E-mail").fill("nora@example.com");
      await nora.page.getByRole("textbox", { name: "Password" }).fill(by);
      await nora.page.getByRole("button", { name: "Sign in", exact: true }).click();
    };
    await signIn(given);
    await chooseOwn(nora.page, given, password);
    await nora.page.getByText("No apps yet").waitFor();

    await page.getByRole("cell", { name: "Nora New" }).click();
    await page.getByRole("dialog", { name: "Nora New" }).getByRole("tab", { name: "Access" }).click();
    await page.getByRole("dialog", { name: "Nora New" }).getByRole("button", { name: "Disable" }).click();
    await page.getByRole("dialog", { name: "Nora New" }).getByRole("button", { name: "Enable" }).waitFor();
    assert.equal((await nora.call("GET", "/apps")).status, 401, "the session ends at once");
    await nora.page.reload();
    await signIn(password);
    await nora.page.getByRole("alert").waitFor();
  });

  story("a person is found, opened, read and left by keyboard, and the focus comes back", async (as) => {
    const page = await (await as("administrator")).goto("/admin/people");
    await page.getByRole("cell", { name: "Sam Agent" }).waitFor();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.locator("main:focus").waitFor();
    const row = page.locator("tbody tr:focus");
    for (let tabs = 0; (await row.count()) === 0 && tabs < 20; tabs += 1) await page.keyboard.press("Tab");
    await page.keyboard.press("End");
    await row.filter({ hasText: /@example\.com/ }).waitFor();
    const name = await row.getByRole("cell").first().innerText();
    await page.keyboard.press("Enter");
    const drawer = page.getByRole("dialog", { name });
    await drawer.waitFor();
    for (let tabs = 0; tabs < 12; tabs += 1) await page.keyboard.press("Tab");
    assert.ok(await drawer.evaluate((element) => element.contains(document.activeElement)), "the focus stays in the drawer");
    await page.keyboard.press("Escape");
    await drawer.waitFor({ state: "hidden" });
    await row.filter({ hasText: name }).waitFor();
  });

  story("a password that is too short is said at its field, and nobody is made", async (as) => {
    const ada = await as("administrator");
    ada.expect(422, /^POST \/api\/v1\/people$/);
    ada.expect(400, /^POST \/api\/v1\/people$/);
    const page = await ada.goto("/admin/people");
    await page.getByRole("button", { name: "New person" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name").fill("Shorty");
    await dialog.getByLabel("E-mail").fill("shorty@example.com");
    await dialog.getByRole("textbox", { name: "Password" }).fill("short");
    await dialog.getByRole("button", { name: "Create" }).click();
    await dialog.getByText("A password has at least 15 characters.").waitFor();
    assert.equal(await dialog.locator("input[aria-invalid=true]:focus").getAttribute("type"), "password", "the field at fault has the focus");
    const { body } = await ada.call("GET", "/people?limit=100");
    assert.ok(!body.items.some(({ name }) => name === "Shorty"));
  });
});

describe("A workspace", () => {
  const password = "a workspace is a room of rooms";

  story("is shared with a person, who has its apps from then on and until it is taken back", async (as) => {
    const ada = await as("administrator");
    const page = await ada.goto("/");
    const given = "what her administrator told her";
    const made = await ada.call("POST", "/people", { email: "wanda@example.com", name: "Wanda Workspace", password: given, roles: [], groups: [] });
    assert.equal(made.status, 201);
    const wanda = await as(null);
    wanda.expect(401, /^GET \/api\/v1\/session$/);
    await wanda.goto("/");
    await wanda.page.getByLabel("E-mail").fill("wanda@example.com");
    await wanda.page.getByRole("textbox", { name: "Password" }).fill(given);
    await wanda.page.getByRole("button", { name: "Sign in", exact: true }).click();
    await chooseOwn(wanda.page, given, password);
    await wanda.page.getByText("No apps yet").waitFor();

    const { body: apps } = await ada.call("GET", "/apps");
    const { workspace } = apps.items.find(({ name }) => name === "Support console");
    const { body: workspaces } = await ada.call("GET", "/workspaces");
    const { name } = workspaces.items.find(({ id }) => id === workspace);
    await page.getByRole("button", { name: "Workspaces" }).click();
    await page.getByRole("menuitem", { name: `Share ${name}` }).click();
    const dialog = page.getByRole("dialog", { name: `Share ${name}` });
    await dialog.getByRole("combobox", { name: "Add a group or a person" }).fill("Wanda");
    await page.getByRole("option", { name: /Wanda Workspace/ }).click();
    const take = dialog.getByRole("button", { name: "Take the right from Wanda Workspace" });
    await take.waitFor();
    await wanda.page.reload();
    await wanda.page.getByRole("link", { name: "Support console", exact: true }).waitFor();

    await dialog.getByRole("combobox", { name: "What Wanda Workspace may do" }).click();
    await page.getByRole("option", { name: "May edit its apps" }).click();
    await wanda.page.reload();
    await wanda.page.getByRole("link", { name: "Edit Support console" }).waitFor();

    await take.click();
    await take.waitFor({ state: "hidden" });
    await wanda.page.reload();
    await wanda.page.getByText("No apps yet").waitFor();
  });

  story("is shared by nobody who only uses its apps", async (as) => {
    const sam = await as("agent");
    const page = await sam.goto("/");
    await page.getByRole("link", { name: "Support console", exact: true }).waitFor();
    assert.equal(await page.getByRole("button", { name: "Workspaces" }).count(), 0);
    const { body } = await sam.call("GET", "/apps");
    const { workspace } = body.items.find(({ name }) => name === "Support console");
    const { body: own } = await sam.call("GET", "/session");
    sam.expect(404, /^(GET|PUT) \/api\/v1\/workspaces\//);
    for (const [method, sent] of [["GET"], ["PUT", { principal: { type: "person", id: own.person.id }, level: "own" }]]) {
      assert.equal((await sam.call(method, `/workspaces/${workspace}/grants`, sent)).status, 404, "a workspace that one may not see is not there");
    }
  });
});
