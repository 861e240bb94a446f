//! Signing in and out, and who one is.

mod ask_passkey;
mod ask_proof;
mod passkey;
mod prove;
mod second_factor;
mod send_code;
mod send_proof_code;
mod set_up;
mod sign_in;
mod sign_out;
mod view;

use crate::api::{Api, PublicReason, acts};
use crate::problem::{Code, FieldFault, Problem};
use sallyport_identity::IdentityError;
use sallyport_kernel::Timestamp;
use sallyport_model::account::Confinement;
use sallyport_policy::{Access, Actor, Role, resource};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;
use utoipa::openapi::schema::Array;

pub use ask_passkey::{AskPasskey, AskPasskeyBody, PasskeyChallenge};
pub use ask_proof::{AskProof, AskProofBody, ProofChallenge};
pub use passkey::{PasskeySignIn, PasskeySignInBody};
pub use prove::{ProveSession, ProveSessionBody};
pub use second_factor::{SecondFactor, SecondFactorBody};
pub use send_code::{SendCode, SendCodeBody};
pub use send_proof_code::{SendProofCode, SendProofCodeBody};
pub use set_up::{SetUp, SetUpBody};
pub(crate) use sign_in::answer;
pub use sign_in::{SecondStep, SignIn, SignInAnswer, SignInBody};
pub use sign_out::SignOut;
pub use view::ViewSession;

pub(super) fn operations(api: Api) -> Api {
    api.public(
        SignIn,
        PublicReason("signing in is how one stops being unknown"),
        sign_in::sign_in,
    )
    .public(
        SecondFactor,
        PublicReason("a sign-in is completed by whoever holds its ticket, who is nobody known yet"),
        second_factor::second_factor,
    )
    .public(
        SendCode,
        PublicReason(
            "the code of a sign-in is sent before anybody is known; the ticket says to whom",
        ),
        send_code::send_code,
    )
    .public(
        AskPasskey,
        PublicReason("a passkey signs a challenge before anybody is known"),
        ask_passkey::ask_passkey,
    )
    .public(
        PasskeySignIn,
        PublicReason("signing in is how one stops being unknown"),
        passkey::passkey,
    )
    .public(
        SetUp,
        PublicReason("the first administrator has no account yet; the link is the proof"),
        set_up::set_up,
    )
    .op(ViewSession, view::view)
    .op(ProveSession, prove::prove)
    .op(AskProof, ask_proof::ask_proof)
    .op(SendProofCode, send_proof_code::send_code)
    .op(SignOut, sign_out::sign_out)
}

/// A signed-in person as apps and screens know them.
#[derive(Debug, Serialize, ToSchema)]
pub struct CurrentUser {
    /// The account's id.
    pub id: String,
    /// The address.
    pub email: String,
    /// The name.
    pub name: String,
    /// The names of the groups that the person is in.
    pub groups: Vec<String>,
    /// The built-in roles.
    pub roles: Vec<Role>,
    /// What else is known, such as a department.
    pub attributes: Map<String, Value>,
}

/// A tenant as its people know it.
#[derive(Debug, Serialize, ToSchema)]
pub struct TenantView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// Who is signed in, where, and what they may do in general.
#[derive(Debug, Serialize, ToSchema)]
pub struct Whoami {
    /// The person.
    pub person: CurrentUser,
    /// The tenant.
    pub tenant: TenantView,
    /// The acts on the tenant as a whole that the person may do.
    #[schema(schema_with = may_do)]
    pub can: Vec<String>,
    /// Until when the last proof of who the person is is good for sensitive acts.
    #[schema(value_type = String, format = DateTime)]
    pub proved_until: Timestamp,
    /// Whether the session is for putting the sign-in in order alone.
    pub confined: bool,
    /// What the sign-in lacks, in a session that is confined.
    pub confined_for: Option<Confinement>,
    /// From when on the person may do nothing without a second factor; null for whoever has one, or needs none.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub second_factor_due_at: Option<Timestamp>,
}

fn may_do() -> Array {
    acts(
        TENANT_ACTS,
        "The acts on the tenant as a whole that the person may do.",
    )
}

const TENANT_ACTS: &[&str] = &[
    "workspace.create",
    "datasource.list",
    "datasource.create",
    "person.list",
    "person.create",
    "group.list",
    "group.create",
    "key.list_own",
    "key.create",
    "key.list",
    "service_account.list",
    "service_account.create",
    "invitation.list",
    "invitation.create",
    "mail.list",
    "sign_in_policy.view",
    "sign_in_policy.set",
    "sms_gateway.set",
    "session.end_everyones",
    "security.view",
    "audit.read",
    "audit.export",
];

/// The person as the access snapshot knows them; `None` for nobody known.
pub(crate) fn current_user(actor: &Actor) -> Option<CurrentUser> {
    current_user_of(actor.access(), actor.person_id()?)
}

pub(crate) fn current_user_of(
    access: &Access,
    id: sallyport_kernel::id::PersonId,
) -> Option<CurrentUser> {
    let member = access.member(id)?;
    Some(CurrentUser {
        id: id.to_string(),
        email: member.email.clone(),
        name: member.name.clone(),
        groups: access.group_names(id),
        roles: member.roles.iter().copied().collect(),
        attributes: member.attributes.clone(),
    })
}

