use super::{Case, fixtures};
use crate::assert_refused;
use sallyport_kernel::id::PersonId;
use sallyport_model::factor::{Factor, FactorKind};
use sallyport_store::{Store, StoreError, Transaction};
use std::sync::Arc;

async fn with_factor(store: Arc<dyn Store>) -> (Case, PersonId, Factor) {
    let case = Case::start(store).await;
    let person = fixtures::person("Ada");
    let factor = fixtures::factor(person.id, FactorKind::Totp);
    let mut tx = case.begin().await;
    tx.add_person(&person).await.unwrap();
    tx.add_factor(&factor).await.unwrap();
    case.commit(tx).await;
    (case, person.id, factor)
}

pub async fn a_factor_is_read_as_written(store: Arc<dyn Store>) {
    let (case, person, mut factor) = with_factor(store).await;
    let mut later = fixtures::factor(person, FactorKind::Passkey);
    later.created_at = fixtures::at(8);
    later.sealed = None;
    let mut tx = case.begin().await;
    tx.add_factor(&later).await.unwrap();

    factor.name = "Another name".to_owned();
    factor.sealed = Some(vec![4, 2]);
    factor.public.insert("shown".to_owned(), "…42".into());
    factor.last_used_at = Some(fixtures::at(99));
    tx.put_factor(&factor).await.unwrap();
    case.commit(tx).await;

    let mut read = case.read().await;
    assert_eq!(read.factor(factor.id).await.unwrap(), Some(factor.clone()));
    assert_eq!(read.factors_of(person).await.unwrap(), [factor, later]);
    let others = read.factors_of(fixtures::person("Bob").id).await.unwrap();
    assert_eq!(others, []);
}

pub async fn whoever_has_a_factor_of_some_kinds_is_found(store: Arc<dyn Store>) {
    let (case, ada, _) = with_factor(store).await;
    let (bob, cleo) = (fixtures::person("Bob"), fixtures::person("Cleo"));
    let mut tx = case.begin().await;
    for person in [&bob, &cleo] {
        tx.add_person(person).await.unwrap();
    }
    for kind in [FactorKind::Email, FactorKind::Totp] {
        tx.add_factor(&fixtures::factor(bob.id, kind))
            .await
            .unwrap();
    }
    case.commit(tx).await;

    let mut read = case.read().await;
    let everybody = [ada, bob.id, cleo.id];
    for (among, kinds, mut found) in [
        (&everybody[..], &[FactorKind::Totp][..], vec![ada, bob.id]),
        (&everybody, &[FactorKind::Email], vec![bob.id]),
        (
            &everybody,
            &[FactorKind::Email, FactorKind::Totp],
            vec![ada, bob.id],
        ),
        (&everybody[..1], &[FactorKind::Totp], vec![ada]),
        (&everybody, &[FactorKind::Passkey], vec![]),
        (&everybody, &[], vec![]),
        (&[], &[FactorKind::Totp], vec![]),
    ] {
        found.sort_unstable();
        let people = read.people_with_factors(among, kinds).await.unwrap();
        assert_eq!(people.into_iter().collect::<Vec<_>>(), found, "{kinds:?}");
    }
}

pub async fn a_factor_of_nobody_is_refused(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    let nobody = fixtures::person("Ada").id;
    let mut tx = case.begin().await;

    let factor = fixtures::factor(nobody, FactorKind::Totp);
    assert_refused!(tx.add_factor(&factor).await, Missing("person"));
    let hashes = [fixtures::hash()];
    let codes = tx.put_recovery_codes(nobody, &hashes, fixtures::at(0));
    assert_refused!(codes.await, Missing("person"));
    let due = tx.put_second_factor_due(nobody, Some(fixtures::at(0)));
    assert_refused!(due.await, Missing("person"));
}

pub async fn a_passkey_is_known_once(store: Arc<dyn Store>) {
    let (case, person, factor) = with_factor(store).await;
    let mut same = fixtures::factor(person, FactorKind::Passkey);
    same.handle.clone_from(&factor.handle);
    let mut tx = case.begin().await;

    assert_refused!(tx.add_factor(&same).await, Taken("factor"));

    // Any number may have none.
    for _ in 0..2 {
        let mut without = fixtures::factor(person, FactorKind::Totp);
        without.handle = None;
        tx.add_factor(&without).await.unwrap();
    }
}

pub async fn a_factor_that_is_not_there_is_missing(store: Arc<dyn Store>) {
    let (case, person, factor) = with_factor(store).await;
    let absent = fixtures::factor(person, FactorKind::Totp);
    let mut tx = case.begin().await;

    assert_eq!(tx.factor(absent.id).await.unwrap(), None);
    assert_refused!(tx.put_factor(&absent).await, Missing("factor"));
    assert_refused!(tx.remove_factor(absent.id).await, Missing("factor"));
    assert_refused!(
        tx.use_step(absent.id, 1, fixtures::at(0)).await,
        Missing("factor")
    );
    tx.remove_factor(factor.id).await.unwrap();
    assert_eq!(tx.factors_of(person).await.unwrap(), []);
}

