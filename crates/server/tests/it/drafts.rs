//! Drafts, releases, and going back.

use crate::support::{TestServer, both};
use serde_json::{Value, json};

async fn draft(t: &TestServer) -> Value {
    let path = format!("/api/v1/apps/{}/draft", t.world.console.app);
    t.administrator().await.get(&path).await.is(200).json()
}

/// The change that gives the console's page another title.
fn titled(draft: &Value, page: &str, title: &str) -> Value {
    let before = draft["document"]["records"][page].clone();
    let mut after = before.clone();
    after["title"] = json!(title);
    json!({ "revision": draft["revision"], "change": { "added": {}, "updated": { page: [before, after] }, "removed": {} } })
}

both! {
    async fn a_late_save_gets_what_is_there_and_changes_nothing(t) {
        let (app, page) = (t.world.console.app, t.world.console.page.to_string());
        let path = format!("/api/v1/apps/{app}/draft");
        let (first, second) = (t.editor(app).await, t.editor(app).await);
        let seen = draft(t).await;

        first.patch(&path, &titled(&seen, &page, "First")).await.is(200);
        let late = second.patch(&path, &titled(&seen, &page, "Second")).await.is(409).is_problem("stale");

        let current = &late.json()["current"];
        assert_eq!(current["revision"], 2);
        assert_eq!(current["document"]["records"][&page]["title"], "First");
        assert_eq!(draft(t).await["document"], current["document"]);
        let again = titled(current, &page, "Second");
        assert_eq!(second.patch(&path, &again).await.is(200).json()["revision"], 3);
    }

    async fn a_change_made_on_another_document_is_stale_even_at_the_right_revision(t) {
        let (app, page) = (t.world.console.app, t.world.console.page.to_string());
        let seen = draft(t).await;
        let mut change = titled(&seen, &page, "New");
        change["change"]["updated"][&page][0]["title"] = json!("What it never was");

        let reply = t.editor(app).await.patch(&format!("/api/v1/apps/{app}/draft"), &change).await;

        reply.is_problem("stale");
        assert_eq!(draft(t).await, seen);
    }

    async fn readers_get_what_is_released_until_the_next_release_or_the_way_back(t) {
        let (app, page) = (t.world.console.app, t.world.console.page.to_string());
        let path = format!("/api/v1/apps/{app}");
        let (owner, viewer) = (t.owner(app).await, t.viewer(app).await);
        let title = async || viewer.get(&path).await.is(200).json()["pages"][0]["title"].clone();

        owner.patch(&format!("{path}/draft"), &titled(&draft(t).await, &page, "Second")).await.is(200);
        assert_eq!(title().await, "Start", "a draft is not released");

        let stale = owner.post(&format!("{path}/releases"), &json!({ "revision": 1, "note": "Too old" })).await;
        stale.is_problem("stale");
        let released = owner.post(&format!("{path}/releases"), &json!({ "revision": 2, "note": "New" })).await.is(201);
        assert_eq!(released.json()["number"], 2);
        assert_eq!(title().await, "Second");

        owner.post(&format!("{path}/rollback"), &json!({ "number": 1, "note": "Back" })).await.is(200);
        assert_eq!(title().await, "Start");
        assert_eq!(viewer.get(&path).await.json()["release"], 1);
        let releases = owner.get(&format!("{path}/releases")).await.json();
        let current: Vec<_> = releases["items"].as_array().unwrap().iter().map(|one| one["current"].clone()).collect();
        assert_eq!(current, [json!(false), json!(true)]);
        for (act, count) in [("app.save", 1), ("app.release", 1), ("app.rollback", 1)] {
            let records = t.audit().of(sallyport_policy::Outcome::Allowed, act, app).await;
            assert_eq!(records.len(), count, "{act}");
        }
        owner.post(&format!("{path}/rollback"), &json!({ "number": 9, "note": "" })).await.is_not_found();
    }

    async fn a_draft_never_names_the_datasource_of_another_tenant(t) {
        let (app, query) = (t.world.console.app, t.world.console.customers.to_string());
        let seen = draft(t).await;
        let before = seen["document"]["records"][&query].clone();
        let mut after = before.clone();
        after["datasource"] = json!(t.world.other.datasource);
        let change = json!({ "added": {}, "updated": { query: [before, after] }, "removed": {} });

        let body = json!({ "revision": seen["revision"], "change": change });
        let reply = t.editor(app).await.patch(&format!("/api/v1/apps/{app}/draft"), &body).await;

        reply.is_problem("invalid_request");
        assert_eq!(draft(t).await, seen);
    }
}
