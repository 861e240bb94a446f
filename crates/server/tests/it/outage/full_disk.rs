//! A full disk under either store. What fills it is not ours: another's file takes all that is left.

use crate::support::child::{Person, Place, first, page_of, rows};
use crate::support::{Reply, unique};
use sallyport_testkit::Cluster;
use serde_json::{Value, json};
use std::collections::HashSet;

/// How often a change may still find room in what the store has reserved before.
const PATIENCE: usize = 20_000;

/// The draft of an app as it was acknowledged last, and the requests that were acknowledged.
struct Draft {
    path: String,
    acknowledged: Value,
    page: String,
    requests: HashSet<String>,
}

impl Draft {
    async fn of(who: &Person, app: &str) -> Self {
        let path = format!("/api/v1/apps/{app}/draft");
        let acknowledged = who.get(&path).await.is(200).json();
        let page = page_of(&acknowledged);
        Self {
            path,
            acknowledged,
            page,
            requests: HashSet::new(),
        }
    }

    /// Gives the page another title.
    async fn save(&mut self, who: &Person) -> Reply {
        let before = self.acknowledged["document"]["records"][&self.page].clone();
        let mut after = before.clone();
        after["title"] = json!(unique());
        let change =
            json!({ "added": {}, "updated": { &self.page: [before, after] }, "removed": {} });
        let body = json!({ "revision": self.acknowledged["revision"], "change": change });
        let reply = who.patch(&self.path, &body).await;
        if reply.status.is_success() {
            self.acknowledged["revision"] = reply.json()["revision"].clone();
            self.acknowledged["document"]["records"][&self.page] = after;
            self.requests.insert(id_of(&reply));
        }
        reply
    }

    /// Saves until a save is refused.
    async fn save_until_refused(&mut self, who: &Person) -> Reply {
        for _ in 0..PATIENCE {
            let reply = self.save(who).await;
            if !reply.status.is_success() {
                return reply;
            }
        }
        panic!("the disk never fills");
    }

    /// What is there is what was acknowledged last.
    async fn is_kept(&self, who: &Person) {
        let there = who.get(&self.path).await.is(200).json();
        for part in ["revision", "document"] {
            assert_eq!(there[part], self.acknowledged[part]);
        }
    }
}

fn id_of(reply: &Reply) -> String {
    reply.headers["x-request-id"].to_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_a_full_disk_acts_are_refused_whole_and_all_before_them_is_kept() {
    let mut place = Place::new();
    let server = place.start().await;
    let administrator = first(&server).await;
    let app = administrator.app().await;
    server.stop().await;
    place.full_at(Some(1024));

    let server = place.start().await;
    let who = server.back(&administrator);
    let mut draft = Draft::of(&who, &app).await;
    let refused = draft.save_until_refused(&who).await;
    refused.is(503).is_problem("unavailable");
    draft.is_kept(&who).await;
    server.kill().await;

    place.full_at(None);
    let server = place.start().await;
    draft.is_kept(&server.back(&administrator)).await;
    server.stop().await;
}

/// A database whose tables lie on a disk of their own.
async fn on_a_small_disk() -> (Cluster, Place) {
    let cluster = Cluster::on_a_disk_of(24, &["autovacuum=off"]);
    let superuser = cluster.connect("postgres").await;
    let disk = cluster.disk();
    for statement in [
        format!("CREATE TABLESPACE small LOCATION '{}'", disk.display()),
        "CREATE DATABASE store TABLESPACE small".to_owned(),
    ] {
        superuser.batch_execute(&statement).await.unwrap();
    }
    let place = Place::new().with("--store", cluster.url("store"));
    (cluster, place)
}

/// A query that writes a row into the source, and how many are there.
struct Writing {
    path: String,
    file: std::path::PathBuf,
}

impl Writing {
    async fn new(place: &Place, who: &Person) -> Self {
        let source = who.datasource("sqlite", &rows(place, &["Ada"])).await;
        let app = who.app().await;
        let insert =
            json!({ "type": "sql", "statement": "insert into customer (name) values ('Grace')" });
        let query = who
            .release_with(&app, &[(&source, insert, true)])
            .await
            .remove(0);
        Self {
            path: format!("/api/v1/apps/{app}/queries/{query}/runs"),
            file: place.path("sources/rows.db"),
        }
    }

    async fn run(&self, who: &Person) -> Reply {
        who.post(&self.path, &json!({ "inputs": {} })).await
    }

    fn rows(&self) -> u32 {
        let rows = rusqlite::Connection::open(&self.file).unwrap();
        rows.query_row("SELECT count(*) FROM customer", [], |row| row.get(0))
            .unwrap()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_a_full_disk_of_the_database_acts_are_refused_whole_until_there_is_room_again() {
    let (cluster, place) = on_a_small_disk().await;
    let server = place.start().await;
    let who = first(&server).await;
    let app = who.app().await;
    let mut draft = Draft::of(&who, &app).await;
    let writing = Writing::new(&place, &who).await;
    draft.save(&who).await.is(200);
    writing.run(&who).await.is(200);

    cluster.fill_disk();
    let refused = draft.save_until_refused(&who).await.is(503);
    let refused = id_of(&refused.is_problem("unavailable"));
    draft.is_kept(&who).await;
    let mut refused_runs = Vec::new();
    // One may still find room for the record of its start, and none for that of its end.
    while refused_runs.last().is_none_or(|(_, written)| *written > 0) {
        assert!(refused_runs.len() < 20, "{refused_runs:?}");
        let before = writing.rows();
        let reply = writing.run(&who).await;
        let written = writing.rows() - before;
        if reply.status.is_success() {
            assert_eq!(written, 1);
            draft.requests.insert(id_of(&reply));
        } else {
            let reply = reply.is(503).is_problem("unavailable");
            refused_runs.push((id_of(&reply), written));
        }
    }

    cluster.clear_disk();
    draft.is_kept(&who).await;
    draft.save(&who).await.is(200);
    draft.is_kept(&who).await;
    let (before, again) = (writing.rows(), writing.run(&who).await.is(200));
    assert_eq!(writing.rows(), before + 1);
    draft.requests.insert(id_of(&again));
    let log = who.verified_log(&place, &draft.requests).await;
    assert!(!log.contains(&refused), "a refused save has left a record");
    for (run, written) in refused_runs {
        assert_eq!(
            written,
            u32::from(log.contains(&run)),
            "what a refused run wrote is not what the log says of it"
        );
    }
    server.stop().await;
}