/// The tenant's name, for answers that show it.
pub(crate) async fn tenant(service: &crate::Service, actor: &Actor) -> Result<TenantView, Problem> {
    let name = service.tenant_name(actor.tenant()).await?;
    Ok(TenantView {
        id: actor.tenant().to_string(),
        name,
    })
}

pub(crate) async fn whoami(service: &crate::Service, actor: &Actor) -> Result<Whoami, Problem> {
    let person = current_user(actor).ok_or_else(Problem::unauthenticated)?;
    // A key proves nothing at any time, and has no sign-in to be put in order.
    let (proved_until, confined) = actor.standing().map_or((actor.at(), false), |standing| {
        (standing.proved_until, standing.confined)
    });
    let can = actor.can(&resource::Tenant { id: actor.tenant() }, TENANT_ACTS);
    let confined_for = if confined {
        let session = service.identity.session_of(actor).await?;
        session.and_then(|session| session.confined)
    } else {
        None
    };
    Ok(Whoami {
        person,
        tenant: tenant(service, actor).await?,
        can,
        proved_until,
        confined,
        confined_for,
        second_factor_due_at: service.identity.second_factor_due(actor).await?,
    })
}

impl From<IdentityError> for Problem {
    fn from(error: IdentityError) -> Self {
        let field = |path: &str, error: &IdentityError| {
            Self::invalid(vec![FieldFault {
                path: path.to_owned(),
                message: error.to_string(),
            }])
        };
        match &error {
            IdentityError::SignInFailed => {
                Self::new(Code::SignInFailed, "the address or password is wrong")
                    .hint("check both and try again")
            }
            IdentityError::ProofFailed => {
                Self::new(Code::ProofFailed, "this does not prove who you are")
                    .hint("check it and try again")
            }
            IdentityError::WrongCode => {
                Self::new(Code::WrongCode, "this is not right, or was used already")
                    .hint("try again, with a new code")
            }
            IdentityError::FactorNotAllowed => {
                Self::new(Code::FactorNotAllowed, error.to_string()).hint("choose another kind")
            }
            IdentityError::FactorRequired => {
                Self::new(Code::FactorRequired, error.to_string()).hint("add another one first")
            }
            IdentityError::SessionEnded => Self::unauthenticated(),
            IdentityError::LinkSpent => Self::new(
                Code::LinkSpent,
                "this link was used already, or never was one",
            )
            .hint("sign in, or ask an administrator for an account"),
            IdentityError::InvalidEmail | IdentityError::SameEmail => field("email", &error),
            IdentityError::InvalidName => field("name", &error),
            IdentityError::PasswordRefused(faults) => {
                let fault = |fault: &sallyport_identity::password::Fault| FieldFault {
                    path: "password".to_owned(),
                    message: fault.to_string(),
                };
                Self::invalid(faults.iter().map(fault).collect())
            }
            IdentityError::TooManyTries(wait) => Self::too_many_tries(wait.seconds()),
            IdentityError::UnknownGroup => field("groups", &error),
            IdentityError::InvalidDescription => field("description", &error),
            IdentityError::FactorsHidden => field("second_factor", &error),
            IdentityError::InvalidKey(fault) => field(fault.field(), &error),
            IdentityError::GroupCircle => field("parents", &error),
            IdentityError::InvalidAttribute(name, _) => {
                field(&format!("attributes.{name}"), &error)
            }
            IdentityError::RegistrationClosed => {
                Self::new(Code::RegistrationClosed, error.to_string())
                    .hint("ask an administrator for an invitation")
            }
            IdentityError::NoMail => Self::new(Code::NoMail, error.to_string())
                .hint("your operator can name a mail server with `--smtp`"),
            IdentityError::MailSent => Self::new(Code::Stale, error.to_string())
                .hint("nothing of it is kept; have it made anew"),
            IdentityError::InvalidPolicy(faults) | IdentityError::InvalidGateway(faults) => {
                let faults = faults.iter().map(|fault| FieldFault {
                    path: fault.path.clone(),
                    message: fault.message.clone(),
                });
                Self::invalid(faults.collect())
            }
            IdentityError::InvalidPhone(_) => field("phone", &error),
            IdentityError::NoGateway => {
                Self::new(Code::NoSmsGateway, error.to_string()).hint("set one up first")
            }
            IdentityError::SecretBound => Self::new(Code::CredentialBound, error.to_string())
                .hint("enter the secret again, or remove it"),
            IdentityError::GatewayNeeded => Self::new(Code::InUse, error.to_string())
                .hint("take codes by SMS out of the sign-in policy first"),
            IdentityError::LastAdministrator => Self::new(Code::InUse, error.to_string())
                .hint("make another person an administrator first"),
            IdentityError::Overloaded => {
                Self::new(Code::Unavailable, "sign-ins can't be checked at the moment")
                    .retry_after(5)
            }
            IdentityError::Store(_) => match error {
                IdentityError::Store(store) => store.into(),
                other => Self::internal(&other),
            },
        }
    }
}
