//! What people hear of their accounts without asking, and what is written down when somebody guesses.

use crate::support::{Backend, Node, PASSWORD, Reply, TestServer, Visitor, both, code_of, unique};
use http::Method;
use http_body_util::Full;
use sallyport_identity::reminders;
use sallyport_model::account::SignInPolicy;
use sallyport_model::entity::PersonStatus;
use sallyport_model::mail::MailKind;
use sallyport_store::AuditRecord;
use sallyport_testkit::Message;
use serde_json::{Value, json};
use std::time::Duration;

const SESSION: &str = "/api/v1/session";
const KEYS: &str = "/api/v1/account/keys";
const ACCOUNTS: &str = "/api/v1/service-accounts";

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
const HOUR: Duration = Duration::from_secs(60 * 60);

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0";
const LATER_FIREFOX: &str =
    "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0";
const CHROME: &str = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";

const NEW_SIGN_IN: &str = "A new sign-in to your account";
const WRONG_PASSWORDS: &str = "Wrong passwords were tried for your account";
const KNOWN_PASSWORD: &str = "Somebody knows your password";
const PASSWORD_ENDS: &str = "Your password has to be changed soon";
const KEY_ENDS: &str = "An API key ends soon";
const ACCOUNT_KEY_ENDS: &str = "An API key of a service account ends soon";

/// The subjects of all notices that were queued for the address in the last 30 days, the oldest first. Older ones are
/// forgotten with the next letter that is sent.
async fn told(t: &TestServer, email: &str) -> Vec<String> {
    let remembered = t.now().checked_sub(30 * DAY).unwrap();
    let mut read = t.store.read(t.home).await.unwrap();
    let mut letters = read.mails(None, None, 200).await.unwrap();
    letters.retain(|letter| letter.to == email && letter.kind == MailKind::Notice);
    letters.retain(|letter| letter.created_at >= remembered);
    letters.reverse();
    letters.into_iter().map(|letter| letter.subject).collect()
}

/// The next letter to the address with that subject.
async fn letter(t: &TestServer, email: &str, subject: &str) -> Message {
    loop {
        let letter = t.mailbox.next(email).await;
        if letter.header("Subject") == Some(subject) {
            return letter;
        }
    }
}

/// The records of that act of the service, the newest first.
async fn records(t: &TestServer, action: &str) -> Vec<AuditRecord> {
    let mut all = t.audit().everything().await;
    all.retain(|record| record.action == action);
    all
}

async fn sign_in(node: &Node, from: &str, agent: &str, email: &str) -> Reply {
    let headers = [("x-forwarded-for", from), ("user-agent", agent)];
    let body = json!({ "email": email, "password": PASSWORD });
    node.send(Method::POST, SESSION, &headers, Some(&body))
        .await
        .is(200)
}

/// So many wrong passwords for that address, each from another place, and whatever comes of them is written down.
async fn wrong(node: &Node, email: &str, times: usize) {
    for _ in 0..times {
        let body = json!({ "email": email, "password": "not the password of anyone" });
        let from = format!("2001:db8:{}::1", &unique()[28..]);
        node.post_from(&from, SESSION, &body)
            .await
            .is_problem("sign_in_failed");
    }
    node.service.identity.hear_alarms().await;
}

async fn ages(t: &TestServer, days: u16) {
    t.asks(|policy: &mut SignInPolicy| policy.passwords.expires_after_days = Some(days))
        .await;
}

/// Two nodes look what ends soon, at the same time.
async fn remind(t: &TestServer, other: &Node) {
    let nodes = [&t.service.identity, &other.service.identity];
    let both = nodes.map(|identity| reminders::send(identity, t.home, t.now()));
    for done in futures::future::join_all(both).await {
        done.unwrap();
    }
}

