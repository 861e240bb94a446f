use crate::world::{World, anonymous, app, group, query, tenant, workspace};
use cedar_policy::{PolicySet, Schema, ValidationMode, Validator};
use sallyport_kernel::Environment;
use sallyport_kernel::id::{DatasourceId, TenantId};
use sallyport_policy::action::{
    self, app as app_act, destination, query as query_act, session, tenant as tenant_act,
};
use sallyport_policy::{
    Level, Outcome, POLICIES, Resource as _, ResourceRef, Role, check, resource, schema,
};
use std::str::FromStr as _;

#[test]
fn the_policies_fit_the_schema() {
    let (schema, warnings) = Schema::from_cedarschema_str(&schema()).expect("the schema parses");
    let policies = PolicySet::from_str(POLICIES).expect("the policies parse");

    let result = Validator::new(schema).validate(&policies, ValidationMode::Strict);

    assert_eq!(warnings.count(), 0);
    let faults: Vec<String> = result
        .validation_errors()
        .map(ToString::to_string)
        .collect();
    assert!(faults.is_empty(), "{faults:?}");
}

#[test]
fn action_names_are_unique() {
    let mut names: Vec<_> = action::ALL.iter().map(|row| row.name).collect();
    names.sort_unstable();
    names.dedup();

    assert_eq!(names.len(), action::ALL.len());
}

#[test]
fn levels_hold_the_ones_below_them() {
    let on = app(3, 2);
    for (level, view, save, delete) in [
        (Level::Use, true, false, false),
        (Level::Edit, true, true, false),
        (Level::Own, true, true, true),
    ] {
        let actor = World::new().grant(level, ResourceRef::App(on.id)).actor();

        assert_eq!(
            check::<app_act::View>(&actor, &on).is_ok(),
            view,
            "{level:?}"
        );
        assert_eq!(
            check::<app_act::Save>(&actor, &on).is_ok(),
            save,
            "{level:?}"
        );
        assert_eq!(
            check::<app_act::Delete>(&actor, &on).is_ok(),
            delete,
            "{level:?}"
        );
    }
}

#[test]
fn a_grant_on_a_workspace_holds_for_its_apps_and_no_others() {
    let actor = World::new()
        .by_group(Level::Edit, ResourceRef::Workspace(workspace(2)))
        .actor();

    assert!(check::<app_act::Save>(&actor, &app(3, 2)).is_ok());
    assert!(check::<app_act::Save>(&actor, &app(4, 5)).is_err());
}

#[test]
fn a_restricted_query_takes_a_grant_of_its_own() {
    let on = app(3, 2);
    let uses_the_app = World::new()
        .grant(Level::Use, ResourceRef::App(on.id))
        .actor();
    let restricted = query(on, true);
    let granted = World::new()
        .grant(Level::Use, ResourceRef::App(on.id))
        .by_group(Level::Use, ResourceRef::Query(restricted.id))
        .actor();
    let edits_the_app = World::new()
        .grant(Level::Edit, ResourceRef::App(on.id))
        .actor();

    assert!(check::<query_act::Run>(&uses_the_app, &query(on, false)).is_ok());
    assert!(check::<query_act::Run>(&uses_the_app, &restricted).is_err());
    assert!(check::<query_act::Run>(&granted, &restricted).is_ok());
    assert!(check::<query_act::Try>(&granted, &restricted).is_err());
    assert!(check::<query_act::Run>(&edits_the_app, &restricted).is_ok());
}

#[test]
fn a_refusal_knows_whether_the_thing_may_be_known() {
    let on = app(3, 2);
    let viewer = World::new()
        .grant(Level::Use, ResourceRef::App(on.id))
        .actor();
    let stranger = World::new().actor();

    assert!(
        check::<app_act::Rename>(&viewer, &on)
            .unwrap_err()
            .may_know()
    );
    let refusal = check::<app_act::Rename>(&stranger, &on).unwrap_err();
    assert!(!refusal.may_know());
    let entry = refusal.receipt().into_entry();
    assert_eq!(
        (entry.outcome, entry.action.as_str()),
        (Outcome::Denied, "app.rename")
    );
}

#[test]
fn nobody_known_may_only_what_is_public() {
    let on = resource::Tenant { id: tenant() };

    assert!(check::<session::SignIn>(&anonymous(), &on).is_ok());
    assert!(check::<session::View>(&anonymous(), &on).is_err());
    assert!(check::<app_act::View>(&anonymous(), &app(3, 2)).is_err());
}

#[test]
fn even_an_administrator_does_nothing_in_another_tenant() {
    let administrator = World::new().role(Role::Administrator).actor();
    let elsewhere = resource::App {
        tenant: TenantId::from_bytes([99; 16]),
        ..app(3, 2)
    };

    assert!(check::<app_act::Delete>(&administrator, &app(3, 2)).is_ok());
    let refusal = check::<app_act::Delete>(&administrator, &elsewhere).unwrap_err();
    assert!(!refusal.may_know());
}

#[test]
fn a_disabled_administrator_does_nothing() {
    let mut world = World::new().role(Role::Administrator);
    world.active = false;
    let actor = world.actor();

    assert!(check::<app_act::View>(&actor, &app(3, 2)).is_err());
    assert!(check::<session::View>(&actor, &resource::Tenant { id: tenant() }).is_err());
}

#[test]
fn developers_try_queries_in_development_only() {
    let developer = World::new().role(Role::Developer).actor();
    let datasource = resource::Datasource {
        tenant: tenant(),
        id: DatasourceId::from_bytes([5; 16]),
    };

    for environment in Environment::ALL {
        let allowed = check::<destination::Query>(
            &developer,
            &resource::Destination {
                datasource,
                environment,
            },
        );
        assert_eq!(
            allowed.is_ok(),
            environment == Environment::Development,
            "{environment}"
        );
    }
    assert!(
        check::<tenant_act::CreateDatasource>(&developer, &resource::Tenant { id: tenant() })
            .is_err()
    );
}

#[test]
fn a_decision_is_the_same_when_it_is_remembered() {
    let on = app(3, 2);
    let actor = World::new()
        .by_group(Level::Use, ResourceRef::App(on.id))
        .actor();

    for _ in 0..3 {
        assert!(check::<app_act::View>(&actor, &on).is_ok());
        assert!(check::<app_act::Save>(&actor, &on).is_err());
        assert!(check::<query_act::Run>(&actor, &query(on, true)).is_err());
        assert!(check::<query_act::Run>(&actor, &query(on, false)).is_ok());
    }
}

#[test]
fn a_person_is_not_taken_for_a_group() {
    let on = app(3, 2);
    let mut world = World::new().by_group(Level::Own, ResourceRef::App(on.id));
    world.groups.remove(&group());

    assert!(check::<app_act::View>(&world.actor(), &on).is_err());
    assert_eq!(on.reference(), ResourceRef::App(on.id));
}
