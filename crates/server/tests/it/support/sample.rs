//! A request that goes well, for every operation of the API.
//!
//! This is the one table that a new operation needs a row in; `access` and `bad_input` go through it.

use super::actor::Visitor;
use super::factor::code_of;
use super::server::TestServer;
use super::world::{Console, add_console, commit, datasource, person};
use http::Method;
use sallyport_http::api::Route;
use sallyport_kernel::id::{
    DatasourceId, GroupId, InvitationId, KeyId, MailId, PersonId, WorkspaceId,
};
use sallyport_model::account::{OneTime, Purpose, Rate, RatePolicy, Registration};
use sallyport_model::entity::{Group, PersonKind};
use sallyport_model::mail::{Channel, MailKind, MailState, QueuedMail};
use sallyport_testkit::build;
use serde_json::{Value, json};

/// A request that goes well when it comes from someone who may.
#[derive(Debug, Clone)]
pub(crate) struct Sample {
    pub(crate) method: Method,
    /// The whole path, ids filled in.
    pub(crate) path: String,
    pub(crate) body: Option<Value>,
    /// What the act is done on, as the audit log names it.
    pub(crate) object: String,
}

/// Things that one request may change or delete as it likes, in a tenant.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Things {
    pub(crate) workspace: WorkspaceId,
    pub(crate) console: Console,
    pub(crate) datasource: DatasourceId,
    pub(crate) person: PersonId,
    /// A key of that person.
    pub(crate) key: KeyId,
    pub(crate) account: PersonId,
    /// A key of that service account.
    pub(crate) account_key: KeyId,
    pub(crate) group: GroupId,
}

impl TestServer {
    /// New things for one request, in the workspace of the console.
    pub(crate) async fn things(&self) -> Things {
        let (now, workspace) = (self.now(), self.world.workspace);
        let spare = datasource(&format!("spare {}", unique()), &self.world.rows, now);
        let someone = person("someone", &[], &self.world.password_hash, now);
        let mut change = self.store.begin(self.home).await.unwrap();
        change.add_datasource(&spare).await.unwrap();
        change.add_person(&someone).await.unwrap();
        let mut account = person("account", &[], "", now);
        account.kind = PersonKind::Service;
        change.add_person(&account).await.unwrap();
        let [mut key, mut account_key] = [someone.id, account.id].map(|id| build::key(id, 0));
        for key in [&mut key, &mut account_key] {
            key.expires_at = now
                .checked_add(std::time::Duration::from_hours(24))
                .unwrap();
            change.add_key(key).await.unwrap();
        }
        let group = Group {
            id: GroupId::from_bytes(build::unique()),
            name: format!("Group {}", unique()),
            parents: Vec::new(),
            created_at: now,
        };
        change.add_group(&group).await.unwrap();
        let console = add_console(
            &mut *change,
            workspace,
            self.world.datasource,
            someone.id,
            now,
        )
        .await;
        commit(change, self.home, now).await;
        Things {
            workspace,
            console,
            datasource: spare.id,
            person: someone.id,
            key: key.id,
            account: account.id,
            account_key: account_key.id,
            group: group.id,
        }
    }

    /// The request of an operation on these things; an operation without a row here is a failure.
    pub(crate) async fn sample(&self, route: &Route, on: &Things, who: &Visitor<'_>) -> Sample {
        let session = if route.path.contains("{session}") {
            let own = who
                .person
                .filter(|_| route.path.starts_with("/account/"))
                .filter(|_| who.tenant == self.home);
            self.another_session(own.unwrap_or(on.person)).await
        } else {
            String::new()
        };
        let factor = if route.path.contains("{factor}") {
            let own = who.person.filter(|_| who.tenant == self.home);
            self.a_factor(self.home, own.unwrap_or(on.person)).await
        } else {
            String::new()
        };
        let path = format!("/api/v1{}", route.path)
            .replace("{session}", &session)
            .replace("{factor}", &factor)
            .replace("{app}", &on.console.app.to_string())
            .replace("{query}", &on.console.customers.to_string())
            .replace("{workspace}", &on.workspace.to_string())
            .replace("{datasource}", &on.datasource.to_string())
            .replace("{environment}", "production")
            .replace("{person}", &on.person.to_string())
            .replace(
                "{account}/keys/{key}",
                &format!("{}/keys/{}", on.account, on.account_key),
            )
            .replace("{account}", &on.account.to_string())
            .replace("{key}", &on.key.to_string())
            .replace("{group}", &on.group.to_string())
            .replace("{number}", "1")
            .replace("{record}", &self.a_record().await);
        let path = if path.contains("{invitation}") {
            path.replace("{invitation}", &self.an_invitation().await)
        } else if path.contains("{mail}") {
            path.replace("{mail}", &self.a_letter().await)
        } else {
            path
        };
        assert!(
            !path.contains('{'),
            "`{}` names something new in its path: add it here",
            route.path
        );
        let object = if route.path.starts_with("/apps/{app}") && route.path.contains("{query}") {
            on.console.customers.to_string()
        } else if route.path.starts_with("/apps/{app}") {
            on.console.app.to_string()
        } else if route.path.contains("{environment}") {
            format!("{}/production", on.datasource)
        } else if route.path.contains("{datasource}") {
            on.datasource.to_string()
        } else if route.path.contains("{workspace}") {
            on.workspace.to_string()
        } else if route.action.starts_with("key.") && route.path.contains("{account}") {
            on.account_key.to_string()
        } else if route.path.contains("{account}") {
            on.account.to_string()
        } else if route.path.contains("{key}") {
            on.key.to_string()
        } else if route.path.contains("{person}") {
            on.person.to_string()
        } else if route.path.contains("{group}") {
            on.group.to_string()
        } else {
            self.home.to_string()
        };
        let method = Method::from_bytes(route.method.as_str().as_bytes()).unwrap();
        Sample {
            method,
            path,
            body: self.body(route.id, on, who).await,
            object,
        }
    }

