//! The things that actions are done on, as policies see them: identity, place, and no more.

use sallyport_kernel::Environment;
use sallyport_kernel::id::{
    AppId, DatasourceId, GroupId, KeyId, PersonId, QueryId, TenantId, WorkspaceId,
};
use std::fmt;

/// Names a resource of a tenant, for grants and remembered decisions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ResourceRef {
    /// The tenant itself, and what has no narrower place.
    Tenant,
    /// A workspace.
    Workspace(WorkspaceId),
    /// An app.
    App(AppId),
    /// A query of an app.
    Query(QueryId),
    /// A datasource.
    Datasource(DatasourceId),
    /// One environment of a datasource.
    Destination(DatasourceId, Environment),
    /// A person's account.
    Person(PersonId),
    /// A group.
    Group(GroupId),
    /// A service account.
    ServiceAccount(PersonId),
    /// An API key.
    Key(KeyId),
}

impl ResourceRef {
    /// The kind's name in policies, audit records and the store.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Tenant => "tenant",
            Self::Workspace(_) => "workspace",
            Self::App(_) => "app",
            Self::Query(_) => "query",
            Self::Datasource(_) => "datasource",
            Self::Destination(..) => "destination",
            Self::Person(_) => "person",
            Self::Group(_) => "group",
            Self::ServiceAccount(_) => "service_account",
            Self::Key(_) => "key",
        }
    }
}

/// The id as text; the tenant has none of its own here and is written `tenant`.
impl fmt::Display for ResourceRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tenant => f.write_str("tenant"),
            Self::Workspace(id) => id.fmt(f),
            Self::App(id) => id.fmt(f),
            Self::Query(id) => id.fmt(f),
            Self::Datasource(id) => id.fmt(f),
            Self::Destination(id, environment) => write!(f, "{id}/{environment}"),
            Self::Person(id) | Self::ServiceAccount(id) => id.fmt(f),
            Self::Group(id) => id.fmt(f),
            Self::Key(id) => id.fmt(f),
        }
    }
}

/// Something that an action is done on. Values are made by `locate`, which reads ids and parents only.
pub trait Resource: Clone + Send + Sync + 'static {
    /// The entity type in the policies.
    const ENTITY: &'static str;
    /// The action that whoever may know of this thing may do; `None` if everyone may know of it.
    const SEE: Option<&'static str>;

    /// The tenant that it was found in.
    fn tenant(&self) -> TenantId;
    /// Its own name.
    fn reference(&self) -> ResourceRef;
    /// What stands above it, the nearest first.
    fn above(&self) -> Vec<ResourceRef>;
    /// Whether plain use is not inherited but must be granted on the thing itself.
    fn restricted(&self) -> bool {
        false
    }
    /// The person or service account whose own it is, without a grant, for things that have one.
    fn owner(&self) -> Option<PersonId> {
        None
    }
    /// The environment, for things that have one.
    fn environment(&self) -> Option<Environment> {
        None
    }
}

/// The tenant itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tenant {
    /// Which.
    pub id: TenantId,
}

/// A workspace of a tenant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Workspace {
    /// The tenant that it was found in.
    pub tenant: TenantId,
    /// Which.
    pub id: WorkspaceId,
}

/// An app in a workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct App {
    /// The tenant that it was found in.
    pub tenant: TenantId,
    /// Which.
    pub id: AppId,
    /// Where it stands.
    pub workspace: WorkspaceId,
}

/// A query of an app.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Query {
    /// The app that it belongs to.
    pub app: App,
    /// Which.
    pub id: QueryId,
    /// Whether using the app is not enough to run it.
    pub restricted: bool,
}

/// A datasource of a tenant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Datasource {
    /// The tenant that it was found in.
    pub tenant: TenantId,
    /// Which.
    pub id: DatasourceId,
}

/// One environment of a datasource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Destination {
    /// The datasource.
    pub datasource: Datasource,
    /// Which of its configurations.
    pub environment: Environment,
}

/// A person's account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Person {
    /// The tenant that it was found in.
    pub tenant: TenantId,
    /// Which.
    pub id: PersonId,
}

/// A group of people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Group {
    /// The tenant that it was found in.
    pub tenant: TenantId,
    /// Which.
    pub id: GroupId,
}

/// A service account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServiceAccount {
    /// The tenant that it was found in.
    pub tenant: TenantId,
    /// Which.
    pub id: PersonId,
}

/// An API key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// The tenant that it was found in.
    pub tenant: TenantId,
    /// Which.
    pub id: KeyId,
    /// Whose it is.
    pub owner: PersonId,
}

