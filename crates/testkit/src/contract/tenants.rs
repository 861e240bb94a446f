use super::{Case, fixtures};
use crate::assert_refused;
use sallyport_kernel::id::TenantId;
use sallyport_model::account::Purpose;
use sallyport_policy::{ObjectRef, Visible};
use sallyport_store::{AuditRecord, Store};
use std::sync::Arc;

pub async fn a_tenant_is_listed_once_it_is_made(store: Arc<dyn Store>) {
    let (mut first, mut second) = (fixtures::tenant("Zeta"), fixtures::tenant("Acme"));
    (first.created_at, second.created_at) = (fixtures::at(1), fixtures::at(2));

    for tenant in [&second, &first] {
        store
            .create_tenant(tenant, fixtures::permit())
            .await
            .unwrap();
    }

    assert_eq!(store.tenants().await.unwrap(), [first, second]);
}

pub async fn that_a_tenant_is_made_is_the_first_record_of_its_log(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    case.store
        .record(fixtures::receipt(case.tenant))
        .await
        .unwrap();

    let records = case.log().await.pending(10).await.unwrap();

    let first: AuditRecord = serde_json::from_slice(&records[0].body).unwrap();
    let tenant = ObjectRef {
        kind: "tenant".to_owned(),
        id: case.tenant.to_string(),
        name: Some("Acme".to_owned()),
    };
    assert_eq!(records.len(), 2);
    assert_eq!(first.action, "service.create_tenant");
    assert_eq!(
        (first.actor.kind.as_str(), first.actor.id),
        ("service", None)
    );
    assert_eq!(first.object, Some(tenant));
    assert_eq!(first.at, fixtures::at(0));
    assert_eq!(first.detail["reason"], "a test of a store");
}

pub async fn a_tenant_that_is_refused_leaves_no_record(store: Arc<dyn Store>) {
    let case = Case::start(Arc::clone(&store)).await;
    let mut again = fixtures::tenant("Other");
    again.id = case.tenant;

    let refused = store.create_tenant(&again, fixtures::permit()).await;

    assert_refused!(refused, Taken("tenant"));
    assert_eq!(case.records().await, []);
}

pub async fn a_tenants_id_can_be_taken_once(store: Arc<dyn Store>) {
    let case = Case::start(Arc::clone(&store)).await;
    let mut again = fixtures::tenant("Other");
    again.id = case.tenant;

    let refused = store.create_tenant(&again, fixtures::permit()).await;

    assert_refused!(refused, Taken("tenant"));
    assert_eq!(store.tenants().await.unwrap()[0].name, "Acme");
}

pub async fn a_tenant_that_is_not_there_is_missing(store: Arc<dyn Store>) {
    let nowhere = TenantId::from_bytes(fixtures::unique());

    assert_refused!(store.read(nowhere).await.map(|_| ()), Missing("tenant"));
    assert_refused!(store.begin(nowhere).await.map(|_| ()), Missing("tenant"));
    assert_refused!(store.signing_key(nowhere).await, Missing("tenant"));
    assert_refused!(
        store.watch_access(nowhere).await.map(|_| ()),
        Missing("tenant")
    );
}

