//! Every operation × every kind of actor: what the router serves against `spec/access-matrix.txt`.

use crate::support::{Reply, Sample, TestServer, Things, Visitor, both, unique};
use sallyport_http::api::Route;
use sallyport_http::endpoints::api;
use sallyport_policy::{Level, Outcome, Resource, ResourceRef, Trait, resource};
use serde_json::json;
use std::collections::HashMap;

const MATRIX: &str = include_str!("../../../../spec/access-matrix.txt");

/// The columns of the matrix, and the kinds of visitor that hold no session that counts.
const KINDS: [&str; 12] = [
    "anonymous",
    "expired",
    "disabled",
    "stranger",
    "viewer",
    "editor",
    "owner",
    "developer",
    "administrator",
    "other tenant",
    "key",
    "service account",
];

/// What an actor is to get.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Expected {
    Done,
    SignInFirst,
    Forbidden,
    /// They may, but a key proves nothing.
    Proof,
    /// The very bytes that an id gets which names nothing.
    Nothing,
}

/// The golden matrix: who may do which action.
struct Matrix(HashMap<(String, String), bool>);

impl Matrix {
    fn read() -> Self {
        let mut lines = MATRIX
            .lines()
            .skip_while(|line| !line.starts_with("action"));
        let columns = columns(lines.next().unwrap());
        let rows = lines.take_while(|line| !line.is_empty()).flat_map(|line| {
            let cells = columns.iter().map(move |(name, at)| {
                (name.clone(), line[*at..].split("  ").next().unwrap().trim())
            });
            let action = line.split(' ').next().unwrap().to_owned();
            cells
                .skip(1)
                .map(move |(kind, mark)| ((action.clone(), kind), mark == "yes"))
                .collect::<Vec<_>>()
        });
        Self(rows.collect())
    }

    fn may(&self, kind: &str, action: &str) -> bool {
        self.0[&(action.to_owned(), kind.to_owned())]
    }
}

/// The names of a table's columns, and where they begin: two spaces part them.
fn columns(line: &str) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    for part in line.split_inclusive("  ") {
        if !part.trim().is_empty() {
            let indent = part.len() - part.trim_start().len();
            found.push((part.trim().to_owned(), at + indent));
        }
        at += part.len();
    }
    found
}

/// The action that whoever may know of the thing may do; `None` where everyone may know.
fn to_see(action: &str) -> Option<&'static str> {
    let row = sallyport_policy::action::named(action).unwrap();
    match row.on {
        "Tenant" => resource::Tenant::SEE,
        "Workspace" => resource::Workspace::SEE,
        "App" => resource::App::SEE,
        "Query" => resource::Query::SEE,
        "Datasource" => resource::Datasource::SEE,
        "Destination" => resource::Destination::SEE,
        "Account" => resource::Person::SEE,
        "Circle" => resource::Group::SEE,
        "ServiceAccount" => resource::ServiceAccount::SEE,
        "Key" => resource::Key::SEE,
        new => panic!("`{new}` is a new kind of thing: say here what shows it"),
    }
}

fn expected(matrix: &Matrix, route: &Route, kind: &str) -> Expected {
    if route.public.is_some() {
        return Expected::Done;
    }
    if matches!(kind, "anonymous" | "expired" | "disabled") {
        return Expected::SignInFirst;
    }
    if kind == "other tenant" {
        // Without an id in the path, the act is on their own tenant.
        return if route.path.contains('{') {
            Expected::Nothing
        } else {
            Expected::Done
        };
    }
    let may = matrix.may(kind, route.action);
    let row = sallyport_policy::action::named(route.action).unwrap();
    if may && matches!(kind, "key" | "service account") && row.traits.contains(&Trait::Fresh) {
        return Expected::Proof;
    }
    if may {
        // To try a query one must also be allowed to reach its datasource, which takes a role.
        return if route.id == "try_query" && kind != "administrator" {
            Expected::Forbidden
        } else {
            Expected::Done
        };
    }
    match to_see(route.action) {
        None => Expected::Forbidden,
        Some(see) if see != route.action && matrix.may(kind, see) => Expected::Forbidden,
        Some(_) => Expected::Nothing,
    }
}

async fn visitor<'t>(t: &'t TestServer, kind: &str, workspace: ResourceRef) -> Visitor<'t> {
    match kind {
        "anonymous" => t.anonymous(),
        "expired" => t.expired().await,
        "disabled" => t.disabled().await,
        "stranger" => t.stranger().await,
        "viewer" => t.holder(Level::Use, workspace).await,
        "editor" => t.holder(Level::Edit, workspace).await,
        "owner" => t.holder(Level::Own, workspace).await,
        "developer" => t.developer().await,
        "administrator" => t.administrator().await,
        "other tenant" => t.other_tenant().await,
        "key" => t.key_of(&t.administrator().await, &["read"]).await,
        "service account" => t.service_account().await,
        new => panic!("nobody is a `{new}`"),
    }
}

