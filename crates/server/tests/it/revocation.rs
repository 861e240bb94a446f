//! What is taken away is gone within a second: on every node, and in the middle of an answer.

use crate::support::{Backend, PASSWORD, TestServer, Visitor, add_slow_query};
use bytes::Bytes;
use http::Method;
use http_body_util::{BodyExt as _, Full};
use hyper_util::rt::TokioIo;
use sallyport_kernel::id::QueryId;
use serde_json::json;
use std::time::{Duration, Instant};
use tokio::net::TcpStream;

const SESSION: &str = "/api/v1/session";

/// How long anything that was taken away may go on.
const AT_MOST: Duration = Duration::from_secs(1);

/// The ways in which somebody loses what they had.
const KINDS: [&str; 14] = [
    "signed out",
    "signed out elsewhere",
    "signed out by an administrator",
    "everyone signed out",
    "disabled",
    "deleted",
    "other roles",
    "another password",
    "another password by a link",
    "factors taken away",
    "another secret by a proof",
    "right taken away",
    "key revoked",
    "key turned",
];

/// Somebody with what they can lose, as one node knows them.
struct Case<'t> {
    /// The node on which it is taken away.
    here: &'t TestServer,
    who: Visitor<'t>,
    /// The same person by a session, where `who` is a program with their key.
    owner: Visitor<'t>,
    query: QueryId,
}

impl<'t> Case<'t> {
    async fn new(here: &'t TestServer) -> Self {
        let query = add_slow_query(here).await;
        let who = here.viewer(here.world.console.app).await;
        Self {
            owner: who.clone(),
            who,
            here,
            query,
        }
    }

    /// Takes it away, and says when that was committed.
    async fn take_away(&self, kind: &str) -> Instant {
        let (t, who) = (self.here, &self.who);
        let person = who.person.unwrap();
        let administrator = t.administrator().await;
        let path = format!("/api/v1/people/{person}");
        let reply = match kind {
            "signed out" => who.delete(SESSION).await,
            "signed out elsewhere" => t.again(who).await.delete("/api/v1/account/sessions").await,
            "signed out by an administrator" => {
                administrator.delete(&format!("{path}/sessions")).await
            }
            "everyone signed out" => administrator.delete("/api/v1/sessions").await,
            "disabled" => {
                administrator
                    .patch(&path, &json!({ "status": "disabled" }))
                    .await
            }
            "deleted" => administrator.delete(&path).await,
            "another password" => {
                let body = json!({ "current": PASSWORD, "password": "seven odd lanterns above a harbour" });
                t.again(who)
                    .await
                    .post("/api/v1/account/password", &body)
                    .await
            }
            "another password by a link" => {
                let email = t.email_of(who).await;
                let anybody = t.anonymous();
                let reset = "/api/v1/password-reset";
                anybody
                    .post(reset, &json!({ "email": email }))
                    .await
                    .is(202);
                let token = t.mailbox.next(&email).await.token();
                let body =
                    json!({ "token": token, "password": "seven odd lanterns above a harbour" });
                anybody.post(&format!("{reset}/confirm"), &body).await
            }
            "factors taken away" => administrator.delete(&format!("{path}/factors")).await,
            "other roles" => {
                administrator
                    .patch(&path, &json!({ "roles": ["developer"] }))
                    .await
            }
            "another secret by a proof" => {
                who.post("/api/v1/session/proof", &json!({ "password": PASSWORD }))
                    .await
            }
            "key revoked" => self.owner.delete(&self.key().await).await,
            "key turned" => {
                let rotate = format!("{}/rotate", self.key().await);
                let body = json!({ "overlap_minutes": 0 });
                self.owner.post(&rotate, &body).await
            }
            "right taken away" => {
                let app = t.world.console.app;
                let grant =
                    json!({ "principal": { "type": "person", "id": person }, "level": null });
                t.owner(app)
                    .await
                    .put(&format!("/api/v1/apps/{app}/grants"), &grant)
                    .await
            }
            new => panic!("nobody loses anything by `{new}`"),
        };
        assert!(reply.status.is_success(), "{kind}: {}", reply.text());
        Instant::now()
    }

    /// The same case with a key of that person.
    async fn by_key(self) -> Self {
        let who = self.here.key_of(&self.owner, &["read", "run_queries"]);
        Self {
            who: who.await,
            ..self
        }
    }

    /// The same case with a second factor, in the session that begins with it.
    async fn with_factor(self) -> Self {
        let who = self.here.enrolled(&self.who).await.visitor;
        Self { who, ..self }
    }

    /// The path of the person's only key.
    async fn key(&self) -> String {
        let list = self.owner.get("/api/v1/account/keys").await.json();
        format!(
            "/api/v1/account/keys/{}",
            list["items"][0]["id"].as_str().unwrap()
        )
    }

    /// The same person at another node, once it has heard of them.
    async fn at<'n>(&self, node: &'n TestServer) -> Visitor<'n> {
        let who = match &self.who.key {
            Some(key) => node.with_key(key),
            None => self.who.renewed(node, self.who.cookie.clone().unwrap()),
        };
        let began = Instant::now();
        while who.get(SESSION).await.status != 200 {
            assert!(
                began.elapsed() < 10 * AT_MOST,
                "the other node hears nothing"
            );
        }
        who
    }

    fn run(&self) -> String {
        format!(
            "/api/v1/apps/{}/queries/{}/runs",
            self.here.world.console.app, self.query
        )
    }
}

