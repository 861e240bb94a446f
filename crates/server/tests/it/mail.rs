//! The queue of e-mails: sent off the request path, tried again, given up, and never shown.

use crate::support::{Backend, TestServer, Visitor, both};
use http::Method;
use sallyport_model::mail::MailState;
use serde_json::{Value, json};
use std::time::Duration;

const MAIL: &str = "/api/v1/mail";

/// The newest letter of the queue, once it is in that state.
async fn newest(who: &Visitor<'_>, state: &str) -> Value {
    let found = async {
        loop {
            let list = who.get(MAIL).await.is(200).json();
            if list["items"][0]["state"] == state {
                return list["items"][0].clone();
            }
            tokio::task::yield_now().await;
        }
    };
    let found = tokio::time::timeout(Duration::from_secs(60), found).await;
    found.unwrap_or_else(|_| panic!("no letter becomes {state}"))
}

async fn retry(who: &Visitor<'_>, letter: &Value) -> crate::support::Reply {
    let path = format!("{MAIL}/{}/retry", letter["id"].as_str().unwrap());
    who.send(Method::POST, &path, None).await
}

both! {
    async fn a_letter_is_text_and_html_and_is_forgotten_once_it_is_sent(t) {
        t.lift_rates().await;
        let administrator = t.administrator().await;
        let email = t.email_of(&administrator).await;

        administrator.post(&format!("{MAIL}/test"), &json!({})).await.is(202);

        let letter = t.mailbox.next(&email).await;
        assert!(letter.text.contains("arrives") && letter.html.contains("arrives"));
        assert!(letter.html.contains("<!doctype html>"));
        assert_eq!(letter.header("From"), Some("Sallyport <sallyport@example.com>"));
        assert_eq!(letter.header("Auto-Submitted"), Some("auto-generated"));
        let sent = newest(&administrator, "sent").await;
        assert_eq!(sent["kind"], "test");
        assert_eq!(sent["attempts"], 1);
        let id = sent["id"].as_str().unwrap().parse().unwrap();
        assert!(letter.header("Message-ID").unwrap().contains(sent["id"].as_str().unwrap()));
        let kept = t.store.read(t.home).await.unwrap().mail(id).await.unwrap().unwrap();
        assert_eq!((kept.state, kept.body), (MailState::Sent, None));
        retry(&administrator, &sent).await.is_problem("stale");
    }

    async fn what_waits_is_kept_sealed_and_shown_to_nobody(t) {
        let (administrator, person) = (t.administrator().await, t.stranger().await);
        t.mailbox.refuse_next("451 come again");
        let path = format!("/api/v1/people/{}/password-reset", person.person.unwrap());
        administrator.post(&path, &json!({})).await.is(200);
        let list = administrator.get(MAIL).await.json();
        let id = list["items"][0]["id"].as_str().unwrap().parse().unwrap();

        let kept = t.store.read(t.home).await.unwrap().mail(id).await.unwrap().unwrap();

        let body = kept.body.unwrap();
        assert!(!body.windows(6).any(|part| part == b"token=" || part == b"reset#"));
        assert!(!list.to_string().contains("token"));
        // Moved to another letter, it does not open.
        let mut change = t.store.begin(t.home).await.unwrap();
        let mut other = change.mail(id).await.unwrap().unwrap();
        other.id = sallyport_kernel::id::MailId::from_bytes([9; 16]);
        other.created_at = t.now().checked_add(Duration::from_secs(1)).unwrap();
        other.body = Some(body);
        other.state = MailState::Waiting;
        other.next_at = Some(t.now());
        change.add_mail(&other).await.unwrap();
        let permit = sallyport_policy::SystemPermit::because("a test puts a letter in place");
        change.commit(permit.receipt(t.home, t.now(), "test.prepare", None)).await.unwrap();
        let failed = newest(&administrator, "failed").await;
        assert_eq!(failed["id"], other.id.to_string());
    }

    async fn a_letter_that_is_put_off_comes_a_minute_later(t) {
        t.lift_rates().await;
        let administrator = t.administrator().await;
        let email = t.email_of(&administrator).await;
        t.mailbox.refuse_next("451 come again");
        administrator.post(&format!("{MAIL}/test"), &json!({})).await.is(202);
        let put_off = async {
            loop {
                let letter = newest(&administrator, "waiting").await;
                if letter["last_error"].is_string() {
                    return letter;
                }
            }
        };
        let letter = tokio::time::timeout(Duration::from_secs(60), put_off).await.unwrap();
        assert!(letter["last_error"].as_str().unwrap().contains("451"), "{letter}");
        assert_eq!(t.mailbox.unread(&email), 0);

        t.clock.advance(Duration::from_secs(60));

        t.mailbox.next(&email).await;
        assert_eq!(newest(&administrator, "sent").await["attempts"], 2);
    }

    async fn a_letter_that_is_refused_for_good_is_given_up_and_can_be_tried_again(t) {
        t.lift_rates().await;
        let administrator = t.administrator().await;
        let email = t.email_of(&administrator).await;
        t.mailbox.refuse_next("550 no such mailbox");
        administrator.post(&format!("{MAIL}/test"), &json!({})).await.is(202);
        let letter = newest(&administrator, "failed").await;
        assert!(letter["last_error"].as_str().unwrap().contains("550"), "{letter}");
        assert_eq!(letter["next_at"], json!(null));

        retry(&administrator, &letter).await.is(204);

        t.mailbox.next(&email).await;
        newest(&administrator, "sent").await;
    }

    async fn a_letter_is_sent_if_its_act_is_done_and_only_then(t) {
        t.lift_rates().await;
        let administrator = t.administrator().await;
        let known = t.email_of(&t.stranger().await).await;
        let body = json!({ "email": known, "roles": [], "groups": [] });

        administrator.post("/api/v1/invitations", &body).await.is_problem("taken");

        assert_eq!(administrator.get(MAIL).await.json()["items"], json!([]));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_mail_server_there_is_no_test_letter() {
    let t = &TestServer::without_mail(Backend::Sqlite).await;

    let administrator = t.administrator().await;

    administrator
        .post(&format!("{MAIL}/test"), &json!({}))
        .await
        .is_problem("no_mail");
}
