//! `POST /service-accounts/{account}/keys/{key}/rotate`

use super::ServiceAccountKeyPath;
use crate::api::{Call, Json, JsonBody, Method, NoParameters, Operation};
use crate::endpoints::keys::{NewKeyView, RotateKeyBody, shown_once};
use crate::problem::Problem;
use sallyport_identity::service_accounts;
use sallyport_policy::action;
use std::sync::Arc;

/// Gives a key of a service account another secret.
pub struct RotateServiceAccountKey;

impl Operation for RotateServiceAccountKey {
    type Action = action::service_account::RotateKey;
    type Path = ServiceAccountKeyPath;
    type Query = NoParameters;
    type Body = JsonBody<RotateKeyBody>;
    type Answer = Json<NewKeyView>;
    const ID: &'static str = "rotate_service_account_key";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/service-accounts/{account}/keys/{key}/rotate";
    const SUMMARY: &'static str = "Give an API key of a service account another secret; the one before works for some minutes more.";
    const MAX_BODY: usize = 1024;
}

pub(super) async fn rotate_key(
    call: Call<RotateServiceAccountKey>,
) -> Result<Json<NewKeyView>, Problem> {
    let access = Arc::clone(call.actor().access());
    let (key, overlap) = (call.path.key, call.body.0.overlap()?);
    let identity = &call.service.identity;
    let made = service_accounts::rotate_key(identity, call.permit, key, overlap).await?;
    Ok(Json(shown_once(&access, made)))
}