    /// The id of a session of that person that nobody comes in.
    async fn another_session(&self, person: PersonId) -> String {
        let (_, session) = self
            .begin_session(self.home, person, self.now(), self.now())
            .await;
        session.to_string()
    }

    async fn a_record(&self) -> String {
        let mut log = self.store.read_log(self.home).await.unwrap();
        log.records(&Default::default(), None, 1).await.unwrap()[0]
            .id
            .to_string()
    }

    /// A letter that was given up.
    async fn a_letter(&self) -> String {
        let now = self.now();
        let letter = QueuedMail {
            id: MailId::from_bytes(build::unique()),
            channel: Channel::Email,
            to: "nobody@example.com".to_owned(),
            kind: MailKind::Notice,
            subject: "Hello".to_owned(),
            body: None,
            state: MailState::Failed,
            attempts: 7,
            next_at: None,
            until: now,
            last_error: None,
            created_at: now,
        };
        let mut change = self.store.begin(self.home).await.unwrap();
        change.add_mail(&letter).await.unwrap();
        commit(change, self.home, now).await;
        letter.id.to_string()
    }

    async fn an_invitation(&self) -> String {
        let id = InvitationId::from_bytes(build::unique());
        self.link(Purpose::Invitation, None, invited(id)).await;
        id.to_string()
    }

    /// The secret of a link that was just made: for a person, or for an address of its own.
    pub(crate) async fn link(
        &self,
        purpose: Purpose,
        person: Option<PersonId>,
        detail: Value,
    ) -> String {
        let (token, now) = (unique(), self.now());
        let mut change = self.store.begin(self.home).await.unwrap();
        let email = match person {
            Some(id) => change.person(id).await.unwrap().unwrap().email,
            None => format!("link.{}@example.com", unique()),
        };
        let kept = OneTime {
            secret_hash: sallyport_identity::one_time::hash(&token),
            purpose,
            person,
            email: Some(email),
            detail: detail.as_object().unwrap().clone(),
            tries: 0,
            created_at: now,
            expires_at: now
                .checked_add(std::time::Duration::from_secs(3600))
                .unwrap(),
            used_at: None,
        };
        change.add_one_time(&kept).await.unwrap();
        commit(change, self.home, now).await;
        token
    }

    /// From now on one may ask as often as one likes, for tests that ask until something has happened: the clock that
    /// the limits go by stands still.
    pub(crate) async fn lift_rates(&self) {
        let most = Rate {
            per_minute: 10_000_000,
            burst: 10_000_000,
        };
        let mut change = self.store.begin(self.home).await.unwrap();
        let mut policy = change.sign_in_policy().await.unwrap();
        policy.rates = RatePolicy {
            person: most,
            key: most,
            address: most,
        };
        change.put_sign_in_policy(&policy).await.unwrap();
        commit(change, self.home, self.now()).await;
    }

    /// From now on everybody may make an account.
    pub(crate) async fn open_registration(&self) {
        let mut change = self.store.begin(self.home).await.unwrap();
        let mut policy = change.sign_in_policy().await.unwrap();
        policy.registration.open_to = Registration::Open;
        change.put_sign_in_policy(&policy).await.unwrap();
        commit(change, self.home, self.now()).await;
    }

