//! Second factors: authenticator apps, recovery codes and codes by e-mail, from adding one to signing in with it.

use crate::support::{Enrolled, Reply, TestServer, both, code_in, code_of, log};
use sallyport_model::factor::Factor;
use sallyport_policy::Outcome;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Barrier;

const SESSION: &str = "/api/v1/session";
const FACTORS: &str = "/api/v1/account/factors";
const STEP: Duration = Duration::from_secs(30);

/// A code that is none.
fn wrong(key: &str, t: &TestServer) -> String {
    let right: Vec<_> = [-30, 0, 30]
        .map(|off| {
            code_of(
                key,
                t.now().checked_add(jiff::Span::new().seconds(off)).unwrap(),
            )
        })
        .into();
    let is_none = |code: &String| !right.contains(code);
    (0..10)
        .map(|n| format!("{n}{n}{n}{n}{n}{n}"))
        .find(is_none)
        .unwrap()
}

/// Fifty at one barrier, each doing the same.
async fn fifty<'t, F, Fut>(act: F) -> Vec<Reply>
where
    F: Fn(usize) -> Fut,
    Fut: Future<Output = Reply> + 't,
{
    let barrier = Arc::new(Barrier::new(50));
    let all = (0..50).map(|number| {
        let (barrier, act) = (Arc::clone(&barrier), act(number));
        async move {
            barrier.wait().await;
            act.await
        }
    });
    futures::future::join_all(all).await
}

fn count(replies: &[Reply], code: &str) -> usize {
    replies.iter().filter(|reply| reply.code() == code).count()
}

/// One got through; the others were told that they are too late, or to wait: only so many are judged at once.
fn one_got_through(replies: &[Reply], late: &str) {
    let won = replies.iter().filter(|reply| reply.status.is_success());
    assert_eq!(won.count(), 1);
    assert!(count(replies, late) > 0);
    assert_eq!(count(replies, late) + count(replies, "rate_limited"), 49);
}

async fn tickets(t: &TestServer, someone: &Enrolled<'_>, how_many: usize) -> Vec<Value> {
    let mut tickets = Vec::new();
    for _ in 0..how_many {
        tickets.push(t.half_signed_in(&someone.visitor).await["ticket"].clone());
    }
    tickets
}

