//! A small tenant to decide about.

use sallyport_kernel::id::{
    AppId, GroupId, KeyId, PersonId, QueryId, SessionId, TenantId, WorkspaceId,
};
use sallyport_kernel::{RequestContext, Timestamp};
use sallyport_policy::access::Member;
use sallyport_policy::{
    Access, Actor, Grant, KeyLimits, Level, Places, Principal, ResourceRef, Role, Standing,
    resource,
};
use std::collections::BTreeSet;
use std::sync::Arc;

pub(crate) fn tenant() -> TenantId {
    TenantId::from_bytes([1; 16])
}

pub(crate) fn workspace(n: u8) -> WorkspaceId {
    WorkspaceId::from_bytes([n; 16])
}

pub(crate) fn app(n: u8, in_workspace: u8) -> resource::App {
    resource::App {
        tenant: tenant(),
        id: AppId::from_bytes([n; 16]),
        workspace: workspace(in_workspace),
    }
}

pub(crate) fn query(of: resource::App, restricted: bool) -> resource::Query {
    resource::Query {
        app: of,
        id: QueryId::from_bytes([42; 16]),
        restricted,
    }
}

pub(crate) fn person() -> PersonId {
    PersonId::from_bytes([7; 16])
}

pub(crate) fn group() -> GroupId {
    GroupId::from_bytes([8; 16])
}

#[derive(Debug, Clone)]
pub(crate) struct World {
    pub(crate) active: bool,
    pub(crate) service: bool,
    pub(crate) roles: BTreeSet<Role>,
    pub(crate) groups: BTreeSet<GroupId>,
    pub(crate) grants: Vec<Grant>,
}

impl World {
    pub(crate) fn new() -> Self {
        Self {
            active: true,
            service: false,
            roles: BTreeSet::new(),
            groups: BTreeSet::new(),
            grants: Vec::new(),
        }
    }

    pub(crate) fn role(mut self, role: Role) -> Self {
        self.roles.insert(role);
        self
    }

    pub(crate) fn grant(mut self, level: Level, on: ResourceRef) -> Self {
        self.grants.push(Grant {
            principal: Principal::Person(person()),
            level,
            on,
        });
        self
    }

    pub(crate) fn by_group(mut self, level: Level, on: ResourceRef) -> Self {
        self.groups.insert(group());
        self.grants.push(Grant {
            principal: Principal::Group(group()),
            level,
            on,
        });
        self
    }

    /// The same person's actor, by a key with these limits.
    pub(crate) fn by_key(self, limits: KeyLimits) -> Actor {
        let actor = self.actor();
        let access = Arc::clone(actor.access());
        Actor::by_key(person(), Arc::new(limits), access, request(), actor.at())
    }

    pub(crate) fn actor(self) -> Actor {
        let member = Member {
            name: "Ada".to_owned(),
            email: "ada@example.com".to_owned(),
            attributes: serde_json::Map::new(),
            active: self.active,
            service: self.service,
            roles: self.roles,
            groups: self.groups,
        };
        let groups = [(group(), "Support".to_owned())];
        let access = Arc::new(Access::new(
            tenant(),
            1,
            [(person(), member)],
            groups,
            self.grants,
        ));
        Actor::person(
            person(),
            Standing::full(SessionId::from_bytes([9; 16])),
            access,
            request(),
            Timestamp::UNIX_EPOCH,
        )
    }
}

pub(crate) fn anonymous() -> Actor {
    Actor::anonymous(
        Arc::new(Access::new(tenant(), 1, [], [], [])),
        request(),
        Timestamp::UNIX_EPOCH,
    )
}

/// A key that is good for these acts, in these places, with all roles.
pub(crate) fn key(n: u8, permissions: &[&str], places: Option<Places>) -> KeyLimits {
    KeyLimits::new(
        KeyId::from_bytes([n; 16]),
        "deployment".to_owned(),
        permissions.iter().copied(),
        places,
        Role::ALL.into(),
    )
}

fn request() -> Arc<RequestContext> {
    Arc::new(RequestContext::internal("test"))
}
