use super::{Case, fixtures};
use crate::assert_refused;
use sallyport_policy::Visible;
use sallyport_store::Store;
use std::sync::Arc;

pub async fn a_dropped_transaction_changes_nothing(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    let person = fixtures::person("Ada");

    let mut tx = case.begin().await;
    tx.add_person(&person).await.unwrap();
    drop(tx);

    assert_eq!(case.records().await, []);
    let mut read = case.read().await;
    assert_eq!(read.person(person.id).await.unwrap(), None);
    assert_eq!(read.access().await.unwrap().version(), 1);
}

pub async fn a_commit_writes_the_change_and_its_record(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    let person = fixtures::person("Ada");

    let mut tx = case.begin().await;
    tx.add_person(&person).await.unwrap();
    tx.commit(fixtures::receipt_of(case.tenant, "person.create", 7, None))
        .await
        .unwrap();

    let mut read = case.read().await;
    assert_eq!(read.person(person.id).await.unwrap(), Some(person));
    let records = case.records().await;
    assert_eq!(records.len(), 1);
    assert!(String::from_utf8_lossy(&records[0].body).contains("\"person.create\""));
}

pub async fn a_receipt_of_another_tenant_commits_nothing(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    let other = case.neighbour().await;
    let workspace = fixtures::workspace("Main");

    let mut tx = case.begin().await;
    tx.add_workspace(&workspace).await.unwrap();
    let refused = tx.commit(fixtures::receipt(other.tenant)).await;

    assert_refused!(refused, Missing("tenant"));
    assert_eq!(
        case.read().await.workspace(workspace.id).await.unwrap(),
        None
    );
    assert_eq!(other.records().await, []);
}

pub async fn a_receipt_of_what_was_not_done_commits_nothing(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    let workspace = fixtures::workspace("Main");

    let mut tx = case.begin().await;
    tx.add_workspace(&workspace).await.unwrap();
    let refused = tx.commit(fixtures::receipt(case.tenant).failed()).await;

    assert_refused!(refused, Missing("permit"));
    assert_eq!(
        case.read().await.workspace(workspace.id).await.unwrap(),
        None
    );
    assert_eq!(case.records().await, []);
}

pub async fn a_change_is_seen_by_others_after_its_commit_only(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    let workspace = fixtures::workspace("Main");

    let mut tx = case.begin().await;
    tx.add_workspace(&workspace).await.unwrap();
    let before = case.read().await.workspace(workspace.id).await.unwrap();
    case.commit(tx).await;
    let after = case.read().await.workspace(workspace.id).await.unwrap();

    assert_eq!((before, after), (None, Some(workspace)));
}

pub async fn a_read_is_of_one_moment(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    let mut read = case.read().await;

    let mut tx = case.begin().await;
    tx.add_workspace(&fixtures::workspace("Main"))
        .await
        .unwrap();
    case.commit(tx).await;

    assert_eq!(read.workspaces(&Visible::Everything).await.unwrap(), []);
    assert_eq!(
        case.read()
            .await
            .workspaces(&Visible::Everything)
            .await
            .unwrap()
            .len(),
        1
    );
}

pub async fn a_refused_call_leaves_the_transaction_usable(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    let (first, second) = (fixtures::workspace("Main"), fixtures::workspace("Other"));

    let mut tx = case.begin().await;
    tx.add_workspace(&first).await.unwrap();
    assert_refused!(
        tx.add_workspace(&fixtures::workspace("Main")).await,
        Taken("name")
    );
    tx.add_workspace(&second).await.unwrap();
    case.commit(tx).await;

    assert_eq!(
        case.read()
            .await
            .workspaces(&Visible::Everything)
            .await
            .unwrap(),
        [first, second]
    );
}

pub async fn a_dropped_transaction_lets_the_next_one_go_on(store: Arc<dyn Store>) {
    let case = Case::start(store).await;

    for round in 0..20 {
        let mut tx = case.begin().await;
        tx.add_workspace(&fixtures::workspace(&format!("Workspace {round}")))
            .await
            .unwrap();
        drop(tx);
    }
    let tx = case.begin().await;
    case.commit(tx).await;

    assert_eq!(
        case.read()
            .await
            .workspaces(&Visible::Everything)
            .await
            .unwrap(),
        []
    );
}

pub async fn a_transaction_reads_what_it_wrote(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    let workspace = fixtures::workspace("Main");

    let mut tx = case.begin().await;
    tx.add_workspace(&workspace).await.unwrap();

    assert_eq!(tx.workspace(workspace.id).await.unwrap(), Some(workspace));
}

pub async fn transactions_of_many_are_all_done(store: Arc<dyn Store>) {
    let case = Arc::new(Case::start(store).await);

    let tasks: Vec<_> = (0..40)
        .map(|number| {
            let case = Arc::clone(&case);
            tokio::spawn(async move {
                let mut tx = case.begin().await;
                tx.add_workspace(&fixtures::workspace(&format!("Workspace {number:02}")))
                    .await
                    .unwrap();
                case.commit(tx).await;
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }

    let mut read = case.read().await;
    assert_eq!(
        read.workspaces(&Visible::Everything).await.unwrap().len(),
        40
    );
    assert_eq!(case.records().await.len(), 40);
}
