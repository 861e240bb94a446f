//! The question put to Cedar, and the answer as a type.

use crate::access::{Access, Level, Principal, Role};
use crate::action::{self, Action, Need, Row, Trait};
use crate::actor::Actor;
use crate::key::{KeyLimits, Places};
use crate::permit::Permit;
use crate::receipt::{Entry, Outcome, Receipt, entry_on};
use crate::resource::{Resource, ResourceRef};
use cedar_policy::{
    Authorizer, Context, Decision, Entities, Entity, EntityId, EntityTypeName, EntityUid,
    PolicySet, Request, RestrictedExpression,
};
use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::str::FromStr;
use std::sync::LazyLock;

/// The policies as text.
pub const POLICIES: &str = include_str!("../policies/sallyport.cedar");

/// The policies, parsed. A text that does not parse leaves `None`, and then everything is refused;
/// `the_policies_fit_the_schema` keeps that from being built.
static POLICY_SET: LazyLock<Option<PolicySet>> =
    LazyLock::new(|| PolicySet::from_str(POLICIES).ok());

/// The group of the acts that go in a confined session.
const WHILE_CONFINED: &str = "while_confined";

/// The group of the acts that show no more than the actor may see.
const SCOPED: &str = "scoped";

/// A refusal. It knows whether the actor may know that the thing exists.
#[derive(Debug)]
pub struct Denied {
    known: bool,
    wanting: Option<Wanting>,
    entry: Box<Entry>,
}

/// What an actor whom the policies would permit an act has to do first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanting {
    /// Prove anew who they are: the act is sensitive.
    Proof,
    /// Put their sign-in in order: the session is confined to that.
    SignIn,
}

impl Denied {
    /// Whether the actor may know of the thing; if not, it must look as if it were not there.
    pub fn may_know(&self) -> bool {
        self.known
    }

    /// What the actor has to do first, if that is all that is wanting.
    pub fn wanting(&self) -> Option<Wanting> {
        self.wanting
    }

    /// The record of the refusal.
    pub fn receipt(self) -> Receipt {
        Receipt::new(*self.entry)
    }
}

/// May `actor` do `A` on `on`, now? The only maker of [`Permit`]s.
///
/// A sensitive act ([`Trait::Fresh`]) takes a proof of who the actor is that is not long past, whatever the policies
/// say.
pub fn check<A: Action>(actor: &Actor, on: &A::On) -> Result<Permit<A>, Denied> {
    judge(actor, A::NAME, A::TRAITS, on)?;
    Ok(Permit::grant(actor.clone(), on.clone()))
}

fn judge<R: Resource>(
    actor: &Actor,
    action: &'static str,
    traits: &[Trait],
    on: &R,
) -> Result<(), Denied> {
    let wanting = if actor.confined() && !traits.contains(&Trait::Confined) {
        Some(Wanting::SignIn)
    } else if allowed(actor, action, on) {
        if !traits.contains(&Trait::Fresh) || actor.proved_lately() {
            return Ok(());
        }
        Some(Wanting::Proof)
    } else {
        None
    };
    let known = actor.person_id().is_some()
        && R::SEE.is_none_or(|see| see != action && allowed(actor, see, on));
    Err(Denied {
        known,
        wanting,
        entry: Box::new(entry_on(actor, action, on, Outcome::Denied)),
    })
}

/// The record of an attempt at something that is not there: there is nothing to ask the policies about, and the
/// attempt is worth knowing all the same.
pub fn absent<A: Action>(actor: &Actor) -> Receipt {
    Receipt::new(Entry::of(actor, A::NAME, None, Outcome::Failed))
        .with("reason", "there is no such thing")
}

/// The names of those of `names` that the actor may do on `on`; what a resource shows as `can`.
pub(crate) fn abilities<'a, R: Resource>(actor: &Actor, on: &R, names: &[&'a str]) -> Vec<&'a str> {
    let mut scene = None;
    names
        .iter()
        .copied()
        .filter(|name| action::named(name).is_some_and(|row| remember(actor, row, on, &mut scene)))
        .collect()
}

pub(crate) fn allowed<R: Resource>(actor: &Actor, action: &'static str, on: &R) -> bool {
    action::named(action).is_some_and(|row| remember(actor, row, on, &mut None))
}

/// Asks the policies, and remembers nothing.
pub(crate) fn decide<R: Resource>(actor: &Actor, action: &'static str, on: &R) -> bool {
    action::named(action)
        .is_some_and(|row| Scene::of(actor, on).is_some_and(|scene| scene.allows(row)))
}

/// The decision as it is remembered, or made now; `scene` is that of the actor and the thing, once it was needed.
fn remember<R: Resource>(
    actor: &Actor,
    row: &'static Row,
    on: &R,
    scene: &mut Option<Scene>,
) -> bool {
    let remembered = &actor.access().decisions;
    let key = actor
        .person_id()
        .filter(|_| on.tenant() == actor.tenant())
        .map(|person| {
            (
                person,
                row.name,
                on.reference(),
                on.restricted(),
                actor.confined(),
                actor.key_id(),
            )
        });
    if let Some(decision) = key.as_ref().and_then(|key| remembered.get(key)) {
        return decision;
    }
    if scene.is_none() {
        *scene = Scene::of(actor, on);
    }
    let decision = scene.as_ref().is_some_and(|scene| scene.allows(row));
    if let Some(key) = key {
        remembered.insert(key, decision);
    }
    decision
}

