//! `DELETE /datasources/{datasource}`

use super::DatasourcePath;
use crate::api::{Call, Method, NoBody, NoParameters, Nothing, Operation};
use crate::problem::Problem;
use sallyport_policy::action;

/// Deletes a datasource that no app uses.
pub struct DeleteDatasource;

impl Operation for DeleteDatasource {
    type Action = action::datasource::Delete;
    type Path = DatasourcePath;
    type Query = NoParameters;
    type Body = NoBody;
    type Answer = Nothing;
    const ID: &'static str = "delete_datasource";
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/datasources/{datasource}";
    const SUMMARY: &'static str = "Delete a datasource that no app uses.";
}

pub(super) async fn delete(call: Call<DeleteDatasource>) -> Result<Nothing, Problem> {
    call.service.sources.delete(call.permit).await?;
    Ok(Nothing)
}
