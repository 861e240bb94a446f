//! Invitations: made, mailed, looked at, accepted once, sent again, taken back.

use crate::support::{Backend, PASSWORD, Reply, TestServer, Visitor, both, unique};
use http::Method;
use sallyport_policy::Outcome;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Barrier;

const INVITATIONS: &str = "/api/v1/invitations";
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

fn address() -> String {
    format!("guest.{}@example.com", unique())
}

fn invitation(email: &str) -> Value {
    json!({ "email": email, "name": "Grace", "roles": ["developer"], "groups": [] })
}

async fn accept(t: &TestServer, token: &str) -> Reply {
    let body = json!({ "token": token, "name": "Grace Hopper", "password": PASSWORD });
    t.anonymous()
        .post(&format!("{INVITATIONS}/accept"), &body)
        .await
}

async fn look(t: &TestServer, token: &str) -> Reply {
    t.anonymous()
        .post(&format!("{INVITATIONS}/look"), &json!({ "token": token }))
        .await
}

both! {
    async fn an_invitation_is_mailed_and_makes_the_account_that_it_offers(t) {
        let (administrator, email) = (t.administrator().await, address());
        let group = administrator.post("/api/v1/groups", &json!({ "name": "Guests" })).await.is(201).json();
        let mut body = invitation(&email.to_uppercase());
        body["groups"] = json!([group["id"]]);

        // What a proxy claims to be has no part in the link.
        let request = administrator
            .request(Method::POST, INVITATIONS)
            .header("x-forwarded-host", "evil.example")
            .header("content-type", "application/json")
            .body(body.to_string().into());
        let invited = t.send(request.unwrap()).await.is(201).json();
        assert_eq!(invited["link"], json!(null));
        assert_eq!(invited["invitation"]["email"], email.as_str());
        let letter = t.mailbox.next(&email).await;
        assert!(letter.link().starts_with(&format!("{}/join#token=", t.origin.as_url())), "{}", letter.link());
        assert!(letter.html.contains(&letter.link()));

        let offer = look(t, &letter.token()).await.is(200).json();
        assert_eq!(offer, json!({ "tenant": "Home", "email": email, "name": "Grace" }));
        let reply = accept(t, &letter.token()).await.is(200);

        let me = Visitor::with_cookie(t, reply.cookie());
        let account = me.get("/api/v1/account").await.is(200).json();
        assert_eq!(account["email"], email.as_str());
        assert_eq!(account["name"], "Grace Hopper");
        assert_eq!(account["roles"], json!(["developer"]));
        assert_eq!(account["groups"][0]["name"], "Guests");
        assert!(account["email_verified_at"].is_string());
        accept(t, &letter.token()).await.is_problem("link_spent");
        look(t, &letter.token()).await.is_problem("link_spent");
        assert_eq!(administrator.get(INVITATIONS).await.json()["items"], json!([]));
        let accepted = t.audit().of(Outcome::Allowed, "invitation.accept", account["id"].as_str().unwrap()).await;
        assert_eq!(accepted[0].detail["invitation"], invited["invitation"]["id"]);
        assert_eq!(accepted[0].actor.name.as_deref(), Some("Grace Hopper"));
    }

    async fn an_address_with_an_account_is_not_invited(t) {
        let administrator = t.administrator().await;
        let known = t.email_of(&t.stranger().await).await;

        administrator.post(INVITATIONS, &invitation(&known)).await.is_problem("taken");
        administrator.post(INVITATIONS, &invitation("nobody")).await.is_problem("invalid_request");
        let mut nowhere = invitation(&address());
        nowhere["groups"] = json!([format!("group_{}", unique())]);
        administrator.post(INVITATIONS, &nowhere).await.is_problem("invalid_request");
    }

    async fn an_invitation_ends_after_a_week_and_can_be_sent_again(t) {
        let (administrator, email) = (t.administrator().await, address());
        let id = administrator.post(INVITATIONS, &invitation(&email)).await.is(201).json()["invitation"]["id"].clone();
        let first = t.mailbox.next(&email).await.token();
        t.clock.advance(7 * DAY);
        look(t, &first).await.is_problem("link_spent");
        accept(t, &first).await.is_problem("link_spent");

        let administrator = t.administrator().await;
        let path = format!("{INVITATIONS}/{}", id.as_str().unwrap());
        let again = administrator.send(Method::POST, &format!("{path}/resend"), None).await.is(200).json();
        let second = t.mailbox.next(&email).await.token();
        administrator.send(Method::POST, &format!("{path}/resend"), None).await.is(200);
        let third = t.mailbox.next(&email).await.token();

        assert_eq!(again["invitation"]["id"], id);
        look(t, &second).await.is_problem("link_spent");
        look(t, &third).await.is(200);
        let listed = administrator.get(INVITATIONS).await.json();
        assert_eq!(listed["items"].as_array().unwrap().len(), 1);
        assert!(!listed.to_string().contains(&third));
    }

    async fn an_invitation_that_was_taken_back_is_good_for_nothing(t) {
        let (administrator, email) = (t.administrator().await, address());
        let id = administrator.post(INVITATIONS, &invitation(&email)).await.is(201).json()["invitation"]["id"].clone();
        let token = t.mailbox.next(&email).await.token();
        let path = format!("{INVITATIONS}/{}", id.as_str().unwrap());

        administrator.delete(&path).await.is(204);

        accept(t, &token).await.is_problem("link_spent");
        administrator.delete(&path).await.is_not_found();
    }

    async fn many_are_invited_at_once_each_for_themselves(t) {
        let administrator = t.administrator().await;
        let (first, second) = (address(), address());
        let known = t.email_of(&t.stranger().await).await;
        let items = json!([invitation(&first), invitation(&known), invitation("nobody"), invitation(&second), invitation(&first)]);

        let answer = administrator.post(&format!("{INVITATIONS}/bulk"), &json!({ "items": items })).await.is(200).json();

        let codes: Vec<_> = answer["items"].as_array().unwrap().iter().map(|item| item["problem"]["code"].clone()).collect();
        assert_eq!(codes, [json!(null), json!("taken"), json!("invalid_request"), json!(null), json!("taken")]);
        assert_eq!(answer["items"][2]["problem"]["errors"][0]["path"], "email");
        for email in [&first, &second] {
            let token = t.mailbox.next(email).await.token();
            accept(t, &token).await.is(200);
        }
        let too_many: Vec<_> = (0..501).map(|_| invitation(&first)).collect();
        administrator.post(&format!("{INVITATIONS}/bulk"), &json!({ "items": too_many })).await.is_problem("invalid_request");
        let recorded = t.audit().of(Outcome::Allowed, "invitation.create", t.home).await;
        assert_eq!(recorded[0].detail["invited"].as_array().unwrap().len(), 2);
    }

    async fn of_fifty_who_accept_one_invitation_one_gets_the_account(t) {
        let (administrator, email) = (t.administrator().await, address());
        administrator.post(INVITATIONS, &invitation(&email)).await.is(201);
        let token = t.mailbox.next(&email).await.token();
        let barrier = Arc::new(Barrier::new(50));

        let everyone = (0..50).map(|_| {
            let (barrier, token) = (Arc::clone(&barrier), token.clone());
            async move {
                barrier.wait().await;
                accept(t, &token).await
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
async fn without_a_mail_server_the_link_is_shown_once() {
    let t = &TestServer::without_mail(Backend::Sqlite).await;
    let (administrator, email) = (t.administrator().await, address());

    let invited = administrator
        .post(INVITATIONS, &invitation(&email))
        .await
        .is(201)
        .json();

    let link = invited["link"].as_str().unwrap();
    let (page, token) = link.split_once("#token=").unwrap();
    assert_eq!(page, format!("{}/join", t.origin.as_url()));
    assert!(!administrator.get(INVITATIONS).await.text().contains(token));
    let reply = accept(t, token).await.is(200);
    // Whoever was handed the link has not shown that they read the mail of the address.
    let account = Visitor::with_cookie(t, reply.cookie())
        .get("/api/v1/account")
        .await
        .json();
    assert_eq!(account["email_verified_at"], json!(null));
    assert_eq!(
        administrator.get("/api/v1/mail").await.json()["items"],
        json!([])
    );
}
