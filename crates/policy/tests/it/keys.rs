//! What a key may: no more than its owner, and no more than it was made for.

use crate::world::{World, app, key, person, query, tenant, workspace};
use sallyport_kernel::Environment;
use sallyport_kernel::id::{DatasourceId, KeyId, PersonId};
use sallyport_policy::action::{
    self, app as app_act, destination, key as key_act, keys, query as query_act, session,
    tenant as tenant_act,
};
use sallyport_policy::key::acts_for;
use sallyport_policy::{
    Caller, KeyLimits, Level, Permission, Places, ResourceRef, Role, Trait, Wanting, check,
    resource,
};
use std::collections::BTreeSet;
use std::sync::Arc;

fn of_the_tenant() -> resource::Tenant {
    resource::Tenant { id: tenant() }
}

#[test]
fn a_key_for_reading_reads_and_does_nothing_else() {
    let on = app(3, 2);
    let owner = World::new().grant(Level::Own, ResourceRef::App(on.id));

    let actor = owner.by_key(key(1, &["read"], None));

    assert!(check::<app_act::View>(&actor, &on).is_ok());
    assert!(check::<session::View>(&actor, &of_the_tenant()).is_ok());
    assert!(check::<app_act::Save>(&actor, &on).is_err());
    assert!(check::<query_act::Run>(&actor, &query(on, false)).is_err());
    assert!(check::<session::SignOut>(&actor, &of_the_tenant()).is_err());
}

#[test]
fn a_key_for_one_act_does_that_act_alone() {
    let on = app(3, 2);
    let owner = World::new().grant(Level::Own, ResourceRef::App(on.id));

    let actor = owner.by_key(key(1, &["app.release"], None));

    assert!(check::<app_act::Release>(&actor, &on).is_ok());
    assert!(check::<app_act::View>(&actor, &on).is_err());
    assert!(check::<app_act::Delete>(&actor, &on).is_err());
}

#[test]
fn a_key_gives_nothing_that_its_owner_has_not() {
    let on = app(3, 2);
    let everything = Permission::ALL.map(Permission::as_str);
    let viewer = World::new().grant(Level::Use, ResourceRef::App(on.id));

    let actor = viewer.by_key(key(1, &everything, None));

    assert!(check::<app_act::View>(&actor, &on).is_ok());
    assert!(check::<app_act::Save>(&actor, &on).is_err());
    assert!(check::<tenant_act::ReadAudit>(&actor, &of_the_tenant()).is_err());
}

#[test]
fn a_role_given_after_the_key_was_made_does_not_reach_the_key() {
    let everything = Permission::ALL.map(Permission::as_str);
    let limits = KeyLimits::new(
        KeyId::from_bytes([1; 16]),
        "deployment".to_owned(),
        everything,
        None,
        BTreeSet::from([Role::Developer]),
    );
    let promoted = World::new().role(Role::Developer).role(Role::Administrator);

    let actor = promoted.by_key(limits);

    assert!(check::<tenant_act::CreateWorkspace>(&actor, &of_the_tenant()).is_ok());
    assert!(check::<tenant_act::ReadAudit>(&actor, &of_the_tenant()).is_err());
}

#[test]
fn a_key_stays_in_the_places_that_it_was_made_for() {
    let everything = Permission::ALL.map(Permission::as_str);
    let places = Places {
        workspaces: vec![workspace(2)],
        apps: vec![app(9, 5).id],
    };
    let datasource = resource::Datasource {
        tenant: tenant(),
        id: DatasourceId::from_bytes([5; 16]),
    };
    let development = resource::Destination {
        datasource,
        environment: Environment::Development,
    };

    let actor = World::new()
        .role(Role::Administrator)
        .by_key(key(1, &everything, Some(places)));

    assert!(check::<app_act::Save>(&actor, &app(3, 2)).is_ok());
    assert!(check::<app_act::Save>(&actor, &app(9, 5)).is_ok());
    assert!(check::<query_act::Run>(&actor, &query(app(9, 5), true)).is_ok());
    assert!(check::<app_act::Save>(&actor, &app(4, 5)).is_err());
    assert!(check::<destination::Query>(&actor, &development).is_err());
    assert!(check::<tenant_act::ReadAudit>(&actor, &of_the_tenant()).is_err());
    assert!(check::<tenant_act::ListApps>(&actor, &of_the_tenant()).is_ok());
}

