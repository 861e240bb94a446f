//! The values of a run: those that the page sends, and those that only the server knows.

use crate::template::{Path, TRUSTED_ROOTS};
use sallyport_kernel::Environment;
use sallyport_policy::Actor;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Why the sent values are not the query's inputs. Names leaves, never values.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InputError {
    /// The query takes no such leaf.
    #[error("the query takes no input `{0}`")]
    Unknown(String),
    /// A leaf that only the server fills in.
    #[error("the input `{0}` is filled in by the server and cannot be sent")]
    Trusted(String),
    /// A leaf of the query that was not sent.
    #[error("the input `{0}` is missing")]
    Missing(String),
}

/// What the page sent, by the leaf's canonical text.
#[derive(Clone, Default)]
pub struct Inputs(BTreeMap<String, Value>);

impl std::fmt::Debug for Inputs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl From<BTreeMap<String, Value>> for Inputs {
    fn from(values: BTreeMap<String, Value>) -> Self {
        Self(values)
    }
}

impl FromIterator<(String, Value)> for Inputs {
    fn from_iter<T: IntoIterator<Item = (String, Value)>>(values: T) -> Self {
        Self(values.into_iter().collect())
    }
}

impl Inputs {
    /// Exactly the declared leaves: no more, no fewer.
    pub(super) fn check(&self, declared: &BTreeSet<String>) -> Result<(), InputError> {
        for path in self.0.keys() {
            if !declared.contains(path) {
                let root = path.split(['.', '[']).next().unwrap_or_default();
                return Err(if TRUSTED_ROOTS.contains(&root) {
                    InputError::Trusted(path.clone())
                } else {
                    InputError::Unknown(path.clone())
                });
            }
        }
        match declared.iter().find(|path| !self.0.contains_key(*path)) {
            Some(path) => Err(InputError::Missing(path.clone())),
            None => Ok(()),
        }
    }

    pub(super) fn get(&self, path: &str) -> Value {
        self.0.get(path).cloned().unwrap_or_default()
    }
}

/// What the server knows of whoever runs the query; what it does not know is null.
#[derive(Debug, Clone, Default)]
pub struct Trusted {
    /// `user`: id, email, name, groups, roles, attributes.
    pub user: Value,
    /// `tenant`: id, name.
    pub tenant: Value,
    /// `env`: name.
    pub env: Value,
}

impl Trusted {
    /// What the access snapshot knows of an actor; all null for nobody known.
    pub fn of(actor: &Actor, tenant_name: &str, environment: Environment) -> Self {
        let user = match (actor.person_id(), actor.member()) {
            (Some(id), Some(member)) => json!({
                "id": id.to_string(),
                "email": member.email,
                "name": member.name,
                "groups": actor.access().group_names(id),
                "roles": member.roles.iter().map(|role| role.as_str()).collect::<Vec<_>>(),
                "attributes": member.attributes,
            }),
            _ => Value::Null,
        };
        Self {
            user,
            tenant: json!({ "id": actor.tenant().to_string(), "name": tenant_name }),
            env: json!({ "name": environment.as_str() }),
        }
    }

    pub(super) fn get(&self, path: &Path) -> Value {
        match path.root() {
            "user" => path.follow(&self.user),
            "tenant" => path.follow(&self.tenant),
            "env" => path.follow(&self.env),
            _ => Value::Null,
        }
    }
}
