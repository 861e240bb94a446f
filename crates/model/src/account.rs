//! How people prove who they are: single-use secrets, and what a tenant asks of a sign-in.

use sallyport_kernel::Timestamp;
use sallyport_kernel::id::{GroupId, PersonId};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

sallyport_kernel::words! {
    /// What a single-use secret is for. One for one purpose is no good for another.
    pub enum Purpose {
        /// To become the first administrator.
        SetUp = "set_up",
        /// To make the account that an administrator offered to an address.
        Invitation = "invitation",
        /// To make an account where registration is open, by proving that the address is one's own.
        Registration = "registration",
        /// To prove that the address of an account is the person's own.
        EmailVerification = "email_verification",
        /// To agree to another address, from the one before it.
        EmailChangeFrom = "email_change_from",
        /// To agree to another address, from that one.
        EmailChangeTo = "email_change_to",
        /// To choose another password.
        PasswordReset = "password_reset",
        /// To go on with a sign-in whose password was right.
        SignIn = "sign_in",
        /// To sign in by a passkey alone: the challenge that the browser signs.
        Passkey = "passkey",
        /// To add a second factor: what was begun, until it is proved to work.
        Enrolment = "enrolment",
        /// To prove anew who one is, in a session that holds.
        Proof = "proof",
    }
}

/// A secret that does one thing once: the link of an invitation, a step of a sign-in.
///
/// The secret itself, 256 random bits, is known to whoever got it; here is only its hash.
#[derive(Debug, Clone, PartialEq)]
pub struct OneTime {
    /// SHA-256 of the secret.
    pub secret_hash: [u8; 32],
    /// What it is for.
    pub purpose: Purpose,
    /// Whose it is, if they have an account.
    pub person: Option<PersonId>,
    /// The address that it was made for, in the spelling that accounts are found by.
    pub email: Option<String>,
    /// What its purpose keeps with it; never a secret in the clear.
    pub detail: Map<String, Value>,
    /// How often a code that goes with it was wrong.
    pub tries: u32,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends by itself.
    pub expires_at: Timestamp,
    /// When it was spent.
    pub used_at: Option<Timestamp>,
}

impl OneTime {
    /// Whether it can still be used for that purpose at that moment.
    pub fn serves(&self, purpose: Purpose, at: Timestamp) -> bool {
        self.purpose == purpose && self.used_at.is_none() && at < self.expires_at
    }
}

sallyport_kernel::words! {
    /// Who may make an account for themselves.
    pub enum Registration {
        /// Nobody: administrators invite.
        Closed = "closed",
        /// Whoever has an address of one of the domains.
        Domains = "domains",
        /// Everybody.
        Open = "open",
    }
}

sallyport_kernel::words! {
    /// What a sign-in lacks, so that its session is for putting it in order alone.
    pub enum Confinement {
        /// A second factor is due, and the person has none.
        SecondFactor = "second_factor",
        /// The password has to be changed.
        Password = "password",
    }
}

/// What a tenant asks of sign-ins, accounts and sessions. Its default is secure as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SignInPolicy {
    /// Who may make an account.
    pub registration: RegistrationPolicy,
    /// What a password must be like.
    pub passwords: PasswordPolicy,
    /// Who needs a second factor.
    pub second_factor: SecondFactorPolicy,
    /// How long sessions last.
    pub sessions: SessionPolicy,
    /// How much may be asked of the API.
    pub rates: RatePolicy,
}

/// Who may make an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RegistrationPolicy {
    /// Whom it is open to.
    pub open_to: Registration,
    /// The domains of addresses, in lower case, when it is open to domains.
    pub domains: Vec<String>,
}

impl Default for RegistrationPolicy {
    fn default() -> Self {
        Self {
            open_to: Registration::Closed,
            domains: Vec::new(),
        }
    }
}

/// What a password must be like (NIST SP 800-63B-4, section 3.1.1.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PasswordPolicy {
    /// The least number of characters where a password is all that there is: 8 to 64.
    #[schema(minimum = 8, maximum = 64)]
    pub min_alone: u16,
    /// The least number of characters where a second factor stands beside it: 8 to 64.
    #[schema(minimum = 8, maximum = 64)]
    pub min_with_factor: u16,
    /// Whether upper case, lower case, a digit and another character must all be there. Off: it makes passwords
    /// easier to guess, not harder.
    pub complexity: bool,
    /// After how many days it has to be changed, 1 to 3650. Off: a forced change makes people count up.
    #[schema(minimum = 1, maximum = 3650)]
    pub expires_after_days: Option<u16>,
    /// How many earlier passwords may not be used again, 0 to 24.
    #[schema(maximum = 24)]
    pub history: u16,
}

impl Default for PasswordPolicy {
    fn default() -> Self {
        Self {
            min_alone: 15,
            min_with_factor: 8,
            complexity: false,
            expires_after_days: None,
            history: 0,
        }
    }
}

/// Who needs a second factor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SecondFactorPolicy {
    /// Everybody.
    pub everyone: bool,
    /// Whoever has one of these built-in roles.
    pub roles: Vec<String>,
    /// Whoever is in one of these groups.
    pub groups: Vec<GroupId>,
    /// For how many days after it became due, or after the account was made, one may still sign in without: 0 to 90.
    #[schema(maximum = 90)]
    pub grace_days: u16,
    /// Whether codes by e-mail may be a second factor. Off: whoever reads the mail can also reset the password.
    pub email_codes: bool,
    /// Whether codes by SMS may be a second factor. Off: messages can be read on their way.
    pub sms_codes: bool,
}

impl Default for SecondFactorPolicy {
    fn default() -> Self {
        Self {
            everyone: false,
            roles: Vec::new(),
            groups: Vec::new(),
            grace_days: 7,
            email_codes: false,
            sms_codes: false,
        }
    }
}

/// How long sessions last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SessionPolicy {
    /// After how many minutes without a request a session ends: 5 to 1440.
    #[schema(minimum = 5, maximum = 1440)]
    pub idle_minutes: u16,
    /// After how many hours it ends however much it is used: 1 to 720.
    #[schema(minimum = 1, maximum = 720)]
    pub absolute_hours: u16,
    /// How many a person may have at once, 1 to 100; the one used longest ago ends when there is one more.
    #[schema(minimum = 1, maximum = 100)]
    pub most: u16,
    /// For how many minutes after proving who one is sensitive acts go without another proof: 1 to 60.
    #[schema(minimum = 1, maximum = 60)]
    pub proof_minutes: u16,
}

impl Default for SessionPolicy {
    fn default() -> Self {
        Self {
            idle_minutes: 60,
            absolute_hours: 12,
            most: 10,
            proof_minutes: 10,
        }
    }
}

/// How much may be asked of the API, each minute and at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RatePolicy {
    /// By each person.
    pub person: Rate,
    /// By each API key.
    pub key: Rate,
    /// By each address, whoever it is: an office shares one.
    pub address: Rate,
}

impl Default for RatePolicy {
    fn default() -> Self {
        Self {
            person: Rate {
                per_minute: 6_000,
                burst: 1_000,
            },
            key: Rate {
                per_minute: 6_000,
                burst: 1_000,
            },
            address: Rate {
                per_minute: 60_000,
                burst: 5_000,
            },
        }
    }
}

/// So many a minute, and so many at once before that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Rate {
    /// Requests each minute, as a rule: 1 to 10,000,000.
    #[schema(minimum = 1, maximum = 10_000_000)]
    pub per_minute: u32,
    /// Requests at once: 1 to 10,000,000.
    #[schema(minimum = 1, maximum = 10_000_000)]
    pub burst: u32,
}
