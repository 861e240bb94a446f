//! The tenant's accounts at a glance, for administrators.

mod view;

use crate::api::Api;
use sallyport_identity::overview::{Held, Overview};
use sallyport_kernel::Timestamp;
use sallyport_kernel::id::PersonId;
use serde::Serialize;
use utoipa::ToSchema;

pub use view::ViewSecurity;

pub(super) fn operations(api: Api) -> Api {
    api.op(ViewSecurity, view::view)
}

/// The tenant's accounts at a glance.
#[derive(Debug, Serialize, ToSchema)]
pub struct SecurityOverview {
    /// How many accounts there are.
    pub people: u64,
    /// How many of them may be used.
    pub active: u64,
    /// The first hundred active accounts without a second factor, by name.
    pub without_second_factor: Vec<WithoutSecondFactorView>,
    /// How many there are.
    pub without_second_factor_count: u64,
    /// The first hundred active accounts that nobody has signed in to for 90 days, by name.
    pub inactive: Vec<InactiveView>,
    /// How many there are.
    pub inactive_count: u64,
    /// Failed sign-ins of the last 30 days (UTC), the oldest first.
    pub failed_sign_ins: Vec<FailedSignIns>,
    /// Whether all of them were counted: beyond 20,000 only the newest are.
    pub failed_sign_ins_complete: bool,
    /// The latest twenty tries of the last 30 days that made the next ones wait, the newest first.
    pub waits: Vec<WaitView>,
    /// The sessions there are.
    pub sessions: SessionsOverview,
}

/// Somebody without a second factor.
#[derive(Debug, Serialize, ToSchema)]
pub struct WithoutSecondFactorView {
    /// The account's id.
    pub id: PersonId,
    /// The name.
    pub name: String,
    /// The address.
    pub email: String,
    /// Whether the policy asks one of them.
    pub required: bool,
    /// From when on they may do nothing without, once that was set.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub due_at: Option<Timestamp>,
}

/// An account that nobody has signed in to for long.
#[derive(Debug, Serialize, ToSchema)]
pub struct InactiveView {
    /// The account's id.
    pub id: PersonId,
    /// The name.
    pub name: String,
    /// The address.
    pub email: String,
    /// When somebody last did, if ever.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub last_sign_in_at: Option<Timestamp>,
}

/// The failed sign-ins of a day.
#[derive(Debug, Serialize, ToSchema)]
pub struct FailedSignIns {
    /// The day, such as `2026-01-31`.
    #[schema(format = Date)]
    pub day: String,
    /// How many.
    pub count: u64,
}

/// Tries that made the next ones wait.
#[derive(Debug, Serialize, ToSchema)]
pub struct WaitView {
    /// When the wait began, or became longer.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Whether it is an account that waits; otherwise it is the place.
    pub of_account: bool,
    /// The account, if it is one that there is.
    pub account: Option<HeldAccount>,
    /// What was tried: `password`, `code`, `link`, or `letter` for having one sent.
    pub tried: String,
    /// How many times.
    pub tries: u64,
    /// How long the next one waits, in seconds.
    pub wait_seconds: u64,
    /// Where the last one came from: an address of version 4, or a network of version 6.
    pub place: Option<String>,
}

/// An account that tries have to wait at.
#[derive(Debug, Serialize, ToSchema)]
pub struct HeldAccount {
    /// Its id.
    pub id: String,
    /// Its name at the time.
    pub name: Option<String>,
}

/// The sessions there are.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionsOverview {
    /// How many.
    pub total: u64,
    /// The hundred addresses that most of them began from.
    pub by_place: Vec<PlaceView>,
}

/// An address that sessions began from.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlaceView {
    /// The address, if it is known.
    pub address: Option<String>,
    /// How many sessions.
    pub sessions: u64,
    /// Of how many people.
    pub people: u64,
}

fn shown(overview: Overview) -> SecurityOverview {
    let without = overview.without_second_factor.first.into_iter();
    let inactive = overview.inactive.first.into_iter();
    let failed = overview.failed_sign_ins.into_iter();
    let places = overview.places.into_iter();
    SecurityOverview {
        people: overview.people,
        active: overview.active,
        without_second_factor: without
            .map(|one| WithoutSecondFactorView {
                id: one.person.id,
                name: one.person.name,
                email: one.person.email,
                required: one.required,
                due_at: one.due_at,
            })
            .collect(),
        without_second_factor_count: overview.without_second_factor.count,
        inactive: inactive
            .map(|person| InactiveView {
                id: person.id,
                name: person.name,
                email: person.email,
                last_sign_in_at: person.last_sign_in_at,
            })
            .collect(),
        inactive_count: overview.inactive.count,
        failed_sign_ins: failed
            .map(|(day, count)| FailedSignIns { day, count })
            .collect(),
        failed_sign_ins_complete: overview.all_counted,
        waits: overview.waits.into_iter().map(held).collect(),
        sessions: SessionsOverview {
            total: overview.sessions,
            by_place: places
                .map(|place| PlaceView {
                    address: place.address,
                    sessions: place.sessions,
                    people: place.people,
                })
                .collect(),
        },
    }
}

fn held(held: Held) -> WaitView {
    WaitView {
        at: held.at,
        of_account: held.of_account,
        account: held.account.map(|(id, name)| HeldAccount { id, name }),
        tried: held.tried,
        tries: held.tries,
        wait_seconds: held.wait_seconds,
        place: held.place,
    }
}
