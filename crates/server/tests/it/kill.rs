//! `kill -9` under load, again and again: what was acknowledged is there, the log verifies, every start succeeds.

use crate::support::child::{Person, Place, first, page_of, rows};
use http::Method;
use sallyport_testkit::{TestDatabase, build};
use serde_json::json;
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::sync::{Notify, mpsc};

/// How often each store's server is killed.
const KILLS: usize = 100;
/// How many save drafts at the same time, each in an app of their own, and how many run queries.
const WRITERS: usize = 3;
const READERS: usize = 3;

/// What a client was told.
enum Told {
    /// A save of the app's draft: its new revision, and the title that it gave.
    Saved {
        app: String,
        revision: u64,
        title: String,
        request: String,
    },
    /// A run, read to its end.
    Ran { request: String },
}

/// All that was ever acknowledged.
#[derive(Default)]
struct Acknowledged {
    drafts: BTreeMap<String, (u64, String)>,
    requests: HashSet<String>,
}

impl Acknowledged {
    fn note(&mut self, told: Told) {
        match told {
            Told::Saved {
                app,
                revision,
                title,
                request,
            } => {
                self.drafts.insert(app, (revision, title));
                self.requests.insert(request);
            }
            Told::Ran { request } => {
                self.requests.insert(request);
            }
        }
    }
}

/// Kills when enough was acknowledged: in the midst of whatever the others do.
struct Trigger {
    left: AtomicUsize,
    pulled: Notify,
}

impl Trigger {
    fn count(&self) {
        if self.left.fetch_sub(1, Ordering::SeqCst) == 1 {
            self.pulled.notify_one();
        }
    }
}

async fn write(
    who: Person,
    app: String,
    told: mpsc::UnboundedSender<Told>,
    trigger: Arc<Trigger>,
) -> Option<()> {
    let path = format!("/api/v1/apps/{app}/draft");
    let mut draft = who.try_send(Method::GET, &path, None).await?.json();
    let page = page_of(&draft);
    loop {
        let before = draft["document"]["records"][&page].clone();
        let mut after = before.clone();
        let title = crate::support::unique();
        after["title"] = json!(title);
        let change = json!({ "added": {}, "updated": { &page: [before, after] }, "removed": {} });
        let body = json!({ "revision": draft["revision"], "change": change });
        let reply = who.try_send(Method::PATCH, &path, Some(&body)).await?;
        assert_eq!(reply.status, 200, "{}", reply.text());
        let revision = reply.json()["revision"].as_u64().unwrap();
        let request = reply.headers["x-request-id"].to_str().unwrap().to_owned();
        told.send(Told::Saved {
            app: app.clone(),
            revision,
            title,
            request,
        })
        .ok()?;
        trigger.count();
        draft["revision"] = json!(revision);
        draft["document"]["records"][&page] = after;
    }
}

async fn read(
    who: Person,
    path: String,
    told: mpsc::UnboundedSender<Told>,
    trigger: Arc<Trigger>,
) -> Option<()> {
    loop {
        let reply = who
            .try_send(Method::POST, &path, Some(&json!({ "inputs": {} })))
            .await?;
        assert_eq!(reply.status, 200, "{}", reply.text());
        assert_eq!(reply.json()["end"]["status"], "ok", "{}", reply.text());
        let request = reply.headers["x-request-id"].to_str().unwrap().to_owned();
        told.send(Told::Ran { request }).ok()?;
        trigger.count();
    }
}

/// Every draft is what was acknowledged last, or the one save after it whose answer the kill cut off.
async fn check_drafts(who: &Person, known: &mut Acknowledged) {
    for (app, (revision, title)) in &mut known.drafts {
        let draft = who
            .get(&format!("/api/v1/apps/{app}/draft"))
            .await
            .is(200)
            .json();
        let present = draft["revision"].as_u64().unwrap();
        let there = &draft["document"]["records"][page_of(&draft)]["title"];
        assert!(
            present == *revision || present == *revision + 1,
            "{app}: acknowledged {revision}, there is {present}"
        );
        assert!(
            present != *revision || there == title,
            "{app}: revision {revision} is another"
        );
        // The next kill is judged by what is seen now.
        (*revision, *title) = (present, there.as_str().unwrap().to_owned());
    }
}

async fn killed_again_and_again(place: Place, kills: usize) {
    let server = place.start().await;
    let administrator = first(&server).await;
    let source = administrator
        .datasource("sqlite", &rows(&place, &["Ada"]))
        .await;
    let mut apps = Vec::new();
    for _ in 0..WRITERS {
        apps.push(administrator.app().await);
    }
    let console = administrator.app().await;
    let statement = json!({ "type": "sql", "statement": "select * from customer" });
    let query = administrator
        .release(&console, &[(&source, statement)])
        .await
        .remove(0);
    server.kill().await;

    let mut known = Acknowledged::default();
    for _ in 0..kills {
        let server = place.start().await;
        let who = server.back(&administrator);
        check_drafts(&who, &mut known).await;
        let after = 1 + usize::from(build::unique()[0]) % 40;
        let trigger = Arc::new(Trigger {
            left: AtomicUsize::new(after),
            pulled: Notify::new(),
        });
        let (tell, mut told) = mpsc::unbounded_channel();
        let mut load = tokio::task::JoinSet::new();
        for app in &apps {
            load.spawn(write(
                who.clone(),
                app.clone(),
                tell.clone(),
                Arc::clone(&trigger),
            ));
        }
        for _ in 0..READERS {
            let path = format!("/api/v1/apps/{console}/queries/{query}/runs");
            load.spawn(read(who.clone(), path, tell.clone(), Arc::clone(&trigger)));
        }
        drop(tell);
        tokio::time::timeout(Duration::from_secs(60), trigger.pulled.notified())
            .await
            .expect("nothing is acknowledged");
        server.kill().await;
        while let Some(ended) = load.join_next().await {
            ended.unwrap();
        }
        while let Ok(told) = told.try_recv() {
            known.note(told);
        }
    }

    let server = place.start().await;
    let who = server.back(&administrator);
    check_drafts(&who, &mut known).await;
    who.verified_log(&place, &known.requests).await;
    assert!(
        known.requests.len() > kills,
        "only {} acts",
        known.requests.len()
    );
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_kills_lose_nothing_that_was_acknowledged_in_the_embedded_store() {
    killed_again_and_again(Place::new(), KILLS).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_kills_lose_nothing_that_was_acknowledged_in_postgres() {
    let database = TestDatabase::empty().await;
    let place = Place::new().with("--store", crate::support::url_of(&database));
    killed_again_and_again(place, KILLS).await;
}
