//! `DELETE /apps/{app}`

use super::AppPath;
use crate::api::{Call, Method, NoBody, NoParameters, Nothing, Operation};
use crate::problem::Problem;
use sallyport_apps::library;
use sallyport_policy::action;

/// Deletes an app.
pub struct DeleteApp;

impl Operation for DeleteApp {
    type Action = action::app::Delete;
    type Path = AppPath;
    type Query = NoParameters;
    type Body = NoBody;
    type Answer = Nothing;
    const ID: &'static str = "delete_app";
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/apps/{app}";
    const SUMMARY: &'static str = "Delete an app with its releases and grants.";
}

pub(super) async fn delete(call: Call<DeleteApp>) -> Result<Nothing, Problem> {
    library::delete(&call.service.apps, call.permit).await?;
    Ok(Nothing)
}
