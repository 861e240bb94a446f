//! Accounts that people make for themselves: where they may, and what the answers do not tell.

use crate::support::{Backend, PASSWORD, Reply, TestServer, both, unique};
use sallyport_model::account::{Purpose, Registration};
use sallyport_policy::Outcome;
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Barrier;

async fn register(t: &TestServer, email: &str) -> Reply {
    let body = json!({ "email": email, "name": "Grace" });
    t.anonymous().post("/api/v1/registration", &body).await
}

async fn look(t: &TestServer, token: &str) -> Reply {
    t.anonymous()
        .post("/api/v1/registration/look", &json!({ "token": token }))
        .await
}

async fn confirm(t: &TestServer, token: &str) -> Reply {
    let body = json!({ "token": token, "name": "Grace Hopper", "password": PASSWORD });
    t.anonymous()
        .post("/api/v1/registration/confirm", &body)
        .await
}

async fn open_to(t: &TestServer, open_to: Registration, domains: &[&str]) {
    let mut change = t.store.begin(t.home).await.unwrap();
    let mut policy = change.sign_in_policy().await.unwrap();
    policy.registration.open_to = open_to;
    policy.registration.domains = domains.iter().map(|domain| (*domain).to_owned()).collect();
    change.put_sign_in_policy(&policy).await.unwrap();
    let permit = sallyport_policy::SystemPermit::because("a test sets the policy");
    change
        .commit(permit.receipt(t.home, t.now(), "test.prepare", None))
        .await
        .unwrap();
}

fn address() -> String {
    format!("own.{}@example.com", unique())
}

async fn sign_in(t: &TestServer, email: &str) -> Reply {
    t.anonymous()
        .post(
            "/api/v1/session",
            &json!({ "email": email, "password": PASSWORD }),
        )
        .await
}

