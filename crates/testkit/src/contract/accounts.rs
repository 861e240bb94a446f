use super::{Case, fixtures};
use crate::assert_refused;
use sallyport_model::account::{Purpose, SignInPolicy};
use sallyport_store::{Store, StoreError};
use std::sync::Arc;

pub async fn of_fifty_that_spend_a_single_use_secret_one_succeeds(store: Arc<dyn Store>) {
    let case = Arc::new(Case::start(store).await);
    let token = fixtures::one_time(Purpose::SetUp);
    let mut tx = case.begin().await;
    tx.add_one_time(&token).await.unwrap();
    assert_refused!(tx.add_one_time(&token).await, Taken("single-use secret"));
    case.commit(tx).await;

    let tries: Vec<_> = (0..50)
        .map(|_| {
            let case = Arc::clone(&case);
            tokio::spawn(async move {
                let mut tx = case.begin().await;
                tx.spend_one_time(&token.secret_hash, fixtures::at(60))
                    .await?;
                tx.commit(fixtures::receipt(case.tenant)).await
            })
        })
        .collect();
    let mut won = 0;
    for attempt in tries {
        match attempt.await.unwrap() {
            Ok(()) => won += 1,
            Err(StoreError::Stale("single-use secret")) => {}
            Err(other) => panic!("{other:?}"),
        }
    }

    assert_eq!(won, 1);
    let read = case
        .read()
        .await
        .one_time(&token.secret_hash)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(read.used_at, Some(fixtures::at(60)));
}

pub async fn a_single_use_secret_that_is_not_there_is_missing(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    let mut tx = case.begin().await;

    assert_eq!(tx.one_time(&fixtures::hash()).await.unwrap(), None);
    assert_refused!(
        tx.spend_one_time(&fixtures::hash(), fixtures::at(0)).await,
        Missing("single-use secret")
    );
}

pub async fn a_single_use_secret_reads_as_it_was_kept(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    let person = fixtures::person("Ada");
    let mut secret = fixtures::one_time(Purpose::PasswordReset);
    secret.person = Some(person.id);
    let mut tx = case.begin().await;
    tx.add_person(&person).await.unwrap();
    tx.add_one_time(&secret).await.unwrap();

    secret.detail.insert("sent".to_owned(), 1.into());
    tx.put_one_time_detail(&secret.secret_hash, &secret.detail)
        .await
        .unwrap();
    assert_refused!(
        tx.put_one_time_detail(&fixtures::hash(), &secret.detail)
            .await,
        Missing("single-use secret")
    );
    assert_eq!(tx.count_try(&secret.secret_hash).await.unwrap(), 1);
    assert_eq!(tx.count_try(&secret.secret_hash).await.unwrap(), 2);
    assert_refused!(
        tx.count_try(&fixtures::hash()).await,
        Missing("single-use secret")
    );
    case.commit(tx).await;

    secret.tries = 2;
    let read = case
        .read()
        .await
        .one_time(&secret.secret_hash)
        .await
        .unwrap();
    assert_eq!(read, Some(secret));
}

pub async fn single_use_secrets_are_listed_by_what_they_are_for(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    let mut older = fixtures::one_time(Purpose::Invitation);
    older.created_at = fixtures::at(1);
    let newer = fixtures::one_time(Purpose::Invitation);
    let spent = fixtures::one_time(Purpose::Invitation);
    let other = fixtures::one_time(Purpose::Registration);
    let mut tx = case.begin().await;
    for secret in [&older, &newer, &spent, &other] {
        tx.add_one_time(secret).await.unwrap();
    }
    tx.spend_one_time(&spent.secret_hash, fixtures::at(5))
        .await
        .unwrap();
    case.commit(tx).await;

    let mut read = case.read().await;

    let listed = read.one_times(Purpose::Invitation, 10).await.unwrap();
    assert_eq!(listed, [newer.clone(), older]);
    assert_eq!(
        read.one_times(Purpose::Invitation, 1).await.unwrap(),
        [newer]
    );
}

pub async fn single_use_secrets_are_forgotten_by_person_by_address_and_by_time(
    store: Arc<dyn Store>,
) {
    let case = Case::start(store).await;
    let person = fixtures::person("Ada");
    let (mut theirs, mut other_purpose) = (
        fixtures::one_time(Purpose::PasswordReset),
        fixtures::one_time(Purpose::EmailVerification),
    );
    theirs.person = Some(person.id);
    other_purpose.person = Some(person.id);
    let addressed = fixtures::one_time(Purpose::Invitation);
    let mut elsewhere = fixtures::one_time(Purpose::Invitation);
    elsewhere.email = Some("grace@example.com".to_owned());
    let mut ended = fixtures::one_time(Purpose::SignIn);
    ended.expires_at = fixtures::at(10);
    let mut tx = case.begin().await;
    tx.add_person(&person).await.unwrap();
    for secret in [&theirs, &other_purpose, &addressed, &elsewhere, &ended] {
        tx.add_one_time(secret).await.unwrap();
    }

    tx.remove_one_times_of(Purpose::PasswordReset, person.id)
        .await
        .unwrap();
    tx.remove_one_times_for(Purpose::Invitation, "ada@example.com")
        .await
        .unwrap();
    tx.remove_one_times_before(fixtures::at(11)).await.unwrap();
    case.commit(tx).await;

    let mut read = case.read().await;
    for gone in [&theirs, &addressed, &ended] {
        assert_eq!(read.one_time(&gone.secret_hash).await.unwrap(), None);
    }
    for kept in [&other_purpose, &elsewhere] {
        assert!(read.one_time(&kept.secret_hash).await.unwrap().is_some());
    }
}

pub async fn the_policy_of_sign_ins_is_the_default_until_it_is_set(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    assert_eq!(
        case.read().await.sign_in_policy().await.unwrap(),
        SignInPolicy::default()
    );
    let before = case.read().await.access().await.unwrap().version();
    let mut policy = SignInPolicy::default();
    policy.passwords.history = 5;
    policy.second_factor.everyone = true;

    let mut tx = case.begin().await;
    tx.put_sign_in_policy(&policy).await.unwrap();
    tx.put_sign_in_policy(&policy).await.unwrap();
    case.commit(tx).await;

    let mut read = case.read().await;
    assert_eq!(read.sign_in_policy().await.unwrap(), policy);
    assert!(read.access().await.unwrap().version() > before);
}
