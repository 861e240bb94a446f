//! Values to store. Every call makes a new id; names are given, so that a test shows what it is about.

use sallyport_kernel::Timestamp;
use sallyport_kernel::id::{
    AppId, DatasourceId, FactorId, GroupId, KeyId, MailId, PersonId, QueryId, SessionId, TenantId,
    WorkspaceId,
};
use sallyport_model::account::{OneTime, Purpose};
use sallyport_model::document::{Document, QueryBody, QueryRecord, QuerySettings, SqlBody};
use sallyport_model::entity::{
    App, Datasource, DatasourceKind, Group, Person, PersonKind, PersonStatus, Release, Session,
    SourceConfiguration, Tenant, Workspace,
};
use sallyport_model::factor::{Factor, FactorKind};
use sallyport_model::key::ApiKey;
use sallyport_model::mail::{Channel, MailKind, MailState, QueuedMail};
use sallyport_model::source::{SealedCredential, SourceSettings, SqliteSettings};
use sallyport_policy::{ObjectRef, Receipt, SystemPermit};
use serde_json::{Map, json};
use std::collections::BTreeMap;
use std::hash::{BuildHasher as _, RandomState};

/// 16 bytes that no other test has, in this run or another on the same database server.
pub fn unique() -> [u8; 16] {
    let half = || RandomState::new().hash_one("fixture").to_be_bytes();
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&half());
    bytes[8..].copy_from_slice(&half());
    bytes
}

/// A hash that nothing else has.
pub fn hash() -> [u8; 32] {
    let mut bytes = [0; 32];
    bytes[..16].copy_from_slice(&unique());
    bytes
}

/// An instant in 2026, that many seconds after the first.
pub fn at(seconds: i64) -> Timestamp {
    Timestamp::from_microsecond((1_767_225_600 + seconds) * 1_000_000 + 123_456).unwrap()
}

/// The right of a test to act.
pub fn permit() -> SystemPermit {
    SystemPermit::because("a test of a store")
}

/// The receipt of some act.
pub fn receipt(tenant: TenantId) -> Receipt {
    receipt_of(tenant, "service.tested", 0, None)
}

/// The receipt of an act, at a time, on a thing.
pub fn receipt_of(
    tenant: TenantId,
    action: &'static str,
    seconds: i64,
    on: Option<(&str, &str, &str)>,
) -> Receipt {
    let object = on.map(|(kind, id, name)| ObjectRef {
        kind: kind.to_owned(),
        id: id.to_owned(),
        name: Some(name.to_owned()),
    });
    permit().receipt(tenant, at(seconds), action, object)
}

pub fn tenant(name: &str) -> Tenant {
    Tenant {
        id: TenantId::from_bytes(unique()),
        name: name.to_owned(),
        created_at: at(0),
    }
}

pub fn person(name: &str) -> Person {
    let mut attributes = Map::new();
    attributes.insert("department".to_owned(), json!({"name": "Süd", "floor": 3}));
    Person {
        id: PersonId::from_bytes(unique()),
        kind: PersonKind::Person,
        email: format!("{}@example.com", name.to_lowercase()),
        name: name.to_owned(),
        status: PersonStatus::Active,
        roles: vec!["developer".to_owned()],
        groups: Vec::new(),
        attributes,
        description: format!("What {name} is for"),
        password_hash: Some("$argon2id$v=19$…".to_owned()),
        password_set_at: Some(at(1)),
        email_verified_at: None,
        created_at: at(1),
        last_sign_in_at: None,
    }
}

pub fn group(name: &str) -> Group {
    Group {
        id: GroupId::from_bytes(unique()),
        name: name.to_owned(),
        parents: Vec::new(),
        created_at: at(2),
    }
}

pub fn session(person: PersonId, seconds: i64) -> Session {
    Session {
        id: SessionId::from_bytes(unique()),
        secret_hash: hash(),
        person,
        created_at: at(seconds),
        last_used_at: at(seconds),
        expires_at: at(seconds + 3600),
        proved_at: at(seconds),
        methods: vec!["password".to_owned(), "totp".to_owned()],
        confined: None,
        address: Some("192.0.2.1".to_owned()),
        user_agent: None,
    }
}

