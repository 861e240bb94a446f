//! One's own account: what it shows, and how its address is proved and changed.

use crate::support::{Backend, PASSWORD, Reply, TestServer, Visitor, both, unique};
use sallyport_policy::Outcome;
use serde_json::json;
use std::time::Duration;

const ACCOUNT: &str = "/api/v1/account";
const EMAIL: &str = "/api/v1/account/email";
const CHANGE: &str = "/api/v1/account/password";

async fn confirm(t: &TestServer, token: &str) -> Reply {
    t.anonymous()
        .post("/api/v1/email/confirm", &json!({ "token": token }))
        .await
}

async fn sign_in(t: &TestServer, email: &str) -> Reply {
    t.anonymous()
        .post(
            "/api/v1/session",
            &json!({ "email": email, "password": PASSWORD }),
        )
        .await
}

fn address() -> String {
    format!("moved.{}@example.com", unique())
}

both! {
    async fn one_sees_and_renames_ones_own_account(t) {
        let person = t.developer().await;

        let renamed = person.patch(ACCOUNT, &json!({ "name": "  Ada L. " })).await.is(200).json();

        let seen = person.get(ACCOUNT).await.is(200);
        assert_eq!(seen.json(), renamed);
        assert_eq!(renamed["name"], "Ada L.");
        assert_eq!(renamed["id"], person.person.unwrap().to_string());
        assert_eq!(renamed["roles"], json!(["developer"]));
        assert!(!seen.text().contains("argon2"));
        person.patch(ACCOUNT, &json!({ "name": "" })).await.is_problem("invalid_request");
        person.patch(ACCOUNT, &json!({ "name": "Ada", "roles": ["administrator"] })).await.is_problem("invalid_request");
    }

    async fn an_address_changes_when_both_addresses_agree(t) {
        let (person, new) = (t.stranger().await, address());
        let old = t.email_of(&person).await;
        person.post(EMAIL, &json!({ "email": new.to_uppercase() })).await.is(202);
        let (from, to) = (t.mailbox.next(&old).await, t.mailbox.next(&new).await);
        assert!(from.text.contains(&new));
        assert!(!to.text.contains(&old));

        assert_eq!(confirm(t, &to.token()).await.is(200).json(), json!({ "done": false }));
        confirm(t, &to.token()).await.is_problem("link_spent");
        sign_in(t, &new).await.is_problem("sign_in_failed");
        assert_eq!(confirm(t, &from.token()).await.is(200).json(), json!({ "done": true }));

        sign_in(t, &old).await.is_problem("sign_in_failed");
        sign_in(t, &new).await.is(200);
        let told = t.mailbox.next(&old).await;
        assert!(told.text.contains(&new) && !told.text.contains("#token="));
        let seen = person.get(ACCOUNT).await.json();
        assert_eq!(seen["email"], new.as_str());
        let records = t.audit().of(Outcome::Allowed, "account.confirm_email", person.person.unwrap()).await;
        let done: Vec<_> = records.iter().map(|record| record.detail["done"].clone()).collect();
        assert_eq!(done, [json!(true), json!(false)]);
    }

    async fn one_address_alone_changes_nothing(t) {
        let (person, new) = (t.stranger().await, address());
        let old = t.email_of(&person).await;
        person.post(EMAIL, &json!({ "email": new })).await.is(202);
        let (from, to) = (t.mailbox.next(&old).await.token(), t.mailbox.next(&new).await.token());
        confirm(t, &from).await.is(200);

        t.clock.advance(Duration::from_secs(24 * 60 * 60));

        confirm(t, &to).await.is_problem("link_spent");
        sign_in(t, &old).await.is(200);
    }

    async fn links_of_an_earlier_wish_and_to_the_address_before_are_good_for_nothing(t) {
        let (person, first, second) = (t.stranger().await, address(), address());
        let old = t.email_of(&person).await;
        person.post(EMAIL, &json!({ "email": first })).await.is(202);
        let (from_first, to_first) = (t.mailbox.next(&old).await.token(), t.mailbox.next(&first).await.token());
        person.post(EMAIL, &json!({ "email": second })).await.is(202);
        let (from, to) = (t.mailbox.next(&old).await.token(), t.mailbox.next(&second).await.token());
        t.anonymous().post("/api/v1/password-reset", &json!({ "email": old })).await.is(202);
        let reset = t.mailbox.next(&old).await.token();

        confirm(t, &from_first).await.is_problem("link_spent");
        confirm(t, &to_first).await.is_problem("link_spent");
        confirm(t, &from).await.is(200);
        assert_eq!(confirm(t, &to).await.is(200).json()["done"], true);

        let body = json!({ "token": reset, "password": "an entirely different passphrase" });
        t.anonymous().post("/api/v1/password-reset/confirm", &body).await.is_problem("link_spent");
        sign_in(t, &second).await.is(200);
    }

    async fn whoever_asks_for_an_address_is_not_told_that_somebody_has_it(t) {
        let (person, free) = (t.stranger().await, address());
        let old = t.email_of(&person).await;
        let taken = t.email_of(&t.stranger().await).await;

        let replies = [
            person.post(EMAIL, &json!({ "email": taken })).await.is(202),
            person.post(EMAIL, &json!({ "email": free })).await,
        ];

        assert_eq!(replies[0].without_request_id(), replies[1].without_request_id());
        assert!(!t.mailbox.next(&taken).await.text.contains("#token="));
        t.mailbox.next(&old).await.token();
        let own = person.post(EMAIL, &json!({ "email": old })).await.is_problem("invalid_request").json();
        assert_eq!(own["errors"][0]["path"], "email");
    }

    async fn a_password_that_somebody_else_gave_is_good_for_choosing_ones_own_alone(t) {
        let (email, own) = (address(), "what nobody else has ever heard");
        let made = t.given_a_password(&email, PASSWORD).await;
        assert_eq!(made["password_set_at"], json!(null));

        let person = Visitor::with_cookie(t, sign_in(t, &email).await.is(200).cookie());
        let session = person.get("/api/v1/session").await.is(200).json();
        assert_eq!((&session["confined"], &session["confined_for"]), (&json!(true), &json!("password")));
        person.get("/api/v1/apps").await.is_problem("sign_in_incomplete");
        let change = |password: &str| json!({ "current": PASSWORD, "password": password });
        person.post(CHANGE, &change(PASSWORD)).await.is_problem("invalid_request");
        // Another sign-in by it is no way around.
        let again = Visitor::with_cookie(t, sign_in(t, &email).await.is(200).cookie());
        again.get("/api/v1/apps").await.is_problem("sign_in_incomplete");

        let changed = person.post(CHANGE, &change(own)).await.is(204);

        let person = Visitor::with_cookie(t, changed.cookie());
        person.get("/api/v1/apps").await.is(200);
        assert!(person.get(ACCOUNT).await.json()["password_set_at"].is_string());
        sign_in(t, &email).await.is_problem("sign_in_failed");
        let body = json!({ "email": email, "password": own });
        let fresh = Visitor::with_cookie(t, t.anonymous().post("/api/v1/session", &body).await.is(200).cookie());
        fresh.get("/api/v1/apps").await.is(200);
    }

    async fn an_address_is_proved_by_the_link_that_went_there(t) {
        let email = address();
        t.given_a_password(&email, "a first one that is not kept").await;
        let person = t.with_own_password(&email, "a first one that is not kept", PASSWORD).await;
        t.mailbox.next(&email).await;
        assert_eq!(person.get(ACCOUNT).await.json()["email_verified_at"], json!(null));

        person.post(&format!("{EMAIL}/verify"), &json!({})).await.is(202);
        let token = t.mailbox.next(&email).await.token();
        assert_eq!(confirm(t, &token).await.is(200).json(), json!({ "done": true }));

        assert!(person.get(ACCOUNT).await.json()["email_verified_at"].is_string());
        confirm(t, &token).await.is_problem("link_spent");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_mail_server_no_address_is_changed_or_proved() {
    let t = &TestServer::without_mail(Backend::Sqlite).await;
    let person = t.stranger().await;

    person
        .post(EMAIL, &json!({ "email": address() }))
        .await
        .is_problem("no_mail");
    person
        .post(&format!("{EMAIL}/verify"), &json!({}))
        .await
        .is_problem("no_mail");
}
