//! `GET /datasources/{datasource}/environments/{environment}/schema`

use super::DestinationPath;
use crate::api::{Call, Json, Method, NoBody, NoParameters, Operation};
use crate::endpoints::queries::of_run;
use crate::problem::Problem;
use sallyport_policy::action;
use sallyport_query::Schema;

/// Reads the tables and columns of a datasource.
pub struct ReadSchema;

impl Operation for ReadSchema {
    type Action = action::destination::Query;
    type Path = DestinationPath;
    type Query = NoParameters;
    type Body = NoBody;
    type Answer = Json<Schema>;
    const ID: &'static str = "read_schema";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/datasources/{datasource}/environments/{environment}/schema";
    const SUMMARY: &'static str = "The tables and columns that queries can use.";
}

pub(super) async fn schema(call: Call<ReadSchema>) -> Result<Json<Schema>, Problem> {
    let target = call.service.sources.target_to_browse(call.permit).await?;
    let schema = call.service.proxy.connectors().schema(&target).await;
    schema.map(Json).map_err(|error| of_run(&error, true))
}
