//! A store that is full, or gone: the act is refused with a clear problem, and nothing is half done.

mod failing;
mod full_disk;

use crate::support::{Backend, TestServer};
use failing::{Failing, Fault};
use http::Method;
use serde_json::json;
use std::sync::{Arc, OnceLock};

/// A server whose store can be made to fail.
async fn failing() -> (TestServer, Arc<Failing>) {
    let failing = OnceLock::new();
    let t = TestServer::with(Backend::Sqlite, |store| {
        let wrapped = Arc::new(Failing::around(store));
        failing.set(Arc::clone(&wrapped)).ok().unwrap();
        wrapped
    })
    .await;
    let failing = Arc::clone(failing.get().unwrap());
    (t, failing)
}

#[tokio::test]
async fn without_its_store_the_server_refuses_everything_clearly_and_comes_back_by_itself() {
    let (t, store) = failing().await;
    let administrator = t.administrator().await;
    administrator.get("/api/v1/apps").await.is(200);

    store.fail(Some(Fault::Everything));
    for (method, path) in [
        (Method::GET, "/api/v1/apps"),
        (Method::GET, "/api/v1/people"),
        (Method::GET, "/readyz"),
    ] {
        let reply = administrator.send(method, path, None).await;
        let reply = reply.is(503).is_problem("unavailable");
        assert_eq!(reply.headers["retry-after"], "5");
    }
    let made = administrator
        .post("/api/v1/workspaces", &json!({ "name": "Never" }))
        .await;
    made.is(503).is_problem("unavailable");
    let credentials =
        json!({ "email": "someone@example.com", "password": "some password or other" });
    t.anonymous()
        .post("/api/v1/session", &credentials)
        .await
        .is_problem("unavailable");
    administrator.get("/healthz").await.is(204);

    store.fail(None);
    let workspaces = administrator.get("/api/v1/workspaces").await.is(200).text();
    assert!(!workspaces.contains("Never"));
    administrator.get("/readyz").await.is(204);
}

#[tokio::test]
async fn an_act_that_cant_be_recorded_does_not_happen() {
    let (t, store) = failing().await;
    let console = t.world.console;
    let (owner, stranger) = (t.owner(console.app).await, t.stranger().await);
    let run = format!(
        "/api/v1/apps/{}/queries/{}/runs",
        console.app, console.refund
    );
    let principal = json!({ "type": "person", "id": owner.person });
    let grants = format!(
        "/api/v1/apps/{}/queries/{}/grants",
        console.app, console.refund
    );
    owner
        .put(&grants, &json!({ "principal": principal, "level": "use" }))
        .await
        .is(204);
    let refund = json!({ "inputs": { "search.value": "Ada" } });

    store.fail(Some(Fault::Records));
    owner
        .post(&run, &refund)
        .await
        .is(503)
        .is_problem("unavailable");
    stranger
        .post(&run, &refund)
        .await
        .is(503)
        .is_problem("unavailable");

    assert_eq!(refunds(&t), 0, "a refund was paid that no record tells of");
    store.fail(None);
    owner.post(&run, &refund).await.is(200);
    assert_eq!(refunds(&t), 1);
}

fn refunds(t: &TestServer) -> u32 {
    let rows = rusqlite::Connection::open(&t.world.rows).unwrap();
    rows.query_row("SELECT count(*) FROM refund", [], |row| row.get(0))
        .unwrap()
}
