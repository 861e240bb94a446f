//! The policies as a table that anyone can read in a diff: every action × kind of person.

use crate::access::{Access, Grant, Level, Member, Principal, Role};
use crate::action;
use crate::actor::{Actor, Standing};
use crate::decide::allowed;
use crate::key::{KeyLimits, Permission};
use crate::resource::{self, Resource, ResourceRef};
use sallyport_kernel::id::{
    AppId, DatasourceId, GroupId, KeyId, PersonId, QueryId, SessionId, TenantId, WorkspaceId,
};
use sallyport_kernel::{Environment, RequestContext, Timestamp};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;

const COLUMNS: [&str; 10] = [
    "anonymous",
    "stranger",
    "viewer",
    "editor",
    "owner",
    "developer",
    "administrator",
    "other tenant",
    "key",
    "service account",
];

/// The table of decisions, one line an action.
pub fn table() -> String {
    let mut text = format!("{:<28}", "action");
    for column in COLUMNS {
        let _ = write!(text, "{column:<17}");
    }
    text = text.trim_end().to_owned() + "\n";
    for row in action::ALL {
        let _ = write!(text, "{:<28}", row.name);
        for column in COLUMNS {
            let mark = if ask(column, row) { "yes" } else { "-" };
            let _ = write!(text, "{mark:<17}");
        }
        text = text.trim_end().to_owned() + "\n";
    }
    text
}

fn ask(column: &str, row: &action::Row) -> bool {
    let tenant = TenantId::from_bytes([1; 16]);
    let workspace = WorkspaceId::from_bytes([2; 16]);
    let app = resource::App {
        tenant,
        id: AppId::from_bytes([3; 16]),
        workspace,
    };
    let datasource = resource::Datasource {
        tenant,
        id: DatasourceId::from_bytes([5; 16]),
    };
    let actor = actor(
        column,
        if column == "other tenant" {
            TenantId::from_bytes([9; 16])
        } else {
            tenant
        },
    );
    let may = |on: &dyn Fn(&Actor) -> bool| on(&actor);
    match row.on {
        "Tenant" => may(&|who| allowed(who, row.name, &resource::Tenant { id: tenant })),
        "Workspace" => may(&|who| {
            allowed(
                who,
                row.name,
                &resource::Workspace {
                    tenant,
                    id: workspace,
                },
            )
        }),
        "App" => may(&|who| allowed(who, row.name, &app)),
        "Query" => {
            let query = resource::Query {
                app,
                id: QueryId::from_bytes([4; 16]),
                restricted: false,
            };
            may(&|who| allowed(who, row.name, &query))
        }
        "Datasource" => may(&|who| allowed(who, row.name, &datasource)),
        "Destination" => {
            let destination = resource::Destination {
                datasource,
                environment: Environment::Production,
            };
            may(&|who| allowed(who, row.name, &destination))
        }
        "Account" => may(&|who| {
            allowed(
                who,
                row.name,
                &resource::Person {
                    tenant,
                    id: PersonId::from_bytes([6; 16]),
                },
            )
        }),
        "Circle" => may(&|who| {
            allowed(
                who,
                row.name,
                &resource::Group {
                    tenant,
                    id: GroupId::from_bytes([7; 16]),
                },
            )
        }),
        "ServiceAccount" => may(&|who| {
            allowed(
                who,
                row.name,
                &resource::ServiceAccount {
                    tenant,
                    id: PersonId::from_bytes([6; 16]),
                },
            )
        }),
        "Key" => may(&|who| {
            allowed(
                who,
                row.name,
                &resource::Key {
                    tenant,
                    id: KeyId::from_bytes([10; 16]),
                    owner: PersonId::from_bytes([6; 16]),
                },
            )
        }),
        _ => false,
    }
}

/// What the keys of the table are made for: an administrator's is for reading, that of a service account with the
/// role of developer for all that a key can be for.
fn limits(column: &str) -> Option<KeyLimits> {
    let permissions: &[Permission] = match column {
        "key" => &[Permission::Read],
        "service account" => &Permission::ALL,
        _ => return None,
    };
    Some(KeyLimits::new(
        KeyId::from_bytes([11; 16]),
        column.to_owned(),
        permissions.iter().map(|permission| permission.as_str()),
        None,
        Role::ALL.into(),
    ))
}

fn actor(column: &str, tenant: TenantId) -> Actor {
    let person = PersonId::from_bytes([8; 16]);
    let roles = match column {
        "developer" | "service account" => BTreeSet::from([Role::Developer]),
        "administrator" | "other tenant" | "key" => BTreeSet::from([Role::Administrator]),
        _ => BTreeSet::new(),
    };
    let level = match column {
        "viewer" => Some(Level::Use),
        "editor" => Some(Level::Edit),
        "owner" => Some(Level::Own),
        _ => None,
    };
    let on = ResourceRef::Workspace(WorkspaceId::from_bytes([2; 16]));
    let grants = level.map(|level| Grant {
        principal: Principal::Person(person),
        level,
        on,
    });
    let member = Member {
        name: column.to_owned(),
        email: format!("{column}@example.com"),
        attributes: serde_json::Map::new(),
        active: true,
        service: column == "service account",
        roles,
        groups: BTreeSet::new(),
    };
    let access = Arc::new(Access::new(tenant, 1, [(person, member)], [], grants));
    let request = Arc::new(RequestContext::internal("matrix"));
    if column == "anonymous" {
        return Actor::anonymous(access, request, Timestamp::UNIX_EPOCH);
    }
    if let Some(key) = limits(column) {
        return Actor::by_key(
            person,
            Arc::new(key),
            access,
            request,
            Timestamp::UNIX_EPOCH,
        );
    }
    Actor::person(
        person,
        Standing::full(SessionId::from_bytes([0; 16])),
        access,
        request,
        Timestamp::UNIX_EPOCH,
    )
}

/// The entity type of a resource, for callers that name it in messages.
pub fn entity<R: Resource>() -> &'static str {
    R::ENTITY
}
