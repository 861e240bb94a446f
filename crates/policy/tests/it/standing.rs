//! What decisions take from the session: how fresh its proof is, and whether it is confined.

use crate::world::{World, app, tenant};
use sallyport_kernel::Timestamp;
use sallyport_policy::action::{session, tenant as tenant_act};
use sallyport_policy::{
    Actor, Level, Outcome, ResourceRef, Role, Standing, Visible, Wanting, check, resource, scope,
};
use std::sync::Arc;

fn on() -> resource::Tenant {
    resource::Tenant { id: tenant() }
}

/// The same actor in another session.
fn in_session(actor: &Actor, change: impl FnOnce(&mut Standing)) -> Actor {
    let mut standing = actor.standing().unwrap();
    change(&mut standing);
    let (access, request) = (Arc::clone(actor.access()), Arc::clone(actor.request()));
    let person = actor.person_id().unwrap();
    Actor::person(person, standing, access, request, actor.at())
}

#[test]
fn a_sensitive_act_takes_a_proof_that_is_not_past() {
    let administrator = World::new().role(Role::Administrator).actor();
    let unproved = in_session(&administrator, |standing| {
        standing.proved_until = Timestamp::UNIX_EPOCH;
    });

    assert!(check::<tenant_act::ExportAudit>(&administrator, &on()).is_ok());
    let denied = check::<tenant_act::ExportAudit>(&unproved, &on()).unwrap_err();
    assert_eq!(denied.wanting(), Some(Wanting::Proof));
    assert_eq!(denied.receipt().outcome(), Outcome::Denied);
    assert!(check::<tenant_act::ReadAudit>(&unproved, &on()).is_ok());
}

#[test]
fn who_may_not_do_a_sensitive_act_is_not_asked_for_a_proof() {
    let stranger = in_session(&World::new().actor(), |standing| {
        standing.proved_until = Timestamp::UNIX_EPOCH;
    });

    let denied = check::<tenant_act::ExportAudit>(&stranger, &on()).unwrap_err();

    assert_eq!(denied.wanting(), None);
}

#[test]
fn a_confined_session_puts_the_sign_in_in_order_and_does_nothing_else() {
    let app = app(3, 2);
    let world = World::new().role(Role::Administrator);
    let world = world.grant(Level::Own, ResourceRef::App(app.id));
    let confined = in_session(&world.actor(), |standing| standing.confined = true);

    assert!(check::<session::View>(&confined, &on()).is_ok());
    assert!(confined.may::<session::SignOut>(&on()));
    let denied = check::<tenant_act::ListApps>(&confined, &on()).unwrap_err();
    assert_eq!(denied.wanting(), Some(Wanting::SignIn));
    // Nor do answers offer anything, or lists hold anything.
    assert!(!confined.may::<tenant_act::ListApps>(&on()));
    assert!(confined.can(&on(), &["app.list", "audit.read"]).is_empty());
    let nothing = Visible::Only {
        workspaces: Vec::new(),
        apps: Vec::new(),
    };
    assert_eq!(*scope::<tenant_act::ListApps>(&confined).visible(), nothing);
}
