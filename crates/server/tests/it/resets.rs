//! Another password by a link: whom it is sent to, what it does, and what it does not tell.

use crate::support::{Backend, PASSWORD, Reply, TestServer, both, unique};
use sallyport_model::account::Purpose;
use sallyport_policy::Outcome;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Barrier;

const NEW: &str = "an entirely different passphrase";

async fn ask(t: &TestServer, email: &str) -> Reply {
    t.anonymous()
        .post("/api/v1/password-reset", &json!({ "email": email }))
        .await
}

async fn choose(t: &TestServer, token: &str, password: &str) -> Reply {
    let body = json!({ "token": token, "password": password });
    t.anonymous()
        .post("/api/v1/password-reset/confirm", &body)
        .await
}

async fn sign_in(t: &TestServer, email: &str, password: &str) -> Reply {
    t.anonymous()
        .post(
            "/api/v1/session",
            &json!({ "email": email, "password": password }),
        )
        .await
}

both! {
    async fn a_reset_gives_another_password_and_ends_all_sessions(t) {
        let person = t.stranger().await;
        let email = t.email_of(&person).await;
        ask(t, &email.to_uppercase()).await.is(202);
        let letter = t.mailbox.next(&email).await;
        assert!(letter.link().starts_with(&format!("{}/reset#token=", t.origin.as_url())));
        // Until the link is used all is as it was.
        sign_in(t, &email, PASSWORD).await.is(200);
        person.get("/api/v1/session").await.is(200);

        let reply = choose(t, &letter.token(), NEW).await.is(204);

        // It signs nobody in: whatever else a sign-in takes, it still takes.
        assert!(reply.headers.get("set-cookie").is_none());
        person.get("/api/v1/session").await.is_problem("unauthenticated");
        sign_in(t, &email, PASSWORD).await.is_problem("sign_in_failed");
        sign_in(t, &email, NEW).await.is(200);
        choose(t, &letter.token(), PASSWORD).await.is_problem("link_spent");
        let told = t.mailbox.next(&email).await;
        assert!(told.text.contains("password") && !told.text.contains("#token="), "{}", told.text);
        let records = t.audit().of(Outcome::Allowed, "account.reset_password", person.person.unwrap()).await;
        assert_eq!(records[0].actor.id, person.person.map(|id| id.to_string()));
    }

    async fn asking_for_a_reset_tells_nothing_of_who_has_an_account(t) {
        let known = t.email_of(&t.stranger().await).await;
        let disabled = t.email_of(&t.disabled().await).await;
        let unknown = format!("unknown.{}@example.com", unique());

        let replies = [ask(t, &known).await.is(202), ask(t, &unknown).await, ask(t, &disabled).await];

        for reply in &replies[1..] {
            assert_eq!(reply.without_request_id(), replies[0].without_request_id());
        }
        t.mailbox.next(&known).await;
        assert_eq!(t.mailbox.unread(&unknown) + t.mailbox.unread(&disabled), 0);
        // The queue shows the one letter that there is.
        let listed = t.administrator().await.get("/api/v1/mail").await.json();
        let to: Vec<&Value> = listed["items"].as_array().unwrap().iter().map(|item| &item["to"]).collect();
        assert_eq!(to, [&json!(known)]);
    }

    async fn a_service_account_gets_no_link_and_nothing_tells_it_from_nobody(t) {
        let administrator = t.administrator().await;
        let body = json!({ "name": "Deployment", "description": "", "roles": [], "groups": [] });
        let account = administrator.post("/api/v1/service-accounts", &body).await.is(201).json();
        let id = account["id"].as_str().unwrap();

        let reply = ask(t, &format!("{id}@service-account.invalid")).await.is(202);

        let nobody = ask(t, &format!("unknown.{}@example.com", unique())).await;
        assert_eq!(reply.without_request_id(), nobody.without_request_id());
        let listed = administrator.get("/api/v1/mail").await.is(200).json();
        assert_eq!(listed["items"], json!([]));
        let mut read = t.store.read(t.home).await.unwrap();
        let links = read.one_times(Purpose::PasswordReset, u16::MAX).await.unwrap();
        assert!(links.iter().all(|link| link.person.is_none()), "{links:?}");
        drop(read);
        let path = format!("/api/v1/people/{id}/password-reset");
        administrator.post(&path, &json!({})).await.is_not_found();
    }

    async fn a_link_ends_after_an_hour_and_with_the_next(t) {
        let email = t.email_of(&t.stranger().await).await;
        ask(t, &email).await.is(202);
        let first = t.mailbox.next(&email).await.token();
        ask(t, &email).await.is(202);
        let second = t.mailbox.next(&email).await.token();

        choose(t, &first, NEW).await.is_problem("link_spent");
        t.clock.advance(Duration::from_secs(60 * 60));
        choose(t, &second, NEW).await.is_problem("link_spent");
        choose(t, "never a link", NEW).await.is_problem("link_spent");

        sign_in(t, &email, PASSWORD).await.is(200);
    }

    async fn a_password_that_is_refused_leaves_the_link_as_it_was(t) {
        let email = t.email_of(&t.stranger().await).await;
        ask(t, &email).await.is(202);
        let token = t.mailbox.next(&email).await.token();

        choose(t, &token, "short").await.is_problem("invalid_request");

        choose(t, &token, NEW).await.is(204);
    }

    async fn of_fifty_who_use_one_reset_link_one_chooses_the_password(t) {
        let email = t.email_of(&t.stranger().await).await;
        ask(t, &email).await.is(202);
        let token = t.mailbox.next(&email).await.token();
        let barrier = Arc::new(Barrier::new(50));

        let everyone = (0..50).map(|number| {
            let (barrier, token) = (Arc::clone(&barrier), token.clone());
            async move {
                let password = format!("the passphrase of number {number}");
                barrier.wait().await;
                (choose(t, &token, &password).await, password)
            }
        });
        let replies = futures::future::join_all(everyone).await;

        let (won, lost): (Vec<_>, Vec<_>) = replies.into_iter().partition(|(reply, _)| reply.status == 204);
        assert_eq!(won.len(), 1);
        for (reply, _) in lost {
            reply.is_problem("link_spent");
        }
        sign_in(t, &email, &won[0].1).await.is(200);
    }

    async fn an_administrator_has_a_reset_link_mailed(t) {
        let (administrator, person) = (t.administrator().await, t.stranger().await);
        let email = t.email_of(&person).await;
        let path = format!("/api/v1/people/{}/password-reset", person.person.unwrap());

        let answer = administrator.post(&path, &json!({})).await.is(200).json();

        assert_eq!(answer, json!({ "link": null }));
        let token = t.mailbox.next(&email).await.token();
        choose(t, &token, NEW).await.is(204);
        let records = t.audit().of(Outcome::Allowed, "person.reset_password", person.person.unwrap()).await;
        assert_eq!(records.len(), 1);
        assert!(!serde_json::to_string(&records[0]).unwrap().contains(&token));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_mail_server_an_administrator_hands_the_link_over() {
    let t = &TestServer::without_mail(Backend::Sqlite).await;
    let (administrator, person) = (t.administrator().await, t.stranger().await);
    let email = t.email_of(&person).await;
    let unknown = ask(t, "unknown@example.com").await.is(202);
    let known = ask(t, &email).await;
    assert_eq!(known.without_request_id(), unknown.without_request_id());

    let path = format!("/api/v1/people/{}/password-reset", person.person.unwrap());
    let answer = administrator.post(&path, &json!({})).await.is(200).json();

    let token = answer["link"]
        .as_str()
        .unwrap()
        .split_once("#token=")
        .unwrap()
        .1
        .to_owned();
    choose(t, &token, NEW).await.is(204);
    sign_in(t, &email, NEW).await.is(200);
}