/// A key that ends after so many days, of whoever makes it or of a service account.
async fn key(t: &TestServer, maker: &Visitor<'_>, path: &str, days: u32) -> Value {
    let ends = t.now().checked_add(DAY * days).unwrap().to_string();
    let body = json!({ "name": "Nightly", "permissions": ["read"], "expires_at": ends });
    maker.post(path, &body).await.is(201).json()
}

both! {
    async fn a_sign_in_from_a_new_place_or_with_a_new_browser_is_told_once(t) {
        let node = t.behind_a_proxy_with_mail().await;
        let email = t.email_of(&t.stranger().await).await;

        sign_in(&node, "203.0.113.1", FIREFOX, &email).await;
        sign_in(&node, "203.0.113.1", LATER_FIREFOX, &email).await;
        assert!(told(t, &email).await.is_empty());
        sign_in(&node, "198.51.100.7", FIREFOX, &email).await;
        let letter = t.mailbox.next(&email).await;
        assert_eq!(letter.header("Subject"), Some(NEW_SIGN_IN));
        let link = format!("localhost:{}/account/sessions", node.port());
        for part in ["198.51.100.7", "Firefox on Linux", "2026-01-01 at 00:00 UTC", "change your password", link.as_str()] {
            assert!(letter.text.contains(part), "{part}: {}", letter.text);
        }
        assert!(!letter.text.contains("token") && !letter.html.contains("token"));
        for from in ["198.51.100.7", "203.0.113.1"] {
            sign_in(&node, from, FIREFOX, &email).await;
        }
        assert_eq!(told(t, &email).await.len(), 1);
        sign_in(&node, "203.0.113.1", CHROME, &email).await;
        sign_in(&node, "198.51.100.7", CHROME, &email).await;

        assert_eq!(told(t, &email).await, [NEW_SIGN_IN, NEW_SIGN_IN]);
        // What was not used for long is new again.
        t.clock.advance(91 * DAY);
        sign_in(&node, "203.0.113.1", CHROME, &email).await;
        assert_eq!(told(t, &email).await, [NEW_SIGN_IN]);
    }

    async fn every_way_to_sign_in_is_told_of_when_it_is_new(t) {
        let node = t.behind_a_proxy_with_mail().await;
        let (visitor, mut passkey) = t.with_passkey(&t.stranger().await).await;
        let someone = t.enrolled(&visitor).await;
        let email = t.email_of(&visitor).await;
        let both_steps = async |from: &str| {
            let ticket = sign_in(&node, from, FIREFOX, &email).await.json()["ticket"].clone();
            t.clock.advance(Duration::from_secs(30));
            let body = json!({ "ticket": ticket, "method": "totp", "code": code_of(&someone.key, t.now()) });
            let headers = [("x-forwarded-for", from), ("user-agent", FIREFOX)];
            node.send(Method::POST, "/api/v1/session/second-factor", &headers, Some(&body)).await.is(200);
        };
        both_steps("203.0.113.1").await;
        let before = told(t, &email).await;

        both_steps("203.0.113.1").await;
        assert_eq!(told(t, &email).await, before);
        both_steps("203.0.113.2").await;
        assert_eq!(told(t, &email).await.len(), before.len() + 1);
        for expected in [2, 2] {
            let asked = t.anonymous().post("/api/v1/session/passkey/challenge", &json!({})).await.is(200).json();
            let signed = passkey.sign(&asked["options"], &t.origin.as_url());
            let body = json!({ "ticket": asked["ticket"], "credential": signed });
            let request = t.anonymous().request(Method::POST, "/api/v1/session/passkey")
                .header("content-type", "application/json").header("user-agent", CHROME)
                .body(Full::from(body.to_string()));
            t.send(request.unwrap()).await.is(200);
            assert_eq!(told(t, &email).await.len(), before.len() + expected);
        }
        // A right password alone is no sign-in yet.
        sign_in(&node, "203.0.113.3", FIREFOX, &email).await;
        assert_eq!(told(t, &email).await.len(), before.len() + 2);
    }

    async fn many_wrong_passwords_are_told_to_the_owner_once_a_day(t) {
        let node = t.behind_a_proxy_with_mail().await;
        let email = t.email_of(&t.stranger().await).await;

        wrong(&node, &email, 9).await;
        assert!(told(t, &email).await.is_empty());
        wrong(&node, &email, 1).await;
        assert_eq!(told(t, &email).await, [WRONG_PASSWORDS]);
        for seconds in [1, 2, 4] {
            t.clock.advance(Duration::from_secs(seconds));
            wrong(&node, &email, 1).await;
        }

        assert_eq!(told(t, &email).await.len(), 1);
        let letter = t.mailbox.next(&email).await;
        assert!(letter.text.contains("10 wrong passwords") && !letter.text.contains("token"), "{}", letter.text);
        t.clock.advance(DAY);
        wrong(&node, &email, 9).await;
        assert_eq!(told(t, &email).await.len(), 1);
        wrong(&node, &email, 1).await;
        assert_eq!(told(t, &email).await.len(), 2);
    }

    async fn wrong_passwords_for_nobody_leave_the_same_and_are_told_to_nobody(t) {
        let node = t.behind_a_proxy_with_mail().await;
        let known = t.email_of(&t.stranger().await).await;
        let disabled = t.email_of(&t.disabled().await).await;
        let left = async |email: &str| {
            let before = t.audit().everything().await.len();
            let waiting = t.store.read(t.home).await.unwrap().mails(None, None, 200).await.unwrap().len();
            wrong(&node, email, 10).await;
            let mut acts: Vec<_> = t.audit().everything().await.into_iter().map(|record| record.action).collect();
            acts.truncate(acts.len() - before);
            // Sending goes on beside it.
            acts.retain(|action| !action.ends_with("_mail"));
            let shown = t.store.read(t.home).await.unwrap().mails(None, None, 200).await.unwrap().len();
            (acts, shown - waiting)
        };

        let (of_known, letters) = left(&known).await;
        assert_eq!(letters, 1);
        for nobody in ["nobody@example.com", &disabled] {
            assert_eq!(left(nobody).await, (of_known.clone(), 0), "{nobody}");
        }

        assert!(of_known.contains(&"service.warn_of_wrong_passwords".to_owned()));
        assert_eq!(t.mailbox.unread("nobody@example.com") + t.mailbox.unread(&disabled), 0);
    }

    async fn another_spelling_keeps_the_owner_from_hearing_nothing(t) {
        let node = t.behind_a_proxy_with_mail().await;
        let email = t.email_of(&t.stranger().await).await;
        let (name, domain) = email.split_once('@').unwrap();
        wrong(&node, &email, 9).await;
        wrong(&node, &format!("{name}+x@{domain}"), 1).await;
        assert!(told(t, &email).await.is_empty());

        t.clock.advance(Duration::from_secs(1));
        wrong(&node, &email, 1).await;

        assert_eq!(told(t, &email).await, [WRONG_PASSWORDS]);
    }

    async fn whoever_knows_the_password_and_has_no_second_factor_is_told_of_once_a_day(t) {
        let someone = t.enrolled(&t.stranger().await).await;
        let email = t.email_of(&someone.visitor).await;
        let before = told(t, &email).await.len();
        let five_wrong = async || {
            let ticket = t.half_signed_in(&someone.visitor).await["ticket"].clone();
            for _ in 0..5 {
                t.answer(&ticket, "recovery", "AAAA-AAAA").await.is_problem("wrong_code");
            }
        };
        let ticket = t.half_signed_in(&someone.visitor).await["ticket"].clone();
        for _ in 0..4 {
            t.answer(&ticket, "recovery", "AAAA-AAAA").await.is_problem("wrong_code");
        }
        assert_eq!(told(t, &email).await.len(), before);

        t.answer(&ticket, "recovery", "AAAA-AAAA").await.is_problem("wrong_code");
        assert_eq!(told(t, &email).await[before..], [KNOWN_PASSWORD]);
        five_wrong().await;
        assert_eq!(told(t, &email).await.len(), before + 1);
        t.clock.advance(DAY);
        five_wrong().await;

        assert_eq!(told(t, &email).await[before..], [KNOWN_PASSWORD, KNOWN_PASSWORD]);
        let letter = letter(t, &email, KNOWN_PASSWORD).await;
        assert!(letter.text.contains("127.0.0.1") && letter.text.contains("/account/security"), "{}", letter.text);
    }

    async fn a_proof_that_fails_is_no_sign_in_that_does(t) {
        let someone = t.enrolled(&t.stranger().await).await;
        let email = t.email_of(&someone.visitor).await;
        let begun = someone.visitor.post("/api/v1/session/proof/challenge", &json!({})).await;
        let ticket = begun.is(200).json()["ticket"].clone();
        let before = told(t, &email).await;

        for _ in 0..5 {
            let body = json!({ "ticket": ticket, "method": "recovery", "code": "AAAA-AAAA" });
            someone.visitor.post("/api/v1/session/proof", &body).await.is_problem("proof_failed");
        }

        assert_eq!(told(t, &email).await, before);
    }

    async fn a_wait_is_recorded_when_it_begins_and_when_it_becomes_longer(t) {
        let node = t.behind_a_proxy().await;
        let person = t.stranger().await;
        let email = t.email_of(&person).await;
        wrong(&node, &email, 9).await;
        assert!(records(t, "service.begin_wait").await.is_empty());
        wrong(&node, &email, 1).await;
        for _ in 0..50 {
            let body = json!({ "email": email, "password": PASSWORD });
            node.post_from("203.0.113.1", SESSION, &body).await.is_problem("rate_limited");
        }
        node.service.identity.hear_alarms().await;

        let begun = records(t, "service.begin_wait").await;
        assert_eq!(begun.len(), 1);
        assert_eq!(begun[0].object.as_ref().unwrap().id, person.person.unwrap().to_string());
        let detail = &begun[0].detail;
        assert_eq!((&detail["who"], &detail["tried"], &detail["tries"], &detail["wait_seconds"]), (&json!("account"), &json!("password"), &json!(10), &json!(1)));
        assert!(detail["place"].as_str().unwrap().ends_with("::/64"), "{detail:?}");
        // Eleven steps later it is an hour, and grows no more.
        for step in 0..14 {
            t.clock.advance(HOUR);
            wrong(&node, &email, 1).await;
            assert_eq!(records(t, "service.begin_wait").await.len(), (2 + step).min(13));
        }
    }

    async fn the_waits_of_a_place_and_of_nobodys_account_are_recorded_and_shown_to_administrators(t) {
        let node = t.behind_a_proxy().await;
        let person = t.stranger().await;
        wrong(&node, "nobody@example.com", 10).await;
        for _ in 0..100 {
            let body = json!({ "email": format!("{}@example.com", unique()), "password": "wrong" });
            node.post_from("203.0.113.1", SESSION, &body).await.is_problem("sign_in_failed");
        }
        node.service.identity.hear_alarms().await;
        t.clock.advance(Duration::from_secs(1));
        wrong(&node, &t.email_of(&person).await, 10).await;

        let overview = t.administrator().await.get("/api/v1/security-overview").await.is(200).json();

        let waits = overview["waits"].as_array().unwrap();
        assert_eq!(waits.len(), 3);
        assert_eq!(waits[0]["account"], json!({ "id": person.person.unwrap(), "name": "stranger" }));
        assert_eq!((&waits[1]["of_account"], &waits[1]["place"], &waits[1]["tries"]), (&json!(false), &json!("203.0.113.1"), &json!(100)));
        assert_eq!((&waits[2]["of_account"], &waits[2]["account"]), (&json!(true), &Value::Null));
        t.clock.advance(31 * DAY);
        let overview = t.administrator().await.get("/api/v1/security-overview").await.is(200).json();
        assert_eq!(overview["waits"], json!([]));
    }

    async fn a_try_that_was_right_makes_nobody_wait_and_is_told_to_nobody(t) {
        let node = t.behind_a_proxy_with_mail().await;
        let email = t.email_of(&t.stranger().await).await;
        wrong(&node, &email, 9).await;

        sign_in(&node, "203.0.113.1", FIREFOX, &email).await;
        node.service.identity.hear_alarms().await;

        assert!(records(t, "service.begin_wait").await.is_empty());
        assert!(told(t, &email).await.is_empty());
    }

    async fn a_password_that_ends_is_said_a_week_and_a_day_before_and_once_by_all_nodes(t) {
        let other = t.behind_a_proxy_with_mail().await;
        ages(t, 30).await;
        let person = t.stranger().await;
        let email = t.email_of(&person).await;
        let account = person.get("/api/v1/account").await.is(200).json();
        assert_eq!(account["password_ends_at"], t.now().checked_add(30 * DAY).unwrap().to_string());

        for (days, expected) in [(22, 0), (1, 1), (5, 1), (1, 2), (1, 2)] {
            t.clock.advance(days * DAY);
            for _ in 0..2 {
                remind(t, &other).await;
                assert_eq!(told(t, &email).await, vec![PASSWORD_ENDS; expected]);
            }
        }

        let reminded = records(t, "service.remind").await;
        let mine = reminded.iter().filter(|record| record.object.as_ref().unwrap().id == person.person.unwrap().to_string());
        assert_eq!(mine.count(), 2);
        let letter = t.mailbox.next(&email).await;
        assert!(letter.text.contains("2026-01-31 at 00:00 UTC") && letter.text.contains("/account/security"), "{}", letter.text);
    }

    async fn where_passwords_do_not_age_or_were_changed_nobody_is_reminded(t) {
        let other = t.behind_a_proxy_with_mail().await;
        let (person, disabled) = (t.stranger().await, t.disabled().await);
        let emails = [t.email_of(&person).await, t.email_of(&disabled).await];
        t.clock.advance(29 * DAY);
        remind(t, &other).await;
        let account = t.again(&person).await.get("/api/v1/account").await.is(200).json();
        assert_eq!(account["password_ends_at"], Value::Null);
        let body = json!({ "current": PASSWORD, "password": "copper lantern drifting seven" });
        t.again(&person).await.post("/api/v1/account/password", &body).await.is(204);
        let before = told(t, &emails[0]).await;

        ages(t, 30).await;
        remind(t, &other).await;

        assert_eq!(told(t, &emails[0]).await, before);
        assert!(told(t, &emails[1]).await.is_empty());
        t.clock.advance(29 * DAY);
        remind(t, &other).await;
        assert_eq!(told(t, &emails[0]).await.len(), before.len() + 1);
    }

    async fn a_key_that_ends_is_said_to_its_owner_a_week_before_and_once_by_all_nodes(t) {
        let other = t.behind_a_proxy_with_mail().await;
        let person = t.stranger().await;
        let email = t.email_of(&person).await;
        key(t, &person, KEYS, 30).await;
        // Whoever makes one for a few days knows it.
        key(t, &person, KEYS, 7).await;
        let before = told(t, &email).await.len();

        for (days, expected) in [(0, 0), (22, 0), (1, 1), (6, 1), (1, 1)] {
            t.clock.advance(days * DAY);
            for _ in 0..2 {
                remind(t, &other).await;
                assert_eq!(told(t, &email).await[before..], vec![KEY_ENDS; expected]);
            }
        }

        let letter = letter(t, &email, KEY_ENDS).await;
        assert!(letter.text.contains("“Nightly”") && letter.text.contains("/account/keys"), "{}", letter.text);
    }

    async fn a_new_key_and_a_new_secret_of_one_are_told_to_the_owner(t) {
        let person = t.stranger().await;
        let email = t.email_of(&person).await;

        let id = key(t, &person, KEYS, 30).await["key"]["id"].clone();
        t.clock.advance(HOUR);
        let path = format!("{KEYS}/{}/rotate", id.as_str().unwrap());
        t.again(&person).await.post(&path, &json!({ "overlap_minutes": 0 })).await.is(200);

        assert_eq!(told(t, &email).await, ["A new API key", "An API key has another secret"]);
    }

    async fn the_end_of_a_service_accounts_key_is_said_to_its_maker_or_to_the_administrators(t) {
        let other = t.behind_a_proxy_with_mail().await;
        let (maker, second) = (t.administrator().await, t.administrator().await);
        let emails = [t.email_of(&maker).await, t.email_of(&second).await];
        let body = json!({ "name": "Deployment", "roles": [], "groups": [] });
        let account = maker.post(ACCOUNTS, &body).await.is(201).json()["id"].clone();
        let path = format!("{ACCOUNTS}/{}/keys", account.as_str().unwrap());
        key(t, &maker, &path, 30).await;
        key(t, &maker, &path, 40).await;

        t.clock.advance(23 * DAY);
        remind(t, &other).await;
        let after_the_first = [told(t, &emails[0]).await, told(t, &emails[1]).await];
        let mut change = t.store.begin(t.home).await.unwrap();
        let mut gone = change.person(maker.person.unwrap()).await.unwrap().unwrap();
        gone.status = PersonStatus::Disabled;
        change.put_person(&gone).await.unwrap();
        t.commit(change).await;
        t.clock.advance(10 * DAY);
        remind(t, &other).await;

        assert_eq!(after_the_first, [vec![ACCOUNT_KEY_ENDS.to_owned()], vec![]]);
        assert_eq!(told(t, &emails[0]).await.len(), 1);
        assert_eq!(told(t, &emails[1]).await, [ACCOUNT_KEY_ENDS]);
        let letter = t.mailbox.next(&emails[1]).await;
        assert!(letter.text.contains("“Deployment”") && letter.text.contains("/admin/service-accounts"), "{}", letter.text);
    }

    async fn reminders_and_warnings_go_without_anybodys_asking(t) {
        ages(t, 30).await;
        let email = t.email_of(&t.stranger().await).await;
        t.clock.advance(23 * DAY);

        let letter = t.mailbox.next(&email).await;
        assert_eq!(letter.header("Subject"), Some(PASSWORD_ENDS));
        for _ in 0..10 {
            let body = json!({ "email": email, "password": "not the password of anyone" });
            t.anonymous().post(SESSION, &body).await.is_problem("sign_in_failed");
        }
        let letter = t.mailbox.next(&email).await;
        assert_eq!(letter.header("Subject"), Some(WRONG_PASSWORDS));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_mail_server_nothing_is_told_and_waits_are_recorded() {
    let t = &TestServer::without_mail(Backend::Sqlite).await;
    let node = t.behind_a_proxy().await;
    ages(t, 30).await;
    let email = t.email_of(&t.stranger().await).await;
    sign_in(&node, "203.0.113.1", FIREFOX, &email).await;
    sign_in(&node, "203.0.113.2", CHROME, &email).await;
    wrong(&node, &email, 10).await;
    t.clock.advance(29 * DAY);
    remind(t, &node).await;

    assert!(told(t, &email).await.is_empty());
    assert_eq!(records(t, "service.begin_wait").await.len(), 1);
    // Once there is one, whoever was not reminded is.
    let mailing = t.behind_a_proxy_with_mail().await;
    remind(t, &mailing).await;
    assert_eq!(told(t, &email).await, [PASSWORD_ENDS]);
}
