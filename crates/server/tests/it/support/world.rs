//! What every test's server holds: two tenants, and in the first a workspace with a released console.

use super::server::TestServer;
use sallyport_identity::email;
use sallyport_kernel::id::{
    AppId, DatasourceId, PageId, PersonId, QueryId, RecordId, TenantId, WidgetId, WorkspaceId,
};
use sallyport_kernel::{Environment, Secret, Timestamp};
use sallyport_model::document::Document;
use sallyport_model::entity::{
    App, Datasource, DatasourceKind, Person, PersonKind, PersonStatus, Release,
    SourceConfiguration, Tenant, Workspace,
};
use sallyport_model::source::{SourceSettings, SqliteSettings};
use sallyport_policy::{ObjectRef, SystemPermit};
use sallyport_server::wiring::Instance;
use sallyport_store::{Store, Transaction};
use sallyport_testkit::build;
use serde_json::json;
use std::path::Path;

/// Everyone's password.
pub(crate) const PASSWORD: &str = "a password for everyone";

/// The things of a test's server.
#[derive(Clone)]
pub(crate) struct World {
    pub(crate) workspace: WorkspaceId,
    pub(crate) datasource: DatasourceId,
    /// The file that the datasource reads.
    pub(crate) rows: String,
    pub(crate) console: Console,
    /// The hash of [`PASSWORD`].
    pub(crate) password_hash: String,
    /// The second tenant, with a console of its own.
    pub(crate) other: OtherTenant,
}

/// The other tenant of the same store.
#[derive(Clone)]
pub(crate) struct OtherTenant {
    pub(crate) id: TenantId,
    pub(crate) administrator: PersonId,
    pub(crate) workspace: WorkspaceId,
    pub(crate) datasource: DatasourceId,
    pub(crate) console: Console,
    /// A record of its log.
    pub(crate) record: RecordId,
}

/// An app with a search, a restricted refund and a button for each.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Console {
    pub(crate) app: AppId,
    pub(crate) page: PageId,
    /// `select … where name like {{ search.value }}`
    pub(crate) customers: QueryId,
    /// `select {{ user.email }}`
    pub(crate) mine: QueryId,
    /// Restricted, and writes.
    pub(crate) refund: QueryId,
    /// The widget that runs the refund.
    pub(crate) button: WidgetId,
}

impl Console {
    fn new() -> Self {
        let unique = build::unique;
        Self {
            app: AppId::from_bytes(unique()),
            page: PageId::from_bytes(unique()),
            customers: QueryId::from_bytes(unique()),
            mine: QueryId::from_bytes(unique()),
            refund: QueryId::from_bytes(unique()),
            button: WidgetId::from_bytes(unique()),
        }
    }

    /// Its document.
    pub(crate) fn document(&self, name: &str, datasource: DatasourceId) -> Document {
        let search = WidgetId::from_bytes(build::unique());
        let query = |id: QueryId, name: &str, statement: &str, restricted: bool| {
            json!({
                "kind": "query", "id": id, "name": name, "datasource": datasource,
                "body": { "type": "sql", "statement": statement },
                "settings": { "writes": restricted }, "restricted": restricted, "on_success": [], "on_error": [],
            })
        };
        let widget = |id: WidgetId, kind: &str, name: &str, y: u32, events: serde_json::Value| {
            json!({
                "kind": "widget", "id": id, "page": self.page, "parent": null, "slot": "main", "type": kind, "name": name,
                "layout": { "x": 0, "y": y, "w": 4, "h": 4 }, "properties": {}, "events": events, "audience": null,
            })
        };
        let refund =
            json!([{ "on": "click", "acts": [{ "type": "run_query", "query": self.refund }] }]);
        let records = [
            json!({ "kind": "app", "id": "app", "name": name, "home": self.page, "theme": { "scheme": "system", "accent": null } }),
            json!({ "kind": "page", "id": self.page, "name": "start", "title": "Start", "order": "a1", "in_menu": true }),
            query(
                self.customers,
                "customers",
                "select id, name from customer where name like {{ search.value }}",
                false,
            ),
            query(self.mine, "mine", "select {{ user.email }} as email", false),
            query(
                self.refund,
                "refund",
                "insert into refund (customer) values ({{ search.value }})",
                true,
            ),
            widget(search, "input", "search", 0, json!([])),
            widget(self.button, "button", "pay_back", 4, refund),
        ];
        let records: serde_json::Map<_, _> = records
            .into_iter()
            .map(|record| (record["id"].as_str().unwrap().to_owned(), record))
            .collect();
        serde_json::from_value(json!({ "schema": 1, "records": records })).unwrap()
    }
}

