//! How long sessions last, where people are signed in, and signing out elsewhere.

use crate::support::{PASSWORD, Reply, TestServer, Visitor, both};
use sallyport_model::account::SignInPolicy;
use sallyport_policy::Outcome;
use serde_json::{Value, json};
use std::time::Duration;

const SESSION: &str = "/api/v1/session";
const OWN: &str = "/api/v1/account/sessions";
const EVERYONES: &str = "/api/v1/sessions";
const POLICY: &str = "/api/v1/sign-in-policy";

const MINUTE: Duration = Duration::from_secs(60);

async fn sign_in<'t>(t: &'t TestServer, person: &Visitor<'t>) -> Visitor<'t> {
    let body = json!({ "email": t.email_of(person).await, "password": PASSWORD });
    let request = t
        .anonymous()
        .request(http::Method::POST, SESSION)
        .header("content-type", "application/json")
        .header(
            "user-agent",
            "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0",
        )
        .body(body.to_string().into())
        .unwrap();
    let reply = t.send(request).await.is(200);
    person.renewed(t, reply.cookie())
}

fn items(reply: &Reply) -> Vec<Value> {
    reply.json()["items"].as_array().unwrap().clone()
}

async fn set_policy(t: &TestServer, part: &str, value: Value) {
    let administrator = t.administrator().await;
    let policy: SignInPolicy = serde_json::from_value(json!({ part: value })).unwrap();
    administrator.put(POLICY, &json!(policy)).await.is(200);
}