/// Who asks about which thing, as Cedar wants to know it: the same for every act.
struct Scene {
    principal: EntityUid,
    resource: EntityUid,
    entities: Entities,
}

impl Scene {
    fn of<R: Resource>(actor: &Actor, on: &R) -> Option<Self> {
        let (principal_uid, principal) = principal(actor)?;
        let (resource_uid, resource) = resource(actor.access(), on)?;
        Some(Self {
            principal: principal_uid,
            resource: resource_uid,
            entities: Entities::from_entities([principal, resource], None).ok()?,
        })
    }

    fn allows(&self, row: &Row) -> bool {
        self.question(row).is_some_and(|(request, entities)| {
            POLICY_SET.as_ref().is_some_and(|policies| {
                let response = Authorizer::new().is_authorized(&request, policies, &entities);
                // A policy that fails to evaluate has no say in Cedar; here it refuses.
                response.diagnostics().errors().next().is_none()
                    && response.decision() == Decision::Allow
            })
        })
    }

    fn question(&self, row: &Row) -> Option<(Request, Entities)> {
        let action = uid("Action", row.name)?;
        let mut groups = HashSet::from([uid("Action", row.need.as_str())?]);
        if row.traits.contains(&Trait::Confined) {
            groups.insert(uid("Action", WHILE_CONFINED)?);
        }
        if row.traits.contains(&Trait::Scoped) {
            groups.insert(uid("Action", SCOPED)?);
        }
        let act = Entity::new(action.clone(), HashMap::new(), groups).ok()?;
        let entities = self.entities.clone().add_entities([act], None).ok()?;
        let request = Request::new(
            self.principal.clone(),
            action,
            self.resource.clone(),
            Context::from_pairs([("act".to_owned(), text(row.name))]).ok()?,
            None,
        )
        .ok()?;
        Some((request, entities))
    }
}

fn principal(actor: &Actor) -> Option<(EntityUid, Entity)> {
    let tenant = uid("Tenant", &actor.tenant().to_string())?;
    let mut attributes = HashMap::from([(
        "tenant".to_owned(),
        RestrictedExpression::new_entity_uid(tenant),
    )]);
    let Some(id) = actor.person_id() else {
        let anonymous = uid("Anonymous", "anonymous")?;
        return Some((
            anonymous.clone(),
            Entity::new(anonymous, attributes, HashSet::new()).ok()?,
        ));
    };
    let person = uid("Person", &id.to_string())?;
    let member = actor.member();
    let active = member.is_some_and(|member| member.active);
    attributes.insert("active".to_owned(), RestrictedExpression::new_bool(active));
    attributes.insert(
        "confined".to_owned(),
        RestrictedExpression::new_bool(actor.confined()),
    );
    // A grant is held by a person or a group: both stand in the policies as the holder of their id.
    let mut parents = HashSet::from([uid("Holder", &id.to_string())?]);
    let key = actor.key();
    if let Some(key) = key {
        attributes.insert("key".to_owned(), limits(key)?);
    }
    if let Some(member) = member {
        for role in &member.roles {
            if key.is_none_or(|key| key.roles.contains(role)) {
                parents.insert(uid("Role", role.as_str())?);
            }
        }
        for group in &member.groups {
            parents.insert(uid("Holder", &group.to_string())?);
        }
    }
    Some((
        person.clone(),
        Entity::new(person, attributes, parents).ok()?,
    ))
}

/// How far a key goes, as the policies see it.
fn limits(key: &KeyLimits) -> Option<RestrictedExpression> {
    let acts = key.acts.iter().map(|act| text(act));
    let places = key.places.iter().flat_map(Places::references);
    RestrictedExpression::new_record([
        ("acts".to_owned(), RestrictedExpression::new_set(acts)),
        (
            "everywhere".to_owned(),
            RestrictedExpression::new_bool(key.places.is_none()),
        ),
        (
            "places".to_owned(),
            RestrictedExpression::new_set(places.map(|place| text(&place.to_string()))),
        ),
    ])
    .ok()
}

fn text(text: &str) -> RestrictedExpression {
    RestrictedExpression::new_string(text.to_owned())
}

fn resource<R: Resource>(access: &Access, on: &R) -> Option<(EntityUid, Entity)> {
    let tenant = uid("Tenant", &on.tenant().to_string())?;
    let mut attributes = HashMap::from([(
        "tenant".to_owned(),
        RestrictedExpression::new_entity_uid(tenant),
    )]);
    for (attribute, level) in [
        ("users", Level::Use),
        ("editors", Level::Edit),
        ("owners", Level::Own),
    ] {
        attributes.insert(
            attribute.to_owned(),
            RestrictedExpression::new_set(holders(access, on, level)?),
        );
    }
    let places = std::iter::once(on.reference()).chain(on.above());
    attributes.insert(
        "within".to_owned(),
        RestrictedExpression::new_set(places.map(|place| text(&place.to_string()))),
    );
    if let Some(environment) = on.environment() {
        attributes.insert("environment".to_owned(), text(environment.as_str()));
    }
    let id = match on.reference() {
        ResourceRef::Tenant => on.tenant().to_string(),
        other => other.to_string(),
    };
    let uid = uid(R::ENTITY, &id)?;
    Some((
        uid.clone(),
        Entity::new(uid, attributes, HashSet::new()).ok()?,
    ))
}

