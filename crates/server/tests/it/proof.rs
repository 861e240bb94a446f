//! Fresh proof of who one is, before what is sensitive.

use crate::support::{PASSWORD, TestServer, Visitor, both};
use sallyport_http::endpoints::api;
use sallyport_kernel::id::KeyId;
use sallyport_policy::Outcome;
use sallyport_policy::action::{Trait, named};
use serde_json::json;
use std::collections::BTreeSet;
use std::time::Duration;

const SESSION: &str = "/api/v1/session";
const PROOF: &str = "/api/v1/session/proof";

/// Every operation that is sensitive: keys, credentials, factors, roles, exports, policy, the sessions of others.
const SENSITIVE: &[&str] = &[
    "begin_factor",
    "change_email",
    "configure_datasource",
    "create_invitation",
    "create_invitations",
    "create_person",
    "delete_group",
    "delete_person",
    "create_own_key",
    "create_service_account",
    "create_service_account_key",
    "delete_service_account",
    "end_everyones_sessions",
    "end_other_sessions",
    "end_session",
    "end_session_of_person",
    "end_sessions_of_person",
    "export_audit",
    "remove_factor",
    "remove_sms_gateway",
    "renew_recovery_codes",
    "resend_invitation",
    "reset_factors",
    "reset_password_of_person",
    "rotate_own_key",
    "rotate_service_account_key",
    "set_sign_in_policy",
    "set_sms_gateway",
    "update_group",
    "update_person",
    "update_service_account",
];

/// Operations on the same nouns that are not sensitive, and why.
const NOT_SENSITIVE: &[(&str, &str)] = &[
    ("view_account", "it shows oneself to oneself"),
    ("rename_account", "a name gives nothing"),
    (
        "verify_email",
        "the link goes to the address that the account has",
    ),
    ("confirm_email", "the link is the proof"),
    ("confirm_registration", "the link is the proof"),
    ("look_at_registration", "it reads, with the link"),
    ("register", "it makes no account yet"),
    (
        "ask_for_reset",
        "it sends a link to the address that the account has",
    ),
    ("reset_password", "the link is the proof"),
    (
        "change_password",
        "it takes the current password, which is a proof itself",
    ),
    ("assess_password", "it judges a text, and changes nothing"),
    ("accept_invitation", "the link is the proof"),
    ("look_at_invitation", "it reads, with the link"),
    ("list_invitations", "it reads, and shows no link"),
    (
        "revoke_invitation",
        "it gives up a right, and must always go",
    ),
    ("list_mail", "it reads, and shows no text"),
    ("retry_mail", "it sends what was to be sent"),
    (
        "send_test_mail",
        "it sends a text without a secret to the caller",
    ),
    ("view_person", "it reads, and shows no secret"),
    ("list_own_keys", "it shows one's own, and no secret"),
    ("list_keys", "it reads, and shows no secret"),
    ("list_service_accounts", "it reads"),
    ("list_service_account_keys", "it reads, and shows no secret"),
    ("revoke_own_key", "it gives up a right, and must always go"),
    (
        "revoke_key",
        "it takes a right away, and must go at once when a key has leaked",
    ),
    (
        "revoke_service_account_key",
        "it takes a right away, and must go at once when a key has leaked",
    ),
    ("view_session", "it shows oneself to oneself"),
    ("sign_in", "it is a proof itself"),
    ("second_factor", "it is a proof itself"),
    ("passkey_sign_in", "it is a proof itself"),
    ("ask_passkey", "it is how a proof begins"),
    ("ask_proof", "it is how a proof begins"),
    ("send_code", "it is how a proof begins"),
    ("send_proof_code", "it is how a proof begins"),
    ("list_factors", "it shows one's own, and no secret"),
    ("list_factors_of_person", "it reads, and shows no secret"),
    (
        "confirm_factor",
        "it ends what was begun with a fresh proof",
    ),
    ("rename_factor", "a name gives nothing"),
    ("sign_out", "it gives up a right, and must always go"),
    ("prove_session", "it is the proof itself"),
    ("set_up", "the link is the proof"),
    ("list_sessions", "it shows one's own, and no secret"),
    ("list_sessions_of_person", "it reads, and shows no secret"),
    ("list_people", "it reads, and shows no secret"),
    ("list_groups", "it reads"),
    ("create_group", "a group without people gives nothing"),
    ("view_sign_in_options", "everybody may know it"),
    ("view_sign_in_policy", "it reads"),
    ("view_security", "it reads"),
    ("view_sms_gateway", "it reads, and shows no secret"),
    (
        "test_sms_gateway",
        "it sends a text without a secret, and how often is limited",
    ),
    ("list_records", "it reads a slice, and is recorded"),
    ("read_record", "it reads one record, and is recorded"),
    ("read_checkpoint", "it is meant to be shown around"),
    (
        "set_grant",
        "it shares one app, and its owner can take it back",
    ),
    (
        "set_workspace_grant",
        "it shares one workspace, and its owner can take it back",
    ),
    (
        "set_query_grant",
        "it shares one query, and its owner can take it back",
    ),
    ("list_grants", "it reads"),
    ("list_workspace_grants", "it reads"),
    ("create_datasource", "it has no credential yet"),
    ("rename_datasource", "it touches no credential"),
    ("delete_datasource", "it gives nobody anything"),
    ("list_datasources", "it reads, and shows no credential"),
    ("view_datasource", "it reads, and shows no credential"),
    (
        "test_datasource",
        "it uses a credential, and shows it to nobody",
    ),
    (
        "read_schema",
        "it uses a credential, and shows it to nobody",
    ),
];

