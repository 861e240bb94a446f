use crate::world::{World, app, key, workspace};
use proptest::prelude::*;
use sallyport_policy::action::app as act;
use sallyport_policy::{Level, Places, ResourceRef, Role, Visible, check, scope};

fn a_level() -> impl Strategy<Value = Level> {
    prop_oneof![Just(Level::Use), Just(Level::Edit), Just(Level::Own)]
}

fn a_place() -> impl Strategy<Value = ResourceRef> {
    prop_oneof![
        1 => Just(ResourceRef::Tenant),
        4 => (1u8..4).prop_map(|n| ResourceRef::Workspace(workspace(n))),
        6 => (10u8..20).prop_map(|n| ResourceRef::App(app(n, 1).id)),
    ]
}

fn a_world() -> impl Strategy<Value = World> {
    let grants = proptest::collection::vec((a_level(), a_place(), any::<bool>()), 0..6);
    let role = proptest::option::of(prop_oneof![
        Just(Role::Administrator),
        Just(Role::Developer)
    ]);
    (grants, role, proptest::bool::weighted(0.9)).prop_map(|(grants, role, active)| {
        let mut world = World::new();
        for (level, on, by_group) in grants {
            world = if by_group {
                world.by_group(level, on)
            } else {
                world.grant(level, on)
            };
        }
        if let Some(role) = role {
            world = world.role(role);
        }
        world.active = active;
        world
    })
}

fn covers(visible: &Visible, app: &sallyport_policy::resource::App) -> bool {
    match visible {
        Visible::Everything => true,
        Visible::Only { workspaces, apps } => {
            workspaces.contains(&app.workspace) || apps.contains(&app.id)
        }
        Visible::Within { rights, key } => [rights, key].into_iter().all(|places| {
            places.workspaces.contains(&app.workspace) || places.apps.contains(&app.id)
        }),
    }
}

fn some_places() -> impl Strategy<Value = Option<Places>> {
    let places = (
        proptest::collection::vec(0u8..4, 0..3),
        proptest::collection::vec(10u8..20, 0..4),
    );
    proptest::option::weighted(
        0.8,
        places.prop_map(|(workspaces, apps)| Places {
            workspaces: workspaces.into_iter().map(workspace).collect(),
            apps: apps.into_iter().map(|n| app(n, 1).id).collect(),
        }),
    )
}

fn some_permissions() -> impl Strategy<Value = Vec<&'static str>> {
    proptest::sample::subsequence(
        vec!["read", "run_queries", "build", "administer", "app.save"],
        0..=5,
    )
}

proptest! {
    /// The same by a key, and a key never gives what its owner has not.
    #[test]
    fn a_keys_scope_covers_what_checking_each_app_allows_and_no_more_than_its_owners(
        world in a_world(), places in some_places(), permissions in some_permissions(),
    ) {
        let limits = key(7, &permissions, places);
        let owner = world.clone().actor();
        let actor = world.by_key(limits);
        let (viewable, savable) = (scope::<act::View>(&actor), scope::<act::Save>(&actor));
        for n in 10..20 {
            let on = app(n, n % 4);
            let (view, save) = (check::<act::View>(&actor, &on).is_ok(), check::<act::Save>(&actor, &on).is_ok());
            prop_assert_eq!(covers(viewable.visible(), &on), view);
            prop_assert_eq!(covers(savable.visible(), &on), save);
            prop_assert!(!view || check::<act::View>(&owner, &on).is_ok());
            prop_assert!(!save || check::<act::Save>(&owner, &on).is_ok());
        }
    }

    /// A list shows exactly what asking about every app would allow.
    #[test]
    fn a_scope_covers_what_checking_each_app_allows(world in a_world()) {
        let actor = world.actor();
        let (viewable, savable) = (scope::<act::View>(&actor), scope::<act::Save>(&actor));
        for n in 10..20 {
            let on = app(n, n % 4);
            prop_assert_eq!(covers(viewable.visible(), &on), check::<act::View>(&actor, &on).is_ok());
            prop_assert_eq!(covers(savable.visible(), &on), check::<act::Save>(&actor, &on).is_ok());
        }
    }
}
