//! People who use a test's server.

use super::client::{self, Reply};
use super::server::TestServer;
use super::world::{commit, person};
use bytes::Bytes;
use http::Method;
use http_body_util::Full;
use sallyport_identity::SessionSecret;
use sallyport_kernel::Timestamp;
use sallyport_kernel::id::{AppId, PersonId, SessionId, TenantId};
use sallyport_model::entity::{PersonStatus, Session};
use sallyport_policy::{Grant, Level, Principal, ResourceRef};
use sallyport_server::system::SystemRandom;
use sallyport_testkit::build;
use serde_json::{Value, json};

/// How long sessions last as a rule.
const LIFETIME: std::time::Duration = std::time::Duration::from_hours(12);

/// Someone before the server, with or without a session.
#[derive(Clone)]
pub(crate) struct Visitor<'t> {
    t: &'t TestServer,
    pub(crate) cookie: Option<String>,
    /// The API key that comes with every request, if any.
    pub(crate) key: Option<String>,
    /// Who it is, if anyone.
    pub(crate) person: Option<PersonId>,
    /// The tenant that they are in.
    pub(crate) tenant: TenantId,
}

impl<'t> Visitor<'t> {
    pub(super) fn new(t: &'t TestServer, cookie: Option<String>) -> Self {
        Self {
            t,
            tenant: t.home,
            cookie,
            key: None,
            person: None,
        }
    }

    /// Whoever has the cookie that an answer set.
    pub(crate) fn with_cookie(t: &'t TestServer, cookie: String) -> Self {
        Self::new(t, Some(cookie))
    }