both! {
    async fn a_right_password_is_half_a_sign_in_for_whoever_has_a_factor(t) {
        let someone = t.enrolled(&t.stranger().await).await;

        let step = t.half_signed_in(&someone.visitor).await;
        let done = t.answer(&step["ticket"], "totp", &code_of(&someone.key, t.now())).await.is(200);

        assert_eq!(step["methods"], json!(["totp", "recovery"]));
        assert_eq!(step["passkey"], json!(null));
        assert_eq!(done.json()["state"], "signed_in");
        assert_eq!(done.json()["person"]["id"], json!(someone.visitor.person));
        let visitor = someone.visitor.renewed(t, done.cookie());
        visitor.get(SESSION).await.is(200);
        t.answer(&step["ticket"], "totp", &code_of(&someone.key, t.now())).await.is_problem("link_spent");
        let records = t.audit().of(Outcome::Allowed, "session.second_factor", t.home).await;
        assert_eq!(records[0].detail["method"], "totp");
        assert_eq!(records[0].actor.id, someone.visitor.person.map(|id| id.to_string()));
    }

    async fn a_code_is_good_once_and_none_from_before_it_is(t) {
        let someone = t.enrolled(&t.stranger().await).await;
        let before = code_of(&someone.key, t.now().checked_sub(STEP).unwrap());
        let now = code_of(&someone.key, t.now());
        let all = tickets(t, &someone, 4).await;

        // The one that the factor was added with.
        t.answer(&all[0], "totp", &before).await.is_problem("wrong_code");
        t.answer(&all[0], "totp", &now).await.is(200);
        t.answer(&all[1], "totp", &now).await.is_problem("wrong_code");
        t.answer(&all[2], "totp", &before).await.is_problem("wrong_code");
        t.clock.advance(STEP);
        t.answer(&all[3], "totp", &code_of(&someone.key, t.now())).await.is(200);
    }

    async fn a_clock_may_be_off_by_a_step_and_no_more(t) {
        let someone = t.enrolled(&t.stranger().await).await;
        t.clock.advance(STEP * 4);
        let off = |steps: i64| {
            let off = jiff::Span::new().seconds(steps * 30);
            code_of(&someone.key, t.now().checked_add(off).unwrap())
        };
        let ticket = t.half_signed_in(&someone.visitor).await["ticket"].clone();

        for steps in [-2, 2] {
            t.answer(&ticket, "totp", &off(steps)).await.is_problem("wrong_code");
        }
        t.answer(&ticket, "totp", &off(-1)).await.is(200);
        let ticket = t.half_signed_in(&someone.visitor).await["ticket"].clone();
        t.answer(&ticket, "totp", &off(1)).await.is(200);
    }

    async fn of_fifty_sign_ins_with_one_code_one_gets_through(t) {
        let someone = t.enrolled(&t.stranger().await).await;
        let (all, code) = (tickets(t, &someone, 50).await, code_of(&someone.key, t.now()));

        let replies = fifty(|number| t.answer(&all[number], "totp", &code)).await;

        one_got_through(&replies, "wrong_code");
    }

    async fn of_fifty_sign_ins_with_one_recovery_code_one_gets_through(t) {
        let someone = t.enrolled(&t.stranger().await).await;
        let all = tickets(t, &someone, 50).await;

        let replies = fifty(|number| t.answer(&all[number], "recovery", &someone.codes[3])).await;

        one_got_through(&replies, "wrong_code");
        let list = someone.visitor.get(FACTORS).await.is(200).json();
        assert_eq!(list["recovery_codes_left"], 9);
    }

    async fn of_fifty_answers_to_one_ticket_one_gets_through(t) {
        let someone = t.enrolled(&t.stranger().await).await;
        let ticket = t.half_signed_in(&someone.visitor).await["ticket"].clone();

        let replies = fifty(|number| {
            let code = &someone.codes[number % someone.codes.len()];
            t.answer(&ticket, "recovery", code)
        }).await;

        one_got_through(&replies, "link_spent");
        let list = someone.visitor.get(FACTORS).await.is(200).json();
        assert_eq!(list["recovery_codes_left"], 9);
    }

    async fn five_wrong_answers_end_a_ticket_however_many_come_at_once(t) {
        let someone = t.enrolled(&t.stranger().await).await;
        let (ticket, none) = (t.half_signed_in(&someone.visitor).await["ticket"].clone(), wrong(&someone.key, t));

        let replies = fifty(|_| t.answer(&ticket, "totp", &none)).await;

        assert_eq!(count(&replies, "wrong_code"), 5);
        assert_eq!(count(&replies, "link_spent") + count(&replies, "rate_limited"), 45);
        t.clock.advance(STEP * 4);
        t.answer(&ticket, "totp", &code_of(&someone.key, t.now())).await.is_problem("link_spent");
        let failed = t.audit().of(Outcome::Failed, "session.second_factor", t.home).await;
        assert!(failed.len() > 5);
        assert!(failed.iter().any(|record| record.detail["reason"] == "wrong answer"));
    }

    async fn wrong_codes_count_with_the_account_whatever_ticket_they_come_with(t) {
        let someone = t.enrolled(&t.stranger().await).await;
        let all = tickets(t, &someone, 3).await;
        let none = wrong(&someone.key, t);
        for number in 0..10 {
            t.answer(&all[number / 5], "totp", &none).await.is_problem("wrong_code");
        }

        let waits = t.answer(&all[2], "totp", &code_of(&someone.key, t.now())).await.is_problem("rate_limited");

        assert!(waits.headers.contains_key("retry-after"));
        t.clock.advance(STEP);
        t.answer(&all[2], "totp", &code_of(&someone.key, t.now())).await.is(200);
    }

    async fn a_ticket_ends_after_ten_minutes_and_with_the_account(t) {
        let someone = t.enrolled(&t.stranger().await).await;
        let late = t.half_signed_in(&someone.visitor).await["ticket"].clone();
        t.clock.advance(Duration::from_secs(600));
        t.answer(&late, "totp", &code_of(&someone.key, t.now())).await.is_problem("link_spent");

        let ticket = t.half_signed_in(&someone.visitor).await["ticket"].clone();
        let path = format!("/api/v1/people/{}", someone.visitor.person.unwrap());
        t.administrator().await.patch(&path, &json!({ "status": "disabled" })).await.is(200);
        t.answer(&ticket, "totp", &code_of(&someone.key, t.now())).await.is_problem("link_spent");
    }

    async fn a_ticket_is_good_for_what_it_was_given_for_alone(t) {
        let someone = t.enrolled(&t.stranger().await).await;
        let of_sign_in = t.half_signed_in(&someone.visitor).await["ticket"].clone();
        let challenge = format!("{SESSION}/proof/challenge");
        let of_proof = someone.visitor.post(&challenge, &json!({})).await.is(200).json()["ticket"].clone();
        let code = code_of(&someone.key, t.now());

        let proof = json!({ "ticket": of_sign_in, "method": "totp", "code": code });
        someone.visitor.post(&format!("{SESSION}/proof"), &proof).await.is_problem("link_spent");
        t.answer(&of_proof, "totp", &code).await.is_problem("link_spent");
        let factor = json!({ "ticket": of_sign_in, "code": code, "name": "Another" });
        someone.visitor.post(&format!("{FACTORS}/confirm"), &factor).await.is_problem("link_spent");
        t.answer(&json!("nothing of the kind"), "totp", &code).await.is_problem("link_spent");

        let begun = someone.visitor.post(FACTORS, &json!({ "kind": "totp" })).await.is(200).json();
        let key = begun["totp"]["secret"].as_str().unwrap();
        let theirs = json!({ "ticket": begun["ticket"], "code": code_of(key, t.now()), "name": "Mine" });
        let other = t.stranger().await;
        other.post(&format!("{FACTORS}/confirm"), &theirs).await.is_problem("link_spent");
    }

    async fn a_factor_is_none_before_it_is_shown_to_work(t) {
        let visitor = t.stranger().await;
        let begun = visitor.post(FACTORS, &json!({ "kind": "totp" })).await.is(200).json();
        let key = begun["totp"]["secret"].as_str().unwrap();
        let uri = begun["totp"]["uri"].as_str().unwrap();
        assert!(uri.starts_with("otpauth://totp/Sallyport:") && uri.contains(key), "{uri}");

        let body = json!({ "ticket": begun["ticket"], "code": wrong(key, t), "name": "My telephone" });
        visitor.post(&format!("{FACTORS}/confirm"), &body).await.is_problem("wrong_code");

        assert_eq!(visitor.get(FACTORS).await.is(200).json()["items"], json!([]));
        t.by_password(&visitor).await.is(200).cookie();
    }

    async fn of_fifty_who_confirm_one_factor_one_does(t) {
        let visitor = t.stranger().await;
        let begun = visitor.post(FACTORS, &json!({ "kind": "totp" })).await.is(200).json();
        let code = code_of(begun["totp"]["secret"].as_str().unwrap(), t.now());
        let body = json!({ "ticket": begun["ticket"], "code": code, "name": "My telephone" });
        let path = format!("{FACTORS}/confirm");

        let replies = fifty(|_| visitor.post(&path, &body)).await;

        let won: Vec<_> = replies.iter().filter(|reply| reply.status == 201).collect();
        assert_eq!(won.len(), 1);
        let after = visitor.renewed(t, won[0].cookie());
        assert_eq!(after.get(FACTORS).await.json()["items"].as_array().unwrap().len(), 1);
    }

    async fn adding_a_factor_begins_the_session_anew_and_brings_recovery_codes_once(t) {
        let visitor = t.stranger().await;

        let someone = t.enrolled(&visitor).await;
        let again = t.enrolled(&someone.visitor).await;

        visitor.get(SESSION).await.is_problem("unauthenticated");
        assert_eq!((someone.codes.len(), again.codes.len()), (10, 0));
        let list = again.visitor.get(FACTORS).await.is(200).json();
        assert_eq!(list["items"].as_array().unwrap().len(), 2);
        assert_eq!(list["recovery_codes_left"], 10);
        assert_eq!(list["required"], false);
        assert_eq!(list["allowed"], json!(["totp", "passkey"]));
        let ticket = t.half_signed_in(&again.visitor).await["ticket"].clone();
        t.answer(&ticket, "totp", &code_of(&again.key, t.now())).await.is(200);
    }

    async fn new_recovery_codes_take_the_place_of_those_before(t) {
        let someone = t.enrolled(&t.stranger().await).await;
        let path = "/api/v1/account/recovery-codes";
        let new = someone.visitor.post(path, &json!({})).await.is(200).json();
        let ticket = t.half_signed_in(&someone.visitor).await["ticket"].clone();

        t.answer(&ticket, "recovery", &someone.codes[0]).await.is_problem("wrong_code");
        let typed = new["codes"][0].as_str().unwrap().replace('-', " ").to_uppercase();
        t.answer(&ticket, "recovery", &typed).await.is(200);

        assert_eq!(new["codes"].as_array().unwrap().len(), 10);
        t.stranger().await.post(path, &json!({})).await.is_problem("factor_not_allowed");
    }

    async fn a_factor_is_named_and_removed_by_its_owner_alone(t) {
        let (someone, other) = (t.enrolled(&t.stranger().await).await, t.administrator().await);
        let path = format!("{FACTORS}/{}", someone.factor);

        other.patch(&path, &json!({ "name": "Mine" })).await.is_not_found();
        other.delete(&path).await.is_not_found();
        someone.visitor.patch(&path, &json!({ "name": "" })).await.is_problem("invalid_request");
        someone.visitor.patch(&path, &json!({ "name": "Old telephone" })).await.is(204);
        let list = someone.visitor.get(FACTORS).await.is(200).json();
        assert_eq!(list["items"][0]["name"], "Old telephone");
        someone.visitor.delete(&path).await.is(204);

        let list = someone.visitor.get(FACTORS).await.is(200).json();
        assert_eq!((&list["items"], &list["recovery_codes_left"]), (&json!([]), &json!(0)));
        t.by_password(&someone.visitor).await.is(200).cookie();
    }

    async fn the_owner_of_an_account_is_told_of_every_change_of_its_factors(t) {
        let someone = t.enrolled(&t.stranger().await).await;
        let email = t.email_of(&someone.visitor).await;
        someone.visitor.post("/api/v1/account/recovery-codes", &json!({})).await.is(200);
        someone.visitor.delete(&format!("{FACTORS}/{}", someone.factor)).await.is(204);
        t.administrator().await.delete(&format!("/api/v1/people/{}/factors", someone.visitor.person.unwrap())).await.is(204);

        let mut subjects = Vec::new();
        for _ in 0..4 {
            let letter = t.mailbox.next(&email).await;
            subjects.push(letter.header("Subject").unwrap().to_owned());
            for secret in someone.codes.iter().chain([&someone.key]) {
                assert!(!letter.raw.contains(secret) && !letter.text.contains(secret));
            }
        }

        subjects.sort_unstable();
        let told = ["A second factor was added", "A second factor was removed", "New recovery codes", "Your second factors were reset"];
        assert_eq!(subjects, told);
    }

    async fn an_administrator_takes_all_factors_away_and_the_sessions_end(t) {
        let someone = t.enrolled(&t.stranger().await).await;
        let ticket = t.half_signed_in(&someone.visitor).await["ticket"].clone();
        let path = format!("/api/v1/people/{}/factors", someone.visitor.person.unwrap());
        let administrator = t.administrator().await;

        let list = administrator.get(&path).await.is(200);
        t.unproved(&administrator).await.delete(&path).await.is_problem("proof_required");
        administrator.delete(&path).await.is(204);

        assert_eq!(list.json()["items"][0]["kind"], "totp");
        assert!(!list.text().contains(&someone.key));
        someone.visitor.get(SESSION).await.is_problem("unauthenticated");
        t.answer(&ticket, "totp", &code_of(&someone.key, t.now())).await.is_problem("link_spent");
        t.by_password(&someone.visitor).await.is(200).cookie();
        let records = t.audit().of(Outcome::Allowed, "person.reset_factors", someone.visitor.person.unwrap()).await;
        assert_eq!(records[0].detail["removed"], json!(["totp"]));
    }

    async fn a_factor_proves_anew_who_somebody_is(t) {
        let someone = t.enrolled(&t.stranger().await).await;
        let old = t.unproved(&someone.visitor).await;
        let path = format!("{SESSION}/proof");
        old.post(FACTORS, &json!({ "kind": "totp" })).await.is_problem("proof_required");
        let asked = old.post(&format!("{path}/challenge"), &json!({})).await.is(200).json();
        assert_eq!(asked["methods"], json!(["password", "totp", "recovery"]));
        let body = |code: &str| json!({ "ticket": asked["ticket"], "method": "totp", "code": code });

        old.post(&path, &body(&wrong(&someone.key, t))).await.is_problem("proof_failed");
        old.post(&path, &json!({ "method": "totp", "code": "123456" })).await.is_problem("invalid_request");
        let proved = old.post(&path, &body(&code_of(&someone.key, t.now()))).await.is(200);

        let fresh = old.renewed(t, proved.cookie());
        fresh.post(FACTORS, &json!({ "kind": "totp" })).await.is(200);
        old.get(SESSION).await.is_problem("unauthenticated");
        fresh.post(&path, &body(&code_of(&someone.key, t.now()))).await.is_problem("link_spent");
    }

    async fn adding_and_removing_factors_takes_a_fresh_proof(t) {
        let someone = t.enrolled(&t.stranger().await).await;
        let old = t.unproved(&someone.visitor).await;

        old.post(FACTORS, &json!({ "kind": "totp" })).await.is_problem("proof_required");
        old.delete(&format!("{FACTORS}/{}", someone.factor)).await.is_problem("proof_required");
        old.post("/api/v1/account/recovery-codes", &json!({})).await.is_problem("proof_required");
        old.get(FACTORS).await.is(200);
    }

    async fn no_secret_of_a_factor_is_in_a_record(t) {
        let someone = t.enrolled(&t.stranger().await).await;
        let ticket = t.half_signed_in(&someone.visitor).await["ticket"].clone();
        let code = code_of(&someone.key, t.now());
        t.answer(&ticket, "totp", &wrong(&someone.key, t)).await.is_problem("wrong_code");
        t.answer(&ticket, "totp", &code).await.is(200);
        let ticket = ticket.as_str().unwrap();

        let records = format!("{:?}", t.audit().everything().await);

        for secret in someone.codes.iter().map(String::as_str).chain([someone.key.as_str(), ticket]) {
            assert!(!records.contains(secret));
        }
        assert!(!records.contains(&format!("\"{code}\"")));
    }

    async fn the_key_of_an_app_is_good_for_its_owner_alone(t) {
        let (theirs, other) = (t.enrolled(&t.stranger().await).await, t.enrolled(&t.stranger().await).await);
        let mut tx = t.store.begin(t.home).await.unwrap();
        let mut copy = tx.factors_of(theirs.visitor.person.unwrap()).await.unwrap().remove(0);
        let own = tx.factors_of(other.visitor.person.unwrap()).await.unwrap().remove(0);
        tx.remove_factor(copy.id).await.unwrap();
        tx.remove_factor(own.id).await.unwrap();
        // What somebody who can write to the store might try: their own key in another's row.
        copy.person = own.person;
        copy.id = own.id;
        tx.add_factor(&copy).await.unwrap();
        t.commit(tx).await;
        t.clock.advance(STEP);
        let ticket = t.half_signed_in(&other.visitor).await["ticket"].clone();

        let reply = t.answer(&ticket, "totp", &code_of(&theirs.key, t.now())).await;

        assert_eq!(reply.code(), "internal");
        assert!(reply.headers.get("set-cookie").is_none());
    }

    async fn codes_by_e_mail_are_offered_where_the_tenant_allows_them(t) {
        let visitor = t.stranger().await;
        visitor.post(FACTORS, &json!({ "kind": "email" })).await.is_problem("factor_not_allowed");
        visitor.post(FACTORS, &json!({ "kind": "sms" })).await.is_problem("factor_not_allowed");
        t.asks(|policy| policy.second_factor.email_codes = true).await;
        let email = t.email_of(&visitor).await;

        let begun = visitor.post(FACTORS, &json!({ "kind": "email" })).await.is(200).json();
        let letter = t.mailbox.next(&email).await;
        let body = json!({ "ticket": begun["ticket"], "code": code_in(&letter.text), "name": "My mailbox" });
        let added = visitor.post(&format!("{FACTORS}/confirm"), &body).await.is(201);

        let shown = added.json()["factor"]["detail"].as_str().unwrap().to_owned();
        assert!(shown.ends_with("@example.com") && shown.contains('…') && !email.contains(&shown), "{shown}");
        assert_eq!(begun["sent_to"], json!(shown));
        let visitor = visitor.renewed(t, added.cookie());
        visitor.post(FACTORS, &json!({ "kind": "email" })).await.is_problem("factor_not_allowed");
        t.asks(|policy| policy.second_factor.email_codes = false).await;
        t.by_password(&visitor).await.is(200).cookie();
    }

    async fn a_code_by_e_mail_is_good_for_its_own_sign_in_and_once(t) {
        t.asks(|policy| policy.second_factor.email_codes = true).await;
        let visitor = t.stranger().await;
        let email = t.email_of(&visitor).await;
        let begun = visitor.post(FACTORS, &json!({ "kind": "email" })).await.is(200).json();
        let body = json!({ "ticket": begun["ticket"], "code": code_in(&t.mailbox.next(&email).await.text), "name": "My mailbox" });
        visitor.post(&format!("{FACTORS}/confirm"), &body).await.is(201);
        let told = t.mailbox.next(&email).await;
        assert_eq!(told.header("Subject"), Some("A second factor was added"));
        let (one, other) = (t.half_signed_in(&visitor).await["ticket"].clone(), t.half_signed_in(&visitor).await["ticket"].clone());
        let send = async |ticket: &Value, method: &str| {
            let body = json!({ "ticket": ticket, "method": method });
            t.anonymous().post("/api/v1/session/second-factor/code", &body).await
        };

        send(&one, "email").await.is(204);
        let first = code_in(&t.mailbox.next(&email).await.text);
        send(&one, "sms").await.is_problem("factor_not_allowed");
        send(&json!("none"), "email").await.is_problem("link_spent");
        t.clock.advance(STEP);
        send(&one, "email").await.is(204);
        let second = code_in(&t.mailbox.next(&email).await.text);
        assert_eq!(t.mailbox.unread(&email), 0);

        t.answer(&other, "email", &second).await.is_problem("wrong_code");
        t.answer(&one, "email", &first).await.is_problem("wrong_code");
        t.answer(&one, "email", &second).await.is(200);
        t.answer(&one, "email", &second).await.is_problem("link_spent");
        // Letters are sent to nobody by the heap.
        let mut more = Vec::new();
        for _ in 0..5 {
            more.push(send(&other, "email").await);
        }
        assert!(count(&more, "rate_limited") > 0);
    }

    async fn the_key_of_an_app_is_its_persons_and_its_factors_own(t) {
        log::keep_errors();
        let (victim, thief) = (t.enrolled(&t.stranger().await).await, t.enrolled(&t.stranger().await).await);
        let mut read = t.store.read(t.home).await.unwrap();
        let before = read.factor(victim.factor.parse().unwrap()).await.unwrap().unwrap();
        let theirs = read.factor(thief.factor.parse().unwrap()).await.unwrap().unwrap();
        drop(read);
        t.clock.advance(STEP);

        for forged in [
            Factor { person: before.person, ..theirs.clone() },
            Factor { sealed: theirs.sealed.clone(), ..before.clone() },
        ] {
            let mut tx = t.store.begin(t.home).await.unwrap();
            tx.remove_factors_of(before.person).await.unwrap();
            tx.remove_factors_of(theirs.person).await.unwrap();
            tx.add_factor(&forged).await.unwrap();
            t.commit(tx).await;
            let ticket = t.half_signed_in(&victim.visitor).await["ticket"].clone();

            t.answer(&ticket, "totp", &code_of(&thief.key, t.now())).await.is_problem("internal");

            let words = format!("table factor, column sealed, row {} is corrupt", forged.id);
            assert_eq!(log::errors_with(&words), 1);
        }
    }
}
