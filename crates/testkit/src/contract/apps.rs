use super::{Case, fixtures};
use crate::assert_refused;
use sallyport_kernel::id::{AppId, WorkspaceId};
use sallyport_model::document::Document;
use sallyport_model::entity::{App, Workspace};
use sallyport_policy::{Grant, Level, Places, Principal, ResourceRef, Visible};
use sallyport_store::{Store, StoreError};
use std::sync::Arc;

async fn with_app(store: Arc<dyn Store>) -> (Case, Workspace, App) {
    let case = Case::start(store).await;
    let workspace = fixtures::workspace("Main");
    let app = fixtures::app(workspace.id, "Console");
    let mut tx = case.begin().await;
    tx.add_workspace(&workspace).await.unwrap();
    tx.add_app(&app, &Document::named("Console")).await.unwrap();
    case.commit(tx).await;
    (case, workspace, app)
}

pub async fn workspaces_come_by_name_and_names_are_taken_once(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    let (zeta, alpha) = (fixtures::workspace("Zeta"), fixtures::workspace("Alpha"));
    let mut tx = case.begin().await;
    tx.add_workspace(&zeta).await.unwrap();
    tx.add_workspace(&alpha).await.unwrap();
    assert_refused!(
        tx.add_workspace(&fixtures::workspace("Zeta")).await,
        Taken("name")
    );
    case.commit(tx).await;

    let mut read = case.read().await;

    assert_eq!(read.workspace(zeta.id).await.unwrap().as_ref(), Some(&zeta));
    assert_eq!(
        read.workspaces(&Visible::Everything).await.unwrap(),
        [alpha, zeta]
    );
}

pub async fn an_app_is_read_as_written(store: Arc<dyn Store>) {
    let (case, workspace, app) = with_app(store).await;

    let mut read = case.read().await;

    assert_eq!(read.app(app.id).await.unwrap().as_ref(), Some(&app));
    assert_eq!(
        read.draft(app.id).await.unwrap(),
        Some((1, Document::named("Console")))
    );
    let nowhere = fixtures::app(workspace.id, "Nowhere");
    assert_eq!(read.app(nowhere.id).await.unwrap(), None);
    assert_eq!(read.draft(nowhere.id).await.unwrap(), None);
    assert_eq!(read.releases(nowhere.id).await.unwrap(), []);
}

pub async fn an_apps_name_is_taken_once_in_its_workspace(store: Arc<dyn Store>) {
    let (case, workspace, _) = with_app(store).await;
    let other = fixtures::workspace("Other");
    let draft = Document::named("Console");
    let mut tx = case.begin().await;
    tx.add_workspace(&other).await.unwrap();

    assert_refused!(
        tx.add_app(&fixtures::app(workspace.id, "Console"), &draft)
            .await,
        Taken("name")
    );
    tx.add_app(&fixtures::app(other.id, "Console"), &draft)
        .await
        .unwrap();
    let nowhere = fixtures::workspace("Nowhere");
    assert_refused!(
        tx.add_app(&fixtures::app(nowhere.id, "Lost"), &draft).await,
        Missing("workspace")
    );
}

pub async fn an_app_is_renamed(store: Arc<dyn Store>) {
    let (case, workspace, app) = with_app(store).await;
    let other = fixtures::app(workspace.id, "Other");
    let mut tx = case.begin().await;
    tx.add_app(&other, &Document::named("Other")).await.unwrap();

    tx.rename_app(app.id, "Console", fixtures::at(70))
        .await
        .unwrap();
    tx.rename_app(app.id, "Desk", fixtures::at(71))
        .await
        .unwrap();
    assert_refused!(
        tx.rename_app(app.id, "Other", fixtures::at(72)).await,
        Taken("name")
    );
    let nowhere = fixtures::app(workspace.id, "Nowhere");
    assert_refused!(
        tx.rename_app(nowhere.id, "Other", fixtures::at(72)).await,
        Missing("app")
    );
    case.commit(tx).await;

    let read = case.read().await.app(app.id).await.unwrap().unwrap();
    assert_eq!(
        (read.name.as_str(), read.updated_at),
        ("Desk", fixtures::at(71))
    );
}

pub async fn a_stale_draft_is_refused(store: Arc<dyn Store>) {
    let (case, workspace, app) = with_app(store).await;
    let (first, second) = (Document::named("First"), Document::named("Second"));
    let mut tx = case.begin().await;

    let next = tx
        .put_draft(app.id, 1, &first, fixtures::at(80))
        .await
        .unwrap();
    assert_refused!(
        tx.put_draft(app.id, 1, &second, fixtures::at(81)).await,
        Stale("draft")
    );
    let nowhere = fixtures::app(workspace.id, "Nowhere");
    assert_refused!(
        tx.put_draft(nowhere.id, 1, &second, fixtures::at(81)).await,
        Missing("app")
    );
    case.commit(tx).await;

    assert_eq!(next, 2);
    let mut read = case.read().await;
    assert_eq!(read.draft(app.id).await.unwrap(), Some((2, first)));
    assert_eq!(
        read.app(app.id).await.unwrap().unwrap().updated_at,
        fixtures::at(80)
    );
}

