//! `POST /service-accounts/{account}/keys`

use super::ServiceAccountPath;
use crate::api::{Call, Created, JsonBody, Method, NoParameters, Operation};
use crate::endpoints::keys::{CreateKeyBody, NewKeyView, shown_once};
use crate::problem::Problem;
use sallyport_identity::service_accounts;
use sallyport_policy::action;
use std::sync::Arc;

/// Makes a key of a service account.
pub struct CreateServiceAccountKey;

impl Operation for CreateServiceAccountKey {
    type Action = action::service_account::CreateKey;
    type Path = ServiceAccountPath;
    type Query = NoParameters;
    type Body = JsonBody<CreateKeyBody>;
    type Answer = Created<NewKeyView>;
    const ID: &'static str = "create_service_account_key";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/service-accounts/{account}/keys";
    const SUMMARY: &'static str =
        "Make an API key of a service account. Its secret is in this answer and nowhere else.";
    const MAX_BODY: usize = 64 * 1024;
}

pub(super) async fn create_key(
    call: Call<CreateServiceAccountKey>,
) -> Result<Created<NewKeyView>, Problem> {
    let access = Arc::clone(call.actor().access());
    let JsonBody(body) = call.body;
    let identity = &call.service.identity;
    let made = service_accounts::create_key(identity, call.permit, body.into()).await?;
    Ok(Created(shown_once(&access, made)))
}
