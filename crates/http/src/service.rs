//! What every call works with.

use crate::assets::Assets;
use crate::layers::proxies::Proxies;
use crate::problem::Problem;
use http::{HeaderMap, header};
use quick_cache::UnitWeighter;
use quick_cache::sync::Cache;
use sallyport_apps::Apps;
use sallyport_identity::keys::secret::PREFIX;
use sallyport_identity::{Identity, KeySecret, SessionSecret};
use sallyport_kernel::id::{DatasourceId, TenantId};
use sallyport_kernel::{Clock, Environment, Random, RequestContext};
use sallyport_limits::Limits;
use sallyport_policy::{Actor, action, check, resource};
use sallyport_query::sources::Sources;
use sallyport_query::{PlanCache, Proxy};
use sallyport_store::Store;
use std::ops::Deref;
use std::sync::Arc;

/// The service behind the routes. Cheap to clone.
#[derive(Clone)]
pub struct Service(Arc<Inner>);

struct Inner {
    parts: Parts,
    tenant_names: Cache<TenantId, String>,
}

/// What a [`Service`] is made of; the binary puts it together.
pub struct Parts {
    /// The store.
    pub store: Arc<dyn Store>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub random: Arc<dyn Random>,
    /// Who is asking.
    pub identity: Arc<Identity>,
    /// How often anything may be asked.
    pub limits: Arc<Limits>,
    /// The proxies whose word is taken for where requests come from.
    pub proxies: Proxies,
    /// Workspaces and apps.
    pub apps: Apps,
    /// Datasources.
    pub sources: Sources,
    /// Runs of queries.
    pub proxy: Proxy,
    /// Compiled queries.
    pub plans: PlanCache,
    /// The web part.
    pub assets: Arc<dyn Assets>,
    /// Where people reach the server.
    pub origin: Origin,
}

/// Where people reach the server: the only source of links, cookie rules and the host check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// Whether it is reached by HTTPS.
    pub secure: bool,
    /// The host and, unless it is the scheme's own, the port: `localhost:8080`.
    pub authority: String,
}

impl Origin {
    /// The origin as browsers write it.
    pub fn as_url(&self) -> String {
        format!(
            "{}://{}",
            if self.secure { "https" } else { "http" },
            self.authority
        )
    }

    /// The session cookie's name: with the `__Host-` prefix wherever browsers can hold to it.
    pub fn cookie_name(&self) -> &'static str {
        if self.secure {
            "__Host-sallyport"
        } else {
            "sallyport"
        }
    }

    /// The header that sets the session cookie.
    pub fn set_cookie(&self, secret: &SessionSecret) -> String {
        let secure = if self.secure { "; Secure" } else { "" };
        format!(
            "{}={}; Path=/; HttpOnly; SameSite=Lax{secure}",
            self.cookie_name(),
            secret.to_cookie()
        )
    }

    /// The header that takes the session cookie back.
    pub fn clear_cookie(&self) -> String {
        let secure = if self.secure { "; Secure" } else { "" };
        format!(
            "{}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0{secure}",
            self.cookie_name()
        )
    }
}

impl Service {
    /// A service of these parts.
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(Inner {
            parts,
            tenant_names: Cache::with_weighter(16, 10_000, UnitWeighter),
        }))
    }

    /// Who a request comes from, by its key or its cookie. One with both is refused: what it may would depend on which
    /// is looked at.
    pub(crate) async fn actor(
        &self,
        headers: &HeaderMap,
        request: Arc<RequestContext>,
    ) -> Result<Actor, Problem> {
        if let Some(text) = bearer(headers) {
            if cookie(headers, self.origin.cookie_name()).is_some() {
                return Err(Problem::two_credentials());
            }
            let secret = KeySecret::parse(text).ok_or_else(Problem::key_refused)?;
            let found = self
                .identity
                .actor_by_key(&secret, request, self.clock.now());
            return found.await?.ok_or_else(Problem::key_refused);
        }
        let secret = cookie(headers, self.origin.cookie_name()).and_then(SessionSecret::parse);
        Ok(self
            .identity
            .actor(secret.as_ref(), request, self.clock.now())
            .await?)
    }

    /// The same actor on the newest access snapshot, for showing what an act has just given them.
    pub(crate) async fn refreshed(&self, actor: &Actor) -> Result<Actor, Problem> {
        Ok(actor.on(self.identity.directory().access(actor.tenant()).await?))
    }

    /// Whether the actor may send queries of a draft to an environment of a datasource; refused, it is recorded.
    pub(crate) async fn may_reach(
        &self,
        actor: &Actor,
        datasource: DatasourceId,
        environment: Environment,
    ) -> Result<(), Problem> {
        let datasource = resource::Datasource {
            tenant: actor.tenant(),
            id: datasource,
        };
        let on = resource::Destination {
            datasource,
            environment,
        };
        match check::<action::destination::Query>(actor, &on) {
            Ok(_) => Ok(()),
            Err(denied) => {
                self.store.record(denied.receipt()).await?;
                Err(Problem::forbidden())
            }
        }
    }

    /// A tenant's name.
    pub(crate) async fn tenant_name(&self, id: TenantId) -> Result<String, Problem> {
        if let Some(name) = self.0.tenant_names.get(&id) {
            return Ok(name);
        }
        let tenants = self.store.tenants().await?;
        let found = tenants.into_iter().find(|tenant| tenant.id == id);
        let name = found.ok_or_else(Problem::not_found)?.name;
        self.0.tenant_names.insert(id, name.clone());
        Ok(name)
    }
}

impl Deref for Service {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0.parts
    }
}

fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let values = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok());
    let mut pairs = values
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
}

/// The key of `Authorization: Bearer sallyport_…`. Other schemes and tokens are those of proxies before us.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && token.starts_with(PREFIX)).then_some(token)
}
