use super::{Case, fixtures};
use crate::assert_refused;
use sallyport_kernel::id::PersonId;
use sallyport_model::account::Confinement;
use sallyport_model::entity::Session;
use sallyport_store::{Store, Used};
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

pub async fn a_session_that_was_used_says_when(store: Arc<dyn Store>) {
    let (case, person) = with_person(store).await;
    let session = fixtures::session(person, 10);
    let mut tx = case.begin().await;
    tx.add_session(&session).await.unwrap();
    case.commit(tx).await;
    let watched = case.store.watch_access(case.tenant).await.unwrap();
    let version = *watched.borrow();
    let records = case.records().await.len();
    let ended = Used::Session(fixtures::session(person, 0).id);
    let used = Used::Session(session.id);

    for uses in [
        vec![(used, fixtures::at(99)), (ended, fixtures::at(99))],
        vec![(used, fixtures::at(50))],
        vec![],
    ] {
        case.store.note_use(case.tenant, &uses).await.unwrap();
    }

    let mut read = case.read().await;
    let kept = read.session(session.id).await.unwrap().unwrap();
    assert_eq!(kept.last_used_at, fixtures::at(99));
    assert_eq!(*watched.borrow(), version);
    assert_eq!(case.records().await.len(), records);
}

pub async fn a_renewed_session_is_found_by_its_new_secret_alone(store: Arc<dyn Store>) {
    let (case, person) = with_person(store).await;
    let before = fixtures::session(person, 10);
    let mut tx = case.begin().await;
    tx.add_session(&before).await.unwrap();
    case.commit(tx).await;
    let watched = case.store.watch_access(case.tenant).await.unwrap();
    let version = *watched.borrow();
    let after = Session {
        secret_hash: fixtures::hash(),
        proved_at: fixtures::at(77),
        methods: vec!["passkey".to_owned()],
        confined: Some(Confinement::Password),
        ..before.clone()
    };

    let mut tx = case.begin().await;
    tx.renew_session(&after).await.unwrap();
    assert_refused!(
        tx.renew_session(&fixtures::session(person, 0)).await,
        Missing("session")
    );
    case.commit(tx).await;

    let mut read = case.read().await;
    let found = read.session_by_hash(&before.secret_hash).await.unwrap();
    assert_eq!(found, None);
    let found = read.session_by_hash(&after.secret_hash).await.unwrap();
    assert_eq!(found.as_ref(), Some(&after));
    assert_eq!(read.session(before.id).await.unwrap(), Some(after));
    assert_eq!(*watched.borrow(), version + 1);
}

pub async fn sessions_that_have_ended_by_themselves_are_passed_over_and_forgotten(
    store: Arc<dyn Store>,
) {
    let (case, person) = with_person(store).await;
    let [expired, idle, live] = [0, 100, 200].map(|at| fixtures::session(person, at));
    let expired = Session {
        expires_at: fixtures::at(300),
        last_used_at: fixtures::at(299),
        ..expired
    };
    let mut tx = case.begin().await;
    for session in [&expired, &idle, &live] {
        tx.add_session(session).await.unwrap();
    }
    case.commit(tx).await;
    let watched = case.store.watch_access(case.tenant).await.unwrap();
    let version = *watched.borrow();
    let (now, idle_since) = (fixtures::at(300), fixtures::at(100));

    let listed = case.read().await.sessions(now, idle_since).await.unwrap();
    let mut tx = case.begin().await;
    tx.forget_ended_sessions_of(person, now, idle_since)
        .await
        .unwrap();
    case.commit(tx).await;

    assert_eq!(listed.as_slice(), std::slice::from_ref(&live));
    assert_eq!(case.read().await.sessions_of(person).await.unwrap(), [live]);
    assert_eq!(*watched.borrow(), version);
}

pub async fn everybodys_sessions_end_but_one(store: Arc<dyn Store>) {
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
    case.commit(tx).await;
    let watched = case.store.watch_access(case.tenant).await.unwrap();
    let version = *watched.borrow();

    for expected in [3, 0] {
        let mut tx = case.begin().await;
        assert_eq!(
            tx.remove_sessions_but(Some(kept.id)).await.unwrap(),
            expected
        );
        case.commit(tx).await;
    }

    let mut read = case.read().await;
    assert_eq!(read.sessions_of(person).await.unwrap(), []);
    assert_eq!(read.sessions_of(other.id).await.unwrap(), [kept]);
    assert_eq!(*watched.borrow(), version + 1);
    drop(read);
    let mut tx = case.begin().await;
    assert_eq!(tx.remove_sessions_but(None).await.unwrap(), 1);
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
