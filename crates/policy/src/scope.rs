//! The permit of a list: which things of a kind the actor may act on.

use crate::access::Level;
use crate::action::{Action, Need};
use crate::actor::Actor;
use crate::decide::{allowed, decide};
use crate::key::Places;
use crate::resource::{Resource, ResourceRef, Tenant};
use sallyport_kernel::id::{AppId, TenantId, WorkspaceId};
use std::marker::PhantomData;

/// Which things a list may hold. A store turns it into its `WHERE`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Visible {
    /// Everything in the tenant.
    Everything,
    /// What stands in these places.
    Only {
        /// Workspaces, with all that is in them.
        workspaces: Vec<WorkspaceId>,
        /// Single apps.
        apps: Vec<AppId>,
    },
    /// What stands in places of the one kind and of the other: where the actor has rights, and where the key goes
    /// that they act by.
    Within {
        /// Where the rights are.
        rights: Places,
        /// Where the key goes.
        key: Places,
    },
}

/// What the actor may do `A` on, for a list.
#[derive(Debug)]
pub struct Scope<A: Action> {
    actor: Actor,
    visible: Visible,
    action: PhantomData<fn() -> A>,
}

impl<A: Action> Scope<A> {
    /// Whose list it is.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The tenant that all of it is in.
    pub fn tenant(&self) -> TenantId {
        self.actor.tenant()
    }

    /// What the list may hold.
    pub fn visible(&self) -> &Visible {
        &self.visible
    }
}

/// The scope of `A` for the actor: equal to asking [`crate::check`] about every thing there is.
pub fn scope<A: Action>(actor: &Actor) -> Scope<A> {
    let tenant = Tenant { id: actor.tenant() };
    let level = match A::NEED {
        Need::Own => Level::Own,
        Need::Edit => Level::Edit,
        _ => Level::Use,
    };
    let active = actor.member().is_some_and(|member| member.active) && !actor.confined();
    let key = actor.key();
    let active = active && key.is_none_or(|key| key.serves(A::NAME));
    let places = key.and_then(|key| key.places.clone());
    let visible = match (active && unbounded::<A>(actor, &tenant, level), places) {
        (true, None) => Visible::Everything,
        (true, Some(Places { workspaces, apps })) => Visible::Only { workspaces, apps },
        (false, None) => {
            let Places { workspaces, apps } = granted(actor, active, level);
            Visible::Only { workspaces, apps }
        }
        (false, Some(key)) => Visible::Within {
            rights: granted(actor, active, level),
            key,
        },
    };
    Scope {
        actor: actor.clone(),
        visible,
        action: PhantomData,
    }
}

/// Where the person has at least `level` by a grant, or a group of theirs; nowhere unless `active`.
fn granted(actor: &Actor, active: bool, level: Level) -> Places {
    let (mut workspaces, mut apps) = (Vec::new(), Vec::new());
    let granted = actor
        .person_id()
        .filter(|_| active)
        .map(|person| actor.access().granted(person, level));
    for on in granted.into_iter().flatten() {
        match on {
            ResourceRef::Workspace(id) => workspaces.push(id),
            ResourceRef::App(id) => apps.push(id),
            _ => {}
        }
    }
    workspaces.sort_unstable();
    apps.sort_unstable();
    Places { workspaces, apps }
}

/// Whether the actor may do `A` everywhere, apart from the places that a key is bound to: asked of the policies about
/// the tenant itself, where only roles and grants on the whole tenant count.
fn unbounded<A: Action>(actor: &Actor, tenant: &Tenant, level: Level) -> bool {
    let everywhere = match actor.key() {
        Some(key) if key.places.is_some() => decide(&actor.everywhere(), A::NAME, tenant),
        _ => allowed(actor, A::NAME, tenant),
    };
    everywhere
        || actor.person_id().is_some_and(|person| {
            actor
                .access()
                .granted(person, level)
                .any(|on| on == tenant.reference())
        })
}