/// How many of fifty transactions at the same time go through; each of the others meets `lost`.
async fn race<F, Fut>(case: &Case, lost: &'static str, act: F) -> usize
where
    F: Fn(Box<dyn Transaction>) -> Fut,
    Fut: Future<Output = Result<Box<dyn Transaction>, StoreError>>,
{
    let tries = (0..50).map(|_| async {
        let tx = act(case.begin().await).await?;
        tx.commit(fixtures::receipt(case.tenant)).await
    });
    let mut won = 0;
    for ended in futures::future::join_all(tries).await {
        match ended {
            Ok(()) => won += 1,
            Err(StoreError::Stale(what)) => assert_eq!(what, lost),
            Err(other) => panic!("{other:?}"),
        }
    }
    won
}

pub async fn of_fifty_that_use_one_code_one_succeeds(store: Arc<dyn Store>) {
    let (case, _, factor) = with_factor(store).await;
    let id = factor.id;

    let won = race(&case, "code", move |mut tx| async move {
        tx.use_step(id, 42, fixtures::at(60)).await?;
        Ok(tx)
    })
    .await;

    assert_eq!(won, 1);
    let mut tx = case.begin().await;
    let used = tx.factor(id).await.unwrap().unwrap();
    assert_eq!(
        (used.last_step, used.last_used_at),
        (Some(42), Some(fixtures::at(60)))
    );
    assert_refused!(tx.use_step(id, 41, fixtures::at(61)).await, Stale("code"));
    tx.use_step(id, 43, fixtures::at(61)).await.unwrap();
}

pub async fn of_fifty_that_spend_one_recovery_code_one_succeeds(store: Arc<dyn Store>) {
    let (case, person, _) = with_factor(store).await;
    let (code, other) = (fixtures::hash(), fixtures::hash());
    let mut tx = case.begin().await;
    tx.put_recovery_codes(person, &[code, other], fixtures::at(1))
        .await
        .unwrap();
    case.commit(tx).await;

    let won = race(&case, "recovery code", move |mut tx| async move {
        tx.spend_recovery_code(person, &code, fixtures::at(60))
            .await?;
        Ok(tx)
    })
    .await;

    assert_eq!(won, 1);
    let mut tx = case.begin().await;
    assert_eq!(tx.recovery_codes_left(person).await.unwrap(), 1);
    let hash = fixtures::hash();
    let unknown = tx.spend_recovery_code(person, &hash, fixtures::at(61));
    assert_refused!(unknown.await, Missing("recovery code"));
}

pub async fn recovery_codes_replace_those_before(store: Arc<dyn Store>) {
    let (case, person, _) = with_factor(store).await;
    let (before, after) = (fixtures::hash(), fixtures::hash());
    let mut tx = case.begin().await;
    for codes in [before, after] {
        tx.put_recovery_codes(person, &[codes], fixtures::at(1))
            .await
            .unwrap();
    }

    assert_eq!(tx.recovery_codes_left(person).await.unwrap(), 1);
    assert_refused!(
        tx.spend_recovery_code(person, &before, fixtures::at(2))
            .await,
        Missing("recovery code")
    );
    tx.spend_recovery_code(person, &after, fixtures::at(2))
        .await
        .unwrap();
}

pub async fn all_factors_of_a_person_go_together(store: Arc<dyn Store>) {
    let (case, person, _) = with_factor(store).await;
    let bob = fixtures::person("Bob");
    let theirs = fixtures::factor(bob.id, FactorKind::Totp);
    let mut tx = case.begin().await;
    tx.add_person(&bob).await.unwrap();
    tx.add_factor(&theirs).await.unwrap();
    for whose in [person, bob.id] {
        tx.put_recovery_codes(whose, &[fixtures::hash()], fixtures::at(1))
            .await
            .unwrap();
    }

    tx.remove_factors_of(person).await.unwrap();
    case.commit(tx).await;

    let mut read = case.read().await;
    assert_eq!(read.factors_of(person).await.unwrap(), []);
    assert_eq!(read.recovery_codes_left(person).await.unwrap(), 0);
    assert_eq!(read.factors_of(bob.id).await.unwrap(), [theirs]);
    assert_eq!(read.recovery_codes_left(bob.id).await.unwrap(), 1);
}

pub async fn when_a_second_factor_is_due_is_kept_and_forgotten(store: Arc<dyn Store>) {
    let (case, person, _) = with_factor(store).await;
    let mut tx = case.begin().await;
    assert_eq!(tx.second_factor_due(person).await.unwrap(), None);

    for seconds in [10, 20] {
        tx.put_second_factor_due(person, Some(fixtures::at(seconds)))
            .await
            .unwrap();
    }

    let due = tx.second_factor_due(person).await.unwrap();
    assert_eq!(due, Some(fixtures::at(20)));
    tx.put_second_factor_due(person, None).await.unwrap();
    assert_eq!(tx.second_factor_due(person).await.unwrap(), None);
}