impl World {
    pub(super) async fn make(instance: &Instance, sources: &Path) -> Self {
        let rows = sources.join("rows.db").to_str().unwrap().to_owned();
        fill(&rows);
        let now = instance.service.clock.now();
        let password_hash = instance
            .service
            .identity
            .hash_password(&Secret::new(PASSWORD.to_owned()))
            .await
            .unwrap();
        let store = &*instance.store;
        let (workspace, datasource, console) = furnish(store, instance.home, &rows, now).await;
        let id = TenantId::from_bytes(build::unique());
        let tenant = Tenant {
            id,
            name: "Elsewhere".to_owned(),
            // Home is the oldest, for every node that comes later.
            created_at: now.checked_add(std::time::Duration::from_secs(1)).unwrap(),
        };
        store.create_tenant(&tenant, build::permit()).await.unwrap();
        let (there, their_source, theirs) = furnish(store, id, &rows, now).await;
        let administrator = person("elsewhere", &["administrator"], &password_hash, now);
        let mut change = store.begin(id).await.unwrap();
        change.add_person(&administrator).await.unwrap();
        commit(change, id, now).await;
        let record = store
            .read_log(id)
            .await
            .unwrap()
            .records(&Default::default(), None, 1)
            .await
            .unwrap()[0]
            .id;
        let other = OtherTenant {
            id,
            administrator: administrator.id,
            workspace: there,
            datasource: their_source,
            console: theirs,
            record,
        };
        Self {
            workspace,
            datasource,
            rows,
            console,
            password_hash,
            other,
        }
    }
}

fn fill(file: &str) {
    let rows = rusqlite::Connection::open(file).unwrap();
    rows.execute_batch(
        "CREATE TABLE customer (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
         CREATE TABLE refund (customer TEXT NOT NULL);
         INSERT INTO customer (name) VALUES ('Ada'), ('Grace'), ('Edsger');",
    )
    .unwrap();
}

async fn furnish(
    store: &dyn Store,
    tenant: TenantId,
    rows: &str,
    now: Timestamp,
) -> (WorkspaceId, DatasourceId, Console) {
    let workspace = Workspace {
        id: WorkspaceId::from_bytes(build::unique()),
        name: "Service".to_owned(),
        created_at: now,
    };
    let datasource = datasource("customers", rows, now);
    let mut change = store.begin(tenant).await.unwrap();
    change.add_workspace(&workspace).await.unwrap();
    change.add_datasource(&datasource).await.unwrap();
    let builder = person("builder", &["developer"], "", now);
    change.add_person(&builder).await.unwrap();
    let console = add_console(&mut *change, workspace.id, datasource.id, builder.id, now).await;
    commit(change, tenant, now).await;
    (workspace.id, datasource.id, console)
}

/// A datasource on a file, in every environment.
pub(crate) fn datasource(name: &str, file: &str, now: Timestamp) -> Datasource {
    let settings = SourceSettings::Sqlite(SqliteSettings {
        path: file.to_owned(),
        read_only: false,
    });
    let configuration = SourceConfiguration {
        settings,
        credential: None,
        version: 1,
    };
    Datasource {
        id: DatasourceId::from_bytes(build::unique()),
        name: name.to_owned(),
        kind: DatasourceKind::Sqlite,
        environments: Environment::ALL
            .into_iter()
            .map(|one| (one, configuration.clone()))
            .collect(),
        created_at: now,
    }
}