pub async fn of_two_that_save_the_same_revision_one_succeeds(store: Arc<dyn Store>) {
    let (case, _, app) = with_app(store).await;
    let case = Arc::new(case);

    let saves: Vec<_> = (0..8)
        .map(|number| {
            let case = Arc::clone(&case);
            tokio::spawn(async move {
                let mut tx = case.begin().await;
                let draft = Document::named(&format!("Draft {number}"));
                tx.put_draft(app.id, 1, &draft, fixtures::at(80)).await?;
                tx.commit(fixtures::receipt(case.tenant)).await
            })
        })
        .collect();
    let mut won = 0;
    for save in saves {
        match save.await.unwrap() {
            Ok(()) => won += 1,
            Err(StoreError::Stale("draft")) => {}
            Err(other) => panic!("{other:?}"),
        }
    }

    assert_eq!(won, 1);
    assert_eq!(case.read().await.draft(app.id).await.unwrap().unwrap().0, 2);
}

pub async fn releases_are_numbered_without_gaps(store: Arc<dyn Store>) {
    let (case, workspace, app) = with_app(store).await;
    let (document, by) = (Document::named("Console"), fixtures::person("Ada").id);
    let mut tx = case.begin().await;

    assert_refused!(
        tx.add_release(&fixtures::release(&app, 2, &document, by), &document)
            .await,
        Stale("release")
    );
    tx.add_release(&fixtures::release(&app, 1, &document, by), &document)
        .await
        .unwrap();
    assert_refused!(
        tx.add_release(&fixtures::release(&app, 1, &document, by), &document)
            .await,
        Stale("release")
    );
    tx.add_release(&fixtures::release(&app, 2, &document, by), &document)
        .await
        .unwrap();
    let nowhere = fixtures::app(workspace.id, "Nowhere");
    let lost = fixtures::release(&nowhere, 1, &document, by);
    assert_refused!(tx.add_release(&lost, &document).await, Missing("app"));
    case.commit(tx).await;

    let mut read = case.read().await;
    let numbers: Vec<_> = read
        .releases(app.id)
        .await
        .unwrap()
        .iter()
        .map(|release| release.number)
        .collect();
    assert_eq!(numbers, [2, 1]);
    assert_eq!(read.app(app.id).await.unwrap().unwrap().released, Some(2));
}

pub async fn a_release_keeps_its_document(store: Arc<dyn Store>) {
    let (case, _, app) = with_app(store).await;
    let released = fixtures::document("Released", fixtures::datasource("Orders").id);
    let release = fixtures::release(&app, 1, &released, fixtures::person("Ada").id);
    let mut tx = case.begin().await;
    tx.add_release(&release, &released).await.unwrap();
    tx.put_draft(app.id, 1, &Document::named("Later"), fixtures::at(90))
        .await
        .unwrap();
    case.commit(tx).await;

    let mut read = case.read().await;

    assert_eq!(
        read.release(app.id, 1).await.unwrap(),
        Some((release, released))
    );
    assert_eq!(read.release(app.id, 2).await.unwrap(), None);
}

pub async fn an_earlier_release_is_made_current(store: Arc<dyn Store>) {
    let (case, _, app) = with_app(store).await;
    let (document, by) = (Document::named("Console"), fixtures::person("Ada").id);
    let mut tx = case.begin().await;
    for number in 1..=2 {
        tx.add_release(&fixtures::release(&app, number, &document, by), &document)
            .await
            .unwrap();
    }

    tx.set_released(app.id, 1, fixtures::at(95)).await.unwrap();
    assert_refused!(
        tx.set_released(app.id, 3, fixtures::at(96)).await,
        Missing("release")
    );
    case.commit(tx).await;

    assert_eq!(
        case.read()
            .await
            .app(app.id)
            .await
            .unwrap()
            .unwrap()
            .released,
        Some(1)
    );
}

