//! People and groups.

use crate::StoreError;
use async_trait::async_trait;
use sallyport_kernel::Timestamp;
use sallyport_kernel::id::{GroupId, PersonId};
use sallyport_model::entity::{Group, Person, PersonStatus};
use sallyport_model::factor::{FactorKind, FactorState};

/// Which people are looked for: every part must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PeopleFilter {
    /// Part of the name or the address, whatever the case of its Latin letters.
    pub search: Option<String>,
    /// Whether the account may be used.
    pub status: Option<PersonStatus>,
    /// A role, by its name.
    pub role: Option<String>,
    /// A group that they themselves are in.
    pub group: Option<GroupId>,
    /// Whether they have a second factor of one of these kinds.
    pub factor: Option<(FactorState, Vec<FactorKind>)>,
}

/// Reading people and groups.
#[async_trait]
pub trait PeopleRead: Send {
    /// A person or service account, or `None`.
    async fn person(&mut self, id: PersonId) -> Result<Option<Person>, StoreError>;
    /// The person with this address, which must be in lower case.
    async fn person_by_email(&mut self, email: &str) -> Result<Option<Person>, StoreError>;
    /// All people, by name then id, after `after`, at most `limit`; not the service accounts.
    async fn people(
        &mut self,
        after: Option<PersonId>,
        limit: u16,
    ) -> Result<Vec<Person>, StoreError>;
    /// The people that fit, by name then id, after `after`, at most `limit`. `Missing` if `after` is not there.
    async fn find_people(
        &mut self,
        filter: &PeopleFilter,
        after: Option<PersonId>,
        limit: u16,
    ) -> Result<Vec<Person>, StoreError>;
    /// The people who may sign in and whose password was set after a moment and no later than another, by that and id.
    async fn people_by_password(
        &mut self,
        after: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<Person>, StoreError>;
    /// A group, or `None`.
    async fn group(&mut self, id: GroupId) -> Result<Option<Group>, StoreError>;
    /// All groups, by name.
    async fn groups(&mut self) -> Result<Vec<Group>, StoreError>;
}

/// Changing people and groups. Changes to roles, groups and status raise the access version.
#[async_trait]
pub trait PeopleWrite: Send {
    /// Adds a person. `Taken` if the address is in use.
    async fn add_person(&mut self, person: &Person) -> Result<(), StoreError>;
    /// Replaces all that is kept of a person. `Missing`, or `Taken` if the address is in use.
    async fn put_person(&mut self, person: &Person) -> Result<(), StoreError>;
    /// Takes a person out, with their sessions, their grants and the links that were made for them. `Missing`.
    async fn remove_person(&mut self, id: PersonId) -> Result<(), StoreError>;
    /// Takes an attribute out of everybody of whom it says that text, and returns of how many.
    async fn take_out_attribute(&mut self, name: &str, text: &str) -> Result<u64, StoreError>;
    /// Notes a sign-in.
    async fn note_sign_in(&mut self, id: PersonId, at: Timestamp) -> Result<(), StoreError>;
    /// Adds a group. `Taken` if the name is in use.
    async fn add_group(&mut self, group: &Group) -> Result<(), StoreError>;
    /// Replaces all that is kept of a group. `Missing`, for one of its parents too, or `Taken` if the name is in use.
    /// It does not look for circles.
    async fn put_group(&mut self, group: &Group) -> Result<(), StoreError>;
    /// Takes a group out: of its people, of the groups in it, and of all grants. `Missing`.
    async fn remove_group(&mut self, id: GroupId) -> Result<(), StoreError>;
}
