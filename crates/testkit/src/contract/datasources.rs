use super::{Case, fixtures};
use crate::assert_refused;
use sallyport_kernel::Environment;
use sallyport_store::Store;
use std::sync::Arc;

pub async fn a_datasource_is_read_as_written(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    let (mut orders, billing) = (
        fixtures::datasource("Orders"),
        fixtures::datasource("Billing"),
    );
    orders
        .environments
        .insert(Environment::Staging, fixtures::configuration("/staging", 4));
    let mut bare = fixtures::configuration("/production", 1);
    bare.credential = None;
    orders.environments.insert(Environment::Production, bare);
    let mut tx = case.begin().await;
    tx.add_datasource(&orders).await.unwrap();
    tx.add_datasource(&billing).await.unwrap();
    case.commit(tx).await;

    let mut read = case.read().await;

    assert_eq!(
        read.datasource(orders.id).await.unwrap().as_ref(),
        Some(&orders)
    );
    assert_eq!(
        read.datasource(fixtures::datasource("None").id)
            .await
            .unwrap(),
        None
    );
    assert_eq!(read.datasources().await.unwrap(), [billing, orders]);
}

pub async fn a_datasources_name_is_taken_once(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    let mut tx = case.begin().await;
    tx.add_datasource(&fixtures::datasource("Orders"))
        .await
        .unwrap();

    let refused = tx.add_datasource(&fixtures::datasource("Orders")).await;

    assert_refused!(refused, Taken("name"));
}

pub async fn a_datasource_is_renamed(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    let (orders, billing) = (
        fixtures::datasource("Orders"),
        fixtures::datasource("Billing"),
    );
    let mut tx = case.begin().await;
    tx.add_datasource(&orders).await.unwrap();
    tx.add_datasource(&billing).await.unwrap();

    tx.rename_datasource(orders.id, "Sales").await.unwrap();
    assert_refused!(
        tx.rename_datasource(orders.id, "Billing").await,
        Taken("name")
    );
    assert_refused!(
        tx.rename_datasource(fixtures::datasource("None").id, "X")
            .await,
        Missing("datasource")
    );

    assert_eq!(
        tx.datasource(orders.id).await.unwrap().unwrap().name,
        "Sales"
    );
}

pub async fn a_stale_configuration_is_refused(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    let orders = fixtures::datasource("Orders");
    let (id, environment) = (orders.id, Environment::Production);
    let (first, second) = (
        fixtures::configuration("/one", 1),
        fixtures::configuration("/two", 2),
    );
    let mut tx = case.begin().await;
    tx.add_datasource(&orders).await.unwrap();

    assert_refused!(
        tx.put_configuration(id, environment, Some(1), &first).await,
        Stale("configuration")
    );
    tx.put_configuration(id, environment, None, &first)
        .await
        .unwrap();
    assert_refused!(
        tx.put_configuration(id, environment, None, &second).await,
        Stale("configuration")
    );
    assert_refused!(
        tx.put_configuration(id, environment, Some(7), &second)
            .await,
        Stale("configuration")
    );
    tx.put_configuration(id, environment, Some(1), &second)
        .await
        .unwrap();
    let nowhere = fixtures::datasource("None").id;
    assert_refused!(
        tx.put_configuration(nowhere, environment, None, &first)
            .await,
        Missing("datasource")
    );
    case.commit(tx).await;

    let read = case.read().await.datasource(id).await.unwrap().unwrap();
    assert_eq!(read.environments.get(&environment), Some(&second));
}

pub async fn a_datasource_in_use_is_kept(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    let (orders, workspace) = (fixtures::datasource("Orders"), fixtures::workspace("Main"));
    let app = fixtures::app(workspace.id, "Console");
    let mut tx = case.begin().await;
    tx.add_datasource(&orders).await.unwrap();
    tx.add_workspace(&workspace).await.unwrap();
    tx.add_app(&app, &fixtures::document("Console", orders.id))
        .await
        .unwrap();

    assert_refused!(tx.remove_datasource(orders.id).await, InUse("datasource"));
}

pub async fn a_removed_datasource_is_gone(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    let mut orders = fixtures::datasource("Orders");
    orders
        .environments
        .insert(Environment::Staging, fixtures::configuration("/staging", 1));
    let mut tx = case.begin().await;
    tx.add_datasource(&orders).await.unwrap();

    tx.remove_datasource(orders.id).await.unwrap();
    assert_refused!(tx.remove_datasource(orders.id).await, Missing("datasource"));
    case.commit(tx).await;

    assert_eq!(case.read().await.datasources().await.unwrap(), []);
}