    async fn body(&self, operation: &str, on: &Things, who: &Visitor<'_>) -> Option<Value> {
        let name = format!("A name {}", unique());
        let principal = json!({ "type": "person", "id": on.person });
        Some(match operation {
            "view_session"
            | "list_sessions"
            | "end_session"
            | "end_other_sessions"
            | "list_sessions_of_person"
            | "end_session_of_person"
            | "end_sessions_of_person"
            | "end_everyones_sessions"
            | "view_sign_in_options"
            | "view_sign_in_policy"
            | "view_security"
            | "view_sms_gateway"
            | "list_factors"
            | "list_factors_of_person"
            | "remove_factor"
            | "reset_factors"
            | "sign_out"
            | "list_workspaces"
            | "list_apps"
            | "view_app"
            | "delete_app"
            | "preview_app"
            | "read_draft"
            | "list_releases"
            | "read_release"
            | "list_grants"
            | "list_workspace_grants"
            | "list_datasources"
            | "view_datasource"
            | "delete_datasource"
            | "test_datasource"
            | "read_schema"
            | "list_people"
            | "list_groups"
            | "list_own_keys"
            | "revoke_own_key"
            | "list_keys"
            | "revoke_key"
            | "list_service_accounts"
            | "delete_service_account"
            | "list_service_account_keys"
            | "revoke_service_account_key"
            | "view_person"
            | "delete_person"
            | "delete_group"
            | "view_account"
            | "list_invitations"
            | "resend_invitation"
            | "revoke_invitation"
            | "list_mail"
            | "retry_mail"
            | "list_records"
            | "read_record"
            | "export_audit"
            | "read_checkpoint" => return None,
            "sign_in" => {
                let mut read = self.store.read(self.home).await.unwrap();
                let someone = read.person(on.person).await.unwrap().unwrap();
                json!({ "email": someone.email, "password": super::PASSWORD })
            }
            "set_up" => {
                let token = sallyport_identity::set_up::issue(&self.service.identity, self.now())
                    .await
                    .unwrap();
                let email = format!("first.{}@example.com", unique());
                json!({ "token": token.expose(), "name": name, "email": email, "password": super::PASSWORD })
            }
            "set_sms_gateway" => json!({
                "url": "https://sms.example.com/send", "method": "POST", "headers": [], "secret": "a-secret",
                "body": r#"{"to": "{{to}}", "text": "{{text}}"}"#,
            }),
            "remove_sms_gateway" => {
                self.asks(|policy| policy.second_factor.sms_codes = false)
                    .await;
                return None;
            }
            "test_sms_gateway" => {
                self.takes_sms(who.tenant).await;
                json!({ "phone": a_number() })
            }
            "send_proof_code" => {
                self.takes_sms(who.tenant).await;
                if let Some(person) = who.person {
                    self.a_telephone(who.tenant, person).await;
                }
                let path = "/api/v1/session/proof/challenge";
                let asked = who.post(path, &json!({})).await.json();
                json!({ "ticket": asked["ticket"].as_str().unwrap_or_default() })
            }
            "set_sign_in_policy" => json!(sallyport_model::account::SignInPolicy::default()),
            "prove_session" => json!({ "password": super::PASSWORD }),
            "assess_password" => json!({ "password": super::PASSWORD }),
            "change_password" => {
                json!({ "current": super::PASSWORD, "password": "tractor velvet humming nine" })
            }
            "ask_passkey" | "ask_proof" => json!({}),
            "second_factor" => {
                let someone = self.enrolled(&self.session_of(on.person).await).await;
                let ticket = self.half_signed_in(&someone.visitor).await["ticket"].clone();
                json!({ "ticket": ticket, "method": "recovery", "code": someone.codes[0] })
            }
            "send_code" => self.a_code_to_send(on.person).await,
            "passkey_sign_in" => {
                let (_, mut key) = self.with_passkey(&self.session_of(on.person).await).await;
                let path = "/api/v1/session/passkey/challenge";
                let asked = self.anonymous().post(path, &json!({})).await.is(200).json();
                let credential = key.sign(&asked["options"], &self.origin.as_url());
                json!({ "ticket": asked["ticket"], "credential": credential })
            }
            "begin_factor" => json!({ "kind": "totp" }),
            "confirm_factor" => {
                let begun = who
                    .post("/api/v1/account/factors", &json!({ "kind": "totp" }))
                    .await;
                let begun = begun.json();
                let key = begun["totp"]["secret"].as_str().unwrap_or_default();
                let ticket = begun["ticket"].as_str().unwrap_or_default();
                json!({ "ticket": ticket, "code": code_of(key, self.now()), "name": name })
            }
            "rename_factor" => json!({ "name": name }),
            "renew_recovery_codes" => {
                if let Some(person) = who.person {
                    self.a_factor(who.tenant, person).await;
                }
                json!({})
            }
            "create_workspace" | "create_app" | "rename_app" | "rename_datasource"
            | "create_group" => {
                json!({ "name": name })
            }
            "create_datasource" => json!({ "name": name, "kind": "rest" }),
            "save_draft" => json!({ "revision": 1, "change": self.change(on).await }),
            "create_release" => json!({ "revision": 1, "note": "What is new" }),
            "roll_back" => json!({ "number": 1, "note": "Back again" }),
            "set_grant" | "set_workspace_grant" => {
                json!({ "principal": principal, "level": "use" })
            }
            "set_query_grant" => json!({ "principal": principal, "level": "use" }),
            "run_query" | "try_query" => json!({ "inputs": { "search.value": "%" } }),
            "configure_datasource" => {
                json!({ "settings": { "kind": "sqlite", "path": self.world.rows, "read_only": true } })
            }
            "create_person" => json!({
                "email": format!("new.{}@example.com", unique()), "name": name, "password": super::PASSWORD,
                "roles": ["developer"], "groups": [],
            }),
            "create_own_key" | "create_service_account_key" => json!({
                "name": name, "permissions": ["read"], "workspaces": [], "apps": [], "expires_at": self.in_a_day(),
                "addresses": ["192.0.2.0/24"],
            }),
            "rotate_own_key" | "rotate_service_account_key" => json!({ "overlap_minutes": 60 }),
            "create_service_account" => {
                json!({ "name": name, "description": "Deploys", "roles": ["developer"], "groups": [] })
            }
            "update_service_account" => json!({ "name": name }),
            "update_person" | "update_group" | "rename_account" => json!({ "name": name }),
            "change_email" => json!({ "email": format!("moved.{}@example.com", unique()) }),
            "verify_email" | "send_test_mail" | "reset_password_of_person" => json!({}),
            "ask_for_reset" => json!({ "email": format!("unknown.{}@example.com", unique()) }),
            "register" => {
                self.open_registration().await;
                let email = format!("own.{}@example.com", unique());
                json!({ "email": email, "name": name })
            }
            "look_at_registration" => {
                self.open_registration().await;
                let detail = json!({ "name": name });
                json!({ "token": self.link(Purpose::Registration, None, detail).await })
            }
            "confirm_registration" => {
                self.open_registration().await;
                let token = self
                    .link(Purpose::Registration, None, json!({ "name": name }))
                    .await;
                json!({ "token": token, "name": name, "password": super::PASSWORD })
            }
            "confirm_email" => {
                let whose = Some(on.person);
                json!({ "token": self.link(Purpose::EmailVerification, whose, json!({})).await })
            }
            "reset_password" => {
                let whose = Some(on.person);
                let token = self.link(Purpose::PasswordReset, whose, json!({})).await;
                json!({ "token": token, "password": super::PASSWORD })
            }
            "create_invitation" => json!({
                "email": format!("guest.{}@example.com", unique()), "name": name, "roles": ["developer"], "groups": [],
            }),
            "create_invitations" => {
                let email = format!("guest.{}@example.com", unique());
                json!({ "items": [{ "email": email, "roles": [], "groups": [] }] })
            }
            "look_at_invitation" => {
                let detail = invited(InvitationId::from_bytes(build::unique()));
                json!({ "token": self.link(Purpose::Invitation, None, detail).await })
            }
            "accept_invitation" => {
                let detail = invited(InvitationId::from_bytes(build::unique()));
                let token = self.link(Purpose::Invitation, None, detail).await;
                json!({ "token": token, "name": name, "password": super::PASSWORD })
            }
            new => panic!("the operation `{new}` has no sample: add one, with what it sends"),
        })
    }

    /// A change of the console's draft: another title for its page.
    async fn change(&self, on: &Things) -> Value {
        let mut read = self.store.read(self.home).await.unwrap();
        let (_, document) = read.draft(on.console.app).await.unwrap().unwrap();
        let page = on.console.page.to_string();
        let before = serde_json::to_value(&document).unwrap()["records"][&page].clone();
        let mut after = before.clone();
        after["title"] = json!("Another title");
        json!({ "added": {}, "updated": { page: [before, after] }, "removed": {} })
    }
}

/// What is kept of an invitation of that id, apart from its address.
fn invited(id: InvitationId) -> Value {
    json!({ "invitation": id, "name": "Guest", "roles": [], "groups": [], "mailed": true })
}

/// The number of a telephone that nobody else has.
pub(crate) fn a_number() -> String {
    let digits = u64::from_str_radix(&unique()[..8], 16).unwrap() % 100_000_000;
    format!("+49 151 {digits:08}")
}

/// A word that nothing else has.
pub(crate) fn unique() -> String {
    build::unique()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
