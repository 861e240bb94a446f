//! The app that is measured, built through the API by the first administrator.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use super::http::{Connection, request};
use crate::serving::Server;

/// Everybody's password.
pub(super) const PASSWORD: &str = "measuring is believing 4711";

const MEASURER: &str = "measurer@example.com";

/// The app, and who runs its queries.
pub(super) struct App {
    /// The session.
    pub(super) cookie: String,
    id: String,
    console: Option<String>,
    queries: BTreeMap<&'static str, String>,
}

impl App {
    /// Where a query's runs are posted.
    pub(super) fn run_path(&self, query: &str) -> Result<String> {
        let query = self
            .queries
            .get(query)
            .with_context(|| format!("no query `{query}`"))?;
        Ok(format!("/api/v1/apps/{}/queries/{query}/runs", self.id))
    }

    /// Makes accounts that do nothing but sign in.
    pub(super) fn make_people(&self, server: &Server, people: usize) -> Result<()> {
        let mut client = Client {
            connection: Connection::open(server.address())?,
            authority: server.authority(),
            cookie: Some(self.cookie.clone()),
        };
        // The accounts are made long after the first sign-in: making them takes a fresh proof of who one is, which
        // comes with another cookie; the one of the load is left as it is.
        let body = json!({ "email": MEASURER, "password": PASSWORD });
        client.cookie = None;
        client.call("POST", "/session", Some(&body))?;
        for number in 0..u64::try_from(people)? {
            let body = json!({ "email": super::signins::email(number), "name": format!("Signer {number}"),
                "password": PASSWORD, "roles": [], "groups": [] });
            client.call("POST", "/people", Some(&body))?;
        }
        Ok(())
    }

    /// The demo's own app.
    pub(super) fn console(&self) -> Result<&str> {
        self.console
            .as_deref()
            .context("the demo's app is not in the list")
    }
}

struct Client {
    connection: Connection,
    authority: String,
    cookie: Option<String>,
}

impl Client {
    fn call(&mut self, method: &str, path: &str, body: Option<&Value>) -> Result<Value> {
        let text = body.map(Value::to_string);
        let bytes = request(
            method,
            &format!("/api/v1{path}"),
            &self.authority,
            self.cookie.as_deref(),
            text.as_deref(),
        );
        let mut answer = Vec::new();
        let head = self.connection.exchange(&bytes, &mut answer)?;
        if let Some(cookie) = head.cookie {
            self.cookie = Some(cookie);
        }
        if !(200..300).contains(&head.status) {
            bail!(
                "{method} {path}: {} {}",
                head.status,
                String::from_utf8_lossy(&answer)
            );
        }
        if answer.is_empty() {
            Ok(Value::Null)
        } else {
            Ok(serde_json::from_slice(&answer)?)
        }
    }

    /// The id of the first thing of a list that fits.
    fn first(&mut self, path: &str, fits: impl Fn(&Value) -> bool) -> Result<Option<String>> {
        let list = self.call("GET", path, None)?;
        let items = list
            .get("items")
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default();
        Ok(items
            .iter()
            .find(|item| fits(item))
            .and_then(|item| item.get("id")?.as_str())
            .map(str::to_owned))
    }
}

/// Build and release the app on the demo's datasource.
pub(super) fn build(server: &Server) -> Result<App> {
    let mut client = Client {
        connection: Connection::open(server.address())?,
        authority: server.authority(),
        cookie: None,
    };
    let first = json!({ "token": server.set_up_token()?, "name": "Measurer", "email": MEASURER, "password": PASSWORD });
    client.call("POST", "/setup", Some(&first))?;
    lift_rates(&mut client)?;
    let source = client.first("/datasources", |item| {
        item.get("kind") == Some(&"postgres".into())
    })?;
    let source = source.context("the demo made no PostgreSQL datasource")?;
    let console = client.first("/apps", |item| {
        item.get("name") == Some(&"Support console".into())
    })?;
    let workspace = match client.first("/workspaces", |_| true)? {
        Some(workspace) => workspace,
        None => text_at(
            &client.call("POST", "/workspaces", Some(&json!({ "name": "Measuring" })))?,
            "id",
        )?,
    };
    let app = client.call(
        "POST",
        &format!("/workspaces/{workspace}/apps"),
        Some(&json!({ "name": "Measured" })),
    )?;
    let app = text_at(&app, "id")?;
    let draft = client.call("GET", &format!("/apps/{app}/draft"), None)?;
    let (added, queries) = records(&source);
    let change = json!({ "added": added, "updated": {}, "removed": {} });
    let revision = draft
        .get("revision")
        .context("a draft without a revision")?;
    let saved = client.call(
        "PATCH",
        &format!("/apps/{app}/draft"),
        Some(&json!({ "revision": revision, "change": change })),
    )?;
    let revision = saved.get("revision").context("no new revision")?;
    client.call(
        "POST",
        &format!("/apps/{app}/releases"),
        Some(&json!({ "revision": revision, "note": "to be measured" })),
    )?;
    let app = App {
        cookie: client.cookie.context("no session")?,
        id: app,
        console,
        queries,
    };
    Ok(app)
}

/// One person asks for more here than people may as a rule.
fn lift_rates(client: &mut Client) -> Result<()> {
    let mut policy = client.call("GET", "/sign-in-policy", None)?;
    let rates = policy
        .get_mut("rates")
        .and_then(Value::as_object_mut)
        .context("a policy without rates")?;
    for rate in rates.values_mut() {
        *rate = json!({ "per_minute": 10_000_000, "burst": 10_000_000 });
    }
    client.call("PUT", "/sign-in-policy", Some(&policy))?;
    Ok(())
}

/// A page with the field whose value the queries take, and the two queries.
fn records(source: &str) -> (Value, BTreeMap<&'static str, String>) {
    let id = |prefix: &str, digit: char| format!("{prefix}_{}", digit.to_string().repeat(32));
    let (page, field) = (id("page", 'a'), id("widget", 'b'));
    let mut added = json!({
        &page: { "kind": "page", "id": page, "name": "measured", "title": "Measured", "order": "z1", "in_menu": true },
        &field: { "kind": "widget", "id": field, "page": page, "parent": null, "slot": "main", "type": "input", "name": "row",
            "layout": { "x": 0, "y": 0, "w": 3, "h": 8 }, "properties": { "type": "number" }, "events": [], "audience": null },
    });
    let columns = "select id, name, email, plan, status, balance_cents from support_console.customers where id";
    let statements = [
        ("one_row", 'c', format!("{columns} = {{{{ row.value }}}}")),
        (
            "thousand_rows",
            'd',
            format!("{columns} >= {{{{ row.value }}}} order by id limit 1000"),
        ),
    ];
    let mut queries = BTreeMap::new();
    for (name, digit, statement) in statements {
        let query = id("query", digit);
        if let Some(records) = added.as_object_mut() {
            records.insert(
                query.clone(),
                json!({ "kind": "query", "id": query, "name": name, "datasource": source, "body": { "type": "sql", "statement": statement },
                    "settings": { "timeout_ms": 10_000, "max_rows": 1_000, "max_bytes": 10_485_760, "run_on_load": false, "confirm": null, "writes": false },
                    "restricted": false, "on_success": [], "on_error": [] }),
            );
        }
        queries.insert(name, query);
    }
    (added, queries)
}

fn text_at(value: &Value, field: &str) -> Result<String> {
    Ok(value
        .get(field)
        .and_then(Value::as_str)
        .with_context(|| format!("no `{field}` in {value}"))?
        .to_owned())
}