/// A console that was released once.
pub(crate) async fn add_console(
    change: &mut dyn Transaction,
    workspace: WorkspaceId,
    datasource: DatasourceId,
    by: PersonId,
    now: Timestamp,
) -> Console {
    let console = Console::new();
    let name = format!("Console {}", console.app);
    let document = console.document(&name, datasource);
    let app = App {
        id: console.app,
        workspace,
        name,
        released: None,
        revision: 1,
        created_at: now,
        updated_at: now,
    };
    change.add_app(&app, &document).await.unwrap();
    let hash = document
        .hash()
        .0
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let (app, note) = (console.app, "The first".to_owned());
    let release = Release {
        app,
        number: 1,
        note,
        revision: 1,
        hash,
        created_by: by,
        created_at: now,
    };
    change.add_release(&release, &document).await.unwrap();
    console
}

/// Releases the console with one more query: its rows are large, and each takes a while.
pub(crate) async fn add_slow_query(t: &TestServer) -> QueryId {
    let (console, id) = (t.world.console, QueryId::from_bytes(build::unique()));
    let statement = "with recursive n(i) as (select 1 union all select i + 1 from n where i < 1000), \
                     m(j) as (select 1 union all select j + 1 from m where j < 60000) \
                     select i, printf('%.*c', 40000, 'x') as filler, \
                     (select count(*) from m where j > n.i) as work from n";
    let record = json!({
        "kind": "query", "id": id, "name": format!("slow_{}", build::unique()[15]), "datasource": t.world.datasource,
        "body": { "type": "sql", "statement": statement },
        "settings": { "writes": false, "timeout_ms": 60_000, "max_bytes": 100_000_000 },
        "restricted": false, "on_success": [], "on_error": [],
    });
    let mut change = t.store.begin(t.home).await.unwrap();
    let (revision, document) = change.draft(console.app).await.unwrap().unwrap();
    let number = change.releases(console.app).await.unwrap()[0].number + 1;
    let mut json = serde_json::to_value(&document).unwrap();
    json["records"][id.to_string()] = record;
    let document: Document = serde_json::from_value(json).unwrap();
    let release = Release {
        app: console.app,
        number,
        note: "With a slow query".to_owned(),
        revision,
        hash: String::new(),
        created_by: PersonId::from_bytes(build::unique()),
        created_at: t.now(),
    };
    change.add_release(&release, &document).await.unwrap();
    commit(change, t.home, t.now()).await;
    id
}

/// An account; its name is unique in a test because ids are.
pub(crate) fn person(name: &str, roles: &[&str], password_hash: &str, now: Timestamp) -> Person {
    let id = PersonId::from_bytes(build::unique());
    Person {
        email: email::normalize(&format!("{name}.{id}@example.com")).unwrap(),
        id,
        kind: PersonKind::Person,
        name: name.to_owned(),
        status: PersonStatus::Active,
        roles: roles.iter().map(|role| (*role).to_owned()).collect(),
        groups: Vec::new(),
        attributes: serde_json::Map::new(),
        description: String::new(),
        password_hash: Some(password_hash.to_owned()),
        password_set_at: Some(now),
        email_verified_at: Some(now),
        created_at: now,
        last_sign_in_at: None,
    }
}

/// Commits what a test puts in place.
pub(crate) async fn commit(change: Box<dyn Transaction>, tenant: TenantId, now: Timestamp) {
    let permit = SystemPermit::because("a test puts things in place");
    change
        .commit(permit.receipt(tenant, now, "test.prepare", None::<ObjectRef>))
        .await
        .unwrap();
}
