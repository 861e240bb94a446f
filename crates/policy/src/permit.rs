//! The proof that an act is allowed.

use crate::action::Action;
use crate::actor::{Actor, ActorRef};
use crate::receipt::{Entry, ObjectRef, Outcome, Receipt, entry_on};
use sallyport_kernel::id::TenantId;
use sallyport_kernel::{RequestContext, Timestamp};
use serde_json::{Map, Value};
use std::marker::PhantomData;

/// One actor may do one act on one resource, now.
///
/// Only [`crate::check`] makes one. It can't be copied, stored or sent: a use case takes it by value
/// and spends it as the [`Receipt`] of its transaction.
#[derive(Debug)]
pub struct Permit<A: Action> {
    actor: Actor,
    on: A::On,
    action: PhantomData<fn() -> A>,
}

impl<A: Action> Permit<A> {
    pub(crate) fn grant(actor: Actor, on: A::On) -> Self {
        Self {
            actor,
            on,
            action: PhantomData,
        }
    }

    /// Who may.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// On what.
    pub fn on(&self) -> &A::On {
        &self.on
    }

    /// The tenant that all of it is in.
    pub fn tenant(&self) -> TenantId {
        self.actor.tenant()
    }

    /// Spends the permit: the record of the act as done.
    pub fn receipt(self) -> Receipt {
        Receipt::new(self.entry(Outcome::Allowed))
    }

    /// Spends the permit: the record of an act that was allowed, was tried, and failed.
    pub fn failure(self) -> Receipt {
        Receipt::new(self.entry(Outcome::Failed))
    }

    /// The record that the act has begun, for one that takes its time, such as a query whose answer is streamed.
    /// The permit is spent on the record of how it ended.
    pub fn beginning(&self) -> Receipt {
        Receipt::new(self.entry(Outcome::Allowed))
    }

    fn entry(&self, outcome: Outcome) -> Entry {
        entry_on(&self.actor, A::NAME, &self.on, outcome)
    }
}

/// An act of the service itself: a scheduled duty, the first start, the demo's seeding.
///
/// Every use gives its reason, and tidy keeps the list of them in `spec/system-permits.txt`.
#[derive(Debug)]
pub struct SystemPermit {
    reason: &'static str,
}

impl SystemPermit {
    /// The service acts by itself, because of `reason`.
    pub const fn because(reason: &'static str) -> Self {
        Self { reason }
    }

    /// Spends the permit: the record of what the service did.
    pub fn receipt(
        self,
        tenant: TenantId,
        at: Timestamp,
        action: &'static str,
        object: Option<ObjectRef>,
    ) -> Receipt {
        let mut detail = Map::new();
        detail.insert("reason".to_owned(), Value::String(self.reason.to_owned()));
        Receipt::new(Entry {
            at,
            tenant,
            actor: ActorRef {
                kind: "service".to_owned(),
                id: None,
                name: Some("sallyport".to_owned()),
                key: None,
            },
            action: action.to_owned(),
            object,
            outcome: Outcome::Allowed,
            request: RequestContext::internal(action),
            detail,
        })
    }
}
