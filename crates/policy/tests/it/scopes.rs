use crate::world::{World, app, workspace};
use proptest::prelude::*;
use sallyport_policy::action::app as act;
use sallyport_policy::{Level, ResourceRef, Role, Visible, check, scope};

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
    }
}

proptest! {
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