both! {
    async fn a_session_that_is_not_used_ends(t) {
        let (idle, busy) = (t.stranger().await, t.stranger().await);
        t.clock.advance(59 * MINUTE);
        busy.get(SESSION).await.is(200);

        t.clock.advance(MINUTE);

        idle.get(SESSION).await.is_problem("unauthenticated");
        busy.get(SESSION).await.is(200);
    }

    async fn a_use_is_written_down_a_moment_later_and_at_most_once_a_minute(t) {
        let person = t.stranger().await;
        let last_used = async || {
            t.service.identity.directory().uses().write().await;
            let mut read = t.store.read(t.home).await.unwrap();
            read.sessions_of(person.person.unwrap()).await.unwrap()[0].last_used_at
        };
        let began = t.now();
        let records = t.audit().everything().await.len();

        t.clock.advance(59 * Duration::from_secs(1));
        person.get(SESSION).await.is(200);
        assert_eq!(last_used().await, began);
        t.clock.advance(Duration::from_secs(1));
        person.get(SESSION).await.is(200);
        let first = t.now();
        assert_eq!(last_used().await, first);
        t.clock.advance(Duration::from_secs(30));
        person.get(SESSION).await.is(200);

        assert_eq!(last_used().await, first);
        assert_eq!(t.audit().everything().await.len(), records);
    }

    async fn the_policy_says_how_long_a_session_lasts(t) {
        let person = t.stranger().await;
        set_policy(t, "sessions", json!({ "idle_minutes": 5, "absolute_hours": 1 })).await;
        let here = sign_in(t, &person).await;

        t.clock.advance(5 * MINUTE);

        // It holds for sessions that began before, too.
        here.get(SESSION).await.is_problem("unauthenticated");
        person.get(SESSION).await.is_problem("unauthenticated");
        let here = sign_in(t, &person).await;
        for _ in 0..14 {
            t.clock.advance(4 * MINUTE);
            here.get(SESSION).await.is(200);
        }
        t.clock.advance(4 * MINUTE);
        here.get(SESSION).await.is_problem("unauthenticated");
    }

    async fn one_session_too_many_ends_the_one_used_longest_ago(t) {
        let person = t.stranger().await;
        set_policy(t, "sessions", json!({ "most": 2 })).await;
        t.clock.advance(MINUTE);
        let other = sign_in(t, &person).await;
        t.clock.advance(MINUTE);
        person.get(SESSION).await.is(200);
        t.service.identity.directory().uses().write().await;

        let third = sign_in(t, &person).await;

        other.get(SESSION).await.is_problem("unauthenticated");
        person.get(SESSION).await.is(200);
        third.get(SESSION).await.is(200);
    }

    async fn everybody_sees_where_they_are_signed_in_and_nobody_elses(t) {
        let person = t.stranger().await;
        let here = sign_in(t, &person).await;
        t.stranger().await.get(SESSION).await.is(200);

        let list = items(&here.get(OWN).await.is(200));

        assert_eq!(list.len(), 2);
        let current: Vec<_> = list.iter().filter(|one| one["current"] == true).collect();
        assert_eq!(current.len(), 1);
        assert_eq!(current[0]["device"], "Firefox on Linux");
        assert_eq!(current[0]["address"], "127.0.0.1");
        assert_eq!(current[0]["methods"], json!(["password"]));
        let text = here.get(OWN).await.text();
        assert!(!text.contains("secret") && !text.contains("hash"), "{text}");
    }

    async fn one_is_signed_out_in_one_place_or_everywhere_else(t) {
        let person = t.stranger().await;
        let (first, second) = (sign_in(t, &person).await, sign_in(t, &person).await);
        let id = |list: Vec<Value>| list.into_iter().find(|one| one["current"] == true).unwrap()["id"].as_str().unwrap().to_owned();
        let first_id = id(items(&first.get(OWN).await));

        second.delete(&format!("{OWN}/{first_id}")).await.is(204);

        first.get(SESSION).await.is_problem("unauthenticated");
        person.get(SESSION).await.is(200);
        second.delete(OWN).await.is(204);
        person.get(SESSION).await.is_problem("unauthenticated");
        second.get(SESSION).await.is(200);
        second.delete(&format!("{OWN}/{first_id}")).await.is_not_found();
    }

    async fn nobody_ends_a_session_of_somebody_else_as_their_own(t) {
        let (victim, other) = (t.stranger().await, t.administrator().await);
        let id = items(&victim.get(OWN).await)[0]["id"].as_str().unwrap().to_owned();

        other.delete(&format!("{OWN}/{id}")).await.is_not_found();
        let elsewhere = format!("/api/v1/people/{}/sessions/{id}", other.person.unwrap());
        other.delete(&elsewhere).await.is_not_found();

        victim.get(SESSION).await.is(200);
    }

    async fn an_administrator_signs_somebody_out(t) {
        let (administrator, person) = (t.administrator().await, t.stranger().await);
        let other = sign_in(t, &person).await;
        let path = format!("/api/v1/people/{}/sessions", person.person.unwrap());
        let list = items(&administrator.get(&path).await.is(200));
        let ids: Vec<_> = list.iter().map(|one| one["id"].as_str().unwrap()).collect();
        assert_eq!(ids.len(), 2);
        assert!(list.iter().all(|one| one["current"] == false));

        let newest = items(&other.get(OWN).await).into_iter().find(|one| one["current"] == true).unwrap();
        administrator.delete(&format!("{path}/{}", newest["id"].as_str().unwrap())).await.is(204);

        other.get(SESSION).await.is_problem("unauthenticated");
        person.get(SESSION).await.is(200);
        administrator.delete(&path).await.is(204);
        person.get(SESSION).await.is_problem("unauthenticated");
        let records = t.audit().of(Outcome::Allowed, "person.end_sessions", person.person.unwrap()).await;
        assert_eq!(records[0].detail["ended"], 1);
        assert_eq!(records.len(), 2);
    }

    async fn everyone_is_signed_out_but_whoever_asks_for_it(t) {
        let administrator = t.administrator().await;
        let elsewhere = t.again(&administrator).await;
        let others = [t.stranger().await, t.developer().await];
        let theirs = t.other_tenant().await;

        let ended = administrator.delete(EVERYONES).await.is(200).json()["ended"].as_u64().unwrap();

        assert!(ended >= 3, "{ended}");
        for other in others.iter().chain([&elsewhere]) {
            other.get(SESSION).await.is_problem("unauthenticated");
        }
        administrator.get(SESSION).await.is(200);
        theirs.get(SESSION).await.is(200);
    }

    async fn other_rights_end_the_sessions_from_before(t) {
        let (administrator, person) = (t.administrator().await, t.stranger().await);
        let path = |who: &Visitor<'_>| format!("/api/v1/people/{}", who.person.unwrap());

        administrator.patch(&path(&person), &json!({ "roles": ["developer"] })).await.is(200);

        person.get(SESSION).await.is_problem("unauthenticated");
        // One's own goes on, with another secret.
        let roles = json!({ "roles": ["administrator", "developer"] });
        let elsewhere = t.again(&administrator).await;
        let reply = administrator.patch(&path(&administrator), &roles).await.is(200);
        administrator.get(SESSION).await.is_problem("unauthenticated");
        elsewhere.get(SESSION).await.is_problem("unauthenticated");
        let renewed = administrator.renewed(t, reply.cookie());
        assert_eq!(renewed.get(SESSION).await.is(200).json()["person"]["roles"], roles["roles"]);
        // What changes no right changes no session.
        let reply = renewed.patch(&path(&renewed), &json!({ "name": "Another" })).await.is(200);
        assert!(reply.headers.get("set-cookie").is_none());
        renewed.get(SESSION).await.is(200);
    }

    async fn a_password_that_has_to_be_changed_confines_the_session_to_that(t) {
        let person = t.stranger().await;
        set_policy(t, "passwords", json!({ "expires_after_days": 30 })).await;
        assert_eq!(sign_in(t, &person).await.get(SESSION).await.json()["confined"], false);
        t.clock.advance(30 * 24 * 60 * MINUTE);

        let here = sign_in(t, &person).await;

        let whoami = here.get(SESSION).await.is(200).json();
        assert_eq!(whoami["confined"], true);
        assert_eq!(whoami["confined_for"], "password");
        assert_eq!(whoami["can"], json!([]));
        here.get("/api/v1/apps").await.is_problem("sign_in_incomplete");
        here.get(OWN).await.is_problem("sign_in_incomplete");
        here.delete(SESSION).await.is(204);
    }
}
