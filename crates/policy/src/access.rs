//! What a tenant's people, groups and grants say, as one immutable snapshot.

use crate::resource::ResourceRef;
use quick_cache::UnitWeighter;
use quick_cache::sync::Cache;
use sallyport_kernel::id::{GroupId, KeyId, PersonId, TenantId};
use std::collections::{BTreeSet, HashMap, HashSet};

sallyport_kernel::words! {
    /// A built-in role.
    pub enum Role {
        /// Does everything in the tenant.
        Administrator = "administrator",
        /// Creates apps, and tries queries on development data.
        Developer = "developer",
    }
}

sallyport_kernel::words! {
    /// How much a grant gives: each level holds the ones before it.
    pub enum Level {
        /// Use the thing as it is released.
        Use = "use",
        /// Change it.
        Edit = "edit",
        /// Give it to others, and delete it.
        Own = "own",
    }
}

/// Whom a grant is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Principal {
    /// One person.
    Person(PersonId),
    /// Everyone in a group.
    Group(GroupId),
}

/// A level on a resource, for a person or a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grant {
    /// Who gets it.
    pub principal: Principal,
    /// How much.
    pub level: Level,
    /// On what.
    pub on: ResourceRef,
}

/// What the policies need to know of a person.
#[derive(Debug, Clone)]
pub struct Member {
    /// The name shown in audit records.
    pub name: String,
    /// The address, for expressions such as `{{ user.email }}`.
    pub email: String,
    /// What rules and queries may know of the person, such as a department.
    pub attributes: serde_json::Map<String, serde_json::Value>,
    /// Whether the account may be used.
    pub active: bool,
    /// Whether it is a service account: it has keys and nothing else, and nobody signs in as it.
    pub service: bool,
    /// The roles given to the person.
    pub roles: BTreeSet<Role>,
    /// The groups that the person is in.
    pub groups: BTreeSet<GroupId>,
}

/// A thing stands in one place at one access version (moving it raises the version), so its id is enough.
/// The last two are whether the session is confined, and the key that the person acts by: its limits never change.
pub(crate) type DecisionKey = (
    PersonId,
    &'static str,
    ResourceRef,
    bool,
    bool,
    Option<KeyId>,
);

/// A tenant's people, groups and grants at one access version.
///
/// Built by the store's reader whenever the version rises; decisions made on it are remembered in it,
/// so that they are forgotten together.
pub struct Access {
    tenant: TenantId,
    version: u64,
    people: HashMap<PersonId, Member>,
    groups: HashMap<GroupId, String>,
    grants: HashMap<ResourceRef, Vec<(Principal, Level)>>,
    pub(crate) decisions: Cache<DecisionKey, bool>,
}

impl std::fmt::Debug for Access {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Access")
            .field("tenant", &self.tenant)
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}

/// Decisions remembered for one snapshot: beyond it, the least used are asked again.
const REMEMBERED_DECISIONS: u64 = 50_000;

impl Access {
    /// A snapshot of `tenant` at `version`.
    pub fn new(
        tenant: TenantId,
        version: u64,
        people: impl IntoIterator<Item = (PersonId, Member)>,
        groups: impl IntoIterator<Item = (GroupId, String)>,
        grants: impl IntoIterator<Item = Grant>,
    ) -> Self {
        let mut by_resource: HashMap<ResourceRef, Vec<(Principal, Level)>> = HashMap::new();
        for grant in grants {
            by_resource
                .entry(grant.on)
                .or_default()
                .push((grant.principal, grant.level));
        }
        Self {
            tenant,
            version,
            people: people.into_iter().collect(),
            groups: groups.into_iter().collect(),
            grants: by_resource,
            decisions: Cache::with_weighter(64, REMEMBERED_DECISIONS, UnitWeighter),
        }
    }

    /// The same groups and grants with other people; no decision is taken over.
    pub(crate) fn with_people(&self, people: impl IntoIterator<Item = (PersonId, Member)>) -> Self {
        Self {
            tenant: self.tenant,
            version: self.version,
            people: people.into_iter().collect(),
            groups: self.groups.clone(),
            grants: self.grants.clone(),
            decisions: Cache::with_weighter(64, REMEMBERED_DECISIONS, UnitWeighter),
        }
    }

    /// The tenant that this is about.
    pub fn tenant(&self) -> TenantId {
        self.tenant
    }

    /// The access version that this was read at.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// What is known of a person, or `None` if there is no such person here.
    pub fn member(&self, person: PersonId) -> Option<&Member> {
        self.people.get(&person)
    }

    /// A group's name.
    pub fn group_name(&self, group: GroupId) -> Option<&str> {
        self.groups.get(&group).map(String::as_str)
    }

    /// The names of the groups that a person is in, in order.
    pub fn group_names(&self, person: PersonId) -> Vec<String> {
        let groups = self.people.get(&person).map(|member| &member.groups);
        let mut names: Vec<String> = groups
            .into_iter()
            .flatten()
            .filter_map(|group| self.groups.get(group).cloned())
            .collect();
        names.sort();
        names
    }

    /// The grants made on exactly this resource.
    pub fn grants_on(&self, on: &ResourceRef) -> &[(Principal, Level)] {
        self.grants.get(on).map_or(&[], Vec::as_slice)
    }

    /// The resources on which the person, or a group of theirs, has at least `level`.
    pub(crate) fn granted(
        &self,
        person: PersonId,
        level: Level,
    ) -> impl Iterator<Item = ResourceRef> + '_ {
        let mut principals = HashSet::from([Principal::Person(person)]);
        let groups = self.people.get(&person).map(|member| &member.groups);
        principals.extend(
            groups
                .into_iter()
                .flatten()
                .map(|group| Principal::Group(*group)),
        );
        self.grants
            .iter()
            .filter(move |(_, given)| {
                given
                    .iter()
                    .any(|(who, what)| *what >= level && principals.contains(who))
            })
            .map(|(on, _)| *on)
    }
}
