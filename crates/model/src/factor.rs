//! Second factors: what a person shows beside their password.

use sallyport_kernel::Timestamp;
use sallyport_kernel::id::{FactorId, PersonId};
use serde_json::{Map, Value};

sallyport_kernel::words! {
    /// The kinds of second factors that are enrolled.
    pub enum FactorKind {
        /// An authenticator app that makes codes from a shared key and the time (RFC 6238).
        Totp = "totp",
        /// A key pair in a device or a password manager (WebAuthn). It also signs in alone.
        Passkey = "passkey",
        /// Codes that are sent to the account's address.
        Email = "email",
        /// Codes that are sent to a telephone.
        Sms = "sms",
    }
}

sallyport_kernel::words! {
    /// Whether a person has a second factor that counts.
    pub enum FactorState {
        /// They have one.
        Present = "present",
        /// They have none.
        Missing = "missing",
    }
}

/// A second factor of a person.
#[derive(Debug, Clone, PartialEq)]
pub struct Factor {
    /// Its id.
    pub id: FactorId,
    /// Whose it is.
    pub person: PersonId,
    /// What it is.
    pub kind: FactorKind,
    /// What its owner calls it.
    pub name: String,
    /// What only the server may read and write, sealed: the key of an authenticator app, the credential of a passkey
    /// (its public key and counter), or the number of a telephone.
    pub sealed: Option<Vec<u8>>,
    /// What is shown of it, such as the last digits of a telephone.
    pub public: Map<String, Value>,
    /// The id that a passkey's device knows it by: unique in the tenant.
    pub handle: Option<Vec<u8>>,
    /// The step of time of the code that was used last: neither it nor an earlier one is good again.
    pub last_step: Option<u64>,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it was last used.
    pub last_used_at: Option<Timestamp>,
}

sallyport_kernel::words! {
    /// How a second step is taken.
    pub enum FactorMethod {
        /// A code of an authenticator app.
        Totp = "totp",
        /// A passkey's signature.
        Passkey = "passkey",
        /// One of the codes that were noted down for a bad day.
        Recovery = "recovery",
        /// A code that was sent to the account's address.
        Email = "email",
        /// A code that was sent to a telephone.
        Sms = "sms",
    }
}

impl FactorKind {
    /// How a factor of this kind is used.
    pub const fn method(self) -> FactorMethod {
        match self {
            Self::Totp => FactorMethod::Totp,
            Self::Passkey => FactorMethod::Passkey,
            Self::Email => FactorMethod::Email,
            Self::Sms => FactorMethod::Sms,
        }
    }
}

impl FactorMethod {
    /// Whether its codes are sent to the person.
    pub const fn is_sent(self) -> bool {
        matches!(self, Self::Email | Self::Sms)
    }
}