pub fn one_time(purpose: Purpose) -> OneTime {
    let mut detail = Map::new();
    detail.insert("name".to_owned(), json!("Ada"));
    OneTime {
        secret_hash: hash(),
        purpose,
        person: None,
        email: Some("ada@example.com".to_owned()),
        detail,
        tries: 0,
        created_at: at(3),
        expires_at: at(3600),
        used_at: None,
    }
}

pub fn factor(person: PersonId, kind: FactorKind) -> Factor {
    let mut public = Map::new();
    public.insert("shown".to_owned(), json!("…42"));
    Factor {
        id: FactorId::from_bytes(unique()),
        person,
        kind,
        name: format!("A {kind} “ünicode”"),
        sealed: Some(vec![1, 0, 255]),
        public,
        handle: Some(unique().to_vec()),
        last_step: None,
        created_at: at(7),
        last_used_at: None,
    }
}

/// A letter that was queued so many seconds after the first instant, and is due at once.
pub fn mail(subject: &str, seconds: i64) -> QueuedMail {
    QueuedMail {
        id: MailId::from_bytes(unique()),
        channel: Channel::Email,
        to: "ada@example.com".to_owned(),
        kind: MailKind::Notice,
        subject: subject.to_owned(),
        body: Some(vec![1, 0, 255]),
        state: MailState::Waiting,
        attempts: 0,
        next_at: Some(at(seconds)),
        until: at(seconds + 86_400),
        last_error: None,
        created_at: at(seconds),
    }
}

/// A key made after so many seconds, which ends after an hour.
pub fn key(owner: PersonId, seconds: i64) -> ApiKey {
    ApiKey {
        id: KeyId::from_bytes(unique()),
        owner,
        name: "deployment “ünicode”".to_owned(),
        secret_hash: hash(),
        previous: None,
        permissions: vec!["app.release".to_owned(), "read".to_owned()],
        workspaces: vec![WorkspaceId::from_bytes(unique())],
        apps: vec![AppId::from_bytes(unique()), AppId::from_bytes(unique())],
        roles: vec!["developer".to_owned()],
        addresses: vec!["192.0.2.0/24".to_owned(), "2001:db8::/32".to_owned()],
        created_by: owner,
        created_at: at(seconds),
        expires_at: at(3600),
        rotated_at: None,
        last_used_at: None,
        last_address: None,
    }
}

pub fn workspace(name: &str) -> Workspace {
    Workspace {
        id: WorkspaceId::from_bytes(unique()),
        name: name.to_owned(),
        created_at: at(4),
    }
}

pub fn app(workspace: WorkspaceId, name: &str) -> App {
    App {
        id: AppId::from_bytes(unique()),
        workspace,
        name: name.to_owned(),
        released: None,
        revision: 1,
        created_at: at(5),
        updated_at: at(5),
    }
}

pub fn query(name: &str, datasource: DatasourceId) -> QueryRecord {
    QueryRecord {
        id: QueryId::from_bytes(unique()),
        name: name.to_owned(),
        datasource,
        body: QueryBody::Sql(SqlBody {
            statement: "select 1".to_owned(),
        }),
        settings: QuerySettings::default(),
        restricted: false,
        on_success: Vec::new(),
        on_error: Vec::new(),
    }
}

/// A document with one query on the datasource.
pub fn document(name: &str, datasource: DatasourceId) -> Document {
    let mut document = Document::named(name);
    document.insert(sallyport_model::document::Record::Query(query(
        "customers",
        datasource,
    )));
    document
}

pub fn release(app: &App, number: u32, document: &Document, by: PersonId) -> Release {
    Release {
        app: app.id,
        number,
        note: format!("release {number} “ünicode”"),
        revision: app.revision,
        hash: document.hash().to_string(),
        created_by: by,
        created_at: at(10 + i64::from(number)),
    }
}

pub fn configuration(path: &str, version: u64) -> SourceConfiguration {
    SourceConfiguration {
        settings: SourceSettings::Sqlite(SqliteSettings {
            path: path.to_owned(),
            read_only: true,
        }),
        credential: Some(SealedCredential(vec![1, 0, 255])),
        version,
    }
}

pub fn datasource(name: &str) -> Datasource {
    Datasource {
        id: DatasourceId::from_bytes(unique()),
        name: name.to_owned(),
        kind: DatasourceKind::Sqlite,
        environments: BTreeMap::new(),
        created_at: at(6),
    }
}
