//! Passwords: what is refused, changing one, and what the tenant asks besides.

use crate::support::{CHEAP, Node, PASSWORD, Settings, TestServer, Visitor, both, unique};
use sallyport_identity::password::Cost;
use sallyport_kernel::Clock;
use sallyport_limits::Limits;
use sallyport_model::account::{PasswordPolicy, Purpose, SignInPolicy};
use sallyport_policy::SystemPermit;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

const SESSION: &str = "/api/v1/session";
const CHANGE: &str = "/api/v1/account/password";
const ASSESS: &str = "/api/v1/passwords/assess";
const OTHER: &str = "tractor velvet humming nine";

async fn set(t: &TestServer, passwords: PasswordPolicy) {
    let policy = SignInPolicy {
        passwords,
        ..SignInPolicy::default()
    };
    let mut change = t.store.begin(t.home).await.unwrap();
    change.put_sign_in_policy(&policy).await.unwrap();
    let permit = SystemPermit::because("tests set what they are about");
    let receipt = permit.receipt(t.home, t.now(), "test.policy", None);
    change.commit(receipt).await.unwrap();
}

async fn sign_in(t: &TestServer, email: &str, password: &str) -> crate::support::Reply {
    t.anonymous()
        .post(SESSION, &json!({ "email": email, "password": password }))
        .await
}

async fn change(person: &Visitor<'_>, current: &str, password: &str) -> crate::support::Reply {
    let body = json!({ "current": current, "password": password });
    person.post(CHANGE, &body).await
}

fn messages(problem: &Value) -> Vec<String> {
    let errors = problem["errors"].as_array().unwrap();
    let texts = errors
        .iter()
        .map(|error| error["message"].as_str().unwrap());
    texts.map(str::to_owned).collect()
}

async fn hash_of(t: &TestServer, email: &str) -> String {
    let mut read = t.store.read(t.home).await.unwrap();
    let person = read.person_by_email(email).await.unwrap().unwrap();
    person.password_hash.unwrap()
}