/// What a path or a name speaks of when it may be about something sensitive.
const NOUNS: &[&str] = &[
    "account",
    "audit",
    "code",
    "credential",
    "datasource",
    "email",
    "export",
    "factor",
    "gateway",
    "grant",
    "group",
    "invitation",
    "key",
    "mail",
    "passkey",
    "password",
    "people",
    "person",
    "policy",
    "proof",
    "registration",
    "reset",
    "role",
    "security",
    "service-account",
    "session",
    "setup",
    "sign-in",
];

#[test]
fn every_operation_on_a_sensitive_noun_is_sensitive_or_says_why_not() {
    let api = api();
    let (mut fresh, mut unsaid) = (BTreeSet::new(), Vec::new());
    for route in api.routes() {
        if named(route.action).unwrap().traits.contains(&Trait::Fresh) {
            fresh.insert(route.id);
        } else {
            let about = |noun: &str| route.path.contains(noun) || route.id.contains(noun);
            let said = NOT_SENSITIVE.iter().any(|(id, _)| *id == route.id);
            if NOUNS.iter().any(|noun| about(noun)) && !said {
                unsaid.push(route.id);
            }
        }
    }

    let sensitive: BTreeSet<&str> = SENSITIVE.iter().copied().collect();
    assert_eq!(fresh, sensitive);
    assert!(
        unsaid.is_empty(),
        "fresh proof, or a reason against it: {unsaid:?}"
    );
    for (id, _) in NOT_SENSITIVE {
        assert!(
            api.routes().iter().any(|route| route.id == *id),
            "`{id}` is no operation"
        );
    }
}

async fn prove<'t>(t: &'t TestServer, who: &Visitor<'t>) -> Visitor<'t> {
    let reply = who
        .post(PROOF, &json!({ "password": PASSWORD }))
        .await
        .is(200);
    who.renewed(t, reply.cookie())
}

/// A key that was just made.
async fn own_key(t: &TestServer, who: &Visitor<'_>) -> KeyId {
    let keys = "/api/v1/account/keys";
    let body = json!({ "name": "a key", "permissions": ["read"], "expires_at": t.in_a_day() });
    let made = who.post(keys, &body).await.is(201).json();
    made["key"]["id"].as_str().unwrap().parse().unwrap()
}

both! {
    async fn every_sensitive_operation_asks_for_fresh_proof_and_goes_after_it(t) {
        let (administrator, api) = (t.administrator().await, api());
        for id in SENSITIVE {
            let who = t.unproved(&administrator).await;
            let route = api.routes().iter().find(|route| route.id == *id).unwrap();
            let mut on = t.things().await;
            if *id == "rotate_own_key" {
                // Nobody gets the secret of somebody else's.
                on.key = own_key(t, &t.again(&administrator).await).await;
            }
            let sample = t.sample(route, &on, &who).await;

            who.send(sample.method.clone(), &sample.path, sample.body.as_ref()).await.is_problem("proof_required");
            t.audit().denied(route.action, &sample.object).await;
            let who = prove(t, &who).await;
            let reply = who.send(sample.method, &sample.path, sample.body.as_ref()).await;

            assert!(reply.status.is_success(), "{id}: {}", reply.text());
        }
    }

    async fn a_proof_gives_the_session_another_secret_and_is_good_for_a_while(t) {
        let before = t.unproved(&t.administrator().await).await;
        let list = "/api/v1/account/sessions";
        let items = before.get(list).await.json()["items"].clone();
        let id = items.as_array().unwrap().iter().find(|one| one["current"] == true).unwrap()["id"].clone();

        let reply = before.post(PROOF, &json!({ "password": PASSWORD })).await.is(200);
        let after = before.renewed(t, reply.cookie());

        before.get(SESSION).await.is_problem("unauthenticated");
        let until = t.now().checked_add(Duration::from_secs(600)).unwrap();
        assert_eq!(reply.json()["proved_until"], until.to_string());
        assert_eq!(reply.json()["confined_for"], json!(null));
        let items = after.get(list).await.json()["items"].clone();
        assert!(items.as_array().unwrap().iter().any(|one| one["id"] == id && one["current"] == true));
        let path = format!("/api/v1/people/{}", t.stranger().await.person.unwrap());
        t.clock.advance(Duration::from_secs(599));
        after.patch(&path, &json!({ "name": "Another" })).await.is(200);
        t.clock.advance(Duration::from_secs(1));
        after.patch(&path, &json!({ "name": "A third" })).await.is_problem("proof_required");
    }

    async fn a_wrong_proof_changes_nothing_and_leaves_a_record(t) {
        let who = t.unproved(&t.administrator().await).await;

        let reply = who.post(PROOF, &json!({ "password": "not the password of anyone" })).await.is_problem("proof_failed");

        assert_eq!(reply.status, 403);
        assert!(reply.headers.get("set-cookie").is_none());
        who.get(SESSION).await.is(200);
        who.delete("/api/v1/sessions").await.is_problem("proof_required");
        let failed = t.audit().of(Outcome::Failed, "session.prove", t.home).await;
        assert_eq!(failed.len(), 1);
        assert_eq!(failed[0].actor.id, Some(who.person.unwrap().to_string()));
    }

    async fn the_password_of_somebody_else_proves_nothing(t) {
        let who = t.unproved(&t.administrator().await).await;
        let mut change = t.store.begin(t.home).await.unwrap();
        let mut person = change.person(who.person.unwrap()).await.unwrap().unwrap();
        person.password_hash = None;
        change.put_person(&person).await.unwrap();
        crate::support::commit(change, t.home, t.now()).await;

        who.post(PROOF, &json!({ "password": PASSWORD })).await.is_problem("proof_failed");
    }
}
