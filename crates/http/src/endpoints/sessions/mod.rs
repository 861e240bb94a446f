//! Where people are signed in: everyone's own sessions, and those of others for administrators.

mod end;
mod end_everyones;
mod end_others;
mod end_person;
mod end_persons;
mod list;
mod list_person;

use crate::api::{Api, Find, Locate};
use crate::endpoints::people::PersonPath;
use crate::problem::Problem;
use sallyport_identity::device;
use sallyport_kernel::Timestamp;
use sallyport_kernel::id::{PersonId, SessionId};
use sallyport_model::entity::Session;
use sallyport_policy::{Actor, resource};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

pub use end::EndSession;
pub use end_everyones::{EndEveryonesSessions, Ended};
pub use end_others::EndOtherSessions;
pub use end_person::EndSessionOfPerson;
pub use end_persons::EndSessionsOfPerson;
pub use list::ListSessions;
pub use list_person::ListSessionsOfPerson;

pub(super) fn operations(api: Api) -> Api {
    api.op(ListSessions, list::list)
        .op(EndSession, end::end)
        .op(EndOtherSessions, end_others::end_others)
        .op(ListSessionsOfPerson, list_person::list)
        .op(EndSessionOfPerson, end_person::end)
        .op(EndSessionsOfPerson, end_persons::end)
        .op(EndEveryonesSessions, end_everyones::end)
}

/// A session; never its secret.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionView {
    /// Its id.
    pub id: SessionId,
    /// Whether it is the one that the request came in.
    pub current: bool,
    /// When it began.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When it was last used, to the minute.
    #[schema(value_type = String, format = DateTime)]
    pub last_used_at: Timestamp,
    /// When it ends, however much it is used.
    #[schema(value_type = String, format = DateTime)]
    pub expires_at: Timestamp,
    /// The address that it began from.
    pub address: Option<String>,
    /// What the browser said of itself.
    pub user_agent: Option<String>,
    /// The same in words, such as `Firefox on Linux`.
    pub device: String,
    /// How the person proved who they are, such as `password`.
    pub methods: Vec<String>,
}

/// Sessions, the newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionList {
    /// All of them: a person has a hundred at the most.
    pub items: Vec<SessionView>,
}

/// One of the caller's own sessions in a path.
#[derive(Debug, Deserialize, Serialize, IntoParams)]
pub struct SessionPath {
    /// The session.
    pub session: SessionId,
}

/// One of somebody's sessions in a path.
#[derive(Debug, Deserialize, Serialize, IntoParams)]
pub struct PersonSessionPath {
    /// The account.
    pub person: PersonId,
    /// The session.
    pub session: SessionId,
}

/// One's own sessions are nobody's business but one's own: the act is on the tenant that one is in.
impl Locate<resource::Tenant> for SessionPath {
    async fn locate(&self, find: Find<'_>) -> Result<resource::Tenant, Problem> {
        Ok(resource::Tenant { id: find.tenant })
    }
}

impl Locate<resource::Person> for PersonSessionPath {
    async fn locate(&self, find: Find<'_>) -> Result<resource::Person, Problem> {
        let person = PersonPath {
            person: self.person,
        };
        person.locate(find).await
    }
}

fn listed(actor: &Actor, sessions: Vec<Session>) -> SessionList {
    let current = actor.session_id();
    let items = sessions.into_iter().map(|session| SessionView {
        current: Some(session.id) == current,
        device: device::named(session.user_agent.as_deref()),
        id: session.id,
        created_at: session.created_at,
        last_used_at: session.last_used_at,
        expires_at: session.expires_at,
        address: session.address,
        user_agent: session.user_agent,
        methods: session.methods,
    });
    SessionList {
        items: items.collect(),
    }
}
