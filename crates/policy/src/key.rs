//! API keys, as far as decisions depend on them.

use crate::access::Role;
use crate::action::{self, Need, Row, Trait};
use crate::resource::ResourceRef;
use sallyport_kernel::id::{AppId, KeyId, WorkspaceId};
use std::collections::BTreeSet;

sallyport_kernel::words! {
    /// What a key may be made for: acts that go together. What is in none of them, no key does.
    pub enum Permission {
        /// See and list what the owner may see.
        Read = "read",
        /// Run released queries.
        RunQueries = "run_queries",
        /// Make, change, release and share apps and workspaces.
        Build = "build",
        /// What takes the role of administrator, as far as it takes no fresh proof.
        Administer = "administer",
    }
}

/// What an act is called that reads and changes nothing, after the dot of its name.
const READING: [&str; 3] = ["view", "list", "read"];

impl Row {
    /// What a key must have been made for to do this; `None` if no key does it: it is about proving who one is, or
    /// about one's own account and its keys.
    pub fn permission(&self) -> Option<Permission> {
        let verb = self.name.split('.').next_back().unwrap_or_default();
        let reads = READING.iter().any(|word| {
            verb.strip_prefix(word)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
        });
        match (self.name, self.need) {
            (_, Need::Public) => None,
            ("query.run", _) => Some(Permission::RunQueries),
            // What building takes, though in production it takes an administrator.
            ("datasource.query", _) => Some(Permission::Build),
            _ if reads => Some(Permission::Read),
            _ if self.on == "Key" => None,
            (_, Need::SignedIn) => None,
            (_, Need::Use | Need::Edit | Need::Own | Need::Develop) => Some(Permission::Build),
            (_, Need::Administer) => Some(Permission::Administer),
        }
    }
}

/// The acts that a text in a key's list stands for: those of a [`Permission`], or the one of that name. `None` if it
/// stands for nothing that a key could do.
pub fn acts_for(text: &str) -> Option<Vec<&'static Row>> {
    if let Some(permission) = Permission::parse(text) {
        let rows = action::ALL.iter();
        return Some(
            rows.filter(|row| row.permission() == Some(permission))
                .collect(),
        );
    }
    let row = action::named(text)?;
    let usable = row.permission().is_some() && !row.traits.contains(&Trait::Fresh);
    usable.then(|| vec![row])
}

/// Where a key may act, if not everywhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    /// Workspaces, with all that is in them.
    pub workspaces: Vec<WorkspaceId>,
    /// Single apps.
    pub apps: Vec<AppId>,
}

impl Places {
    pub(crate) fn references(&self) -> impl Iterator<Item = ResourceRef> + '_ {
        let workspaces = self.workspaces.iter().copied().map(ResourceRef::Workspace);
        workspaces.chain(self.apps.iter().copied().map(ResourceRef::App))
    }
}

/// How far a key goes. It never gives anything: what its owner may not do, it may not either.
///
/// Decisions are remembered by the key's id, so these must never change for one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyLimits {
    /// The key.
    pub id: KeyId,
    /// Its name, for audit records.
    pub name: String,
    /// The acts that it was made for.
    pub(crate) acts: BTreeSet<&'static str>,
    /// The places that it was made for; `None` is everywhere.
    pub(crate) places: Option<Places>,
    /// The roles that whoever made it could give it: what the owner was given later, it has not.
    pub(crate) roles: BTreeSet<Role>,
}

impl KeyLimits {
    /// The limits of a key that was made for these texts, each as in [`acts_for`]. One that this release does not
    /// know gives nothing.
    pub fn new<'a>(
        id: KeyId,
        name: String,
        permissions: impl IntoIterator<Item = &'a str>,
        places: Option<Places>,
        roles: BTreeSet<Role>,
    ) -> Self {
        let rows = permissions.into_iter().filter_map(acts_for).flatten();
        Self {
            id,
            name,
            acts: rows.map(|row| row.name).collect(),
            places,
            roles,
        }
    }

    /// Whether it was made for the act of that name.
    pub(crate) fn serves(&self, act: &str) -> bool {
        self.acts.contains(act)
    }

    /// The same key, were it good everywhere.
    pub(crate) fn everywhere(&self) -> Self {
        Self {
            places: None,
            ..self.clone()
        }
    }
}
