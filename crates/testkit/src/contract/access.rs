use super::{Case, fixtures};
use crate::assert_refused;
use sallyport_kernel::Environment;
use sallyport_kernel::id::PersonId;
use sallyport_model::document::Document;
use sallyport_model::entity::PersonStatus;
use sallyport_policy::{Grant, Level, Principal, ResourceRef, Role};
use sallyport_store::Store;
use std::sync::Arc;

fn grant(person: PersonId, level: Level, on: ResourceRef) -> Grant {
    Grant {
        principal: Principal::Person(person),
        level,
        on,
    }
}

async fn with_person(store: Arc<dyn Store>) -> (Case, PersonId) {
    let case = Case::start(store).await;
    let person = fixtures::person("Ada");
    let mut tx = case.begin().await;
    tx.add_person(&person).await.unwrap();
    case.commit(tx).await;
    (case, person.id)
}

pub async fn the_snapshot_holds_people_groups_and_grants(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    let (group, workspace) = (fixtures::group("Staff"), fixtures::workspace("Main"));
    let (mut ada, mut bob) = (fixtures::person("Ada"), fixtures::person("Bob"));
    ada.roles = vec!["administrator".to_owned(), "developer".to_owned()];
    ada.groups = vec![group.id];
    bob.status = PersonStatus::Disabled;
    let on = ResourceRef::Workspace(workspace.id);
    let mut tx = case.begin().await;
    tx.add_group(&group).await.unwrap();
    tx.add_person(&ada).await.unwrap();
    tx.add_person(&bob).await.unwrap();
    tx.add_workspace(&workspace).await.unwrap();
    tx.put_grant(&Grant {
        principal: Principal::Group(group.id),
        level: Level::Own,
        on,
    })
    .await
    .unwrap();
    tx.put_grant(&grant(bob.id, Level::Edit, on)).await.unwrap();
    case.commit(tx).await;

    let access = case.read().await.access().await.unwrap();

    assert_eq!(access.tenant(), case.tenant);
    let member = access.member(ada.id).unwrap();
    assert_eq!(
        (member.name.as_str(), member.email.as_str()),
        ("Ada", "ada@example.com")
    );
    assert!(member.active);
    assert_eq!(member.attributes, ada.attributes);
    assert_eq!(member.roles.iter().copied().collect::<Vec<_>>(), Role::ALL);
    assert_eq!(access.group_names(ada.id), ["Staff"]);
    assert!(!access.member(bob.id).unwrap().active);
    let mut grants = access.grants_on(&on).to_vec();
    grants.sort();
    assert_eq!(
        grants,
        [
            (Principal::Person(bob.id), Level::Edit),
            (Principal::Group(group.id), Level::Own)
        ]
    );
}

pub async fn a_grant_replaces_the_one_before(store: Arc<dyn Store>) {
    let (case, person) = with_person(store).await;
    let mut tx = case.begin().await;
    for level in [Level::Own, Level::Use] {
        tx.put_grant(&grant(person, level, ResourceRef::Tenant))
            .await
            .unwrap();
    }
    case.commit(tx).await;

    let access = case.read().await.access().await.unwrap();

    assert_eq!(
        access.grants_on(&ResourceRef::Tenant),
        [(Principal::Person(person), Level::Use)]
    );
}

pub async fn a_removed_grant_is_gone(store: Arc<dyn Store>) {
    let (case, person) = with_person(store).await;
    let mut tx = case.begin().await;
    tx.put_grant(&grant(person, Level::Use, ResourceRef::Tenant))
        .await
        .unwrap();
    case.commit(tx).await;

    for _ in 0..2 {
        let mut tx = case.begin().await;
        tx.remove_grant(Principal::Person(person), ResourceRef::Tenant)
            .await
            .unwrap();
        case.commit(tx).await;
    }

    assert_eq!(
        case.read()
            .await
            .access()
            .await
            .unwrap()
            .grants_on(&ResourceRef::Tenant),
        []
    );
}

pub async fn a_grant_to_nobody_is_refused(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    let group = Principal::Group(fixtures::group("Staff").id);
    let mut tx = case.begin().await;

    let to_person = tx
        .put_grant(&grant(
            fixtures::person("Ada").id,
            Level::Use,
            ResourceRef::Tenant,
        ))
        .await;
    let to_group = tx
        .put_grant(&Grant {
            principal: group,
            level: Level::Use,
            on: ResourceRef::Tenant,
        })
        .await;

    assert_refused!(to_person, Missing("person"));
    assert_refused!(to_group, Missing("group"));
}

pub async fn every_kind_of_resource_can_be_granted(store: Arc<dyn Store>) {
    let (case, person) = with_person(store).await;
    let (workspace, source) = (
        fixtures::workspace("Main").id,
        fixtures::datasource("Orders").id,
    );
    let resources = [
        ResourceRef::Tenant,
        ResourceRef::Workspace(workspace),
        ResourceRef::App(fixtures::app(workspace, "Console").id),
        ResourceRef::Query(fixtures::query("customers", source).id),
        ResourceRef::Datasource(source),
        ResourceRef::Destination(source, Environment::Staging),
        ResourceRef::Person(person),
        ResourceRef::Group(fixtures::group("Staff").id),
        ResourceRef::ServiceAccount(person),
        ResourceRef::Key(fixtures::key(person, 1).id),
    ];
    let mut tx = case.begin().await;
    for on in resources {
        tx.put_grant(&grant(person, Level::Edit, on)).await.unwrap();
    }
    case.commit(tx).await;

    let access = case.read().await.access().await.unwrap();

    for on in resources {
        assert_eq!(
            access.grants_on(&on),
            [(Principal::Person(person), Level::Edit)],
            "{on}"
        );
    }
}

pub async fn the_access_version_rises_with_every_change(store: Arc<dyn Store>) {
    let (case, person) = with_person(store).await;
    let watched = case.store.watch_access(case.tenant).await.unwrap();
    let first = case.read().await.access().await.unwrap().version();
    assert_eq!(*watched.borrow(), first);

    for level in Level::ALL {
        let mut tx = case.begin().await;
        tx.put_grant(&grant(person, level, ResourceRef::Tenant))
            .await
            .unwrap();
        tx.put_grant(&grant(person, level, ResourceRef::Person(person)))
            .await
            .unwrap();
        case.commit(tx).await;
    }

    let last = case.read().await.access().await.unwrap().version();
    assert!(last >= first + 3, "{first} {last}");
    assert_eq!(*watched.borrow(), last);
}

pub async fn watchers_hear_of_a_change_before_commit_returns(store: Arc<dyn Store>) {
    let (case, person) = with_person(store).await;
    let mut watched = case.store.watch_access(case.tenant).await.unwrap();
    watched.mark_unchanged();

    let mut tx = case.begin().await;
    tx.put_grant(&grant(person, Level::Use, ResourceRef::Tenant))
        .await
        .unwrap();
    let early = watched.has_changed().unwrap();
    case.commit(tx).await;

    assert!(!early);
    assert!(watched.has_changed().unwrap());
}

pub async fn a_change_of_something_else_leaves_the_version(store: Arc<dyn Store>) {
    let (case, _) = with_person(store).await;
    let before = case.read().await.access().await.unwrap().version();
    let workspace = fixtures::workspace("Main");

    let mut tx = case.begin().await;
    tx.add_workspace(&workspace).await.unwrap();
    tx.add_app(
        &fixtures::app(workspace.id, "Console"),
        &Document::named("Console"),
    )
    .await
    .unwrap();
    case.commit(tx).await;

    assert_eq!(case.read().await.access().await.unwrap().version(), before);
}