/// What is asked again and again until it is refused: a page's own request.
async fn until_refused(kind: &str, who: &Visitor<'_>, case: &Case<'_>, since: Instant) -> Duration {
    let page = format!("/api/v1/apps/{}", case.here.world.console.app);
    loop {
        let reply = who.get(&page).await;
        match reply.status.as_u16() {
            200 if since.elapsed() < 10 * AT_MOST => {}
            401 | 404 => return since.elapsed(),
            _ => panic!("{kind}: {} {}", reply.status, reply.text()),
        }
    }
}

/// An answer that is being written.
struct Open {
    body: hyper::body::Incoming,
    bytes: usize,
}

impl Open {
    /// Runs the slow query, until its first rows are there.
    async fn begin(node: &TestServer, who: &Visitor<'_>, case: &Case<'_>) -> Self {
        let request = who
            .request(Method::POST, &case.run())
            .header("content-type", "application/json")
            .body(Full::new(Bytes::from(r#"{"inputs":{}}"#)))
            .unwrap();
        #[allow(clippy::disallowed_methods, reason = "the test is the client")]
        let stream = TcpStream::connect(node.address).await.unwrap();
        let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream))
            .await
            .unwrap();
        tokio::spawn(connection);
        let reply = sender.send_request(request).await.unwrap();
        assert_eq!(reply.status(), 200);
        let mut open = Self {
            body: reply.into_body(),
            bytes: 0,
        };
        assert!(open.next().await.unwrap(), "it ended with its first rows");
        open
    }

    /// Takes the next piece: whether there was one, or how it broke off.
    async fn next(&mut self) -> Result<bool, hyper::Error> {
        match self.body.frame().await {
            Some(Ok(frame)) => {
                self.bytes += frame.into_data().map_or(0, |data| data.len());
                Ok(true)
            }
            Some(Err(error)) => Err(error),
            None => Ok(false),
        }
    }

    /// Reads on until it breaks off. An answer that comes to its end was not taken away.
    async fn until_broken(mut self, kind: &str, since: Instant) -> Duration {
        loop {
            match self.next().await {
                Ok(true) => assert!(since.elapsed() < 10 * AT_MOST, "{kind}: the answer goes on"),
                Ok(false) => panic!("{kind}: the answer came to its end, {} bytes", self.bytes),
                Err(_) => return since.elapsed(),
            }
        }
    }
}

async fn try_all(here: &TestServer, there: &TestServer) {
    here.lift_rates().await;
    let mut late = Vec::new();
    for kind in KINDS {
        let mut case = Case::new(here).await;
        if kind.starts_with("key") {
            case = case.by_key().await;
        }
        if kind.starts_with("factors") {
            case = case.with_factor().await;
        }
        let who = case.at(there).await;
        let open = Open::begin(there, &who, &case).await;

        let since = case.take_away(kind).await;
        // A session that goes on with another secret is the same session: what it asked for is still its own.
        let (page, stream) = if kind == "another secret by a proof" {
            (
                until_refused(kind, &who, &case, since).await,
                Duration::ZERO,
            )
        } else {
            tokio::join!(
                until_refused(kind, &who, &case, since),
                open.until_broken(kind, since)
            )
        };

        for (channel, took) in [("page", page), ("open answer", stream)] {
            if took >= AT_MOST {
                late.push(format!("{kind}, {channel}: {took:?}"));
            }
        }
    }
    assert!(late.is_empty(), "{}", late.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_taken_away_is_gone_within_a_second_on_the_embedded_store() {
    let t = TestServer::on(Backend::Sqlite).await;
    try_all(&t, &t).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_taken_away_is_gone_within_a_second_on_postgres() {
    let t = TestServer::on(Backend::Postgres).await;
    try_all(&t, &t).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_taken_away_on_one_node_is_gone_within_a_second_on_another() {
    let here = TestServer::on(Backend::Postgres).await;
    let there = here.beside().await;
    try_all(&here, &there).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_goes_on_where_only_others_lose_something() {
    let t = TestServer::on(Backend::Sqlite).await;
    let case = Case::new(&t).await;
    let mut open = Open::begin(&t, &case.who, &case).await;

    t.stranger().await.delete(SESSION).await.is(204);
    case.take_away("another secret by a proof").await;

    for _ in 0..20 {
        assert!(open.next().await.unwrap());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_used_on_one_node_is_not_idle_on_another() {
    let here = TestServer::on(Backend::Postgres).await;
    here.lift_rates().await;
    let there = here.beside().await;
    let person = here.stranger().await;
    let elsewhere = person.renewed(&there, person.cookie.clone().unwrap());
    let began = Instant::now();
    while elsewhere.get(SESSION).await.status != 200 {
        assert!(
            began.elapsed() < 10 * AT_MOST,
            "the other node hears nothing"
        );
    }

    here.clock.advance(Duration::from_secs(40 * 60));
    person.get(SESSION).await.is(200);
    here.service.identity.directory().uses().write().await;
    here.clock.advance(Duration::from_secs(40 * 60));

    elsewhere.get(SESSION).await.is(200);
    there.clock.advance(Duration::from_secs(60 * 60));
    elsewhere.get(SESSION).await.is_problem("unauthenticated");
}
