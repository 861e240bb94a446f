use super::{Case, fixtures};
use crate::assert_refused;
use sallyport_kernel::id::PersonId;
use sallyport_model::entity::PersonKind;
use sallyport_model::key::PreviousSecret;
use sallyport_policy::{Grant, Level, Principal, ResourceRef};
use sallyport_store::{Store, StoreError, Used};
use std::sync::Arc;

async fn with_person(store: Arc<dyn Store>) -> (Case, PersonId) {
    let case = Case::start(store).await;
    let person = fixtures::person("Ada");
    let mut tx = case.begin().await;
    tx.add_person(&person).await.unwrap();
    case.commit(tx).await;
    (case, person.id)
}

pub async fn a_key_is_read_as_written_and_found_by_its_hash(store: Arc<dyn Store>) {
    let (case, person) = with_person(store).await;
    let mut key = fixtures::key(person, 1);
    key.previous = Some(PreviousSecret {
        hash: fixtures::hash(),
        until: fixtures::at(9),
    });
    key.rotated_at = Some(fixtures::at(8));
    key.last_used_at = Some(fixtures::at(7));
    key.last_address = Some("192.0.2.7".to_owned());
    let mut tx = case.begin().await;
    tx.add_key(&key).await.unwrap();
    assert_refused!(tx.add_key(&key).await, Taken("key"));
    let nobodys = fixtures::key(fixtures::person("Bob").id, 1);
    assert_refused!(tx.add_key(&nobodys).await, Missing("person"));
    case.commit(tx).await;

    let mut read = case.read().await;

    assert_eq!(read.key(key.id).await.unwrap().as_ref(), Some(&key));
    for hash in [key.secret_hash, key.previous.unwrap().hash] {
        let found = read.key_by_hash(&hash).await.unwrap();
        assert_eq!(found.as_ref(), Some(&key));
    }
    let none = read.key_by_hash(&fixtures::hash()).await.unwrap();
    assert_eq!(none, None);
    assert_eq!(read.key(nobodys.id).await.unwrap(), None);
}

pub async fn keys_come_newest_first_in_slices(store: Arc<dyn Store>) {
    let (case, person) = with_person(store).await;
    let other = fixtures::person("Bob");
    let mut tx = case.begin().await;
    tx.add_person(&other).await.unwrap();
    let keys = [1, 2, 3, 3].map(|seconds| fixtures::key(person, seconds));
    let theirs = fixtures::key(other.id, 5);
    for key in keys.iter().chain([&theirs]) {
        tx.add_key(key).await.unwrap();
    }
    case.commit(tx).await;

    let mut read = case.read().await;

    let all = read.keys(None, 10).await.unwrap();
    let ages: Vec<_> = all.iter().map(|key| key.created_at).collect();
    assert_eq!(ages, [5, 3, 3, 2, 1].map(fixtures::at));
    let first = read.keys(None, 2).await.unwrap();
    let second = read.keys(Some(first[1].id), 2).await.unwrap();
    let last = read.keys(Some(second[1].id), 2).await.unwrap();
    assert_eq!([first, second, last].concat(), all);
    assert_eq!(read.keys_of(other.id).await.unwrap(), [theirs]);
    assert_eq!(read.keys_of(person).await.unwrap(), all[1..]);
}

pub async fn of_fifty_that_rotate_a_key_one_succeeds(store: Arc<dyn Store>) {
    let (case, person) = with_person(store).await;
    let case = Arc::new(case);
    let key = fixtures::key(person, 1);
    let mut tx = case.begin().await;
    tx.add_key(&key).await.unwrap();
    case.commit(tx).await;
    let (id, from) = (key.id, key.secret_hash);

    let tries: Vec<_> = (0..50)
        .map(|_| {
            let case = Arc::clone(&case);
            tokio::spawn(async move {
                let (to, at, until) = (fixtures::hash(), fixtures::at(60), fixtures::at(90));
                let mut tx = case.begin().await;
                tx.rotate_key(id, &from, &to, at, until).await?;
                tx.commit(fixtures::receipt(case.tenant)).await.map(|()| to)
            })
        })
        .collect();
    let mut won = Vec::new();
    for attempt in tries {
        match attempt.await.unwrap() {
            Ok(to) => won.push(to),
            Err(StoreError::Stale("key")) => {}
            Err(other) => panic!("{other:?}"),
        }
    }

    assert_eq!(won.len(), 1);
    let read = case.read().await.key(id).await.unwrap().unwrap();
    assert_eq!(read.secret_hash, won[0]);
    let previous = PreviousSecret {
        hash: from,
        until: fixtures::at(90),
    };
    assert_eq!(read.previous, Some(previous));
    assert_eq!(read.rotated_at, Some(fixtures::at(60)));
}

