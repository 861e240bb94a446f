//! What an app's queries ask, and whom they are open to: more than the right to edit the app.

use crate::support::{Reply, TestServer, Visitor, both};
use serde_json::{Value, json};

const TRY: &str = "a query on this datasource takes the right to try queries there";
const SHARE: &str = "letting everyone run a query that was restricted takes the right to share it";

async fn draft(t: &TestServer) -> Value {
    let path = format!("/api/v1/apps/{}/draft", t.world.console.app);
    t.administrator().await.get(&path).await.is(200).json()
}

async fn save(t: &TestServer, who: &Visitor<'_>, change: &Value) -> Reply {
    let body = json!({ "revision": draft(t).await["revision"], "change": change });
    let path = format!("/api/v1/apps/{}/draft", t.world.console.app);
    who.patch(&path, &body).await
}

async fn release(t: &TestServer, who: &Visitor<'_>) -> Reply {
    let body = json!({ "revision": draft(t).await["revision"], "note": "New" });
    let path = format!("/api/v1/apps/{}/releases", t.world.console.app);
    who.post(&path, &body).await
}

async fn roll_back(t: &TestServer, who: &Visitor<'_>, number: u32) -> Reply {
    let path = format!("/api/v1/apps/{}/rollback", t.world.console.app);
    who.post(&path, &json!({ "number": number, "note": "Back" }))
        .await
}

/// The change that sets one property of a query of the draft.
async fn with(t: &TestServer, query: impl ToString, pointer: &str, value: Value) -> Value {
    let query = query.to_string();
    let before = draft(t).await["document"]["records"][&query].clone();
    let mut after = before.clone();
    *after.pointer_mut(pointer).unwrap() = value;
    json!({ "added": {}, "updated": { query: [before, after] }, "removed": {} })
}

/// The change that adds a query on a datasource.
async fn another(t: &TestServer, datasource: impl serde::Serialize) -> Value {
    let id = format!("query_{}", "7".repeat(32));
    let mut query = draft(t).await["document"]["records"][t.world.console.mine.to_string()].clone();
    query["id"] = json!(id);
    query["name"] = json!("another");
    query["datasource"] = json!(datasource);
    json!({ "added": { id: query }, "updated": {}, "removed": {} })
}

/// The change that takes the refund away, with what runs it.
async fn without_refund(t: &TestServer) -> Value {
    let records = draft(t).await["document"]["records"].clone();
    let (refund, button) = (
        t.world.console.refund.to_string(),
        t.world.console.button.to_string(),
    );
    json!({
        "added": {}, "updated": {},
        "removed": { (refund.clone()): records[&refund], (button.clone()): records[&button] },
    })
}

/// A developer with a level on the console.
async fn developer<'t>(t: &'t TestServer, level: &str) -> Visitor<'t> {
    let developer = t.developer().await;
    let principal = json!({ "type": "person", "id": developer.person.unwrap() });
    let path = format!("/api/v1/apps/{}/grants", t.world.console.app);
    let grant = json!({ "principal": principal, "level": level });
    t.administrator().await.put(&path, &grant).await.is(204);
    developer
}

#[track_caller]
fn is_refused(reply: Reply, why: &str) {
    let problem = reply.is(403).is_problem("forbidden").json();
    assert_eq!(problem["detail"], why);
}

async fn refusals(t: &TestServer, action: &str, on: impl std::fmt::Display) -> usize {
    let audit = t.audit();
    let records = audit.of(sallyport_policy::Outcome::Denied, action, on);
    records.await.len()
}