/// The path with every id in it replaced by one that names nothing.
fn elsewhere(sample: &Sample) -> Sample {
    let swap = |segment: &str| match segment.split_once('_') {
        Some((prefix, digits)) if digits.len() == 32 => format!("{prefix}_{}", unique()),
        _ => segment.to_owned(),
    };
    let path = sample
        .path
        .split('/')
        .map(swap)
        .collect::<Vec<_>>()
        .join("/");
    Sample {
        path,
        ..sample.clone()
    }
}

async fn ask(who: &Visitor<'_>, sample: &Sample) -> Reply {
    who.send(sample.method.clone(), &sample.path, sample.body.as_ref())
        .await
}

async fn check(
    t: &TestServer,
    matrix: &Matrix,
    route: &Route,
    kind: &str,
    who: &Visitor<'_>,
    on: &Things,
) -> Result<(), String> {
    let sample = t.sample(route, on, who).await;
    let reply = ask(who, &sample).await;
    let wanted = expected(matrix, route, kind);
    let right = match wanted {
        Expected::Done => reply.status.is_success(),
        Expected::SignInFirst => reply.code() == "unauthenticated" && reply.status == 401,
        Expected::Forbidden => reply.code() == "forbidden" && reply.status == 403,
        Expected::Proof => reply.code() == "proof_required" && reply.status == 403,
        Expected::Nothing => {
            let nothing = ask(who, &elsewhere(&sample)).await;
            reply.code() == "not_found"
                && reply.without_request_id() == nothing.without_request_id()
        }
    };
    if !right {
        return Err(format!(
            "{kind} → {}: expected {wanted:?}, got {} {}",
            route.id,
            reply.status,
            reply.text()
        ));
    }
    let recorded = matches!(
        wanted,
        Expected::Forbidden | Expected::Nothing | Expected::Proof
    ) && kind != "other tenant";
    // The second check of a try is on the datasource's environment, and so is its record.
    if recorded && !(route.id == "try_query" && matrix.may(kind, route.action)) {
        t.audit().denied(route.action, &sample.object).await;
    }
    Ok(())
}