both! {
    async fn nobody_makes_an_account_for_themselves_unless_the_tenant_lets_them(t) {
        register(t, &address()).await.is_problem("registration_closed");

        open_to(t, Registration::Domains, &["Example.com"]).await;
        register(t, "someone@example.org").await.is_problem("registration_closed");
        register(t, "someone@sub.example.com").await.is_problem("registration_closed");
        register(t, &address().to_uppercase()).await.is(202);
    }

    async fn a_registration_makes_the_account_once_its_address_is_proved(t) {
        open_to(t, Registration::Open, &[]).await;
        let email = address();
        register(t, &email).await.is(202);
        sign_in(t, &email).await.is_problem("sign_in_failed");
        let letter = t.mailbox.next(&email).await;
        assert!(letter.link().starts_with(&format!("{}/register#token=", t.origin.as_url())));
        let offer = look(t, &letter.token()).await.is(200).json();
        assert_eq!((&offer["email"], &offer["name"]), (&json!(email), &json!("Grace")));

        let reply = confirm(t, &letter.token()).await.is(200);

        assert_eq!(reply.json()["person"]["roles"], json!([]));
        let id = reply.json()["person"]["id"].as_str().unwrap().to_owned();
        let made = t.audit().of(Outcome::Allowed, "account.confirm_registration", &id).await;
        assert_eq!(made[0].actor.name.as_deref(), Some("Grace Hopper"));
        let person = t.store.read(t.home).await.unwrap().person(id.parse().unwrap()).await.unwrap();
        assert!(person.unwrap().email_verified_at.is_some());
        sign_in(t, &email).await.is(200);
        confirm(t, &letter.token()).await.is_problem("link_spent");
        look(t, &letter.token()).await.is_problem("link_spent");
    }

    async fn whoever_registers_an_address_chooses_no_password_for_it(t) {
        open_to(t, Registration::Open, &[]).await;
        let email = address();
        let body = json!({ "email": email, "name": "Mallory", "password": PASSWORD });
        t.anonymous().post("/api/v1/registration", &body).await.is_problem("invalid_request");
        register(t, &email).await.is(202);
        let token = t.mailbox.next(&email).await.token();

        let mut read = t.store.read(t.home).await.unwrap();
        let kept = read.one_times(Purpose::Registration, u16::MAX).await.unwrap();
        let kept = kept.iter().find(|kept| kept.email.as_deref() == Some(&email)).unwrap();
        assert_eq!(kept.detail.keys().collect::<Vec<_>>(), ["name"]);
        drop(read);

        // Whoever reads the mail chooses it, by the rules, and without it there is no account.
        let weak = json!({ "token": token, "name": "Grace", "password": "short" });
        let refused = t.anonymous().post("/api/v1/registration/confirm", &weak).await;
        refused.is_problem("invalid_request");
        let none = json!({ "token": token });
        t.anonymous().post("/api/v1/registration/confirm", &none).await.is_problem("invalid_request");
        let made = t.store.read(t.home).await.unwrap().person_by_email(&email).await.unwrap();
        assert!(made.is_none());
        confirm(t, &token).await.is(200);
    }

    async fn of_two_links_for_one_address_the_first_that_is_used_makes_the_account(t) {
        open_to(t, Registration::Open, &[]).await;
        let email = address();
        register(t, &email).await.is(202);
        let first = t.mailbox.next(&email).await.token();
        register(t, &email).await.is(202);
        let second = t.mailbox.next(&email).await.token();

        confirm(t, &second).await.is(200);

        confirm(t, &first).await.is_problem("link_spent");
    }

    async fn an_account_that_was_made_meanwhile_stays_as_it_is(t) {
        open_to(t, Registration::Open, &[]).await;
        let email = address();
        register(t, &email).await.is(202);
        let token = t.mailbox.next(&email).await.token();
        let other = "another passphrase that nobody says";
        let body = json!({ "email": email, "name": "Grace", "password": other, "roles": [], "groups": [] });
        t.administrator().await.post("/api/v1/people", &body).await.is(201);

        confirm(t, &token).await.is_problem("link_spent");

        sign_in(t, &email).await.is_problem("sign_in_failed");
    }

    async fn registering_tells_nothing_of_who_has_an_account(t) {
        open_to(t, Registration::Open, &[]).await;
        let (known, unknown) = (t.email_of(&t.stranger().await).await, address());

        let replies = [register(t, &known).await.is(202), register(t, &unknown).await];

        assert_eq!(replies[0].without_request_id(), replies[1].without_request_id());
        let told = t.mailbox.next(&known).await;
        assert!(!told.text.contains("#token="), "{}", told.text);
        t.mailbox.next(&unknown).await.token();
    }

    async fn a_registration_ends_after_a_day_and_when_it_is_closed(t) {
        open_to(t, Registration::Open, &[]).await;
        let (late, closed) = (address(), address());
        register(t, &late).await.is(202);
        let token = t.mailbox.next(&late).await.token();
        t.clock.advance(Duration::from_secs(24 * 60 * 60));
        confirm(t, &token).await.is_problem("link_spent");

        register(t, &closed).await.is(202);
        let token = t.mailbox.next(&closed).await.token();
        open_to(t, Registration::Closed, &[]).await;
        look(t, &token).await.is_problem("registration_closed");
        confirm(t, &token).await.is_problem("registration_closed");
    }

    async fn of_fifty_who_confirm_one_registration_one_makes_the_account(t) {
        open_to(t, Registration::Open, &[]).await;
        let email = address();
        register(t, &email).await.is(202);
        let token = t.mailbox.next(&email).await.token();
        let barrier = Arc::new(Barrier::new(50));

        let everyone = (0..50).map(|_| {
            let (barrier, token) = (Arc::clone(&barrier), token.clone());
            async move {
                barrier.wait().await;
                confirm(t, &token).await
            }
        });
        let replies = futures::future::join_all(everyone).await;

        let (won, lost): (Vec<_>, Vec<_>) = replies.into_iter().partition(|reply| reply.status == 200);
        assert_eq!(won.len(), 1);
        for reply in lost {
            reply.is_problem("link_spent");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_mail_server_registration_is_closed() {
    let t = &TestServer::without_mail(Backend::Sqlite).await;
    open_to(t, Registration::Open, &[]).await;

    register(t, &address())
        .await
        .is_problem("registration_closed");
}
