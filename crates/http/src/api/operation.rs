//! What an operation is.

use super::openapi::Description;
use super::{Answer, Body};
use crate::problem::Problem;
use sallyport_kernel::id::TenantId;
use sallyport_policy::{Action, Need, resource};
use sallyport_store::Read;
use serde::Serialize;
use serde::de::DeserializeOwned;
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterIn};

sallyport_kernel::words! {
    /// An HTTP method.
    pub enum Method {
        /// Reads.
        Get = "GET",
        /// Creates, or does.
        Post = "POST",
        /// Sets.
        Put = "PUT",
        /// Changes a part.
        Patch = "PATCH",
        /// Deletes.
        Delete = "DELETE",
    }
}

/// A path whose ids lead to what an act is done on.
#[diagnostic::on_unimplemented(
    message = "the path `{Self}` does not lead to a `{On}`",
    label = "an operation's path leads to what its action is done on",
    note = "implement `Locate` for the path, once for its noun, beside it in the noun's `mod.rs`"
)]
pub trait Locate<On> {
    /// Finds what the act would be done on: reads ids and parents only, and decides nothing. What is not there is
    /// `not_found`.
    fn locate(&self, find: Find<'_>) -> impl Future<Output = Result<On, Problem>> + Send;
}

/// What `locate` looks things up in: ids and parents, before anything is decided.
pub struct Find<'a> {
    /// The tenant that the actor acts in.
    pub tenant: TenantId,
    /// The access version that the actor is judged by.
    pub version: u64,
    /// The service, for what it keeps in memory.
    pub service: &'a crate::Service,
}

impl Find<'_> {
    /// The tenant's data.
    pub async fn read(&self) -> Result<Box<dyn Read>, Problem> {
        Ok(self.service.store.read(self.tenant).await?)
    }
}

/// One thing that can be asked of the server: a method, a path, and the act that it is.
///
/// `RenameApp`, action `app.rename`, OpenAPI id `rename_app`, file `rename.rs`: one word everywhere.
pub trait Operation: Send + Sync + 'static {
    /// The act, which decides who may.
    type Action: Action;
    /// The ids in the path.
    type Path: Locate<<Self::Action as Action>::On>
        + DeserializeOwned
        + Serialize
        + IntoParams
        + Send
        + Sync;
    /// The parameters in the query.
    type Query: DeserializeOwned + IntoParams + Send + Sync;
    /// What is sent: [`super::JsonBody`] or [`super::NoBody`].
    type Body: Body;
    /// What comes back.
    type Answer: Answer;

    /// The OpenAPI id.
    const ID: &'static str;
    /// The method.
    const METHOD: Method;
    /// The path under `/api/v1`, with ids in braces.
    const PATH: &'static str;
    /// What it does, in a line.
    const SUMMARY: &'static str;
    /// The largest body that it takes, in bytes.
    const MAX_BODY: usize = 256 * 1024;
}

/// Why an operation is open to everyone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublicReason(pub &'static str);

/// No parameters.
#[derive(Debug, Clone, Copy, serde::Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct NoParameters {}

/// Acts without an id are done on the tenant that one is in.
impl Locate<resource::Tenant> for NoParameters {
    async fn locate(&self, find: Find<'_>) -> Result<resource::Tenant, Problem> {
        Ok(resource::Tenant { id: find.tenant })
    }
}

impl IntoParams for NoParameters {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        Vec::new()
    }
}

/// What is known of an operation without calling it: for the OpenAPI file, the access matrix and the tests that
/// read the router.
pub struct Route {
    /// The OpenAPI id.
    pub id: &'static str,
    /// The method.
    pub method: Method,
    /// The path under `/api/v1`.
    pub path: &'static str,
    /// What it does.
    pub summary: &'static str,
    /// The action's name.
    pub action: &'static str,
    /// What the act takes.
    pub need: Need,
    /// Why it is open to everyone, if it is.
    pub public: Option<PublicReason>,
    /// The largest body that it takes.
    pub max_body: usize,
    /// Whether it takes a body.
    pub takes_body: bool,
    /// Describes it for the OpenAPI file; nothing is described before it is asked for.
    pub(super) describe: fn() -> Description,
}

impl Route {
    pub(crate) fn of<O: Operation>(public: Option<PublicReason>) -> Self {
        Self {
            id: O::ID,
            method: O::METHOD,
            path: O::PATH,
            summary: O::SUMMARY,
            action: O::Action::NAME,
            need: O::Action::NEED,
            public,
            max_body: O::MAX_BODY,
            takes_body: O::Body::TAKEN,
            describe: Description::of::<O>,
        }
    }
}
