//! API keys and service accounts: what they open, for how long, and from where.

use crate::support::{Backend, PASSWORD, Reply, TestServer, both};
use futures::future::join_all;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Barrier;

const SESSION: &str = "/api/v1/session";
const OWN: &str = "/api/v1/account/keys";
const ACCOUNTS: &str = "/api/v1/service-accounts";

/// A body that makes a key for these acts, for a day.
fn wanted(t: &TestServer, permissions: &[&str]) -> Value {
    json!({ "name": "deployment", "permissions": permissions, "expires_at": t.in_a_day() })
}

fn with(mut body: Value, member: &str, value: Value) -> Value {
    body[member] = value;
    body
}

/// The key that an answer shows, with the path of its own and its secret.
fn made(reply: &Reply) -> (String, String) {
    let body = reply.json();
    let id = body["key"]["id"].as_str().unwrap();
    (
        format!("{OWN}/{id}"),
        body["secret"].as_str().unwrap().to_owned(),
    )
}

fn names(list: &Reply) -> Vec<String> {
    let items = list.json()["items"].clone();
    let items = items.as_array().unwrap().iter();
    items
        .map(|item| item["id"].as_str().unwrap().to_owned())
        .collect()
}

both! {
    async fn a_key_acts_for_its_owner_as_far_as_it_goes(t) {
        let app = t.world.console.app;
        let owner = t.owner(app).await;
        let view = format!("/api/v1/apps/{app}");

        let reply = owner.post(OWN, &wanted(t, &["read"])).await.is(201);
        let (_, secret) = made(&reply);
        let key = t.with_key(&secret);

        assert_eq!(key.get(SESSION).await.is(200).json()["person"]["id"], owner.person.unwrap().to_string());
        let can = key.get(&view).await.is(200).json()["can"].clone();
        assert_eq!(can, json!(["app.view"]));
        key.patch(&view, &json!({ "name": "Another" })).await.is_problem("forbidden");
        key.delete(SESSION).await.is_problem("forbidden");
        let denied = t.audit().of(sallyport_policy::Outcome::Denied, "app.rename", app).await.remove(0);
        assert_eq!(denied.actor.id, Some(owner.person.unwrap().to_string()));
        let by = denied.actor.key.unwrap();
        assert_eq!((by.id.to_string(), by.name), (reply.json()["key"]["id"].as_str().unwrap().to_owned(), "deployment".to_owned()));
        assert!(secret.starts_with("sallyport_") && !reply.json()["key"].to_string().contains(&secret));
        assert!(!owner.get(OWN).await.is(200).text().contains(&secret));
    }

    async fn a_right_that_the_owner_loses_the_key_loses_with_it(t) {
        let app = t.world.console.app;
        let (owner, viewer) = (t.owner(app).await, t.viewer(app).await);
        let key = t.key_of(&viewer, &["read"]).await;
        let view = format!("/api/v1/apps/{app}");
        key.get(&view).await.is(200);

        let principal = json!({ "type": "person", "id": viewer.person });
        owner.put(&format!("{view}/grants"), &json!({ "principal": principal, "level": null })).await.is(204);

        key.get(&view).await.is_not_found();
        let administrator = t.administrator().await;
        let path = format!("/api/v1/people/{}", viewer.person.unwrap());
        administrator.patch(&path, &json!({ "status": "disabled" })).await.is(200);
        key.get(SESSION).await.is_problem("unauthenticated");
    }

    async fn a_role_that_comes_later_does_not_reach_a_key(t) {
        let (administrator, person) = (t.administrator().await, t.developer().await);
        let key = t.key_of(&person, &["read", "build"]).await;
        key.get("/api/v1/datasources").await.is(200);

        let path = format!("/api/v1/people/{}", person.person.unwrap());
        administrator.patch(&path, &json!({ "roles": ["developer", "administrator"] })).await.is(200);

        t.again(&person).await.get("/api/v1/audit/records").await.is(200);
        key.get("/api/v1/datasources").await.is(200);
        key.get("/api/v1/audit/records").await.is_problem("forbidden");
    }

    async fn a_key_is_never_made_wider_than_whoever_makes_it(t) {
        let stranger = t.stranger().await;
        let app = t.world.console.app;
        let of = |body: &Value| body["errors"][0]["path"].clone();
        let refused = async |body: Value| of(&stranger.post(OWN, &body).await.is_problem("invalid_request").json());

        for permission in ["administer", "group.create", "workspace.create"] {
            assert_eq!(refused(wanted(t, &["read", permission])).await, "permissions", "{permission}");
        }
        for unknown in ["", "everything", "session.sign_out", "key.revoke", "person.create"] {
            assert_eq!(refused(wanted(t, &[unknown])).await, "permissions", "{unknown}");
        }
        assert_eq!(refused(wanted(t, &[])).await, "permissions");
        assert_eq!(refused(with(wanted(t, &["read"]), "apps", json!([app]))).await, "apps");
        let workspace = json!([t.world.workspace]);
        assert_eq!(refused(with(wanted(t, &["read"]), "workspaces", workspace)).await, "workspaces");
        for expiry in [t.now().to_string(), "2099-01-01T00:00:00Z".to_owned()] {
            assert_eq!(refused(with(wanted(t, &["read"]), "expires_at", json!(expiry))).await, "expires_at");
        }
        for range in ["localhost", "10.0.0.0/33", "10.0.0", "::/129"] {
            assert_eq!(refused(with(wanted(t, &["read"]), "addresses", json!([range]))).await, "addresses");
        }
        assert_eq!(names(&stranger.get(OWN).await), [] as [String; 0]);
        stranger.post(OWN, &wanted(t, &["read"])).await.is(201);
    }

    async fn a_key_for_some_places_sees_and_does_nothing_elsewhere(t) {
        let administrator = t.administrator().await;
        let (here, elsewhere) = (t.world.console.app, t.things().await.console.app);
        let body = with(wanted(t, &["read", "build", "administer"]), "apps", json!([here]));
        let (_, secret) = made(&administrator.post(OWN, &body).await.is(201));

        let key = t.with_key(&secret);

        key.get(&format!("/api/v1/apps/{here}")).await.is(200);
        key.get(&format!("/api/v1/apps/{elsewhere}")).await.is_not_found();
        assert_eq!(names(&key.get("/api/v1/apps").await.is(200)), [here.to_string()]);
        assert_eq!(names(&key.get("/api/v1/workspaces").await.is(200)), [t.world.workspace.to_string()]);
        for list in ["/api/v1/people", "/api/v1/audit/records", "/api/v1/datasources", "/api/v1/keys"] {
            key.get(list).await.is_problem("forbidden");
        }

        // The owner's rights are the narrower ones: the app and no more of the workspace.
        let viewer = t.viewer(here).await;
        let body = with(wanted(t, &["read"]), "apps", json!([here]));
        let (_, secret) = made(&viewer.post(OWN, &body).await.is(201));
        let key = t.with_key(&secret);
        assert_eq!(names(&key.get("/api/v1/apps").await.is(200)), [here.to_string()]);
        assert_eq!(names(&key.get("/api/v1/workspaces").await.is(200)), [t.world.workspace.to_string()]);
    }

    async fn a_key_runs_a_query_under_its_owners_name(t) {
        let console = t.world.console;
        let viewer = t.viewer(console.app).await;
        let key = t.key_of(&viewer, &["run_queries"]).await;
        let run = format!("/api/v1/apps/{}/queries/{}/runs", console.app, console.mine);

        let reply = key.post(&run, &json!({ "inputs": {} })).await.is(200);

        assert!(reply.text().contains(&t.email_of(&viewer).await));
        let records = t.audit().of(sallyport_policy::Outcome::Allowed, "query.run", console.mine).await;
        assert_eq!(records[0].actor.key.as_ref().unwrap().name, "a key");
        key.get(&format!("/api/v1/apps/{}", console.app)).await.is_not_found();
    }

    async fn a_key_ends_when_it_says(t) {
        let person = t.stranger().await;
        let key = t.key_of(&person, &["read"]).await;

        t.clock.advance(Duration::from_secs(24 * 60 * 60 - 1));
        key.get(SESSION).await.is(200);
        t.clock.advance(Duration::from_secs(1));

        key.get(SESSION).await.is_problem("unauthenticated");
    }

    async fn a_key_opens_nothing_from_where_it_may_not_be_used(t) {
        let person = t.stranger().await;
        let key = async |addresses: Value| {
            let body = with(wanted(t, &["read"]), "addresses", addresses);
            t.with_key(&made(&person.post(OWN, &body).await.is(201)).1)
        };

        key(json!(["127.0.0.0/8"])).await.get(SESSION).await.is(200);
        key(json!(["2001:db8::/32", "127.0.0.1"])).await.get(SESSION).await.is(200);
        let away = key(json!(["192.0.2.0/24", "::1"])).await;
        away.get(SESSION).await.is_problem("unauthenticated");
    }

    async fn what_is_no_key_gets_one_answer(t) {
        let person = t.stranger().await;
        let (path, secret) = made(&person.post(OWN, &wanted(t, &["read"])).await.is(201));
        person.delete(&path).await.is(204);
        let unknown = sallyport_identity::KeySecret::random(t.home, &*t.service.random);
        let nowhere = sallyport_kernel::id::TenantId::from_bytes([9; 16]);
        let of_nobody = sallyport_identity::KeySecret::random(nowhere, &*t.service.random);
        let texts = [
            secret.clone(),
            secret[..40].to_owned(),
            format!("{}0", &secret[..secret.len() - 1]),
            unknown.to_text().expose().clone(),
            of_nobody.to_text().expose().clone(),
        ];

        let mut answers = Vec::new();
        for text in texts {
            let reply = t.with_key(&text).get(SESSION).await.is_problem("unauthenticated");
            answers.push(reply.without_request_id());
        }

        answers.dedup();
        assert_eq!(answers.len(), 1);
    }

    async fn a_session_and_a_key_do_not_go_together(t) {
        let person = t.administrator().await;
        let mut both = t.key_of(&person, &["read"]).await;
        both.cookie = person.cookie.clone();

        both.get(SESSION).await.is_problem("invalid_request");

        // What a proxy before us sends along is not for us.
        let request = person.request(http::Method::GET, SESSION).header("authorization", "Bearer eyJhbGciOi");
        t.send(request.body(Default::default()).unwrap()).await.is(200);
    }

    async fn a_key_makes_and_changes_no_keys_and_proves_nothing(t) {
        let administrator = t.administrator().await;
        let (path, _) = made(&administrator.post(OWN, &wanted(t, &["read"])).await.is(201));
        let key = t.key_of(&administrator, &["read", "run_queries", "build", "administer"]).await;

        key.post(OWN, &wanted(t, &["read"])).await.is_problem("forbidden");
        key.post(&format!("{path}/rotate"), &json!({ "overlap_minutes": 0 })).await.is_problem("forbidden");
        key.delete(&path).await.is_problem("forbidden");
        let person = json!({ "email": "new@example.com", "name": "New", "password": PASSWORD, "roles": [], "groups": [] });
        key.post("/api/v1/people", &person).await.is_problem("proof_required");
        key.post(ACCOUNTS, &json!({ "name": "x", "roles": [], "groups": [] })).await.is_problem("proof_required");
        key.post("/api/v1/groups", &json!({ "name": "Night shift" })).await.is(201);
    }

    async fn a_revoked_key_opens_nothing_from_the_next_request_on(t) {
        let (owner, administrator) = (t.stranger().await, t.administrator().await);
        let own = made(&owner.post(OWN, &wanted(t, &["read"])).await.is(201));
        let other = made(&owner.post(OWN, &wanted(t, &["read"])).await.is(201));
        let [own_key, other_key] = [&own, &other].map(|(_, secret)| t.with_key(secret));
        own_key.get(SESSION).await.is(200);
        other_key.get(SESSION).await.is(200);

        owner.delete(&own.0).await.is(204);
        own_key.get(SESSION).await.is_problem("unauthenticated");
        other_key.get(SESSION).await.is(200);
        administrator.delete(&other.0.replace("account/", "")).await.is(204);
        other_key.get(SESSION).await.is_problem("unauthenticated");

        owner.get(SESSION).await.is(200);
        assert_eq!(names(&owner.get(OWN).await), [] as [String; 0]);
    }

    async fn nobody_touches_anothers_key(t) {
        let (owner, stranger, administrator) = (t.stranger().await, t.stranger().await, t.administrator().await);
        let (path, secret) = made(&owner.post(OWN, &wanted(t, &["read"])).await.is(201));
        let rotate = format!("{path}/rotate");
        let body = json!({ "overlap_minutes": 0 });

        stranger.delete(&path).await.is_not_found();
        stranger.post(&rotate, &body).await.is_not_found();
        administrator.post(&rotate, &body).await.is_problem("forbidden");
        stranger.get("/api/v1/keys").await.is_problem("forbidden");

        t.with_key(&secret).get(SESSION).await.is(200);
        let id = path.rsplit('/').next().unwrap().to_owned();
        assert!(names(&administrator.get("/api/v1/keys").await.is(200)).contains(&id));
        assert!(!names(&stranger.get(OWN).await).contains(&id));
    }

    async fn the_secret_before_works_until_the_overlap_is_over(t) {
        let owner = t.stranger().await;
        let (path, old) = made(&owner.post(OWN, &wanted(t, &["read"])).await.is(201));
        let rotate = format!("{path}/rotate");
        t.with_key(&old).get(SESSION).await.is(200);

        let reply = owner.post(&rotate, &json!({ "overlap_minutes": 10 })).await.is(200);
        let (_, new) = made(&reply);

        t.with_key(&old).get(SESSION).await.is(200);
        t.with_key(&new).get(SESSION).await.is(200);
        t.clock.advance(Duration::from_secs(10 * 60));
        t.with_key(&old).get(SESSION).await.is_problem("unauthenticated");
        t.with_key(&new).get(SESSION).await.is(200);
        let (_, newest) = made(&owner.post(&rotate, &json!({ "overlap_minutes": 0 })).await.is(200));
        t.with_key(&new).get(SESSION).await.is_problem("unauthenticated");
        t.with_key(&newest).get(SESSION).await.is(200);
        owner.post(&rotate, &json!({ "overlap_minutes": 10_081 })).await.is_problem("invalid_request");
    }

    async fn of_fifty_who_turn_one_key_one_gets_the_secret(t) {
        let owner = t.stranger().await;
        let (path, old) = made(&owner.post(OWN, &wanted(t, &["read"])).await.is(201));
        let (rotate, barrier) = (format!("{path}/rotate"), Arc::new(Barrier::new(50)));

        let everyone = (0..50).map(|_| {
            let (barrier, rotate, owner) = (Arc::clone(&barrier), &rotate, &owner);
            async move {
                barrier.wait().await;
                owner.post(rotate, &json!({ "overlap_minutes": 0 })).await
            }
        });
        let replies = join_all(everyone).await;

        let (won, lost): (Vec<_>, Vec<_>) = replies.into_iter().partition(|reply| reply.status == 200);
        assert_eq!(won.len(), 1);
        for reply in lost {
            reply.is_problem("stale");
        }
        t.with_key(&made(&won[0]).1).get(SESSION).await.is(200);
        t.with_key(&old).get(SESSION).await.is_problem("unauthenticated");
    }

    async fn a_key_says_when_and_from_where_it_was_used(t) {
        let owner = t.stranger().await;
        let (_, secret) = made(&owner.post(OWN, &wanted(t, &["read"])).await.is(201));
        assert_eq!(owner.get(OWN).await.json()["items"][0]["last_used_at"], Value::Null);
        let used = t.now();

        t.with_key(&secret).get(SESSION).await.is(200);

        // It is noted off the request's path.
        let noted = async {
            loop {
                t.service.identity.directory().uses().write().await;
                let item = owner.get(OWN).await.json()["items"][0].clone();
                if !item["last_used_at"].is_null() {
                    return item;
                }
            }
        };
        let item = tokio::time::timeout(Duration::from_secs(20), noted).await.unwrap();
        let at: sallyport_kernel::Timestamp = item["last_used_at"].as_str().unwrap().parse().unwrap();
        assert_eq!((at.as_microsecond(), &item["last_address"]), (used.as_microsecond(), &json!("127.0.0.1")));
    }

    async fn what_goes_on_after_it_was_permitted_ends_with_the_key_or_its_secret(t) {
        let owner = t.stranger().await;
        let identity = &t.service.identity;
        let (path, secret) = made(&owner.post(OWN, &wanted(t, &["read"])).await.is(201));
        let act = async |secret: &str| {
            let request = Arc::new(sallyport_kernel::RequestContext::internal("test"));
            let secret = sallyport_identity::KeySecret::parse(secret).unwrap();
            identity.actor_by_key(&secret, request, t.now()).await.unwrap().unwrap()
        };
        let goes_on = async |actor: &sallyport_policy::Actor| {
            identity.again(actor, t.now()).await.unwrap().is_some()
        };
        let before = act(&secret).await;
        assert!(goes_on(&before).await);

        let rotate = format!("{path}/rotate");
        let reply = owner.post(&rotate, &json!({ "overlap_minutes": 5 })).await.is(200);
        assert!(goes_on(&before).await);
        t.clock.advance(Duration::from_secs(5 * 60));
        assert!(!goes_on(&before).await);

        let after = act(&made(&reply).1).await;
        assert!(goes_on(&after).await);
        owner.delete(&path).await.is(204);
        assert!(!goes_on(&after).await);
    }

    async fn a_service_account_has_roles_and_keys_and_no_sign_in(t) {
        let administrator = t.administrator().await;
        let body = json!({ "name": "Deployment", "description": "Releases apps", "roles": [], "groups": [] });
        let account = administrator.post(ACCOUNTS, &body).await.is(201).json();
        let id = account["id"].as_str().unwrap();
        let path = format!("{ACCOUNTS}/{id}");
        let key = administrator.post(&format!("{path}/keys"), &wanted(t, &["build"])).await.is(201).json();
        let (key_id, program) = (key["key"]["id"].as_str().unwrap(), t.with_key(key["secret"].as_str().unwrap()));
        let workspace = json!({ "name": "Robots" });
        program.post("/api/v1/workspaces", &workspace).await.is_problem("forbidden");

        administrator.patch(&path, &json!({ "roles": ["developer"] })).await.is(200);
        program.post("/api/v1/workspaces", &workspace).await.is(201);
        // What it is for is said to those who look after it, and is nothing that its queries read.
        let listed = administrator.get(ACCOUNTS).await.is(200).json();
        let shown = listed["items"].as_array().unwrap().iter().find(|item| item["id"] == account["id"]);
        assert_eq!(shown.unwrap()["description"], "Releases apps");
        let access = t.store.read(t.home).await.unwrap().access().await.unwrap();
        assert!(access.member(id.parse().unwrap()).unwrap().attributes.is_empty());

        let records = t.audit().everything().await;
        let made = records.iter().find(|record| record.action == "workspace.create" && record.object.is_some());
        let made = made.unwrap();
        assert_eq!(made.actor.kind, "service_account");
        assert_eq!((made.actor.id.as_deref(), made.actor.key.as_ref().unwrap().id.to_string().as_str()), (Some(id), key_id));
        assert!(!administrator.get("/api/v1/people?limit=200").await.text().contains(id));
        administrator.patch(&format!("/api/v1/people/{id}"), &json!({ "name": "x" })).await.is_not_found();
        let email = format!("{id}@service-account.invalid");
        t.anonymous().post(SESSION, &json!({ "email": email, "password": PASSWORD })).await.is_problem("sign_in_failed");

        administrator.patch(&path, &json!({ "status": "disabled" })).await.is(200);
        program.get(SESSION).await.is_problem("unauthenticated");
        administrator.patch(&path, &json!({ "status": "active" })).await.is(200);
        program.post("/api/v1/workspaces", &json!({ "name": "More robots" })).await.is(201);
        administrator.delete(&path).await.is(204);
        program.get(SESSION).await.is_problem("unauthenticated");
        administrator.get(&format!("{path}/keys")).await.is_not_found();
    }

    async fn a_session_of_a_service_account_opens_nothing(t) {
        let account = t.things().await.account;

        let visitor = t.session_of(account).await;

        visitor.get(SESSION).await.is_problem("unauthenticated");
    }

    async fn the_key_of_one_service_account_is_not_found_under_another(t) {
        let administrator = t.administrator().await;
        let (one, other) = (t.things().await, t.things().await);
        let path = |account: &sallyport_kernel::id::PersonId| format!("{ACCOUNTS}/{account}/keys/{}", one.account_key);

        for account in [&other.account, &one.person] {
            administrator.delete(&path(account)).await.is_not_found();
            let rotate = format!("{}/rotate", path(account));
            administrator.post(&rotate, &json!({ "overlap_minutes": 0 })).await.is_not_found();
        }
        let rotate = format!("{}/rotate", path(&one.account));
        let secret = made(&administrator.post(&rotate, &json!({ "overlap_minutes": 0 })).await.is(200)).1;
        t.with_key(&secret).get(SESSION).await.is_problem("unauthenticated");
        administrator.delete(&path(&one.account)).await.is(204);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_that_one_node_revokes_or_turns_opens_nothing_on_another_within_a_second() {
    let here = TestServer::on(Backend::Postgres).await;
    here.lift_rates().await;
    let there = here.beside().await;
    let owner = here.stranger().await;
    let mut slowest = Duration::ZERO;
    for round in 0..10 {
        let (path, secret) = made(&owner.post(OWN, &wanted(&here, &["read"])).await.is(201));
        let key = there.with_key(&secret);
        // What another node does not know yet, it asks the store for.
        key.get(SESSION).await.is(200);

        if round % 2 == 0 {
            owner.delete(&path).await.is(204);
        } else {
            let body = json!({ "overlap_minutes": 0 });
            owner.post(&format!("{path}/rotate"), &body).await.is(200);
        }
        let committed = Instant::now();
        while key.get(SESSION).await.status == 200 {
            assert!(
                committed.elapsed() < Duration::from_secs(20),
                "never refused"
            );
        }
        slowest = slowest.max(committed.elapsed());
    }

    assert!(slowest < Duration::from_secs(1), "{slowest:?}");
}
