//! Second factors: one's own, and those of a person for administrators.

mod begin;
mod confirm;
mod list;
mod list_of_person;
mod recovery_codes;
mod remove;
mod rename;
mod reset;

use crate::api::{Api, Find, Locate};
use crate::problem::Problem;
use sallyport_identity::factors::own::{Factors, detail};
use sallyport_kernel::Timestamp;
use sallyport_kernel::id::FactorId;
use sallyport_model::factor::{Factor, FactorKind};
use sallyport_policy::resource;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

pub use begin::{BeginFactor, BeginFactorBody, Enrolment, TotpKey};
pub use confirm::{ConfirmFactor, ConfirmFactorBody, NewFactor};
pub use list::ListFactors;
pub use list_of_person::ListFactorsOfPerson;
pub use recovery_codes::{RecoveryCodes, RenewRecoveryCodes, RenewRecoveryCodesBody};
pub use remove::RemoveFactor;
pub use rename::{RenameFactor, RenameFactorBody};
pub use reset::ResetFactors;

pub(super) fn operations(api: Api) -> Api {
    api.op(ListFactors, list::list)
        .op(BeginFactor, begin::begin)
        .op(ConfirmFactor, confirm::confirm)
        .op(RenameFactor, rename::rename)
        .op(RemoveFactor, remove::remove)
        .op(RenewRecoveryCodes, recovery_codes::renew)
        .op(ListFactorsOfPerson, list_of_person::list)
        .op(ResetFactors, reset::reset)
}

/// A second factor; never what it proves itself by.
#[derive(Debug, Serialize, ToSchema)]
pub struct FactorView {
    /// Its id.
    pub id: FactorId,
    /// What it is.
    pub kind: FactorKind,
    /// What its owner calls it.
    pub name: String,
    /// When it was added.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When it was last used.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub last_used_at: Option<Timestamp>,
    /// Where its codes go, as far as it is shown.
    pub detail: Option<String>,
}

/// The second factors of a person, and what is asked of them.
#[derive(Debug, Serialize, ToSchema)]
pub struct FactorList {
    /// The factors, the oldest first.
    pub items: Vec<FactorView>,
    /// How many recovery codes are left.
    pub recovery_codes_left: u32,
    /// Whether a second factor is asked of the person.
    pub required: bool,
    /// From when on they may do nothing without one; null for whoever has one, or needs none.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub due_at: Option<Timestamp>,
    /// The kinds that can be added.
    pub allowed: Vec<FactorKind>,
}

/// The factor in a path: one of the caller's own.
#[derive(Debug, Deserialize, Serialize, IntoParams)]
pub struct FactorPath {
    /// The factor.
    pub factor: FactorId,
}

/// Whose a factor is is for the use case to see: the act is on the tenant, where everybody may do it to their own.
impl Locate<resource::Tenant> for FactorPath {
    async fn locate(&self, find: Find<'_>) -> Result<resource::Tenant, Problem> {
        let found = find.read().await?.factor(self.factor).await?;
        found.ok_or_else(Problem::not_found)?;
        Ok(resource::Tenant { id: find.tenant })
    }
}

fn view(factor: Factor, email: &str) -> FactorView {
    FactorView {
        id: factor.id,
        kind: factor.kind,
        detail: detail(&factor, email),
        name: factor.name,
        created_at: factor.created_at,
        last_used_at: factor.last_used_at,
    }
}

fn list_view(factors: Factors) -> FactorList {
    let Factors {
        items,
        email,
        recovery_codes_left,
        requirement,
        allowed,
    } = factors;
    FactorList {
        items: items
            .into_iter()
            .map(|factor| view(factor, &email))
            .collect(),
        recovery_codes_left,
        required: requirement.required,
        due_at: requirement.due_at,
        allowed,
    }
}
