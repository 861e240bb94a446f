use super::{Case, fixtures};
use crate::assert_refused;
use sallyport_kernel::id::PersonId;
use sallyport_store::Store;
use std::sync::Arc;

async fn with_person(store: Arc<dyn Store>) -> (Case, PersonId) {
    let case = Case::start(store).await;
    let person = fixtures::person("Ada");
    let mut tx = case.begin().await;
    tx.add_person(&person).await.unwrap();
    case.commit(tx).await;
    (case, person.id)
}

pub async fn a_session_is_found_by_its_hash(store: Arc<dyn Store>) {
    let (case, person) = with_person(store).await;
    let (older, newer) = (fixtures::session(person, 10), fixtures::session(person, 20));
    let mut tx = case.begin().await;
    tx.add_session(&older).await.unwrap();
    tx.add_session(&newer).await.unwrap();
    assert_refused!(tx.add_session(&newer).await, Taken("session"));
    case.commit(tx).await;

    let mut read = case.read().await;

    assert_eq!(
        read.session_by_hash(&older.secret_hash)
            .await
            .unwrap()
            .as_ref(),
        Some(&older)
    );
    assert_eq!(read.session_by_hash(&fixtures::hash()).await.unwrap(), None);
    assert_eq!(read.sessions_of(person).await.unwrap(), [newer, older]);
}

pub async fn a_session_of_nobody_is_refused(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    let mut tx = case.begin().await;

    let refused = tx
        .add_session(&fixtures::session(fixtures::person("Ada").id, 0))
        .await;

    assert_refused!(refused, Missing("person"));
}

pub async fn a_touched_session_says_when(store: Arc<dyn Store>) {
    let (case, person) = with_person(store).await;
    let session = fixtures::session(person, 10);
    let mut tx = case.begin().await;
    tx.add_session(&session).await.unwrap();

    tx.touch_session(session.id, fixtures::at(99))
        .await
        .unwrap();
    assert_refused!(
        tx.touch_session(fixtures::session(person, 0).id, fixtures::at(0))
            .await,
        Missing("session")
    );
    case.commit(tx).await;

    let read = case
        .read()
        .await
        .session_by_hash(&session.secret_hash)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(read.last_used_at, fixtures::at(99));
}

pub async fn ending_a_session_raises_the_access_version(store: Arc<dyn Store>) {
    let (case, person) = with_person(store).await;
    let session = fixtures::session(person, 10);
    let mut tx = case.begin().await;
    tx.add_session(&session).await.unwrap();
    case.commit(tx).await;
    let watched = case.store.watch_access(case.tenant).await.unwrap();
    let before = *watched.borrow();

    for _ in 0..2 {
        // The second time there is nothing to end.
        let mut tx = case.begin().await;
        tx.remove_session(session.id).await.unwrap();
        case.commit(tx).await;
    }

    assert_eq!(*watched.borrow(), before + 1);
    assert_eq!(
        case.read()
            .await
            .session_by_hash(&session.secret_hash)
            .await
            .unwrap(),
        None
    );
}

pub async fn all_sessions_of_a_person_end_together(store: Arc<dyn Store>) {
    let (case, person) = with_person(store).await;
    let other = fixtures::person("Bob");
    let kept = fixtures::session(other.id, 1);
    let mut tx = case.begin().await;
    tx.add_person(&other).await.unwrap();
    tx.add_session(&kept).await.unwrap();
    for seconds in 0..3 {
        tx.add_session(&fixtures::session(person, seconds))
            .await
            .unwrap();
    }

    tx.remove_sessions_of(person).await.unwrap();
    case.commit(tx).await;

    let mut read = case.read().await;
    assert_eq!(read.sessions_of(person).await.unwrap(), []);
    assert_eq!(read.sessions_of(other.id).await.unwrap(), [kept]);
}
