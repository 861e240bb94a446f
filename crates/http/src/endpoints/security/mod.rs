//! The tenant's accounts at a glance, for administrators.

mod view;

use crate::api::Api;
use sallyport_identity::overview::Overview;
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
