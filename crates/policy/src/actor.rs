//! Who acts, and in which request.

use crate::access::{Access, Member, Role};
use sallyport_kernel::id::{PersonId, SessionId, TenantId};
use sallyport_kernel::{RequestContext, Timestamp};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The session that a person acts in, as far as decisions depend on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The session.
    pub session: SessionId,
    /// Until when the last proof of who they are is good for sensitive acts.
    pub proved_until: Timestamp,
    /// Whether the session is for putting the sign-in in order alone.
    pub confined: bool,
}

impl Standing {
    /// A session that nothing is wanting in, for judging what does not come from one: the matrix, and tests.
    pub fn full(session: SessionId) -> Self {
        Self {
            session,
            proved_until: Timestamp::MAX,
            confined: false,
        }
    }
}

#[derive(Debug, Clone)]
enum Who {
    Person { id: PersonId, session: Standing },
    Anonymous,
}

/// Someone who wants to act: a person with a session, or nobody known; with the tenant's access
/// snapshot that decides, and the request that it came in.
///
/// Made by `identity` from a session (or its absence) at the start of every request.
#[derive(Debug, Clone)]
pub struct Actor {
    who: Who,
    access: Arc<Access>,
    request: Arc<RequestContext>,
    at: Timestamp,
}

impl Actor {
    /// A signed-in person.
    pub fn person(
        id: PersonId,
        session: Standing,
        access: Arc<Access>,
        request: Arc<RequestContext>,
        at: Timestamp,
    ) -> Self {
        Self {
            who: Who::Person { id, session },
            access,
            request,
            at,
        }
    }

    /// Nobody known.
    pub fn anonymous(access: Arc<Access>, request: Arc<RequestContext>, at: Timestamp) -> Self {
        Self {
            who: Who::Anonymous,
            access,
            request,
            at,
        }
    }

    /// The same actor, judged by another snapshot of the same tenant.
    #[must_use]
    pub fn on(&self, access: Arc<Access>) -> Self {
        Self {
            access,
            ..self.clone()
        }
    }

    /// The tenant that the actor acts in.
    pub fn tenant(&self) -> TenantId {
        self.access.tenant()
    }

    /// The person, unless anonymous.
    pub fn person_id(&self) -> Option<PersonId> {
        match self.who {
            Who::Person { id, .. } => Some(id),
            Who::Anonymous => None,
        }
    }

    /// The session, unless anonymous.
    pub fn session_id(&self) -> Option<SessionId> {
        self.standing().map(|standing| standing.session)
    }

    /// The session as far as decisions depend on it, unless anonymous.
    pub fn standing(&self) -> Option<Standing> {
        match self.who {
            Who::Person { session, .. } => Some(session),
            Who::Anonymous => None,
        }
    }

    /// Whether the actor has proved who they are lately enough for a sensitive act.
    pub fn proved_lately(&self) -> bool {
        self.standing()
            .is_some_and(|standing| self.at < standing.proved_until)
    }

    /// Whether the actor may do nothing but put their sign-in in order.
    pub fn confined(&self) -> bool {
        self.standing().is_some_and(|standing| standing.confined)
    }

    /// What the snapshot knows of the person.
    pub fn member(&self) -> Option<&Member> {
        self.person_id().and_then(|id| self.access.member(id))
    }

    /// Whether the person has a role. For showing; decisions go through [`crate::check`].
    pub fn roles(&self) -> Vec<Role> {
        self.member()
            .map(|member| member.roles.iter().copied().collect())
            .unwrap_or_default()
    }

    /// The snapshot that decides.
    pub fn access(&self) -> &Arc<Access> {
        &self.access
    }

    /// The request that the actor acts in.
    pub fn request(&self) -> &RequestContext {
        &self.request
    }

    /// When the request began.
    pub fn at(&self) -> Timestamp {
        self.at
    }

    /// The actor as audit records name it.
    pub fn reference(&self) -> ActorRef {
        match self.who {
            Who::Person { id, .. } => ActorRef {
                kind: "person".to_owned(),
                id: Some(id.to_string()),
                name: self.member().map(|member| member.name.clone()),
            },
            Who::Anonymous => ActorRef {
                kind: "anonymous".to_owned(),
                id: None,
                name: None,
            },
        }
    }
}

/// The actor as an audit record names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ActorRef {
    /// `person`, `anonymous` or `service`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The person's id.
    pub id: Option<String>,
    /// The name at the time.
    pub name: Option<String>,
}
