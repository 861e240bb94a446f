//! `GET /sign-in-options`

use crate::api::{Call, Json, Method, NoBody, NoParameters, Operation};
use crate::problem::Problem;
use sallyport_model::account::Registration;
use sallyport_policy::action;
use serde::Serialize;
use utoipa::ToSchema;

/// Shows what the sign-in page has to offer.
pub struct ViewSignInOptions;

/// How one can sign in, or make an account.
#[derive(Debug, Serialize, ToSchema)]
pub struct SignInOptions {
    /// The tenant's name.
    pub tenant: String,
    /// Who may make an account.
    pub registration: Registration,
    /// Whether passkeys are taken.
    pub passkeys: bool,
    /// Whether the server can send mail, such as a link to choose another password.
    pub mail: bool,
    /// The least number of characters of a new password.
    pub min_password: u16,
}

impl Operation for ViewSignInOptions {
    type Action = action::tenant::ViewSignInOptions;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = NoBody;
    type Answer = Json<SignInOptions>;
    const ID: &'static str = "view_sign_in_options";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/sign-in-options";
    const SUMMARY: &'static str = "How one can sign in, or make an account.";
}

pub(super) async fn view(call: Call<ViewSignInOptions>) -> Result<Json<SignInOptions>, Problem> {
    let (service, tenant) = (&call.service, call.permit.tenant());
    let policy = service.identity.policy(tenant).await?;
    Ok(Json(SignInOptions {
        tenant: service.tenant_name(tenant).await?,
        registration: policy.registration.open_to,
        passkeys: service.identity.takes_passkeys(),
        mail: service.identity.sends_mail(),
        min_password: policy.passwords.min_alone,
    }))
}
