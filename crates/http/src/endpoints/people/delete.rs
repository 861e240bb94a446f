//! `DELETE /people/{person}`

use super::PersonPath;
use crate::api::{Call, Method, NoBody, NoParameters, Nothing, Operation};
use crate::problem::Problem;
use sallyport_identity::people;
use sallyport_policy::action;

/// Deletes an account.
pub struct DeletePerson;

impl Operation for DeletePerson {
    type Action = action::person::Delete;
    type Path = PersonPath;
    type Query = NoParameters;
    type Body = NoBody;
    type Answer = Nothing;
    const ID: &'static str = "delete_person";
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/people/{person}";
    const SUMMARY: &'static str = "Delete an account with its sessions, grants and links; what it did stays in the audit log.";
}

pub(super) async fn delete(call: Call<DeletePerson>) -> Result<Nothing, Problem> {
    people::delete(&call.service.identity, call.permit).await?;
    Ok(Nothing)
}
