//! One's own account, and the links that make one, prove its address or give it another password.

mod ask_for_reset;
mod change_email;
mod confirm_email;
mod confirm_registration;
mod look_at_registration;
mod register;
mod rename;
mod reset_password;
mod verify_email;
mod view;

use super::people::{Membership, memberships, roles};
use crate::api::{Api, PublicReason};
use sallyport_identity::account::OwnAccount;
use sallyport_identity::offer::Offer;
use sallyport_kernel::Timestamp;
use sallyport_kernel::id::PersonId;
use sallyport_policy::{Access, Role};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

pub use ask_for_reset::{AskForReset, AskForResetBody};
pub use change_email::{ChangeEmail, ChangeEmailBody};
pub use confirm_email::{Agreement, ConfirmEmail, ConfirmEmailBody};
pub use confirm_registration::{ConfirmRegistration, ConfirmRegistrationBody};
pub use look_at_registration::{LookAtRegistration, LookAtRegistrationBody};
pub use register::{Register, RegisterBody};
pub use rename::{RenameAccount, RenameAccountBody};
pub use reset_password::{ResetPassword, ResetPasswordBody};
pub use verify_email::{VerifyEmail, VerifyEmailBody};
pub use view::ViewAccount;

pub(super) fn operations(api: Api) -> Api {
    api.op(ViewAccount, view::view)
        .op(RenameAccount, rename::rename)
        .op(ChangeEmail, change_email::change_email)
        .op(VerifyEmail, verify_email::verify_email)
        .public(
            ConfirmEmail,
            PublicReason(
                "whoever reads the mail of an address agrees for it; the link is the proof",
            ),
            confirm_email::confirm_email,
        )
        .public(
            AskForReset,
            PublicReason("whoever does not know their password can't sign in"),
            ask_for_reset::ask_for_reset,
        )
        .public(
            ResetPassword,
            PublicReason(
                "whoever does not know their password can't sign in; the link is the proof",
            ),
            reset_password::reset_password,
        )
        .public(
            Register,
            PublicReason("whoever wants an account has none yet; the tenant decides who may"),
            register::register,
        )
        .public(
            LookAtRegistration,
            PublicReason("whoever wants an account has none yet; the link is the proof"),
            look_at_registration::look_at_registration,
        )
        .public(
            ConfirmRegistration,
            PublicReason("whoever wants an account has none yet; the link is the proof"),
            confirm_registration::confirm_registration,
        )
}

/// One's own account; never its password.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountView {
    /// Its id.
    pub id: PersonId,
    /// The name.
    pub name: String,
    /// The address.
    pub email: String,
    /// When the address was proved to be the person's own.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub email_verified_at: Option<Timestamp>,
    /// When the password was chosen by its owner; `null` as long as it is one that somebody else gave.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub password_set_at: Option<Timestamp>,
    /// When it has to be changed, where the tenant asks for that.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub password_ends_at: Option<Timestamp>,
    /// When the account was made.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// The built-in roles.
    pub roles: Vec<Role>,
    /// The groups that the person was put into.
    pub groups: Vec<Membership>,
    /// What else is known, such as a department.
    pub attributes: Map<String, Value>,
}

/// What a link is to that makes an account.
#[derive(Debug, Serialize, ToSchema)]
pub struct OfferView {
    /// The tenant's name.
    pub tenant: String,
    /// The address that the account will have.
    pub email: String,
    /// The name, if it is known.
    pub name: Option<String>,
}

impl From<Offer> for OfferView {
    fn from(offer: Offer) -> Self {
        Self {
            tenant: offer.tenant,
            email: offer.email,
            name: offer.name,
        }
    }
}

fn shown(access: &Access, account: OwnAccount) -> AccountView {
    let person = account.person;
    AccountView {
        password_ends_at: account.password_ends_at,
        id: person.id,
        roles: roles(&person),
        groups: memberships(access, &person.groups),
        name: person.name,
        email: person.email,
        email_verified_at: person.email_verified_at,
        password_set_at: person.password_set_at,
        created_at: person.created_at,
        attributes: person.attributes,
    }
}