impl Resource for Tenant {
    const ENTITY: &'static str = "Tenant";
    const SEE: Option<&'static str> = None;
    fn tenant(&self) -> TenantId {
        self.id
    }
    fn reference(&self) -> ResourceRef {
        ResourceRef::Tenant
    }
    fn above(&self) -> Vec<ResourceRef> {
        Vec::new()
    }
}

impl Resource for Workspace {
    const ENTITY: &'static str = "Workspace";
    const SEE: Option<&'static str> = Some("workspace.view");
    fn tenant(&self) -> TenantId {
        self.tenant
    }
    fn reference(&self) -> ResourceRef {
        ResourceRef::Workspace(self.id)
    }
    fn above(&self) -> Vec<ResourceRef> {
        vec![ResourceRef::Tenant]
    }
}

impl Resource for App {
    const ENTITY: &'static str = "App";
    const SEE: Option<&'static str> = Some("app.view");
    fn tenant(&self) -> TenantId {
        self.tenant
    }
    fn reference(&self) -> ResourceRef {
        ResourceRef::App(self.id)
    }
    fn above(&self) -> Vec<ResourceRef> {
        vec![ResourceRef::Workspace(self.workspace), ResourceRef::Tenant]
    }
}

impl Resource for Query {
    const ENTITY: &'static str = "Query";
    const SEE: Option<&'static str> = Some("query.run");
    fn tenant(&self) -> TenantId {
        self.app.tenant
    }
    fn reference(&self) -> ResourceRef {
        ResourceRef::Query(self.id)
    }
    fn above(&self) -> Vec<ResourceRef> {
        let mut above = vec![self.app.reference()];
        above.extend(self.app.above());
        above
    }
    fn restricted(&self) -> bool {
        self.restricted
    }
}

impl Resource for Datasource {
    const ENTITY: &'static str = "Datasource";
    const SEE: Option<&'static str> = Some("datasource.view");
    fn tenant(&self) -> TenantId {
        self.tenant
    }
    fn reference(&self) -> ResourceRef {
        ResourceRef::Datasource(self.id)
    }
    fn above(&self) -> Vec<ResourceRef> {
        vec![ResourceRef::Tenant]
    }
}

impl Resource for Destination {
    const ENTITY: &'static str = "Destination";
    const SEE: Option<&'static str> = Some("destination.view");
    fn tenant(&self) -> TenantId {
        self.datasource.tenant
    }
    fn reference(&self) -> ResourceRef {
        ResourceRef::Destination(self.datasource.id, self.environment)
    }
    fn above(&self) -> Vec<ResourceRef> {
        vec![self.datasource.reference(), ResourceRef::Tenant]
    }
    fn environment(&self) -> Option<Environment> {
        Some(self.environment)
    }
}

impl Resource for Person {
    const ENTITY: &'static str = "Account";
    const SEE: Option<&'static str> = Some("person.view");
    fn tenant(&self) -> TenantId {
        self.tenant
    }
    fn reference(&self) -> ResourceRef {
        ResourceRef::Person(self.id)
    }
    fn above(&self) -> Vec<ResourceRef> {
        vec![ResourceRef::Tenant]
    }
}

impl Resource for Group {
    const ENTITY: &'static str = "Circle";
    const SEE: Option<&'static str> = Some("group.view");
    fn tenant(&self) -> TenantId {
        self.tenant
    }
    fn reference(&self) -> ResourceRef {
        ResourceRef::Group(self.id)
    }
    fn above(&self) -> Vec<ResourceRef> {
        vec![ResourceRef::Tenant]
    }
}

impl Resource for ServiceAccount {
    const ENTITY: &'static str = "ServiceAccount";
    const SEE: Option<&'static str> = Some("service_account.view");
    fn tenant(&self) -> TenantId {
        self.tenant
    }
    fn reference(&self) -> ResourceRef {
        ResourceRef::ServiceAccount(self.id)
    }
    fn above(&self) -> Vec<ResourceRef> {
        vec![ResourceRef::Tenant]
    }
}

/// A key is its owner's alone: no grant on what is above it gives it to others.
impl Resource for Key {
    const ENTITY: &'static str = "Key";
    const SEE: Option<&'static str> = Some("key.view");
    fn tenant(&self) -> TenantId {
        self.tenant
    }
    fn reference(&self) -> ResourceRef {
        ResourceRef::Key(self.id)
    }
    fn above(&self) -> Vec<ResourceRef> {
        Vec::new()
    }
    fn owner(&self) -> Option<PersonId> {
        Some(self.owner)
    }
}
