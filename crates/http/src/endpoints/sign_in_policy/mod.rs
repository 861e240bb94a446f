//! What the tenant asks of sign-ins, accounts and sessions; and what everybody may know of it.

mod options;
mod set;
mod view;

use crate::api::{Api, PublicReason};

pub use options::{SignInOptions, ViewSignInOptions};
pub use set::{SetSignInPolicy, SetSignInPolicyBody};
pub use view::ViewSignInPolicy;

pub(super) fn operations(api: Api) -> Api {
    api.public(
        ViewSignInOptions,
        PublicReason("the sign-in page must know what to offer before anybody is known"),
        options::view,
    )
    .op(ViewSignInPolicy, view::view)
    .op(SetSignInPolicy, set::set)
}