both! {
    async fn every_operation_answers_every_kind_of_actor_as_the_matrix_says(t) {
        let (matrix, mut wrong) = (Matrix::read(), Vec::new());
        for kind in KINDS {
            // Of its own for each: whoever comes new to a server makes it look at all who came before.
            let t = &t.another().await;
            for route in api().routes() {
                let who = visitor(t, kind, ResourceRef::Workspace(t.world.workspace)).await;
                let on = t.things().await;
                if let Err(fault) = check(t, &matrix, route, kind, &who, &on).await {
                    wrong.push(fault);
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    async fn what_one_may_not_see_and_what_is_not_there_answer_alike_and_leave_a_record_each(t) {
        let stranger = t.stranger().await;
        let (app, query) = (t.world.console.app.to_string(), t.world.console.customers.to_string());
        let absent = (format!("app_{}", unique()), format!("query_{}", unique()));
        let draft = |app: &str| format!("/api/v1/apps/{app}/draft");
        let grants = |query: &str| format!("/api/v1/apps/{app}/queries/{query}/grants");
        let body = json!({ "principal": { "type": "person", "id": stranger.person }, "level": "use" });

        let hidden = [stranger.get(&draft(&app)).await, stranger.put(&grants(&query), &body).await];
        let nothing = [stranger.get(&draft(&absent.0)).await, stranger.put(&grants(&absent.1), &body).await];

        let records = t.audit().everything().await;
        let of = |reply: &Reply| {
            let id = reply.headers["x-request-id"].to_str().unwrap();
            let mut found = records.iter().filter(|record| record.request.id == id);
            let record = found.next().unwrap().clone();
            assert!(found.next().is_none());
            record
        };
        for (hidden, nothing) in hidden.iter().zip(&nothing) {
            assert_eq!(hidden.without_request_id(), nothing.without_request_id());
            let (hidden, nothing) = (of(hidden), of(nothing));
            assert_eq!((hidden.outcome, nothing.outcome), (Outcome::Denied, Outcome::Failed));
            assert_eq!((&hidden.action, &hidden.actor), (&nothing.action, &nothing.actor));
        }
        assert_eq!(of(&nothing[0]).detail["path"], json!({ "app": absent.0 }));
        assert_eq!(of(&nothing[1]).detail["path"], json!({ "app": app, "query": absent.1 }));
    }

    async fn whoever_owns_a_workspace_sees_and_changes_who_may_use_all_that_is_in_it(t) {
        let (workspace, app) = (t.world.workspace, format!("/api/v1/apps/{}", t.world.console.app));
        let owner = t.holder(Level::Own, ResourceRef::Workspace(workspace)).await;
        let (newcomer, editor) = (t.stranger().await, t.holder(Level::Edit, ResourceRef::Workspace(workspace)).await);
        let path = format!("/api/v1/workspaces/{workspace}/grants");
        let principal = json!({ "type": "person", "id": newcomer.person });
        let has = |list: &Reply| list.text().contains(&newcomer.person.unwrap().to_string());

        assert!(!has(&owner.get(&path).await.is(200)));
        owner.put(&path, &json!({ "principal": principal, "level": "use" })).await.is(204);
        let list = owner.get(&path).await.is(200);
        let view = newcomer.get(&app).await.is(200).json();

        assert!(has(&list));
        assert!(list.json()["items"].as_array().unwrap().iter().all(|grant| grant["on"]["id"] == workspace.to_string()));
        assert_eq!(view["can"], json!(["app.view"]));
        editor.put(&path, &json!({ "principal": principal, "level": "own" })).await.is_problem("forbidden");
        owner.put(&path, &json!({ "principal": principal, "level": null })).await.is(204);
        newcomer.get(&app).await.is_not_found();
        let records = t.audit().of(Outcome::Allowed, "workspace.share", workspace).await;
        let levels: Vec<_> = records.iter().map(|record| record.detail["level"].clone()).collect();
        assert_eq!(levels, [json!(null), json!("use")]);
    }

    async fn a_view_says_what_its_reader_may_do_with_the_app(t) {
        let app = t.world.console.app;
        let path = format!("/api/v1/apps/{app}");

        let viewer = t.viewer(app).await.get(&path).await.is(200).json();
        let owner = t.owner(app).await.get(&path).await.is(200).json();
        let preview = t.editor(app).await.get(&format!("{path}/preview")).await.is(200).json();

        assert_eq!(viewer["can"], json!(["app.view"]));
        assert!(owner["can"].as_array().unwrap().contains(&json!("app.delete")));
        assert!(preview["can"].as_array().unwrap().contains(&json!("app.edit")));
    }

    async fn a_builder_sees_a_draft_with_the_eyes_of_somebody_else(t) {
        let console = t.world.console;
        let path = format!("/api/v1/apps/{}/preview", console.app);
        let reader = t.viewer(console.app).await;
        let (builder, stranger) = (t.administrator().await, t.stranger().await);
        let id = reader.person.unwrap().to_string();
        let with = |id: &str| format!("{path}?as={id}");

        let own = builder.get(&path).await.is(200);
        let seen = builder.get(&with(&id)).await.is(200);

        for hidden in [console.refund.to_string(), console.button.to_string()] {
            assert!(own.text().contains(&hidden));
            assert!(!seen.text().contains(&hidden));
        }
        assert!(seen.text().contains(&console.customers.to_string()));
        assert_eq!(seen.json()["user"]["id"], id);
        assert!(seen.json()["can"].as_array().unwrap().contains(&json!("app.edit")));
        let records = t.audit().of(Outcome::Allowed, "app.edit", console.app).await;
        assert_eq!(records.iter().map(|record| &record.detail["as"]).collect::<Vec<_>>(), [&json!(id)]);

        // an editor who may not see people, one who may not use the app, and what names nobody
        let editor = t.editor(console.app).await;
        let unseen = editor.get(&with(&id)).await.is_problem("invalid_request").json();
        let absent = builder.get(&with(&format!("person_{:032}", 0))).await.is_problem("invalid_request").json();
        assert_eq!(unseen["errors"], absent["errors"]);
        builder.get(&with(&stranger.person.unwrap().to_string())).await.is_problem("invalid_request");
        builder.get(&with("nobody")).await.is_problem("invalid_request");
        let failed = t.audit().of(Outcome::Failed, "app.edit", console.app).await;
        assert_eq!(failed.len(), 3);
    }

    async fn a_developer_browses_development_and_not_production(t) {
        let developer = t.developer().await;
        let schema = |environment: &str| {
            format!(
                "/api/v1/datasources/{}/environments/{environment}/schema",
                t.world.datasource
            )
        };

        let development = developer.get(&schema("development")).await;
        let production = developer.get(&schema("production")).await;

        development.is(200);
        production.is_problem("forbidden");
        let view = developer
            .get(&format!("/api/v1/datasources/{}", t.world.datasource))
            .await
            .json();
        for environment in view["environments"].as_array().unwrap() {
            let wanted = if environment["environment"] == "development" {
                json!(["datasource.query"])
            } else {
                json!([])
            };
            assert_eq!(environment["can"], wanted, "{environment}");
        }
        t.audit()
            .denied(
                "datasource.query",
                format!("{}/production", t.world.datasource),
            )
            .await;
    }

    async fn what_an_administrator_of_another_tenant_lists_is_their_own(t) {
        let theirs = t.other_tenant().await;
        let ours = [
            t.world.console.app.to_string(),
            t.world.datasource.to_string(),
            t.world.workspace.to_string(),
        ];

        for list in [
            "/apps",
            "/workspaces",
            "/datasources",
            "/people",
            "/groups",
            "/account",
            "/invitations",
            "/mail",
            "/audit/records",
            "/session",
        ] {
            let reply = theirs.get(&format!("/api/v1{list}")).await.is(200);
            assert!(
                ours.iter().all(|id| !reply.text().contains(id.as_str())),
                "{list} shows what is not theirs"
            );
        }
        let apps = theirs.get("/api/v1/apps").await.json();
        assert_eq!(
            apps["items"][0]["id"],
            t.world.other.console.app.to_string()
        );
    }
}
