use super::{Case, fixtures};
use crate::assert_refused;
use sallyport_store::Store;
use sallyport_store::guessing::PLACES;
use std::sync::Arc;

pub async fn earlier_passwords_come_the_latest_first_and_no_more_than_asked(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    let (ada, grace) = (fixtures::person("Ada"), fixtures::person("Grace"));
    let mut tx = case.begin().await;
    assert_refused!(
        tx.add_earlier_password(ada.id, "hash", fixtures::at(0))
            .await,
        Missing("person")
    );
    tx.add_person(&ada).await.unwrap();
    tx.add_person(&grace).await.unwrap();
    for (hash, at) in [("first", 1), ("second", 2), ("third", 3)] {
        tx.add_earlier_password(ada.id, hash, fixtures::at(at))
            .await
            .unwrap();
    }
    tx.add_earlier_password(grace.id, "hers", fixtures::at(4))
        .await
        .unwrap();
    case.commit(tx).await;

    let mut read = case.read().await;
    assert_eq!(
        read.earlier_passwords(ada.id, 2).await.unwrap(),
        ["third", "second"]
    );
    drop(read);
    let mut tx = case.begin().await;
    tx.keep_earlier_passwords(ada.id, 1).await.unwrap();
    case.commit(tx).await;

    let mut read = case.read().await;
    assert_eq!(read.earlier_passwords(ada.id, 24).await.unwrap(), ["third"]);
    assert_eq!(
        read.earlier_passwords(grace.id, 24).await.unwrap(),
        ["hers"]
    );
}

pub async fn a_password_is_hashed_anew_unless_it_is_another_by_now(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    let mut ada = fixtures::person("Ada");
    ada.password_hash = Some("cheap".to_owned());
    let mut tx = case.begin().await;
    tx.add_person(&ada).await.unwrap();
    case.commit(tx).await;
    let version = case.read().await.access().await.unwrap().version();

    let mut tx = case.begin().await;
    tx.rehash_password(ada.id, "cheap", "dear").await.unwrap();
    assert_refused!(
        tx.rehash_password(ada.id, "cheap", "another").await,
        Stale("password")
    );
    case.commit(tx).await;

    let mut read = case.read().await;
    let kept = read.person(ada.id).await.unwrap().unwrap();
    assert_eq!(kept.password_hash.as_deref(), Some("dear"));
    // It changes nothing of who may do what.
    assert_eq!(read.access().await.unwrap().version(), version);
}

pub async fn a_place_is_known_by_the_account_that_signed_in_there(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    let neighbour = case.neighbour().await;
    let ada = fixtures::person("Ada");
    let (account, other) = (fixtures::hash(), fixtures::hash());
    let place = fixtures::hash();
    let mut tx = case.begin().await;
    assert_refused!(
        tx.note_place(ada.id, &account, &place, fixtures::at(0))
            .await,
        Missing("person")
    );
    tx.add_person(&ada).await.unwrap();
    tx.note_place(ada.id, &account, &place, fixtures::at(10))
        .await
        .unwrap();
    case.commit(tx).await;

    let mut read = case.read().await;
    let known = |account, since| (account, place, fixtures::at(since));
    for ((account, place, since), expected) in [
        (known(account, 10), true),
        (known(account, 11), false),
        (known(other, 0), false),
    ] {
        assert_eq!(
            read.knows_place(&account, &place, since).await.unwrap(),
            expected
        );
    }
    let mut read = neighbour.read().await;
    assert!(
        !read
            .knows_place(&account, &place, fixtures::at(0))
            .await
            .unwrap()
    );
}

pub async fn the_place_seen_longest_ago_is_forgotten_for_another(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    let ada = fixtures::person("Ada");
    let account = fixtures::hash();
    let places: Vec<_> = (0..=PLACES).map(|_| fixtures::hash()).collect();
    let mut tx = case.begin().await;
    tx.add_person(&ada).await.unwrap();
    for (place, at) in places.iter().zip(0..) {
        tx.note_place(ada.id, &account, place, fixtures::at(at))
            .await
            .unwrap();
        // Seen again: it is not the one seen longest ago any more.
        tx.note_place(ada.id, &account, &places[0], fixtures::at(at))
            .await
            .unwrap();
    }
    case.commit(tx).await;

    let mut read = case.read().await;
    for (number, place) in places.iter().enumerate() {
        let known = read
            .knows_place(&account, place, fixtures::at(0))
            .await
            .unwrap();
        assert_eq!(known, number != 1, "{number}");
    }
}

pub async fn a_device_is_known_by_the_person_who_signed_in_with_it(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    let (ada, grace) = (fixtures::person("Ada"), fixtures::person("Grace"));
    let mut tx = case.begin().await;
    assert_refused!(
        tx.note_device(ada.id, "Firefox on Linux", fixtures::at(0))
            .await,
        Missing("person")
    );
    tx.add_person(&ada).await.unwrap();
    tx.add_person(&grace).await.unwrap();
    for (device, at) in [("first", 1), ("second", 2), ("first", 3)] {
        tx.note_device(ada.id, device, fixtures::at(at))
            .await
            .unwrap();
    }
    let known = tx.known_devices(ada.id, fixtures::at(0)).await.unwrap();
    assert_eq!(known, ["first", "second"]);
    let known = tx.known_devices(ada.id, fixtures::at(3)).await.unwrap();
    assert_eq!(known, ["first"]);
    let hers = tx.known_devices(grace.id, fixtures::at(0)).await.unwrap();
    assert!(hers.is_empty());

    // The one seen longest ago is forgotten for another.
    for n in 0..PLACES {
        let at = fixtures::at(10 + i64::from(n));
        tx.note_device(ada.id, &format!("device {n}"), at)
            .await
            .unwrap();
    }
    let known = tx.known_devices(ada.id, fixtures::at(0)).await.unwrap();
    assert_eq!(known.len(), usize::from(PLACES));
    assert!(!known.contains(&"first".to_owned()));
    tx.remove_person(ada.id).await.unwrap();
    let known = tx.known_devices(ada.id, fixtures::at(0)).await.unwrap();
    assert!(known.is_empty());
}
