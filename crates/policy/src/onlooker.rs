//! Somebody for whose eyes an answer is made, though another asked for it.

use crate::access::{Access, Member, Principal};
use crate::action::{Action, group, person};
use crate::actor::Actor;
use crate::resource;
use sallyport_kernel::id::{GroupId, PersonId};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A person, or someone who is in one group and nothing else, judged by the policies like everybody.
///
/// It is no [`Actor`] and becomes none: [`crate::check`] does not take it, so nothing is ever done in its name.
pub struct Onlooker {
    judged: Actor,
    person: PersonId,
}

impl Onlooker {
    /// The one that is named, if there is one and `by` may see their account or the group.
    pub fn seen_by(by: &Actor, named: Principal) -> Option<Self> {
        let tenant = by.tenant();
        let session = by.standing()?;
        let (person, access) = match named {
            Principal::Person(id) => {
                let seen = by.may::<person::View>(&resource::Person { tenant, id });
                let access = Arc::clone(by.access());
                (seen && access.member(id).is_some()).then_some((id, access))?
            }
            Principal::Group(id) => {
                let seen = by.may::<group::View>(&resource::Group { tenant, id });
                let access = seen.then(|| by.access().with_only(id))??;
                (alone(id), Arc::new(access))
            }
        };
        let request = Arc::clone(by.request());
        let judged = Actor::person(person, session, access, request, by.at());
        Some(Self { judged, person })
    }

    /// Whether they could do `A` on `on`, were they to ask for it.
    pub fn may<A: Action>(&self, on: &A::On) -> bool {
        self.judged.may::<A>(on)
    }

    /// Who they are in the snapshot that [`Self::access`] is.
    pub fn person(&self) -> PersonId {
        self.person
    }

    /// What is known of them.
    pub fn access(&self) -> &Access {
        self.judged.access()
    }
}

/// Stands for someone in that group. No account has it: accounts' ids are drawn at random, as the group's was.
fn alone(group: GroupId) -> PersonId {
    PersonId::from_bytes(*group.as_bytes())
}

impl Access {
    /// The same groups and grants, and a single person: someone in that group. `None` if there is no such group.
    fn with_only(&self, group: GroupId) -> Option<Self> {
        let someone = Member {
            name: self.group_name(group)?.to_owned(),
            email: String::new(),
            attributes: serde_json::Map::new(),
            active: true,
            service: false,
            roles: BTreeSet::new(),
            groups: BTreeSet::from([group]),
        };
        Some(self.with_people([(alone(group), someone)]))
    }
}