    /// The same visitor with the cookie that an answer set, at that server.
    pub(crate) fn renewed<'s>(&self, t: &'s TestServer, cookie: String) -> Visitor<'s> {
        Visitor {
            t,
            cookie: Some(cookie),
            key: None,
            person: self.person,
            tenant: self.tenant,
        }
    }

    /// A request of this visitor, to be completed.
    pub(crate) fn request(&self, method: Method, path: &str) -> http::request::Builder {
        let mut builder = client::request(&self.t.origin.authority, method, path);
        if let Some(key) = &self.key {
            builder = builder.header("authorization", format!("Bearer {key}"));
        }
        match &self.cookie {
            Some(cookie) => builder.header("cookie", cookie),
            None => builder,
        }
    }

    /// Sends JSON, or nothing.
    pub(crate) async fn send(&self, method: Method, path: &str, body: Option<&Value>) -> Reply {
        let builder = self.request(method, path);
        let request = match body {
            Some(body) => builder
                .header("content-type", "application/json")
                .body(Full::from(body.to_string())),
            None => builder.body(Full::new(Bytes::new())),
        };
        self.t.send(request.unwrap()).await
    }

    pub(crate) async fn get(&self, path: &str) -> Reply {
        self.send(Method::GET, path, None).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Reply {
        self.send(Method::DELETE, path, None).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Reply {
        self.send(Method::POST, path, Some(body)).await
    }

    pub(crate) async fn put(&self, path: &str, body: &Value) -> Reply {
        self.send(Method::PUT, path, Some(body)).await
    }

    pub(crate) async fn patch(&self, path: &str, body: &Value) -> Reply {
        self.send(Method::PATCH, path, Some(body)).await
    }
}

impl TestServer {
    /// Someone with the role of administrator.
    pub(crate) async fn administrator(&self) -> Visitor<'_> {
        self.newcomer("administrator", &["administrator"], None)
            .await
    }

    /// Someone with the role of developer.
    pub(crate) async fn developer(&self) -> Visitor<'_> {
        self.newcomer("developer", &["developer"], None).await
    }

    /// Someone who owns the app.
    pub(crate) async fn owner(&self, app: AppId) -> Visitor<'_> {
        self.holder(Level::Own, ResourceRef::App(app)).await
    }

    /// Someone who may edit the app.
    pub(crate) async fn editor(&self, app: AppId) -> Visitor<'_> {
        self.holder(Level::Edit, ResourceRef::App(app)).await
    }

    /// Someone who may use the app.
    pub(crate) async fn viewer(&self, app: AppId) -> Visitor<'_> {
        self.holder(Level::Use, ResourceRef::App(app)).await
    }

    /// Someone with that level on a thing.
    pub(crate) async fn holder(&self, level: Level, on: ResourceRef) -> Visitor<'_> {
        self.newcomer(level.as_str(), &[], Some((level, on))).await
    }

    /// Someone of the tenant without any right.
    pub(crate) async fn stranger(&self) -> Visitor<'_> {
        self.newcomer("stranger", &[], None).await
    }

    /// The administrator of the other tenant of the same store.
    pub(crate) async fn other_tenant(&self) -> Visitor<'_> {
        self.session(
            self.world.other.id,
            self.world.other.administrator,
            self.fresh(),
        )
        .await
    }

    /// An administrator whose session is past its absolute lifetime.
    pub(crate) async fn expired(&self) -> Visitor<'_> {
        let whose = self.administrator().await.person.unwrap();
        self.session(self.home, whose, self.now().checked_sub(LIFETIME).unwrap())
            .await
    }

    /// An administrator whose account is disabled, with a session from before.
    pub(crate) async fn disabled(&self) -> Visitor<'_> {
        let visitor = self.administrator().await;
        let mut change = self.store.begin(self.home).await.unwrap();
        let mut person = change
            .person(visitor.person.unwrap())
            .await
            .unwrap()
            .unwrap();
        person.status = PersonStatus::Disabled;
        change.put_person(&person).await.unwrap();
        commit(change, self.home, self.now()).await;
        visitor
    }

    /// An account that an administrator makes, with a first password: as the answer shows it.
    pub(crate) async fn given_a_password(&self, email: &str, password: &str) -> Value {
        let body = json!({ "email": email, "name": "New", "password": password, "roles": [], "groups": [] });
        let administrator = self.administrator().await;
        administrator
            .post("/api/v1/people", &body)
            .await
            .is(201)
            .json()
    }

    /// Somebody who was given a password and has chosen their own.
    pub(crate) async fn with_own_password(
        &self,
        email: &str,
        given: &str,
        own: &str,
    ) -> Visitor<'_> {
        let body = json!({ "email": email, "password": given });
        let reply = self
            .anonymous()
            .post("/api/v1/session", &body)
            .await
            .is(200);
        let body = json!({ "current": given, "password": own });
        let confined = Visitor::with_cookie(self, reply.cookie());
        let reply = confined
            .post("/api/v1/account/password", &body)
            .await
            .is(204);
        Visitor::with_cookie(self, reply.cookie())
    }

    /// A program with a key of that administrator, for these acts.
    pub(crate) async fn key_of(&self, owner: &Visitor<'_>, permissions: &[&str]) -> Visitor<'_> {
        let body =
            json!({ "name": "a key", "permissions": permissions, "expires_at": self.in_a_day() });
        let made = owner
            .post("/api/v1/account/keys", &body)
            .await
            .is(201)
            .json();
        Visitor {
            person: owner.person,
            ..self.with_key(made["secret"].as_str().unwrap())
        }
    }

    /// A program with that key.
    pub(crate) fn with_key(&self, secret: &str) -> Visitor<'_> {
        Visitor {
            key: Some(secret.to_owned()),
            ..Visitor::new(self, None)
        }
    }

    /// A program with a key for everything, of a service account with the role of developer.
    pub(crate) async fn service_account(&self) -> Visitor<'_> {
        let administrator = self.administrator().await;
        let body = json!({ "name": "Deployment", "roles": ["developer"], "groups": [] });
        let made = administrator
            .post("/api/v1/service-accounts", &body)
            .await
            .is(201)
            .json();
        let id = made["id"].as_str().unwrap();
        let body = json!({
            "name": "a key", "permissions": ["read", "run_queries", "build", "administer"],
            "expires_at": self.in_a_day(),
        });
        let path = format!("/api/v1/service-accounts/{id}/keys");
        let key = administrator.post(&path, &body).await.is(201).json();
        Visitor {
            person: Some(id.parse().unwrap()),
            ..self.with_key(key["secret"].as_str().unwrap())
        }
    }

    /// A day from now, as the API writes it.
    pub(crate) fn in_a_day(&self) -> String {
        let day = std::time::Duration::from_hours(24);
        self.now().checked_add(day).unwrap().to_string()
    }

    /// Another session of the same person.
    pub(crate) async fn again(&self, visitor: &Visitor<'_>) -> Visitor<'_> {
        self.session(self.home, visitor.person.unwrap(), self.fresh())
            .await
    }

    /// The address of a person's account.
    pub(crate) async fn email_of(&self, visitor: &Visitor<'_>) -> String {
        let mut read = self.store.read(self.home).await.unwrap();
        read.person(visitor.person.unwrap())
            .await
            .unwrap()
            .unwrap()
            .email
    }

    /// The moment that the server takes it to be.
    pub(crate) fn now(&self) -> Timestamp {
        sallyport_kernel::Clock::now(&*self.clock)
    }

    fn fresh(&self) -> Timestamp {
        self.now()
    }

    async fn newcomer(
        &self,
        name: &str,
        roles: &[&str],
        grant: Option<(Level, ResourceRef)>,
    ) -> Visitor<'_> {
        let who = person(name, roles, &self.world.password_hash, self.now());
        let mut change = self.store.begin(self.home).await.unwrap();
        change.add_person(&who).await.unwrap();
        if let Some((level, on)) = grant {
            change
                .put_grant(&Grant {
                    principal: Principal::Person(who.id),
                    level,
                    on,
                })
                .await
                .unwrap();
        }
        commit(change, self.home, self.now()).await;
        self.session(self.home, who.id, self.fresh()).await
    }

    /// The same person whose last proof of who they are is long past.
    pub(crate) async fn unproved(&self, visitor: &Visitor<'_>) -> Visitor<'_> {
        let (now, person) = (self.now(), visitor.person.unwrap());
        let long_past = now.checked_sub(LIFETIME).unwrap();
        let (cookie, _) = self.begin_session(self.home, person, now, long_past).await;
        self.holding(self.home, person, cookie)
    }

    async fn session(&self, tenant: TenantId, person: PersonId, since: Timestamp) -> Visitor<'_> {
        // Tests of other things are not about proving anew.
        let proved_at = since.checked_add(LIFETIME).unwrap();
        let (cookie, _) = self.begin_session(tenant, person, since, proved_at).await;
        self.holding(tenant, person, cookie)
    }

    /// That person of the home tenant, signed in.
    pub(crate) async fn session_of(&self, person: PersonId) -> Visitor<'_> {
        self.session(self.home, person, self.fresh()).await
    }

    fn holding(&self, tenant: TenantId, person: PersonId, cookie: String) -> Visitor<'_> {
        Visitor {
            person: Some(person),
            tenant,
            ..Visitor::new(self, Some(cookie))
        }
    }

    /// Begins a session, and returns its cookie and its id.
    pub(super) async fn begin_session(
        &self,
        tenant: TenantId,
        person: PersonId,
        since: Timestamp,
        proved_at: Timestamp,
    ) -> (String, SessionId) {
        let secret = SessionSecret::random(tenant, &SystemRandom);
        let session = Session {
            id: SessionId::from_bytes(build::unique()),
            secret_hash: secret.hash(),
            person,
            created_at: since,
            last_used_at: since,
            expires_at: since.checked_add(LIFETIME).unwrap(),
            proved_at,
            methods: vec!["password".to_owned()],
            confined: None,
            address: None,
            user_agent: None,
        };
        let mut change = self.store.begin(tenant).await.unwrap();
        change.add_session(&session).await.unwrap();
        commit(change, tenant, self.now()).await;
        let cookie = format!("{}={}", self.origin.cookie_name(), secret.to_cookie());
        (cookie, session.id)
    }
}
