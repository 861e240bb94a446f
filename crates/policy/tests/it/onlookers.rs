use crate::world::{World, app, group, person, query, tenant};
use sallyport_kernel::id::{GroupId, PersonId};
use sallyport_policy::action::{app as app_act, query as query_act};
use sallyport_policy::{Level, Onlooker, Principal, ResourceRef, Role};

#[test]
fn someone_in_a_group_has_what_the_group_was_given_and_nothing_of_whoever_asks() {
    let (theirs, own) = (app(4, 2), app(3, 2));
    let actor = World::new()
        .role(Role::Developer)
        .grant(Level::Own, ResourceRef::App(own.id))
        .by_group(Level::Use, ResourceRef::App(theirs.id))
        .actor();

    let someone = Onlooker::seen_by(&actor, Principal::Group(group())).unwrap();

    assert!(someone.may::<app_act::View>(&theirs));
    assert!(someone.may::<query_act::Run>(&query(theirs, false)));
    assert!(!someone.may::<query_act::Run>(&query(theirs, true)));
    assert!(!someone.may::<app_act::Edit>(&theirs));
    assert!(!someone.may::<app_act::View>(&own));
    assert_ne!(someone.person(), person());
    assert_eq!(someone.access().group_names(someone.person()), ["Support"]);
    assert_eq!(someone.access().tenant(), tenant());
}

#[test]
fn nobody_looks_with_the_eyes_of_those_they_may_not_see() {
    let (absent, gone) = (
        Principal::Person(PersonId::from_bytes([70; 16])),
        Principal::Group(GroupId::from_bytes([80; 16])),
    );
    let there = [Principal::Person(person()), Principal::Group(group())];
    let editor = World::new()
        .grant(Level::Edit, ResourceRef::App(app(3, 2).id))
        .actor();
    let developer = World::new().role(Role::Developer).actor();

    for principal in there {
        assert!(Onlooker::seen_by(&editor, principal).is_none());
        assert!(Onlooker::seen_by(&developer, principal).is_some());
    }
    for principal in [absent, gone] {
        assert!(Onlooker::seen_by(&developer, principal).is_none());
    }
}
