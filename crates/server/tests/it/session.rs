//! Signing in, out, and what ends a session.

use crate::support::{PASSWORD, TestServer, Visitor, both, unique};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::Barrier;

const SESSION: &str = "/api/v1/session";

async fn sign_in(t: &TestServer, email: &str, password: &str) -> crate::support::Reply {
    t.anonymous()
        .post(SESSION, &json!({ "email": email, "password": password }))
        .await
}

both! {
    async fn a_wrong_password_an_unknown_address_and_a_disabled_account_get_one_answer(t) {
        let known = t.email_of(&t.stranger().await).await;
        let disabled = t.email_of(&t.disabled().await).await;

        let wrong = sign_in(t, &known, "not the password of anyone").await.is_problem("sign_in_failed");
        let unknown = sign_in(t, "nobody@example.com", PASSWORD).await;
        let refused = sign_in(t, &disabled, PASSWORD).await;
        let no_address = sign_in(t, "not an address", PASSWORD).await;

        for other in [unknown, refused, no_address] {
            assert_eq!(wrong.without_request_id(), other.without_request_id());
        }
        assert!(wrong.headers.get("set-cookie").is_none());
    }

    async fn a_sign_in_begins_a_session_of_its_own(t) {
        let email = t.email_of(&t.stranger().await).await;

        let first = sign_in(t, &email, PASSWORD).await.is(200);
        let second = sign_in(t, &email, PASSWORD).await.is(200);

        assert_ne!(first.cookie(), second.cookie());
        assert_eq!(first.json()["person"]["email"], email.as_str());
        Visitor::with_cookie(t, first.cookie()).get(SESSION).await.is(200);
        let flags = first.headers["set-cookie"].to_str().unwrap().to_owned();
        assert!(flags.contains("; HttpOnly") && flags.contains("; SameSite=Lax") && flags.contains("; Path=/"), "{flags}");
        assert!(!flags.contains("Domain"), "{flags}");
    }

    async fn a_session_given_before_signing_in_is_not_the_session_after(t) {
        let attacker = t.stranger().await;
        let victim = t.email_of(&t.administrator().await).await;

        let reply = attacker.post(SESSION, &json!({ "email": victim, "password": PASSWORD })).await.is(200);

        assert_ne!(attacker.get(SESSION).await.json()["person"]["email"], reply.json()["person"]["email"]);
    }

    async fn signing_in_is_at_home_whatever_session_comes_along(t) {
        let email = t.email_of(&t.stranger().await).await;
        let theirs = t.other_tenant().await;

        let reply = theirs.post(SESSION, &json!({ "email": email, "password": PASSWORD })).await.is(200);
        let wrong = theirs.post(SESSION, &json!({ "email": email, "password": "not the password" })).await;

        assert_eq!(reply.json()["tenant"]["id"], t.home.to_string());
        assert_eq!(reply.json()["person"]["email"], email.as_str());
        wrong.is_problem("sign_in_failed");
        let failed = t.audit().of(sallyport_policy::Outcome::Failed, "session.sign_in", t.home).await;
        assert_eq!(failed[0].actor.kind, "anonymous");
    }

    async fn signing_out_ends_the_session_at_once_and_no_other(t) {
        let here = t.stranger().await;
        let elsewhere = t.again(&here).await;

        let reply = here.delete(SESSION).await.is(204);

        assert!(reply.headers["set-cookie"].to_str().unwrap().contains("Max-Age=0"));
        here.get(SESSION).await.is_problem("unauthenticated");
        elsewhere.get(SESSION).await.is(200);
    }

    async fn disabling_a_person_ends_their_sessions_at_the_next_request(t) {
        let administrator = t.administrator().await;
        let person = t.stranger().await;
        person.get(SESSION).await.is(200);

        let path = format!("/api/v1/people/{}", person.person.unwrap());
        administrator.patch(&path, &json!({ "status": "disabled" })).await.is(200);

        person.get(SESSION).await.is_problem("unauthenticated");
        administrator.patch(&path, &json!({ "status": "active" })).await.is(200);
        person.get(SESSION).await.is_problem("unauthenticated");
    }

    async fn a_right_that_is_taken_away_is_gone_at_the_next_request(t) {
        let app = t.world.console.app;
        let owner = t.owner(app).await;
        let viewer = t.viewer(app).await;
        viewer.get(&format!("/api/v1/apps/{app}")).await.is(200);

        let principal = json!({ "type": "person", "id": viewer.person });
        owner.put(&format!("/api/v1/apps/{app}/grants"), &json!({ "principal": principal, "level": null })).await.is(204);

        viewer.get(&format!("/api/v1/apps/{app}")).await.is_not_found();
    }

    async fn a_session_ends_after_its_lifetime_however_much_it_is_used(t) {
        let person = t.stranger().await;
        for _ in 0..23 {
            t.clock.advance(Duration::from_secs(30 * 60));
            person.get(SESSION).await.is(200);
        }

        t.clock.advance(Duration::from_secs(30 * 60));

        person.get(SESSION).await.is_problem("unauthenticated");
    }

    async fn the_last_administrator_stays_one(t) {
        let last = t.administrator().await;
        let path = format!("/api/v1/people/{}", last.person.unwrap());

        last.patch(&path, &json!({ "roles": [] })).await.is_problem("in_use");
        last.patch(&path, &json!({ "status": "disabled" })).await.is_problem("in_use");

        last.get(SESSION).await.is(200);
    }

    async fn whoever_is_disabled_while_their_request_is_on_its_way_does_nothing(t) {
        let administrator = t.administrator().await;
        let developer = t.developer().await;
        let name = unique();
        let body = json!({ "name": name }).to_string();
        let head = format!(
            "POST /api/v1/workspaces HTTP/1.1\r\nhost: {}\r\ncookie: {}\r\nsec-fetch-site: same-origin\r\n\
             content-type: application/json\r\ncontent-length: {}\r\nexpect: 100-continue\r\n\r\n",
            t.origin.authority, developer.cookie.clone().unwrap(), body.len(),
        );
        #[allow(clippy::disallowed_methods, reason = "the test is the client")]
        let mut stream = TcpStream::connect(t.address).await.unwrap();
        stream.write_all(head.as_bytes()).await.unwrap();
        // The server asks for the body only once it has permitted the request.
        let mut asked = [0; 25];
        stream.read_exact(&mut asked).await.unwrap();
        assert!(asked.starts_with(b"HTTP/1.1 100 Continue"));

        let path = format!("/api/v1/people/{}", developer.person.unwrap());
        administrator.patch(&path, &json!({ "status": "disabled" })).await.is(200);
        stream.write_all(body.as_bytes()).await.unwrap();

        let mut answer = [0; 12];
        stream.read_exact(&mut answer).await.unwrap();
        assert_eq!(&answer, b"HTTP/1.1 401");
        let made = administrator.get("/api/v1/workspaces").await.text();
        assert!(!made.contains(&name));
    }

    async fn a_setup_link_ends_with_the_day_and_with_the_next_administrator(t) {
        let identity = &t.service.identity;
        let use_it = async |token: &sallyport_kernel::Secret<String>| {
            let email = format!("{}@example.com", unique());
            let body = json!({ "token": token.expose(), "name": "First", "email": email, "password": PASSWORD });
            t.anonymous().post("/api/v1/setup", &body).await
        };
        let old = sallyport_identity::set_up::issue(identity, t.now()).await.unwrap();
        t.clock.advance(Duration::from_secs(60));
        let new = sallyport_identity::set_up::issue(identity, t.now()).await.unwrap();
        t.clock.advance(Duration::from_secs(60));

        use_it(&new).await.is(200);
        use_it(&old).await.is_problem("link_spent");
        let late = t.audit().of(sallyport_policy::Outcome::Failed, "service.set_up", t.home).await;
        assert_eq!(late.len(), 1);

        let late = sallyport_identity::set_up::issue(identity, t.now()).await.unwrap();
        t.clock.advance(Duration::from_secs(24 * 60 * 60));
        use_it(&late).await.is_problem("link_spent");
    }

    async fn of_fifty_who_use_one_setup_link_one_becomes_administrator(t) {
        let token = sallyport_identity::set_up::issue(&t.service.identity, t.now()).await.unwrap();
        let token = token.expose().clone();
        let barrier = Arc::new(Barrier::new(50));

        let everyone = (0..50).map(|_| {
            let (barrier, token) = (Arc::clone(&barrier), token.clone());
            async move {
                let email = format!("{}@example.com", unique());
                let body = json!({ "token": token, "name": "First", "email": email, "password": PASSWORD });
                barrier.wait().await;
                t.anonymous().post("/api/v1/setup", &body).await
            }
        });
        let replies = futures::future::join_all(everyone).await;

        let (won, lost): (Vec<_>, Vec<_>) = replies.into_iter().partition(|reply| reply.status == 200);
        assert_eq!(won.len(), 1);
        for reply in lost {
            reply.is_problem("link_spent");
        }
        assert_eq!(won[0].json()["person"]["roles"], json!(["administrator"]));
        let people = Visitor::with_cookie(t, won[0].cookie()).get("/api/v1/people?limit=200").await.json();
        let first = |person: &&Value| person["name"] == "First";
        assert_eq!(people["items"].as_array().unwrap().iter().filter(first).count(), 1);
    }
}
