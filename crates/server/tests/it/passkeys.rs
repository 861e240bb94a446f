//! Passkeys: beside the password, alone, and what is no passkey of the person who comes.

use crate::support::{TestServer, Visitor, both, log};
use sallyport_model::factor::Factor;
use serde_json::{Value, json};
use std::time::Duration;

const SESSION: &str = "/api/v1/session";
const FACTORS: &str = "/api/v1/account/factors";

async fn challenge(t: &TestServer) -> Value {
    t.anonymous()
        .post("/api/v1/session/passkey/challenge", &json!({}))
        .await
        .is(200)
        .json()
}

async fn alone(t: &TestServer, ticket: &Value, credential: &Value) -> crate::support::Reply {
    let body = json!({ "ticket": ticket, "credential": credential });
    t.anonymous().post("/api/v1/session/passkey", &body).await
}

async fn beside(t: &TestServer, ticket: &Value, credential: &Value) -> crate::support::Reply {
    let body = json!({ "ticket": ticket, "method": "passkey", "credential": credential });
    t.anonymous()
        .post("/api/v1/session/second-factor", &body)
        .await
}

both! {
    async fn a_passkey_completes_a_sign_in(t) {
        let (visitor, mut key) = t.with_passkey(&t.stranger().await).await;
        let origin = t.origin.as_url();

        let step = t.half_signed_in(&visitor).await;
        let done = beside(t, &step["ticket"], &key.sign(&step["passkey"], &origin)).await.is(200);

        assert_eq!(step["methods"], json!(["passkey", "recovery"]));
        assert_eq!(done.json()["person"]["id"], json!(visitor.person));
        Visitor::with_cookie(t, done.cookie()).get(SESSION).await.is(200);
        let list = visitor.get(FACTORS).await.is(200).json();
        assert_eq!(list["items"][0]["last_used_at"], json!(t.now()));
    }

    async fn a_passkey_signs_in_alone_and_nothing_else_is_asked_for(t) {
        let (visitor, mut key) = t.with_passkey(&t.stranger().await).await;
        t.enrolled(&visitor).await;

        let asked = challenge(t).await;
        let done = alone(t, &asked["ticket"], &key.sign(&asked["options"], &t.origin.as_url())).await.is(200);

        assert_eq!(asked["options"]["allowCredentials"], json!([]));
        assert_eq!(asked["options"]["userVerification"], "required");
        assert_eq!(done.json()["state"], "signed_in");
        assert_eq!(done.json()["person"]["id"], json!(visitor.person));
        Visitor::with_cookie(t, done.cookie()).get(SESSION).await.is(200);
    }

    async fn a_challenge_is_good_once_and_for_a_while(t) {
        let (_, mut key) = t.with_passkey(&t.stranger().await).await;
        let origin = t.origin.as_url();
        let asked = challenge(t).await;
        let signed = key.sign(&asked["options"], &origin);

        alone(t, &asked["ticket"], &signed).await.is(200);
        alone(t, &asked["ticket"], &signed).await.is_problem("wrong_code");
        alone(t, &asked["ticket"], &key.sign(&asked["options"], &origin)).await.is_problem("wrong_code");
        let late = challenge(t).await;
        t.clock.advance(Duration::from_secs(15 * 60));
        alone(t, &late["ticket"], &key.sign(&late["options"], &origin)).await.is_problem("link_spent");
        alone(t, &json!("sealed1.AAAA"), &key.sign(&late["options"], &origin)).await.is_problem("link_spent");
    }

    async fn an_answer_to_another_challenge_or_for_another_site_is_refused(t) {
        let (visitor, mut key) = t.with_passkey(&t.stranger().await).await;
        let origin = t.origin.as_url();
        let (one, other) = (challenge(t).await, challenge(t).await);

        alone(t, &one["ticket"], &key.sign(&other["options"], &origin)).await.is_problem("wrong_code");
        for elsewhere in ["https://localhost.example.com", "http://localhost:1", "https://localhost"] {
            alone(t, &one["ticket"], &key.sign(&one["options"], elsewhere)).await.is_problem("wrong_code");
        }
        let mut spoofed = one["options"].clone();
        spoofed["rpId"] = json!("example.com");
        alone(t, &one["ticket"], &key.sign(&spoofed, &origin)).await.is_problem("wrong_code");
        let step = t.half_signed_in(&visitor).await;
        beside(t, &step["ticket"], &key.sign(&one["options"], &origin)).await.is_problem("wrong_code");
        beside(t, &step["ticket"], &json!({ "id": "nothing" })).await.is_problem("wrong_code");
        alone(t, &one["ticket"], &key.sign(&one["options"], &origin)).await.is(200);
    }

    async fn a_device_that_has_not_made_sure_of_its_owner_is_refused(t) {
        let (visitor, mut key) = t.with_passkey(&t.stranger().await).await;
        let origin = t.origin.as_url();
        key.flags = 0x01;

        let asked = challenge(t).await;
        alone(t, &asked["ticket"], &key.sign(&asked["options"], &origin)).await.is_problem("wrong_code");
        let step = t.half_signed_in(&visitor).await;
        beside(t, &step["ticket"], &key.sign(&step["passkey"], &origin)).await.is_problem("wrong_code");
    }

    async fn a_copy_of_a_device_is_noticed(t) {
        let (_, mut key) = t.with_passkey(&t.stranger().await).await;
        let origin = t.origin.as_url();
        for _ in 0..2 {
            let asked = challenge(t).await;
            alone(t, &asked["ticket"], &key.sign(&asked["options"], &origin)).await.is(200);
        }

        key.counts_from(0);

        let asked = challenge(t).await;
        alone(t, &asked["ticket"], &key.sign(&asked["options"], &origin)).await.is_problem("wrong_code");
    }

    async fn a_passkey_that_claims_to_be_somebody_elses_is_refused(t) {
        let (theirs, _) = t.with_passkey(&t.administrator().await).await;
        let (_, mut key) = t.with_passkey(&t.stranger().await).await;
        let begun = theirs.post(FACTORS, &json!({ "kind": "passkey" })).await.is(200).json();
        key.claims_to_be_of(begun["passkey"]["user"]["id"].as_str().unwrap().to_owned());

        let asked = challenge(t).await;

        alone(t, &asked["ticket"], &key.sign(&asked["options"], &t.origin.as_url())).await.is_problem("wrong_code");
    }

    async fn a_passkey_of_a_disabled_account_is_refused(t) {
        let (visitor, mut key) = t.with_passkey(&t.stranger().await).await;
        let path = format!("/api/v1/people/{}", visitor.person.unwrap());
        t.administrator().await.patch(&path, &json!({ "status": "disabled" })).await.is(200);

        let asked = challenge(t).await;

        alone(t, &asked["ticket"], &key.sign(&asked["options"], &t.origin.as_url())).await.is_problem("wrong_code");
    }

    async fn a_person_has_several_passkeys_and_a_device_is_asked_for_a_new_one_once(t) {
        let (visitor, _) = t.with_passkey(&t.stranger().await).await;
        let (visitor, mut second) = t.with_passkey(&visitor).await;

        let begun = visitor.post(FACTORS, &json!({ "kind": "passkey" })).await.is(200).json();
        let asked = challenge(t).await;

        assert_eq!(begun["passkey"]["excludeCredentials"].as_array().unwrap().len(), 2);
        assert_eq!(begun["passkey"]["rp"]["id"], "localhost");
        assert_eq!(begun["passkey"]["authenticatorSelection"]["residentKey"], "preferred");
        alone(t, &asked["ticket"], &second.sign(&asked["options"], &t.origin.as_url())).await.is(200);
    }

    async fn a_removed_passkey_signs_nobody_in(t) {
        let (visitor, mut key) = t.with_passkey(&t.stranger().await).await;
        let list = visitor.get(FACTORS).await.is(200).json();
        let path = format!("{FACTORS}/{}", list["items"][0]["id"].as_str().unwrap());
        visitor.delete(&path).await.is(204);

        let asked = challenge(t).await;

        alone(t, &asked["ticket"], &key.sign(&asked["options"], &t.origin.as_url())).await.is_problem("wrong_code");
        t.by_password(&visitor).await.is(200).cookie();
    }

    async fn a_passkey_proves_anew_who_somebody_is(t) {
        let (visitor, mut key) = t.with_passkey(&t.stranger().await).await;
        let old = t.unproved(&visitor).await;
        let path = format!("{SESSION}/proof");
        let asked = old.post(&format!("{path}/challenge"), &json!({})).await.is(200).json();
        let signed = key.sign(&asked["passkey"], &t.origin.as_url());
        let body = json!({ "ticket": asked["ticket"], "method": "passkey", "credential": signed });

        let proved = old.post(&path, &body).await.is(200);

        let fresh = old.renewed(t, proved.cookie());
        fresh.post(FACTORS, &json!({ "kind": "passkey" })).await.is(200);
    }

    async fn a_credential_that_was_altered_or_is_another_passkeys_lets_nobody_in(t) {
        log::keep_errors();
        let (victim, mut own) = t.with_passkey(&t.stranger().await).await;
        let (thief, mut stolen) = t.with_passkey(&t.stranger().await).await;
        let begun = victim.post(FACTORS, &json!({ "kind": "passkey" })).await.is(200).json();
        stolen.claims_to_be_of(begun["passkey"]["user"]["id"].as_str().unwrap().to_owned());
        let (before, theirs) = (factor_of(t, &victim).await, factor_of(t, &thief).await);
        assert_eq!((before.public.len(), before.sealed.is_some()), (0, true));
        let altered = |at: usize| {
            let mut sealed = before.sealed.clone().unwrap();
            sealed[at] ^= 1;
            Factor { sealed: Some(sealed), ..before.clone() }
        };
        let last = before.sealed.as_ref().unwrap().len() - 1;
        let forged = [
            // The other's credential, in one's own row; and the other's row, with another person.
            Factor { sealed: theirs.sealed.clone(), handle: theirs.handle.clone(), ..before.clone() },
            Factor { person: before.person, ..theirs.clone() },
            Factor { sealed: theirs.sealed.clone(), ..before.clone() },
            Factor { handle: theirs.handle.clone(), ..before.clone() },
            Factor { sealed: None, ..before.clone() },
            altered(last),
            altered(last / 2),
        ];

        for forged in forged {
            put(t, &[&before, &theirs], &forged).await;
            let said = || log::errors_with(&format!("table factor, column sealed, row {} is corrupt", forged.id));
            let already = said();
            for key in [&mut stolen, &mut own] {
                let asked = challenge(t).await;
                alone(t, &asked["ticket"], &key.sign(&asked["options"], &t.origin.as_url())).await.is_problem("internal");
            }
            t.by_password(&victim).await.is_problem("internal");
            assert_eq!(said(), already + 3, "{forged:?}");
        }
        put(t, &[&before, &theirs], &before).await;
        let asked = challenge(t).await;
        alone(t, &asked["ticket"], &own.sign(&asked["options"], &t.origin.as_url())).await.is(200);
    }

    async fn what_a_challenge_is_judged_by_is_its_own_tickets(t) {
        log::keep_errors();
        let (one, mut key) = t.with_passkey(&t.stranger().await).await;
        let (other, _) = t.with_passkey(&t.stranger().await).await;
        let (step, another) = (t.half_signed_in(&one).await, t.half_signed_in(&other).await);
        let hash = |step: &Value| sallyport_identity::one_time::hash(step["ticket"].as_str().unwrap());
        let mut tx = t.store.begin(t.home).await.unwrap();
        let kept = tx.one_time(&hash(&step)).await.unwrap().unwrap();
        assert!(kept.detail["passkey"].is_string(), "{:?}", kept.detail);
        tx.put_one_time_detail(&hash(&another), &kept.detail).await.unwrap();
        t.commit(tx).await;
        let already = log::errors_with("table one_time, column detail, row sign_in is corrupt");

        let signed = key.sign(&step["passkey"], &t.origin.as_url());
        beside(t, &another["ticket"], &signed).await.is_problem("internal");

        assert_eq!(log::errors_with("table one_time, column detail, row sign_in is corrupt"), already + 1);
        beside(t, &step["ticket"], &signed).await.is(200);
    }
}

async fn factor_of(t: &TestServer, visitor: &Visitor<'_>) -> Factor {
    let mut read = t.store.read(t.home).await.unwrap();
    read.factors_of(visitor.person.unwrap())
        .await
        .unwrap()
        .remove(0)
}

/// Puts a row in the place of those, as somebody could who writes to the database itself.
async fn put(t: &TestServer, those: &[&Factor], row: &Factor) {
    let mut tx = t.store.begin(t.home).await.unwrap();
    for factor in those {
        if tx.factor(factor.id).await.unwrap().is_some() {
            tx.remove_factor(factor.id).await.unwrap();
        }
    }
    tx.add_factor(row).await.unwrap();
    t.commit(tx).await;
}