#[test]
fn a_key_proves_nothing() {
    let everything = Permission::ALL.map(Permission::as_str);
    let actor = World::new()
        .role(Role::Administrator)
        .by_key(key(1, &everything, None));

    let refused = check::<tenant_act::CreatePerson>(&actor, &of_the_tenant()).unwrap_err();

    assert_eq!(refused.wanting(), Some(Wanting::Proof));
    assert!(check::<keys::Create>(&actor, &of_the_tenant()).is_err());
}

#[test]
fn no_key_touches_keys_or_its_owners_account() {
    for row in action::ALL {
        let about_oneself = row.need == action::Need::SignedIn && row.name != "session.view";
        if (row.on == "Key" && row.name != "key.view")
            || (about_oneself && row.traits.contains(&Trait::Fresh))
        {
            assert_eq!(row.permission(), None, "{}", row.name);
        }
    }
    assert!(acts_for("key.revoke").is_none());
    assert!(acts_for("session.sign_out").is_none());
    assert!(acts_for("session.sign_in").is_none());
    assert!(acts_for("person.create").is_none(), "it takes a proof");
    assert!(acts_for("nothing.of_the_kind").is_none());
    assert_eq!(acts_for("run_queries").unwrap().len(), 1);
}

#[test]
fn a_decision_for_one_key_is_not_taken_for_another_or_for_the_owner() {
    let on = app(3, 2);
    let owner = World::new()
        .grant(Level::Own, ResourceRef::App(on.id))
        .actor();
    let with = |limits: KeyLimits| {
        sallyport_policy::Actor::by_key(
            person(),
            limits.into(),
            std::sync::Arc::clone(owner.access()),
            Arc::clone(owner.request()),
            owner.at(),
        )
    };
    let (reads, builds) = (
        with(key(1, &["read"], None)),
        with(key(2, &["read", "build"], None)),
    );

    for _ in 0..2 {
        assert!(check::<app_act::Save>(&reads, &on).is_err());
        assert!(check::<app_act::Save>(&builds, &on).is_ok());
        assert!(check::<app_act::Save>(&owner, &on).is_ok());
    }
    assert_eq!(reads.caller(), Caller::Key(KeyId::from_bytes([1; 16])));
    assert_eq!(owner.caller(), Caller::Person(person()));
}

#[test]
fn a_key_is_its_owners_and_its_secret_nobody_elses() {
    let own = resource::Key {
        tenant: tenant(),
        id: KeyId::from_bytes([1; 16]),
        owner: person(),
    };
    let anothers = resource::Key {
        owner: PersonId::from_bytes([77; 16]),
        ..own
    };
    let anothers = resource::Key {
        id: KeyId::from_bytes([2; 16]),
        ..anothers
    };
    let owner = World::new().actor();
    let everywhere = World::new().grant(Level::Own, ResourceRef::Tenant).actor();
    let administrator = World::new().role(Role::Administrator).actor();

    assert!(check::<key_act::Revoke>(&owner, &own).is_ok());
    assert!(check::<key_act::Rotate>(&owner, &own).is_ok());
    assert!(check::<key_act::Revoke>(&owner, &anothers).is_err());
    assert!(check::<key_act::Revoke>(&everywhere, &anothers).is_err());
    assert!(check::<key_act::Revoke>(&administrator, &anothers).is_ok());
    let refused = check::<key_act::Rotate>(&administrator, &anothers).unwrap_err();
    assert!(refused.may_know());
}

#[test]
fn a_record_names_the_key_and_whose_it_is() {
    let on = app(3, 2);
    let mut world = World::new().grant(Level::Own, ResourceRef::App(on.id));
    world.service = true;
    let actor = world.by_key(key(1, &["build"], None));

    let entry = check::<app_act::Rename>(&actor, &on)
        .unwrap()
        .receipt()
        .into_entry();

    assert_eq!(entry.actor.kind, "service_account");
    assert_eq!(entry.actor.id, Some(person().to_string()));
    let key = entry.actor.key.unwrap();
    assert_eq!(
        (key.id, key.name.as_str()),
        (KeyId::from_bytes([1; 16]), "deployment")
    );
}

#[test]
fn what_a_disabled_account_left_behind_opens_nothing() {
    let on = app(3, 2);
    let mut world = World::new().grant(Level::Own, ResourceRef::App(on.id));
    world.active = false;

    let actor = world.by_key(key(1, &["read"], None));

    assert!(check::<app_act::View>(&actor, &on).is_err());
}
