//! What the identity use cases refuse.

use crate::password::Fault;
use crate::sign_in_policy::PolicyFault;
use sallyport_limits::Wait;
use sallyport_store::StoreError;
use thiserror::Error;

/// Why an identity use case did nothing.
#[derive(Debug, Error)]
pub enum IdentityError {
    /// The address or password is wrong, or the account can't sign in. Deliberately one answer for all.
    #[error("the address or password is wrong")]
    SignInFailed,
    /// What was shown does not prove who the person is.
    #[error("this does not prove who you are")]
    ProofFailed,
    /// The session has ended while the act was under way.
    #[error("the session has ended")]
    SessionEnded,
    /// The set-up link was used, or never was.
    #[error("the link is no longer valid")]
    LinkSpent,
    /// The answer of a second factor is wrong, or was used before.
    #[error("the code is wrong, or was used already")]
    WrongCode,
    /// Factors of that kind can't be added here.
    #[error("a second factor of this kind can't be added")]
    FactorNotAllowed,
    /// It is the last factor of somebody who needs one.
    #[error("a second factor is required, and this is the last one")]
    FactorRequired,
    /// The address is not an e-mail address.
    #[error("this is not an e-mail address")]
    InvalidEmail,
    /// The name is empty or too long.
    #[error("a name has 1 to 200 characters")]
    InvalidName,
    /// The password can't be one's own, for one reason or several.
    #[error("this password can't be used")]
    PasswordRefused(Vec<Fault>),
    /// Too much was tried.
    #[error("too many tries")]
    TooManyTries(Wait),
    /// One of the groups does not exist.
    #[error("there is no such group")]
    UnknownGroup,
    /// The description is too long.
    #[error("a description has at most 1,000 characters")]
    InvalidDescription,
    /// The key can't be made or turned like this.
    #[error(transparent)]
    InvalidKey(#[from] crate::keys::KeyFault),
    /// A group would be in itself, by way of others.
    #[error("a group can't be in itself, or in one that is in it")]
    GroupCircle,
    /// What is said of the person can't be kept.
    #[error("{1}")]
    InvalidAttribute(String, &'static str),
    /// The address is the one that the account has.
    #[error("this is the address that the account has")]
    SameEmail,
    /// Nobody may make an account for themselves, or nobody with such an address.
    #[error("accounts are made by invitation")]
    RegistrationClosed,
    /// There is no mail server, and without mail it can't be done.
    #[error("this server sends no e-mail")]
    NoMail,
    /// The letter was sent, and nothing of it is kept.
    #[error("this e-mail was sent")]
    MailSent,
    /// The policy of sign-ins is out of range, names what is not there, or would lock the caller out.
    #[error("the policy can't be set like this")]
    InvalidPolicy(Vec<PolicyFault>),
    /// It is asked who has a second factor, by somebody who may not know.
    #[error("you may not see who has a second factor")]
    FactorsHidden,
    /// It is not the number of a telephone, or there is no place for one.
    #[error("{0}")]
    InvalidPhone(&'static str),
    /// No gateway for SMS is set up.
    #[error("no gateway for SMS is set up")]
    NoGateway,
    /// The gateway's templates make no request, or it would be spoken to in the clear.
    #[error("the gateway can't be set up like this")]
    InvalidGateway(Vec<PolicyFault>),
    /// The destination changed while the gateway's secret was to be kept.
    #[error("the secret is bound to the destination that it was entered for")]
    SecretBound,
    /// The policy takes codes by SMS, which go through the gateway.
    #[error("codes by SMS are allowed, and they go through the gateway")]
    GatewayNeeded,
    /// It would leave nobody to administer the tenant.
    #[error("the last administrator must stay active and an administrator")]
    LastAdministrator,
    /// The hashing of passwords failed or is overloaded.
    #[error("passwords can't be checked at the moment")]
    Overloaded,
    /// The store refused or failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}
