//! What a tenant is made of, apart from the app documents: plain values, as the stores keep them.

use crate::account::Confinement;
use crate::source::{SealedCredential, SourceSettings};
use sallyport_kernel::id::{
    AppId, DatasourceId, GroupId, PersonId, SessionId, TenantId, WorkspaceId,
};
use sallyport_kernel::{Environment, Timestamp};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// An organisation whose data is kept apart from all others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tenant {
    /// Its id.
    pub id: TenantId,
    /// Its name, as people know it.
    pub name: String,
    /// When it was made.
    pub created_at: Timestamp,
}

sallyport_kernel::words! {
    /// Whether an account may be used.
    pub enum PersonStatus {
        /// It may.
        Active = "active",
        /// It may not, until it is enabled again.
        Disabled = "disabled",
    }
}

sallyport_kernel::words! {
    /// Who is behind an account.
    pub enum PersonKind {
        /// Somebody, who signs in.
        Person = "person",
        /// A program: a service account, which has keys and signs in by nothing.
        Service = "service",
    }
}

/// A person with an account, or a service account.
#[derive(Debug, Clone, PartialEq)]
pub struct Person {
    /// The account's id.
    pub id: PersonId,
    /// Who is behind it.
    pub kind: PersonKind,
    /// The address, in lower case: unique in the tenant.
    pub email: String,
    /// The name, as it is shown.
    pub name: String,
    /// Whether the account may be used.
    pub status: PersonStatus,
    /// The names of the built-in roles, in order.
    pub roles: Vec<String>,
    /// The groups that the person is in.
    pub groups: Vec<GroupId>,
    /// What rules and queries may know of the person, such as a department.
    pub attributes: Map<String, Value>,
    /// What a service account is for; nothing of a person.
    pub description: String,
    /// The password as an Argon2id string in PHC format, or `None` for an account that can't sign in by one.
    pub password_hash: Option<String>,
    /// When its owner chose that password; `None` for one that somebody else gave, which is good for choosing another.
    pub password_set_at: Option<Timestamp>,
    /// When the person proved that the address is theirs, by a link that was sent there.
    pub email_verified_at: Option<Timestamp>,
    /// When the account was made.
    pub created_at: Timestamp,
    /// When the person last signed in.
    pub last_sign_in_at: Option<Timestamp>,
}

/// A group of people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Its id.
    pub id: GroupId,
    /// Its name: unique in the tenant.
    pub name: String,
    /// The groups that it is in: who is in it is in them as well.
    pub parents: Vec<GroupId>,
    /// When it was made.
    pub created_at: Timestamp,
}

/// A signed-in session. Its secret is known to the browser alone; here is only a hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Its public id.
    pub id: SessionId,
    /// SHA-256 of the secret in the cookie.
    pub secret_hash: [u8; 32],
    /// Whose it is.
    pub person: PersonId,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used, to the minute.
    pub last_used_at: Timestamp,
    /// When it ends, however much it is used.
    pub expires_at: Timestamp,
    /// When the person last proved who they are in it: at its beginning, or anew before a sensitive act.
    pub proved_at: Timestamp,
    /// How they proved it at its beginning, such as `password` and `totp`.
    pub methods: Vec<String>,
    /// What the sign-in lacks, if anything: then the session is for putting that in order alone.
    pub confined: Option<Confinement>,
    /// The address that it began from.
    pub address: Option<String>,
    /// The browser that it began in.
    pub user_agent: Option<String>,
}

/// A workspace, which holds apps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workspace {
    /// Its id.
    pub id: WorkspaceId,
    /// Its name: unique in the tenant.
    pub name: String,
    /// When it was made.
    pub created_at: Timestamp,
}

/// An app, without its documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct App {
    /// Its id.
    pub id: AppId,
    /// The workspace that it stands in.
    pub workspace: WorkspaceId,
    /// Its name: unique in the workspace.
    pub name: String,
    /// The number of the current release, or `None` before the first.
    pub released: Option<u32>,
    /// The draft's revision: it rises by one with every change.
    pub revision: u64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When its draft last changed.
    pub updated_at: Timestamp,
}

/// Which text of an app. None of them ever changes, so what was made of one stays true.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Edition {
    /// A release, by its number.
    Release(u64),
    /// A revision of the draft.
    Draft(u64),
}

/// An immutable version of an app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// The app.
    pub app: AppId,
    /// 1, 2, 3…
    pub number: u32,
    /// What is new in it.
    pub note: String,
    /// The draft's revision that it was made from.
    pub revision: u64,
    /// SHA-256 of the canonical document, in hexadecimal.
    pub hash: String,
    /// Who released it.
    pub created_by: PersonId,
    /// When.
    pub created_at: Timestamp,
}

sallyport_kernel::words! {
    /// The kinds of datasources.
    pub enum DatasourceKind {
        /// A PostgreSQL database.
        Postgres = "postgres",
        /// An SQLite file on the server.
        Sqlite = "sqlite",
        /// An HTTP API.
        Rest = "rest",
    }
}

/// A datasource.
#[derive(Debug, Clone, PartialEq)]
pub struct Datasource {
    /// Its id.
    pub id: DatasourceId,
    /// Its name: unique in the tenant.
    pub name: String,
    /// What it is.
    pub kind: DatasourceKind,
    /// Its configuration for each environment that has one.
    pub environments: BTreeMap<Environment, SourceConfiguration>,
    /// When it was made.
    pub created_at: Timestamp,
}

/// A datasource's configuration for one environment.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceConfiguration {
    /// Where it is and how to reach it; no secret is in it.
    pub settings: SourceSettings,
    /// The credential, sealed; opened only by the connectors.
    pub credential: Option<SealedCredential>,
    /// Rises with every change, so that connections to what was are not used again.
    pub version: u64,
}