/// Who has `level` or more on the thing: as its owner, by a grant on it, or inherited from above. A restricted thing
/// inherits edit and own, but not plain use.
fn holders<R: Resource>(
    access: &Access,
    on: &R,
    level: Level,
) -> Option<Vec<RestrictedExpression>> {
    let own = access
        .grants_on(&on.reference())
        .iter()
        .filter(|(_, given)| *given >= level);
    let least_inherited = if on.restricted() {
        level.max(Level::Edit)
    } else {
        level
    };
    let above = on.above();
    let inherited = above
        .iter()
        .flat_map(|place| access.grants_on(place))
        .filter(|(_, given)| *given >= least_inherited);
    let granted = own.chain(inherited).map(|(principal, _)| *principal);
    granted
        .chain(on.owner().map(Principal::Person))
        .map(|principal| {
            let principal = match principal {
                Principal::Person(id) => uid("Holder", &id.to_string()),
                Principal::Group(id) => uid("Holder", &id.to_string()),
            };
            principal.map(RestrictedExpression::new_entity_uid)
        })
        .collect()
}

/// What acts are done on, as the schema names it.
const RESOURCES: [&str; 10] = [
    "Tenant",
    "Workspace",
    "App",
    "Query",
    "Datasource",
    "Destination",
    "Account",
    "Circle",
    "ServiceAccount",
    "Key",
];

/// The names of all types. Each comes through Cedar's parser, for which once is enough.
static KINDS: LazyLock<HashMap<&str, EntityTypeName>> = LazyLock::new(|| {
    ["Action", "Role", "Holder", "Person", "Anonymous"]
        .into_iter()
        .chain(RESOURCES)
        .filter_map(|kind| Some((kind, EntityTypeName::from_str(kind).ok()?)))
        .collect()
});

fn uid(kind: &str, id: &str) -> Option<EntityUid> {
    let kind = KINDS.get(kind)?.clone();
    Some(EntityUid::from_type_name_and_id(kind, EntityId::new(id)))
}

/// The Cedar schema: the entity types, and the actions as the table in [`action`] has them.
pub fn schema() -> String {
    let mut text = String::from(
        "// Generated from the table of actions; do not edit.\n\n\
         // Whoever a grant can be for: a person or a group, by its id.\nentity Holder;\nentity Role enum [",
    );
    text.push_str(
        &Role::ALL
            .map(|role| format!("\"{}\"", role.as_str()))
            .join(", "),
    );
    text.push_str(
        "];\n// A person or a service account; with the limits of the key that it acts by, if it does.\n\
         type KeyLimits = { acts: Set<String>, everywhere: Bool, places: Set<String> };\n\
         entity Person in [Role, Holder] = { tenant: Tenant, active: Bool, confined: Bool, key?: KeyLimits };\n",
    );
    text.push_str("entity Anonymous = { tenant: Tenant };\n");
    for entity in RESOURCES {
        let environment = if entity == "Destination" {
            "environment: String, "
        } else {
            ""
        };
        let _ = writeln!(
            text,
            "entity {entity} = {{ tenant: Tenant, {environment}within: Set<String>, users: Set<Holder>, editors: Set<Holder>, owners: Set<Holder> }};"
        );
    }
    for need in Need::ALL {
        let _ = writeln!(text, "action {};", need.as_str());
    }
    let _ = writeln!(text, "action {WHILE_CONFINED};\naction {SCOPED};");
    for row in action::ALL {
        let principals = if row.need == Need::Public {
            "[Person, Anonymous]"
        } else {
            "[Person]"
        };
        let mut groups = vec![row.need.as_str()];
        for (group, trait_) in [(WHILE_CONFINED, Trait::Confined), (SCOPED, Trait::Scoped)] {
            if row.traits.contains(&trait_) {
                groups.push(group);
            }
        }
        let _ = writeln!(
            text,
            "// {}\naction \"{}\" in [{}] appliesTo {{ principal: {principals}, resource: [{}], context: {{ act: String }} }};",
            row.summary,
            row.name,
            groups.join(", "),
            row.on
        );
    }
    text
}

impl Actor {
    /// Those of `names` that the actor may do on `on`: what an answer shows as `can`.
    pub fn can<R: Resource>(&self, on: &R, names: &[&'static str]) -> Vec<String> {
        abilities(self, on, names)
            .into_iter()
            .map(str::to_owned)
            .collect()
    }

    /// Whether the actor may do `A` on `on`, for shaping an answer. It makes no permit.
    pub fn may<A: Action>(&self, on: &A::On) -> bool {
        allowed(self, A::NAME, on)
    }
}
