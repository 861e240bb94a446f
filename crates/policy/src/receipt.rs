//! The record of an act, which a transaction can't commit without.

use crate::actor::{Actor, ActorRef};
use crate::resource::{Resource, ResourceRef};
use sallyport_kernel::id::TenantId;
use sallyport_kernel::{RequestContext, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

sallyport_kernel::words! {
    /// How an act ended.
    pub enum Outcome {
        /// It was allowed and done.
        Allowed = "allowed",
        /// The policies refused it.
        Denied = "denied",
        /// It was allowed, tried, and failed.
        Failed = "failed",
    }
}

/// What an act was done on, as an audit record names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ObjectRef {
    /// The kind, such as `app`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Its id.
    pub id: String,
    /// Its name at the time.
    pub name: Option<String>,
}

/// What a record says.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// When the request began.
    pub at: Timestamp,
    /// In which tenant.
    pub tenant: TenantId,
    /// Who.
    pub actor: ActorRef,
    /// Did what, such as `app.rename`.
    pub action: String,
    /// On what.
    pub object: Option<ObjectRef>,
    /// How it ended.
    pub outcome: Outcome,
    /// From where.
    pub request: RequestContext,
    /// What else is worth knowing; never a secret, never a value that went through a query.
    pub detail: Map<String, Value>,
}

impl Entry {
    /// What is known of every act of an actor.
    pub(crate) fn of(
        actor: &Actor,
        action: &'static str,
        object: Option<ObjectRef>,
        outcome: Outcome,
    ) -> Self {
        Self {
            at: actor.at(),
            tenant: actor.tenant(),
            actor: actor.reference(),
            action: action.to_owned(),
            object,
            outcome,
            request: RequestContext::clone(actor.request()),
            // A run has a dozen of them.
            detail: Map::with_capacity(16),
        }
    }
}

/// The record of an act of an actor on `on`.
pub(crate) fn entry_on<R: Resource>(
    actor: &Actor,
    action: &'static str,
    on: &R,
    outcome: Outcome,
) -> Entry {
    let reference = on.reference();
    let object = ObjectRef {
        kind: reference.kind().to_owned(),
        id: match reference {
            ResourceRef::Tenant => actor.tenant().to_string(),
            other => other.to_string(),
        },
        name: None,
    };
    Entry::of(actor, action, Some(object), outcome)
}

/// A permit, spent: the record that the act's transaction writes.
#[derive(Debug)]
#[must_use = "an act without its record must not happen: hand the receipt to the transaction's commit"]
pub struct Receipt {
    entry: Entry,
}

impl Receipt {
    pub(crate) fn new(entry: Entry) -> Self {
        Self { entry }
    }

    /// Adds a detail to the record.
    pub fn with(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.entry.detail.insert(key.to_owned(), value.into());
        self
    }

    /// Names the object as people know it.
    pub fn named(mut self, name: impl Into<String>) -> Self {
        if let Some(object) = &mut self.entry.object {
            object.name = Some(name.into());
        }
        self
    }

    /// Says which object came into being by the act.
    pub fn made(mut self, object: ObjectRef) -> Self {
        self.entry.object = Some(object);
        self
    }

    /// Says who the anonymous actor proved to be, for a sign-in.
    pub fn proved(mut self, actor: ActorRef) -> Self {
        self.entry.actor = actor;
        self
    }

    /// The same record with the outcome of an act that failed.
    pub fn failed(mut self) -> Self {
        self.entry.outcome = Outcome::Failed;
        self
    }

    /// What the record says, for the store to write.
    pub fn into_entry(self) -> Entry {
        self.entry
    }

    /// How the act ended. A transaction commits with nothing but [`Outcome::Allowed`].
    pub fn outcome(&self) -> Outcome {
        self.entry.outcome
    }

    /// The tenant whose log it belongs to.
    pub fn tenant(&self) -> TenantId {
        self.entry.tenant
    }
}
