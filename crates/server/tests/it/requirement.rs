//! Who needs a second factor, the time of grace, and what goes in a session that lacks one.

use crate::support::{TestServer, Visitor, both, code_of};
use sallyport_kernel::id::GroupId;
use sallyport_model::entity::Group;
use sallyport_testkit::build;
use serde_json::{Value, json};
use std::time::Duration;

const SESSION: &str = "/api/v1/session";
const FACTORS: &str = "/api/v1/account/factors";
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

async fn signed_in<'t>(t: &'t TestServer, visitor: &Visitor<'t>) -> (Visitor<'t>, Value) {
    let reply = t.by_password(visitor).await.is(200);
    assert_eq!(reply.json()["state"], "signed_in");
    (visitor.renewed(t, reply.cookie()), reply.json())
}

both! {
    async fn within_the_time_of_grace_a_sign_in_goes_and_says_when_it_ends(t) {
        let visitor = t.stranger().await;
        t.asks(|policy| policy.second_factor.everyone = true).await;
        let due = t.now().checked_add(DAY * 7).unwrap();

        let (first, whoami) = signed_in(t, &visitor).await;
        t.clock.advance(DAY * 3);
        let (second, later) = signed_in(t, &visitor).await;

        assert_eq!(whoami["second_factor_due_at"], json!(due));
        assert_eq!(later["second_factor_due_at"], json!(due));
        assert_eq!((&whoami["confined"], &whoami["confined_for"]), (&json!(false), &json!(null)));
        second.get("/api/v1/apps").await.is(200);
        let list = second.get(FACTORS).await.is(200).json();
        assert_eq!((&list["required"], &list["due_at"]), (&json!(true), &json!(due)));
        first.get(SESSION).await.is_problem("unauthenticated");
    }

    async fn after_it_a_session_is_for_adding_a_factor_alone_and_adding_one_ends_that(t) {
        let visitor = t.administrator().await;
        t.asks(|policy| policy.second_factor.everyone = true).await;
        signed_in(t, &visitor).await;
        t.clock.advance(DAY * 7);

        let (confined, whoami) = signed_in(t, &visitor).await;

        assert_eq!((&whoami["confined"], &whoami["confined_for"]), (&json!(true), &json!("second_factor")));
        for path in ["/api/v1/apps", "/api/v1/people", "/api/v1/audit/records"] {
            confined.get(path).await.is_problem("sign_in_incomplete");
        }
        confined.post("/api/v1/account/recovery-codes", &json!({})).await.is_problem("sign_in_incomplete");
        confined.get(SESSION).await.is(200);
        let someone = t.enrolled(&confined).await;
        confined.get(SESSION).await.is_problem("unauthenticated");
        someone.visitor.get("/api/v1/people").await.is(200);
        let now = someone.visitor.get(SESSION).await.is(200).json();
        assert_eq!((&now["confined"], &now["second_factor_due_at"]), (&json!(false), &json!(null)));
        let ticket = t.half_signed_in(&someone.visitor).await["ticket"].clone();
        let whole = t.answer(&ticket, "totp", &code_of(&someone.key, t.now())).await.is(200).json();
        assert_eq!(whole["confined"], false);
    }

    async fn a_session_does_not_outlive_the_time_of_grace(t) {
        let visitor = t.stranger().await;
        t.asks(|policy| {
            policy.second_factor.everyone = true;
            policy.second_factor.grace_days = 1;
            policy.sessions.absolute_hours = 48;
            policy.sessions.idle_minutes = 1440;
        }).await;
        let (session, _) = signed_in(t, &visitor).await;

        t.clock.advance(DAY.saturating_sub(Duration::from_secs(1)));
        session.get("/api/v1/apps").await.is(200);
        t.clock.advance(Duration::from_secs(1));

        session.get("/api/v1/apps").await.is_problem("unauthenticated");
    }

    async fn a_session_from_before_a_factor_was_required_ends_with_the_time_of_grace(t) {
        let (visitor, careful) = (t.stranger().await, t.enrolled(&t.stranger().await).await);
        t.asks(|policy| {
            policy.sessions.absolute_hours = 72;
            policy.sessions.idle_minutes = 1440;
        }).await;
        let (session, _) = signed_in(t, &visitor).await;
        t.clock.advance(DAY.saturating_sub(Duration::from_secs(1)));
        let ticket = t.half_signed_in(&careful.visitor).await["ticket"].clone();
        let reply = t.answer(&ticket, "totp", &code_of(&careful.key, t.now())).await.is(200);
        let careful = careful.visitor.renewed(t, reply.cookie());

        t.asks(|policy| {
            policy.second_factor.everyone = true;
            policy.second_factor.grace_days = 1;
        }).await;
        session.get("/api/v1/apps").await.is(200);
        t.clock.advance(Duration::from_secs(1));

        session.get("/api/v1/apps").await.is_problem("unauthenticated");
        careful.get("/api/v1/apps").await.is(200);
        // The time of grace begins with the next sign-in, as for everybody.
        let (again, whoami) = signed_in(t, &visitor).await;
        assert_eq!(whoami["second_factor_due_at"], json!(t.now().checked_add(DAY).unwrap()));
        assert_eq!(again.get("/api/v1/account/sessions").await.is(200).json()["items"].as_array().unwrap().len(), 1);
    }

    async fn without_a_time_of_grace_a_session_without_a_factor_ends_at_the_next_request(t) {
        let (visitor, careful) = (t.stranger().await, t.enrolled(&t.stranger().await).await);
        let (session, _) = signed_in(t, &visitor).await;
        session.get("/api/v1/apps").await.is(200);

        t.asks(|policy| {
            policy.second_factor.everyone = true;
            policy.second_factor.grace_days = 0;
        }).await;

        session.get("/api/v1/apps").await.is_problem("unauthenticated");
        careful.visitor.get("/api/v1/apps").await.is(200);
        let (confined, whoami) = signed_in(t, &visitor).await;
        assert_eq!(whoami["confined_for"], "second_factor");
        confined.get(SESSION).await.is(200);
    }

    async fn whoever_comes_into_a_group_that_needs_a_factor_needs_one_from_then_on(t) {
        let inner = Group { id: GroupId::from_bytes(build::unique()), ..build::group("Ledger") };
        let outer = Group { id: GroupId::from_bytes(build::unique()), ..build::group("Money") };
        let (visitor, administrator) = (t.stranger().await, t.administrator().await);
        let mut tx = t.store.begin(t.home).await.unwrap();
        for group in [&inner, &outer] {
            tx.add_group(group).await.unwrap();
        }
        t.commit(tx).await;
        t.asks(|policy| {
            policy.second_factor.groups = vec![outer.id];
            policy.second_factor.grace_days = 0;
        }).await;
        let (session, _) = signed_in(t, &visitor).await;
        let person = format!("/api/v1/people/{}", visitor.person.unwrap());
        administrator.patch(&person, &json!({ "groups": [inner.id] })).await.is(200);
        session.get("/api/v1/apps").await.is(200);

        let group = format!("/api/v1/groups/{}", inner.id);
        administrator.patch(&group, &json!({ "parents": [outer.id] })).await.is(200);

        session.get("/api/v1/apps").await.is_problem("unauthenticated");
    }

    async fn a_time_of_grace_that_is_made_shorter_is_shorter_for_whoever_is_in_it(t) {
        let visitor = t.stranger().await;
        t.asks(|policy| policy.second_factor.everyone = true).await;
        signed_in(t, &visitor).await;

        t.asks(|policy| policy.second_factor.grace_days = 0).await;

        let (_, whoami) = signed_in(t, &visitor).await;
        assert_eq!(whoami["confined_for"], "second_factor");
    }

    async fn codes_that_no_longer_count_hold_no_session(t) {
        t.asks(|policy| policy.second_factor.email_codes = true).await;
        let visitor = t.with_codes_by_mail(&t.stranger().await).await;
        visitor.get("/api/v1/apps").await.is(200);

        t.asks(|policy| {
            policy.second_factor.email_codes = false;
            policy.second_factor.everyone = true;
            policy.second_factor.grace_days = 0;
        }).await;

        visitor.get("/api/v1/apps").await.is_problem("unauthenticated");
    }

    async fn a_factor_is_asked_of_roles_and_groups_and_of_nobody_else(t) {
        let group = Group { id: GroupId::from_bytes(build::unique()), ..build::group("Finance") };
        let (member, stranger, administrator) = (t.stranger().await, t.stranger().await, t.administrator().await);
        let mut tx = t.store.begin(t.home).await.unwrap();
        tx.add_group(&group).await.unwrap();
        let mut person = tx.person(member.person.unwrap()).await.unwrap().unwrap();
        person.groups = vec![group.id];
        tx.put_person(&person).await.unwrap();
        t.commit(tx).await;
        t.asks(|policy| {
            policy.second_factor.roles = vec!["administrator".to_owned()];
            policy.second_factor.groups = vec![group.id];
            policy.second_factor.grace_days = 0;
        }).await;

        for (visitor, confined) in [(&member, true), (&administrator, true), (&stranger, false)] {
            let (_, whoami) = signed_in(t, visitor).await;
            assert_eq!(whoami["confined"], confined);
        }
        t.asks(|policy| policy.second_factor.roles.clear()).await;
        let (_, whoami) = signed_in(t, &administrator).await;
        assert_eq!(whoami["confined"], false);
    }

    async fn the_last_factor_stays_where_one_is_required(t) {
        let someone = t.enrolled(&t.stranger().await).await;
        let another = t.enrolled(&someone.visitor).await;
        t.asks(|policy| policy.second_factor.everyone = true).await;

        another.visitor.delete(&format!("{FACTORS}/{}", someone.factor)).await.is(204);
        another.visitor.delete(&format!("{FACTORS}/{}", another.factor)).await.is_problem("factor_required");

        t.half_signed_in(&another.visitor).await;
    }

    async fn a_reset_brings_no_time_of_grace_again(t) {
        t.asks(|policy| policy.second_factor.everyone = true).await;
        let someone = t.enrolled(&t.stranger().await).await;
        let path = format!("/api/v1/people/{}/factors", someone.visitor.person.unwrap());
        t.administrator().await.delete(&path).await.is(204);

        let (_, whoami) = signed_in(t, &someone.visitor).await;

        assert_eq!(whoami["confined_for"], "second_factor");
    }

    async fn a_passkey_alone_is_enough_where_a_factor_is_required(t) {
        let (visitor, mut key) = t.with_passkey(&t.stranger().await).await;
        t.asks(|policy| {
            policy.second_factor.everyone = true;
            policy.second_factor.grace_days = 0;
        }).await;
        let asked = t.anonymous().post("/api/v1/session/passkey/challenge", &json!({})).await.is(200).json();
        let credential = key.sign(&asked["options"], &t.origin.as_url());

        let body = json!({ "ticket": asked["ticket"], "credential": credential });
        let done = t.anonymous().post("/api/v1/session/passkey", &body).await.is(200).json();

        assert_eq!(done["confined"], false);
        assert_eq!(done["person"]["id"], json!(visitor.person));
    }
}
