//! That the database itself keeps tenants apart, and the audit log as it is.

use crate::place::{Database, node};
use sallyport_store::Store;
use sallyport_testkit::TestDatabase;
use sallyport_testkit::contract::{Case, Place as _, fixtures};
use std::sync::Arc;
use tokio_postgres::Client;
use tokio_postgres::error::SqlState;

async fn role_of(client: &Client, schema: &str) -> String {
    let digits = schema.strip_prefix("tenant_").unwrap();
    let sql = "SELECT 'sallyport_' || label || '_' || $1 FROM sallyport.instance";
    client.query_one(sql, &[&digits]).await.unwrap().get(0)
}

async fn code(client: &Client, sql: &str) -> Option<SqlState> {
    client
        .batch_execute(sql)
        .await
        .err()
        .map(|error| error.code().unwrap().clone())
}

#[tokio::test]
async fn the_role_of_one_tenant_is_refused_the_tables_of_another() {
    let place = Database::fresh().await;
    let (ours, theirs) = (
        Case::start(place.store()).await,
        Case::start(place.store()).await,
    );
    let client = place.database.connect().await;
    let role = role_of(&client, &ours.tenant.to_string()).await;
    let enter = format!(
        "SET ROLE {role}; SET search_path TO {}, pg_temp",
        ours.tenant
    );
    client.batch_execute(&enter).await.unwrap();

    for sql in [
        format!("SELECT * FROM {}.person", theirs.tenant),
        format!(
            "INSERT INTO {}.workspace VALUES ('a', 'b', 1)",
            theirs.tenant
        ),
        format!("SELECT * FROM {}.audit_batch", theirs.tenant),
        "SELECT * FROM sallyport.tenant".to_owned(),
        "SELECT * FROM migration".to_owned(),
        format!("CREATE TABLE {}.x (id int)", ours.tenant),
    ] {
        assert_eq!(
            code(&client, &sql).await,
            Some(SqlState::INSUFFICIENT_PRIVILEGE),
            "{sql}"
        );
    }
    assert_eq!(code(&client, "SELECT * FROM person").await, None);
}

#[tokio::test]
async fn the_role_of_a_tenant_cannot_change_the_log_and_neither_can_its_owner() {
    let place = Database::fresh().await;
    let case = Case::start(place.store()).await;
    case.store
        .record(fixtures::receipt(case.tenant))
        .await
        .unwrap();
    let client = place.database.connect().await;
    let role = role_of(&client, &case.tenant.to_string()).await;
    let changes = [
        "UPDATE audit_batch SET body = ''",
        "DELETE FROM audit_batch",
        "TRUNCATE audit_batch CASCADE",
        "UPDATE audit_term SET value = 'x'",
        "UPDATE audit_place SET first_leaf = 7",
        "DELETE FROM audit_tile",
        "DELETE FROM audit_state",
    ];
    client
        .batch_execute(&format!("SET search_path TO {}, pg_temp", case.tenant))
        .await
        .unwrap();

    for sql in changes {
        assert_eq!(
            code(&client, sql).await,
            Some(SqlState::RAISE_EXCEPTION),
            "{sql}"
        );
    }
    client
        .batch_execute(&format!("SET ROLE {role}"))
        .await
        .unwrap();
    for sql in changes {
        assert_eq!(
            code(&client, sql).await,
            Some(SqlState::INSUFFICIENT_PRIVILEGE),
            "{sql}"
        );
    }
}

#[tokio::test]
async fn a_login_that_has_entered_no_tenant_is_refused_them_all() {
    let database = TestDatabase::empty().await;
    let admin = database.connect().await;
    let login = format!("login_{}", database.name());
    admin
        .batch_execute(&format!(
            "DROP ROLE IF EXISTS {login}; CREATE ROLE {login} LOGIN CREATEROLE NOINHERIT; \
             GRANT CREATE, CONNECT ON DATABASE {} TO {login}",
            database.name()
        ))
        .await
        .unwrap();
    let store: Arc<dyn Store> = Arc::new(node(&database, &login).await);
    let case = Case::start(store).await;
    let mut tx = case.begin().await;
    tx.add_workspace(&fixtures::workspace("Main"))
        .await
        .unwrap();
    case.commit(tx).await;

    admin
        .batch_execute(&format!("SET SESSION AUTHORIZATION {login}"))
        .await
        .unwrap();
    let outside = code(&admin, &format!("SELECT * FROM {}.workspace", case.tenant)).await;
    let role = role_of(&admin, &case.tenant.to_string()).await;
    let inside = code(
        &admin,
        &format!("SET ROLE {role}; SELECT * FROM {}.workspace", case.tenant),
    )
    .await;

    assert_eq!(
        (outside, inside),
        (Some(SqlState::INSUFFICIENT_PRIVILEGE), None)
    );
}

#[tokio::test]
async fn a_commit_whose_record_cannot_be_written_changes_nothing() {
    let place = Database::fresh().await;
    let case = Case::start(place.store()).await;
    let workspace = fixtures::workspace("Main");
    // Entering a tenant sets its role's rights, so that is done before they are taken away.
    drop(case.read().await);
    let client = place.database.connect().await;
    let role = role_of(&client, &case.tenant.to_string()).await;
    let revoke = format!("REVOKE INSERT ON {}.audit_batch FROM {role}", case.tenant);
    client.batch_execute(&revoke).await.unwrap();

    let mut tx = case.begin().await;
    tx.add_workspace(&workspace).await.unwrap();
    let refused = tx.commit(fixtures::receipt(case.tenant)).await;
    let recorded = case.store.record(fixtures::receipt(case.tenant)).await;

    assert!(refused.is_err() && recorded.is_err());
    assert_eq!(
        case.read().await.workspace(workspace.id).await.unwrap(),
        None
    );
    let grant = format!("GRANT INSERT ON {}.audit_batch TO {role}", case.tenant);
    client.batch_execute(&grant).await.unwrap();
    let mut tx = case.begin().await;
    tx.add_workspace(&workspace).await.unwrap();
    case.commit(tx).await;
}
