use super::{Case, fixtures};
use crate::assert_refused;
use sallyport_model::entity::PersonStatus;
use sallyport_store::Store;
use serde_json::Map;
use std::sync::Arc;

pub async fn a_person_is_read_as_written(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    let group = fixtures::group("Staff");
    let mut person = fixtures::person("Ada");
    person.groups = vec![group.id];
    person.last_sign_in_at = Some(fixtures::at(9));

    let mut tx = case.begin().await;
    tx.add_group(&group).await.unwrap();
    tx.add_person(&person).await.unwrap();
    case.commit(tx).await;

    let mut read = case.read().await;
    assert_eq!(
        read.person(person.id).await.unwrap().as_ref(),
        Some(&person)
    );
    assert_eq!(
        read.person_by_email("ada@example.com").await.unwrap(),
        Some(person)
    );
    assert_eq!(read.person_by_email("Ada@example.com").await.unwrap(), None);
}

pub async fn an_address_is_taken_once(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    let (ada, mut bob) = (fixtures::person("Ada"), fixtures::person("Bob"));
    let mut tx = case.begin().await;
    tx.add_person(&ada).await.unwrap();
    tx.add_person(&bob).await.unwrap();

    assert_refused!(
        tx.add_person(&fixtures::person("Ada")).await,
        Taken("address")
    );
    bob.email.clone_from(&ada.email);
    assert_refused!(tx.put_person(&bob).await, Taken("address"));
}

pub async fn a_person_is_replaced_whole(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    let mut person = fixtures::person("Ada");
    let mut tx = case.begin().await;
    tx.add_person(&person).await.unwrap();
    case.commit(tx).await;

    person.name = "Ada L.".to_owned();
    person.email = "ada.l@example.com".to_owned();
    person.status = PersonStatus::Disabled;
    person.roles = Vec::new();
    person.attributes = Map::new();
    person.password_hash = None;
    let mut tx = case.begin().await;
    tx.put_person(&person).await.unwrap();
    case.commit(tx).await;

    assert_eq!(
        case.read().await.person(person.id).await.unwrap(),
        Some(person)
    );
    let mut tx = case.begin().await;
    assert_refused!(
        tx.put_person(&fixtures::person("Nobody")).await,
        Missing("person")
    );
}

pub async fn people_come_by_name_in_slices(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    let mut people: Vec<_> = ["Cleo", "Ada", "Bob", "Ada", "Émile"]
        .map(fixtures::person)
        .into();
    people[3].email = "second@example.com".to_owned();
    let mut tx = case.begin().await;
    for person in &people {
        tx.add_person(person).await.unwrap();
    }
    case.commit(tx).await;
    people.sort_by(|a, b| (&a.name, a.id.to_string()).cmp(&(&b.name, b.id.to_string())));

    let mut read = case.read().await;
    let first = read.people(None, 2).await.unwrap();
    let second = read.people(Some(first[1].id), 2).await.unwrap();
    let third = read.people(Some(second[1].id), 2).await.unwrap();

    assert_eq!([first, second, third].concat(), people);
    let gone = fixtures::person("Gone");
    assert_refused!(read.people(Some(gone.id), 2).await, Missing("person"));
}

pub async fn a_sign_in_is_noted(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    let person = fixtures::person("Ada");
    let mut tx = case.begin().await;
    tx.add_person(&person).await.unwrap();

    tx.note_sign_in(person.id, fixtures::at(50)).await.unwrap();
    assert_refused!(
        tx.note_sign_in(fixtures::person("Bob").id, fixtures::at(0))
            .await,
        Missing("person")
    );
    case.commit(tx).await;

    let read = case.read().await.person(person.id).await.unwrap().unwrap();
    assert_eq!(read.last_sign_in_at, Some(fixtures::at(50)));
}

pub async fn groups_come_by_name(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    let (staff, leads) = (fixtures::group("Staff"), fixtures::group("Leads"));
    let mut tx = case.begin().await;
    tx.add_group(&staff).await.unwrap();
    tx.add_group(&leads).await.unwrap();
    assert_refused!(tx.add_group(&fixtures::group("Staff")).await, Taken("name"));
    case.commit(tx).await;

    let mut read = case.read().await;

    assert_eq!(read.group(staff.id).await.unwrap().as_ref(), Some(&staff));
    assert_eq!(read.groups().await.unwrap(), [leads, staff]);
}

pub async fn a_group_must_exist_to_be_in_it(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    let mut person = fixtures::person("Ada");
    person.groups = vec![fixtures::group("Nowhere").id];

    let mut tx = case.begin().await;

    assert_refused!(tx.add_person(&person).await, Missing("group"));
}