pub async fn ids_of_one_tenant_are_not_found_from_another(store: Arc<dyn Store>) {
    let (ours, theirs) = (
        Case::start(Arc::clone(&store)).await,
        Case::start(store).await,
    );
    let (person, group) = (fixtures::person("Ada"), fixtures::group("Staff"));
    let (session, token) = (
        fixtures::session(person.id, 0),
        fixtures::one_time(Purpose::SetUp),
    );
    let factor = fixtures::factor(person.id, sallyport_model::factor::FactorKind::Totp);
    let letter = fixtures::mail("Hello", 0);
    let workspace = fixtures::workspace("Main");
    let (app, source) = (
        fixtures::app(workspace.id, "Console"),
        fixtures::datasource("Orders"),
    );
    let document = fixtures::document("Console", source.id);
    let mut tx = theirs.begin().await;
    tx.add_person(&person).await.unwrap();
    tx.add_group(&group).await.unwrap();
    tx.add_session(&session).await.unwrap();
    tx.add_one_time(&token).await.unwrap();
    tx.add_factor(&factor).await.unwrap();
    tx.add_mail(&letter).await.unwrap();
    tx.add_workspace(&workspace).await.unwrap();
    tx.add_datasource(&source).await.unwrap();
    tx.add_app(&app, &document).await.unwrap();
    tx.add_release(&fixtures::release(&app, 1, &document, person.id), &document)
        .await
        .unwrap();
    theirs.commit(tx).await;
    let record = theirs.log().await.pending(1).await.unwrap().remove(0);

    let mut read = ours.read().await;

    assert_eq!(read.person(person.id).await.unwrap(), None);
    assert_eq!(read.person_by_email(&person.email).await.unwrap(), None);
    assert_eq!(read.people(None, 10).await.unwrap(), []);
    assert_eq!(read.group(group.id).await.unwrap(), None);
    assert_eq!(read.session(session.id).await.unwrap(), None);
    assert_eq!(
        read.session_by_hash(&session.secret_hash).await.unwrap(),
        None
    );
    assert_eq!(read.one_time(&token.secret_hash).await.unwrap(), None);
    assert_eq!(read.factor(factor.id).await.unwrap(), None);
    assert_eq!(read.mail(letter.id).await.unwrap(), None);
    assert_eq!(read.workspace(workspace.id).await.unwrap(), None);
    assert_eq!(read.apps(&Visible::Everything).await.unwrap(), []);
    assert_eq!(read.app(app.id).await.unwrap(), None);
    assert!(read.draft(app.id).await.unwrap().is_none());
    assert!(read.release(app.id, 1).await.unwrap().is_none());
    assert_eq!(read.datasource(source.id).await.unwrap(), None);
    assert!(!read.datasource_in_use(source.id).await.unwrap());
    assert!(read.access().await.unwrap().member(person.id).is_none());
    drop(read);
    assert_eq!(ours.log().await.record(record.id).await.unwrap(), None);
    let mut tx = ours.begin().await;
    assert_refused!(tx.put_person(&person).await, Missing("person"));
    assert_refused!(
        tx.rename_app(app.id, "Mine", fixtures::at(0)).await,
        Missing("app")
    );
    assert_refused!(
        tx.spend_one_time(&token.secret_hash, fixtures::at(0)).await,
        Missing("single-use secret")
    );
}

pub async fn the_same_names_can_be_used_in_two_tenants(store: Arc<dyn Store>) {
    let (ours, theirs) = (
        Case::start(Arc::clone(&store)).await,
        Case::start(store).await,
    );

    for case in [&ours, &theirs] {
        let mut tx = case.begin().await;
        tx.add_person(&fixtures::person("Ada")).await.unwrap();
        tx.add_workspace(&fixtures::workspace("Main"))
            .await
            .unwrap();
        case.commit(tx).await;
    }

    assert_eq!(ours.read().await.people(None, 10).await.unwrap().len(), 1);
}

pub async fn the_keys_of_a_tenant_stay_and_are_its_own(store: Arc<dyn Store>) {
    let (ours, theirs) = (
        Case::start(Arc::clone(&store)).await,
        Case::start(Arc::clone(&store)).await,
    );

    let mut keys = Vec::new();
    for tenant in [ours.tenant, theirs.tenant, ours.tenant] {
        let signing = *store.signing_key(tenant).await.unwrap().expose();
        keys.push((
            signing,
            *store.credential_key(tenant).await.unwrap().expose(),
        ));
    }

    assert_eq!(keys[0], keys[2]);
    assert_ne!(keys[0].0, keys[1].0);
    assert_ne!(keys[0].1, keys[1].1);
    assert_ne!(keys[0].0, keys[0].1);
}

pub async fn a_store_that_is_open_answers(store: Arc<dyn Store>) {
    store.ping().await.unwrap();
}