pub async fn lists_hold_what_is_visible_and_no_more(store: Arc<dyn Store>) {
    let (case, main, console) = with_app(store).await;
    let (other, empty) = (fixtures::workspace("Other"), fixtures::workspace("Empty"));
    let (desk, hidden) = (
        fixtures::app(other.id, "Desk"),
        fixtures::app(other.id, "Hidden"),
    );
    let mut tx = case.begin().await;
    tx.add_workspace(&other).await.unwrap();
    tx.add_workspace(&empty).await.unwrap();
    for app in [&desk, &hidden] {
        tx.add_app(app, &Document::named("App")).await.unwrap();
    }
    case.commit(tx).await;
    let mut read = case.read().await;
    let nothing = Visible::Only {
        workspaces: Vec::new(),
        apps: Vec::new(),
    };
    let some = Visible::Only {
        workspaces: vec![main.id],
        apps: vec![desk.id],
    };

    let all = read.apps(&Visible::Everything).await.unwrap();

    assert_eq!(all, [console.clone(), desk.clone(), hidden.clone()]);
    let within = |workspaces: &[WorkspaceId], apps: &[AppId]| Visible::Within {
        rights: Places {
            workspaces: vec![main.id, empty.id],
            apps: vec![desk.id],
        },
        key: Places {
            workspaces: workspaces.to_vec(),
            apps: apps.to_vec(),
        },
    };
    for (workspaces, apps, seen, places) in [
        (&[][..], &[console.id][..], vec![&console], vec![&main]),
        (&[other.id], &[], vec![&desk], vec![&other]),
        (
            &[other.id],
            &[console.id],
            vec![&console, &desk],
            vec![&main, &other],
        ),
        (&[empty.id], &[hidden.id], vec![], vec![&empty]),
        (&[], &[], vec![], vec![]),
    ] {
        let visible = within(workspaces, apps);
        let found = read.apps(&visible).await.unwrap();
        assert_eq!(found.iter().collect::<Vec<_>>(), seen);
        let found = read.workspaces(&visible).await.unwrap();
        assert_eq!(found.iter().collect::<Vec<_>>(), places);
    }
    assert_eq!(read.apps(&some).await.unwrap(), [console, desk]);
    assert_eq!(read.apps(&nothing).await.unwrap(), []);
    assert_eq!(read.workspaces(&some).await.unwrap(), [main, other]);
    assert_eq!(read.workspaces(&nothing).await.unwrap(), []);
}

pub async fn a_removed_app_takes_its_grants_along(store: Arc<dyn Store>) {
    let (case, workspace, app) = with_app(store).await;
    let person = fixtures::person("Ada");
    let document = fixtures::document("Console", fixtures::datasource("Orders").id);
    let query = ResourceRef::Query(document.queries().next().unwrap().id);
    let kept = ResourceRef::Workspace(workspace.id);
    let mut tx = case.begin().await;
    tx.add_person(&person).await.unwrap();
    tx.put_draft(app.id, 1, &document, fixtures::at(80))
        .await
        .unwrap();
    tx.add_release(&fixtures::release(&app, 1, &document, person.id), &document)
        .await
        .unwrap();
    for on in [ResourceRef::App(app.id), query, kept] {
        let grant = Grant {
            principal: Principal::Person(person.id),
            level: Level::Use,
            on,
        };
        tx.put_grant(&grant).await.unwrap();
    }

    tx.remove_app(app.id).await.unwrap();
    assert_refused!(tx.remove_app(app.id).await, Missing("app"));
    case.commit(tx).await;

    let mut read = case.read().await;
    assert_eq!(read.app(app.id).await.unwrap(), None);
    assert_eq!(read.draft(app.id).await.unwrap(), None);
    assert_eq!(read.releases(app.id).await.unwrap(), []);
    let access = read.access().await.unwrap();
    assert_eq!(access.grants_on(&ResourceRef::App(app.id)), []);
    assert_eq!(access.grants_on(&query), []);
    assert_eq!(access.grants_on(&kept).len(), 1);
}

pub async fn a_datasource_is_in_use_by_drafts_and_current_releases(store: Arc<dyn Store>) {
    let (case, _, app) = with_app(store).await;
    let (drafted, released) = (
        fixtures::datasource("Drafted").id,
        fixtures::datasource("Released").id,
    );
    let by = fixtures::person("Ada").id;
    let (draft, release) = (
        fixtures::document("Draft", drafted),
        fixtures::document("Release", released),
    );
    let mut tx = case.begin().await;
    tx.put_draft(app.id, 1, &draft, fixtures::at(80))
        .await
        .unwrap();
    tx.add_release(&fixtures::release(&app, 1, &release, by), &release)
        .await
        .unwrap();
    case.commit(tx).await;

    let mut read = case.read().await;
    let both = (
        read.datasource_in_use(drafted).await.unwrap(),
        read.datasource_in_use(released).await.unwrap(),
    );
    drop(read);
    let empty = Document::named("Empty");
    let mut tx = case.begin().await;
    tx.put_draft(app.id, 2, &empty, fixtures::at(81))
        .await
        .unwrap();
    tx.add_release(&fixtures::release(&app, 2, &empty, by), &empty)
        .await
        .unwrap();
    case.commit(tx).await;
    let mut read = case.read().await;
    let none = (
        read.datasource_in_use(drafted).await.unwrap(),
        read.datasource_in_use(released).await.unwrap(),
    );

    assert_eq!((both, none), ((true, true), (false, false)));
}