both! {
    async fn an_editor_who_is_no_developer_changes_nothing_that_queries_ask(t) {
        let (editor, seen) = (t.editor(t.world.console.app).await, draft(t).await);
        let (customers, spare) = (t.world.console.customers, t.things().await.datasource);
        let (here, there) = (format!("{}/development", t.world.datasource), format!("{spare}/development"));

        is_refused(save(t, &editor, &another(t, t.world.datasource).await).await, TRY);
        assert_eq!(refusals(t, "datasource.query", &here).await, 1);
        for (pointer, value) in [("/body/statement", json!("delete from customer")), ("/settings/writes", json!(true))] {
            is_refused(save(t, &editor, &with(t, customers, pointer, value).await).await, TRY);
        }
        assert_eq!(refusals(t, "datasource.query", &here).await, 3);
        is_refused(save(t, &editor, &with(t, customers, "/datasource", json!(spare)).await).await, TRY);
        assert_eq!(refusals(t, "datasource.query", &there).await, 1);
        assert_eq!(draft(t).await, seen);
    }

    async fn an_editor_who_is_no_developer_arranges_queries_and_closes_them(t) {
        let (editor, customers) = (t.editor(t.world.console.app).await, t.world.console.customers);

        save(t, &editor, &with(t, customers, "/name", json!("people")).await).await.is(200);
        save(t, &editor, &with(t, customers, "/restricted", json!(true)).await).await.is(200);
        release(t, &editor).await.is(201);
    }

    async fn only_an_owner_opens_a_restricted_query(t) {
        let (app, refund) = (t.world.console.app, t.world.console.refund);
        let opened = with(t, refund, "/restricted", json!(false)).await;

        for editor in [t.editor(app).await, developer(t, "edit").await] {
            is_refused(save(t, &editor, &opened).await, SHARE);
        }
        assert_eq!(refusals(t, "query.share", refund).await, 2);
        save(t, &t.owner(app).await, &opened).await.is(200);

        for editor in [t.editor(app).await, developer(t, "edit").await] {
            is_refused(release(t, &editor).await, SHARE);
        }
        assert_eq!(refusals(t, "query.share", refund).await, 4);
        release(t, &t.owner(app).await).await.is(201);
        release(t, &t.editor(app).await).await.is(201);
    }

    async fn going_back_opens_no_query_that_was_closed_since(t) {
        let refund = t.world.console.refund;
        let (editor, owner) = (developer(t, "edit").await, developer(t, "own").await);
        save(t, &owner, &with(t, refund, "/restricted", json!(false)).await).await.is(200);
        release(t, &owner).await.is(201);
        save(t, &editor, &with(t, refund, "/restricted", json!(true)).await).await.is(200);
        release(t, &editor).await.is(201);

        is_refused(roll_back(t, &editor, 2).await, SHARE);
        save(t, &editor, &without_refund(t).await).await.is(200);
        release(t, &editor).await.is(201);
        is_refused(roll_back(t, &editor, 2).await, SHARE);

        assert_eq!(refusals(t, "query.share", refund).await, 2);
        roll_back(t, &editor, 3).await.is(200);
        roll_back(t, &owner, 2).await.is(200);
    }

    async fn an_editor_who_is_no_developer_brings_no_query_text_back(t) {
        let (app, customers) = (t.world.console.app, t.world.console.customers);
        let (editor, builder) = (t.editor(app).await, developer(t, "own").await);
        let newer = with(t, customers, "/body/statement", json!("select 1 as id, {{ search.value }} as name")).await;
        save(t, &builder, &newer).await.is(200);
        release(t, &editor).await.is(201);

        is_refused(roll_back(t, &editor, 1).await, TRY);
        assert_eq!(refusals(t, "datasource.query", format!("{}/development", t.world.datasource)).await, 1);
        roll_back(t, &builder, 1).await.is(200);

        // What the draft asks was decided when it was saved: it may be gone back to as it may be released.
        roll_back(t, &editor, 2).await.is(200);
        save(t, &builder, &without_refund(t).await).await.is(200);
        release(t, &editor).await.is(201);
        is_refused(roll_back(t, &editor, 2).await, TRY);
    }

    async fn an_editor_goes_back_to_what_the_current_release_asks_whatever_the_draft_does(t) {
        let (app, customers) = (t.world.console.app, t.world.console.customers);
        let (editor, builder) = (t.editor(app).await, developer(t, "own").await);
        release(t, &editor).await.is(201);
        let newer = with(t, customers, "/body/statement", json!("select 1 as id, {{ search.value }} as name")).await;
        save(t, &builder, &newer).await.is(200);

        roll_back(t, &editor, 1).await.is(200);
    }

    async fn an_editor_who_is_no_developer_releases_no_datasource_that_is_new_to_the_app(t) {
        let (app, spare) = (t.world.console.app, t.things().await.datasource);
        let (editor, builder) = (t.editor(app).await, developer(t, "own").await);
        let development = format!("{spare}/development");
        save(t, &builder, &another(t, spare).await).await.is(200);

        is_refused(release(t, &editor).await, TRY);
        release(t, &builder).await.is(201);
        release(t, &editor).await.is(201);
        roll_back(t, &editor, 1).await.is(200);
        is_refused(roll_back(t, &editor, 2).await, TRY);

        assert_eq!(refusals(t, "datasource.query", &development).await, 2);
        roll_back(t, &builder, 2).await.is(200);
    }

    async fn a_developer_who_owns_the_app_adds_changes_opens_and_releases_queries(t) {
        let (builder, refund) = (developer(t, "own").await, t.world.console.refund);

        save(t, &builder, &another(t, t.world.datasource).await).await.is(200);
        save(t, &builder, &with(t, refund, "/body/statement", json!("select 1")).await).await.is(200);
        save(t, &builder, &with(t, refund, "/restricted", json!(false)).await).await.is(200);
        release(t, &builder).await.is(201);
        roll_back(t, &builder, 1).await.is(200);
    }
}