both! {
    async fn another_password_ends_the_other_sessions_and_gives_this_one_another_secret(t) {
        let person = t.stranger().await;
        let email = t.email_of(&person).await;
        let elsewhere = t.again(&person).await;

        let reply = change(&person, PASSWORD, OTHER).await.is(204);

        elsewhere.get(SESSION).await.is_problem("unauthenticated");
        person.get(SESSION).await.is_problem("unauthenticated");
        Visitor::with_cookie(t, reply.cookie()).get(SESSION).await.is(200);
        sign_in(t, &email, PASSWORD).await.is_problem("sign_in_failed");
        sign_in(t, &email, OTHER).await.is(200);
    }

    async fn another_password_takes_the_one_of_now(t) {
        let person = t.stranger().await;

        change(&person, "not the password", OTHER).await.is_problem("proof_failed");

        person.get(SESSION).await.is(200);
        let failed = t.audit().of(sallyport_policy::Outcome::Failed, "password.change", t.home).await;
        assert_eq!(failed.len(), 1);
        change(&person, PASSWORD, PASSWORD).await.is_problem("invalid_request");
    }

    async fn the_same_rules_hold_for_every_way_to_a_password(t) {
        let person = t.stranger().await;
        let administrator = t.administrator().await;
        for (password, fault) in [
            ("too short a one", None),
            ("too short one", Some("a password has at least 15 characters")),
            ("godisloveforever", Some("seen in breaches")),
            ("Sallyport-2026-Sallyport", Some("little more than your name")),
            ("abcabcabcabcabcabcabcabcabc", Some("easy to guess")),
        ] {
            let Some(fault) = fault else { continue };
            let token = sallyport_identity::set_up::issue(&t.service.identity, t.now()).await.unwrap();
            let email = format!("{}@example.com", unique());
            t.open_registration().await;
            let registered = t.link(Purpose::Registration, None, json!({ "name": "New" })).await;
            let ways = [
                change(&person, PASSWORD, password).await,
                administrator.post("/api/v1/people", &json!({
                    "email": email, "name": "New", "password": password, "roles": [], "groups": [],
                })).await,
                t.anonymous().post("/api/v1/setup", &json!({
                    "token": token.expose(), "email": email, "name": "First", "password": password,
                })).await,
                t.anonymous().post("/api/v1/registration/confirm", &json!({
                    "token": registered, "name": "New", "password": password,
                })).await,
            ];
            for reply in ways {
                let problem = reply.is_problem("invalid_request").json();
                assert_eq!(problem["errors"][0]["path"], "password");
                let messages = messages(&problem);
                assert!(messages.iter().any(|message| message.contains(fault)), "{password}: {messages:?}");
            }
            let body = json!({ "password": password, "email": email, "name": "New" });
            let judged = t.anonymous().post(ASSESS, &body).await.is(200).json();
            assert_eq!(judged["acceptable"], false, "{password}");
            assert!(judged["faults"][0].as_str().unwrap().contains(fault), "{password}: {judged}");
        }
    }

    async fn a_password_of_256_characters_of_any_kind_signs_in_however_it_is_typed(t) {
        let person = t.stranger().await;
        let email = t.email_of(&person).await;
        let composed: String = "Ünïcodé wörds, spaced öut: яблоко ".chars().cycle().take(256).collect();
        let decomposed: String = composed.chars().map(|c| match c {
            'Ü' => "U\u{308}".to_owned(),
            'ï' => "i\u{308}".to_owned(),
            'é' => "e\u{301}".to_owned(),
            'ö' => "o\u{308}".to_owned(),
            other => other.to_string(),
        }).collect();

        change(&person, PASSWORD, &decomposed).await.is(204);

        sign_in(t, &email, &composed).await.is(200);
        sign_in(t, &email, &decomposed).await.is(200);
    }

    async fn a_password_is_judged_for_anybody_with_advice_but_not_without_end(t) {
        let node = t.behind_a_proxy().await;
        let ask = async |password: &str, from: &str| {
            node.post_from(from, ASSESS, &json!({ "password": password })).await
        };
        let weak = ask("iloveyou", "203.0.113.1").await.is(200).json();
        assert_eq!((&weak["score"], &weak["acceptable"]), (&json!(0), &json!(false)));
        assert!(!weak["advice"].as_array().unwrap().is_empty());
        let strong = ask(OTHER, "203.0.113.1").await.is(200).json();
        assert_eq!(strong, json!({ "score": 4, "acceptable": true, "faults": [], "advice": [] }));

        for _ in 2..60 {
            ask(OTHER, "203.0.113.1").await.is(200);
        }
        ask(OTHER, "203.0.113.1").await.is_problem("rate_limited");
        ask(OTHER, "203.0.113.2").await.is(200);
    }

    async fn earlier_passwords_are_closed_as_far_back_as_the_tenant_says(t) {
        set(t, PasswordPolicy { history: 2, ..PasswordPolicy::default() }).await;
        let person = t.stranger().await;
        let email = t.email_of(&person).await;
        let passwords = ["copper lantern drifting seven", "walnut harbor mumbling five", "granite pillow sneezing two"];
        let mut current = PASSWORD;
        let mut visitor = person;
        for password in passwords {
            let reply = change(&visitor, current, password).await.is(204);
            visitor = Visitor::with_cookie(t, reply.cookie());
            current = password;
            t.clock.advance(Duration::from_secs(1));
        }

        for closed in [passwords[1], passwords[0]] {
            let problem = change(&visitor, current, closed).await.is_problem("invalid_request").json();
            assert_eq!(messages(&problem), ["this password was used before"]);
        }
        change(&visitor, current, PASSWORD).await.is(204);
        sign_in(t, &email, PASSWORD).await.is(200);
    }

    async fn a_password_that_is_due_confines_the_session_until_it_is_changed(t) {
        set(t, PasswordPolicy { expires_after_days: Some(30), ..PasswordPolicy::default() }).await;
        let person = t.stranger().await;
        let email = t.email_of(&person).await;
        t.clock.advance(Duration::from_secs(30 * 24 * 60 * 60));

        let reply = sign_in(t, &email, PASSWORD).await.is(200);
        let confined = Visitor::with_cookie(t, reply.cookie());
        confined.get("/api/v1/apps").await.is_problem("sign_in_incomplete");
        let reply = change(&confined, PASSWORD, OTHER).await.is(204);

        let free = Visitor::with_cookie(t, reply.cookie());
        free.get("/api/v1/apps").await.is(200);
        sign_in(t, &email, OTHER).await.is(200);
    }

    async fn a_hash_that_cost_less_is_made_anew_at_the_next_sign_in(t) {
        let email = t.email_of(&t.stranger().await).await;
        let before = hash_of(t, &email).await;
        let dear = t.node(Settings {
            limits: Limits::local(Arc::clone(&t.clock) as Arc<dyn Clock>),
            proxies: Vec::new(),
            cost: Cost { memory_kib: 64, passes: 2 },
            mail: None,
        }).await;
        let body = |password: &str| json!({ "email": email, "password": password });
        let sign_in = async |node: &Node, password: &str| node.post_from("", SESSION, &body(password)).await;

        sign_in(&dear, "not the password").await.is_problem("sign_in_failed");
        assert_eq!(hash_of(t, &email).await, before);
        sign_in(&dear, PASSWORD).await.is(200);

        let after = hash_of(t, &email).await;
        assert!(before.contains("m=8,t=1") && after.contains("m=64,t=2"), "{before} {after}");
        sign_in(&dear, PASSWORD).await.is(200);
        assert_eq!(hash_of(t, &email).await, after);
        // Never back to less.
        let cheap = t.node(Settings {
            limits: Limits::local(Arc::clone(&t.clock) as Arc<dyn Clock>),
            proxies: Vec::new(),
            cost: CHEAP,
            mail: None,
        }).await;
        sign_in(&cheap, PASSWORD).await.is(200);
        assert_eq!(hash_of(t, &email).await, after);
    }
}