pub async fn turning_and_ending_a_key_raise_the_access_version(store: Arc<dyn Store>) {
    let (case, person) = with_person(store).await;
    let key = fixtures::key(person, 1);
    let mut tx = case.begin().await;
    tx.add_key(&key).await.unwrap();
    case.commit(tx).await;
    let watched = case.store.watch_access(case.tenant).await.unwrap();
    let before = *watched.borrow();
    let (from, to, at) = (key.secret_hash, fixtures::hash(), fixtures::at(2));

    let mut tx = case.begin().await;
    tx.rotate_key(key.id, &from, &to, at, at).await.unwrap();
    case.commit(tx).await;
    assert_eq!(*watched.borrow(), before + 1);
    let mut tx = case.begin().await;
    tx.remove_key(key.id).await.unwrap();
    assert_refused!(tx.remove_key(key.id).await, Missing("key"));
    assert_refused!(
        tx.rotate_key(key.id, &to, &from, at, at).await,
        Missing("key")
    );
    case.commit(tx).await;

    assert_eq!(*watched.borrow(), before + 2);
    assert_eq!(case.read().await.key(key.id).await.unwrap(), None);
}

pub async fn that_a_key_was_used_is_noted_without_a_record_or_a_new_version(store: Arc<dyn Store>) {
    let (case, person) = with_person(store).await;
    let (key, gone) = (fixtures::key(person, 1), fixtures::key(person, 2));
    let mut tx = case.begin().await;
    tx.add_key(&key).await.unwrap();
    case.commit(tx).await;
    let watched = case.store.watch_access(case.tenant).await.unwrap();
    let before = *watched.borrow();
    let records = case.records().await.len();
    let noted = |id, seconds, last| {
        let from = [192, 0, 2, last].into();
        (Used::Key(id, Some(from)), fixtures::at(seconds))
    };

    let uses = [noted(gone.id, 70, 6), noted(key.id, 70, 7)];
    case.store.note_use(case.tenant, &uses).await.unwrap();
    let late = [noted(key.id, 60, 8)];
    case.store.note_use(case.tenant, &late).await.unwrap();

    let read = case.read().await.key(key.id).await.unwrap().unwrap();
    assert_eq!(read.last_used_at, Some(fixtures::at(70)));
    assert_eq!(read.last_address.as_deref(), Some("192.0.2.7"));
    assert_eq!(*watched.borrow(), before);
    assert_eq!(case.records().await.len(), records);
}

pub async fn service_accounts_are_no_people(store: Arc<dyn Store>) {
    let (case, person) = with_person(store).await;
    let mut account = fixtures::person("Deployment");
    account.kind = PersonKind::Service;
    let mut tx = case.begin().await;
    tx.add_person(&account).await.unwrap();
    tx.add_key(&fixtures::key(account.id, 1)).await.unwrap();
    let grant = Grant {
        principal: Principal::Person(account.id),
        level: Level::Use,
        on: ResourceRef::Tenant,
    };
    tx.put_grant(&grant).await.unwrap();
    case.commit(tx).await;

    let mut read = case.read().await;
    let people = read.people(None, 10).await.unwrap();
    assert_eq!(people.len(), 1);
    assert_eq!(people[0].id, person);
    assert_eq!(read.service_accounts().await.unwrap(), [account.clone()]);
    let access = read.access().await.unwrap();
    assert!(access.member(account.id).unwrap().service);
    assert!(!access.member(person).unwrap().service);
    drop(read);

    let mut tx = case.begin().await;
    assert_refused!(
        tx.remove_service_account(person).await,
        Missing("service account")
    );
    tx.remove_service_account(account.id).await.unwrap();
    case.commit(tx).await;

    let mut read = case.read().await;
    assert_eq!(read.service_accounts().await.unwrap(), []);
    assert_eq!(read.keys_of(account.id).await.unwrap(), []);
    let access = read.access().await.unwrap();
    assert!(access.member(account.id).is_none());
    assert_eq!(access.grants_on(&ResourceRef::Tenant), []);
}

pub async fn keys_are_found_by_when_they_end(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    let ada = fixtures::person("Ada");
    let ending = |at: i64| {
        let mut key = fixtures::key(ada.id, 0);
        key.expires_at = fixtures::at(at);
        key
    };
    let (over, last, first, later) = (ending(10), ending(20), ending(11), ending(21));
    let mut tx = case.begin().await;
    tx.add_person(&ada).await.unwrap();
    for key in [&over, &last, &first, &later] {
        tx.add_key(key).await.unwrap();
    }

    let found = tx
        .keys_ending(fixtures::at(10), fixtures::at(20))
        .await
        .unwrap();

    assert_eq!(found, [first, last]);
}
