//! Passwords: judging one before it is chosen, and choosing another.

mod assess;
mod change;

use crate::api::{Api, PublicReason};

pub use assess::{AssessPassword, AssessPasswordBody, Assessment};
pub use change::{ChangePassword, ChangePasswordBody};

pub(super) fn operations(api: Api) -> Api {
    api.public(
        AssessPassword,
        PublicReason("whoever chooses a first password has no account yet"),
        assess::assess,
    )
    .op(ChangePassword, change::change)
}
