//! Who acts, and in which request.

use crate::access::{Access, Member, Role};
use crate::key::KeyLimits;
use sallyport_kernel::id::{KeyId, PersonId, SessionId, TenantId};
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
    Person {
        id: PersonId,
        session: Standing,
    },
    Key {
        owner: PersonId,
        key: Arc<KeyLimits>,
    },
    Anonymous,
}

/// How whoever acts is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Caller {
    /// A person, by a session.
    Person(PersonId),
    /// A program, by a key.
    Key(KeyId),
    /// Not at all.
    Anonymous,
}

/// Someone who wants to act: a person with a session, a program with a key of a person or service account, or nobody
/// known; with the tenant's access snapshot that decides, and the request that it came in.
///
/// Made by `identity` from a session or a key (or their absence) at the start of every request.
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

    /// A program with a key: it may what the key's owner may now, as far as the key goes.
    pub fn by_key(
        owner: PersonId,
        key: Arc<KeyLimits>,
        access: Arc<Access>,
        request: Arc<RequestContext>,
        at: Timestamp,
    ) -> Self {
        Self {
            who: Who::Key { owner, key },
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

    /// The person or service account, unless anonymous; by a key, the one that the key belongs to.
    pub fn person_id(&self) -> Option<PersonId> {
        match self.who {
            Who::Person { id, .. } => Some(id),
            Who::Key { owner, .. } => Some(owner),
            Who::Anonymous => None,
        }
    }

    /// How the actor is known: what a limit on requests counts by.
    pub fn caller(&self) -> Caller {
        match &self.who {
            Who::Person { id, .. } => Caller::Person(*id),
            Who::Key { key, .. } => Caller::Key(key.id),
            Who::Anonymous => Caller::Anonymous,
        }
    }

    /// The key that the actor acts by, if any.
    pub fn key_id(&self) -> Option<KeyId> {
        self.key().map(|key| key.id)
    }

    /// How far the key goes that the actor acts by, if any.
    pub(crate) fn key(&self) -> Option<&Arc<KeyLimits>> {
        match &self.who {
            Who::Key { key, .. } => Some(key),
            Who::Person { .. } | Who::Anonymous => None,
        }
    }

    /// The same actor, were the key good everywhere.
    pub(crate) fn everywhere(&self) -> Self {
        let mut actor = self.clone();
        if let Who::Key { key, .. } = &mut actor.who {
            *key = Arc::new(key.everywhere());
        }
        actor
    }

    /// The session, if the actor has one.
    pub fn session_id(&self) -> Option<SessionId> {
        self.standing().map(|standing| standing.session)
    }

    /// The session as far as decisions depend on it, if the actor has one.
    pub fn standing(&self) -> Option<Standing> {
        match self.who {
            Who::Person { session, .. } => Some(session),
            Who::Key { .. } | Who::Anonymous => None,
        }
    }

    /// Whether the actor has proved who they are lately enough for a sensitive act. A key proves nothing.
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
    pub fn request(&self) -> &Arc<RequestContext> {
        &self.request
    }

    /// When the request began.
    pub fn at(&self) -> Timestamp {
        self.at
    }

    /// The actor as audit records name it.
    pub fn reference(&self) -> ActorRef {
        let Some(id) = self.person_id() else {
            return ActorRef {
                kind: "anonymous".to_owned(),
                id: None,
                name: None,
                key: None,
            };
        };
        let member = self.member();
        let service = member.is_some_and(|member| member.service);
        ActorRef {
            kind: if service { "service_account" } else { "person" }.to_owned(),
            id: Some(id.to_string()),
            name: member.map(|member| member.name.clone()),
            key: self.key().map(|key| KeyRef {
                id: key.id,
                name: key.name.clone(),
            }),
        }
    }
}

/// The actor as an audit record names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ActorRef {
    /// `person`, `service_account`, `anonymous` or `service`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The account's id.
    pub id: Option<String>,
    /// The name at the time.
    pub name: Option<String>,
    /// The API key that the account acted by, if it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(required = false, value_type = KeyRef)]
    pub key: Option<KeyRef>,
}

/// An API key as an audit record names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct KeyRef {
    /// Its id.
    pub id: KeyId,
    /// Its name at the time.
    pub name: String,
}
