//! `POST /datasources/{datasource}/environments/{environment}/test`

use super::DestinationPath;
use crate::api::{Call, Json, Method, NoBody, NoParameters, Operation};
use crate::endpoints::queries::of_run;
use crate::problem::Problem;
use sallyport_policy::action;
use sallyport_query::Warning;
use serde::Serialize;
use serde_json::Value;
use std::time::Instant;
use utoipa::ToSchema;

/// Tries the connection of an environment.
pub struct TestDatasource;

/// Something that works, but that an administrator should know of.
#[derive(Debug, Serialize, ToSchema)]
pub struct WarningView {
    /// Which.
    pub code: Warning,
    /// In words.
    pub text: String,
}

/// How the test went.
#[derive(Debug, Serialize, ToSchema)]
pub struct TestReport {
    /// Whether the datasource was reached and let us in.
    pub ok: bool,
    /// How long it took, in milliseconds.
    pub elapsed_ms: f64,
    /// What an administrator should know of.
    pub warnings: Vec<WarningView>,
    /// Why it did not work, as a problem.
    #[schema(value_type = Option<crate::problem::ProblemBody>)]
    pub problem: Option<Value>,
}

impl Operation for TestDatasource {
    type Action = action::destination::Test;
    type Path = DestinationPath;
    type Query = NoParameters;
    type Body = NoBody;
    type Answer = Json<TestReport>;
    const ID: &'static str = "test_datasource";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/datasources/{datasource}/environments/{environment}/test";
    const SUMMARY: &'static str = "Try the connection of an environment.";
}

pub(super) async fn test(call: Call<TestDatasource>) -> Result<Json<TestReport>, Problem> {
    let request_id = call.actor().request().request_id.clone();
    let target = call.service.sources.target_to_test(call.permit).await?;
    let began = Instant::now();
    let result = call.service.proxy.connectors().test(&target).await;
    let elapsed_ms = began.elapsed().as_secs_f64() * 1000.0;
    Ok(Json(match result {
        Ok(warnings) => {
            let view = |code: Warning| WarningView {
                text: code.text().to_owned(),
                code,
            };
            TestReport {
                ok: true,
                elapsed_ms,
                warnings: warnings.into_iter().map(view).collect(),
                problem: None,
            }
        }
        Err(error) => {
            let problem = Some(of_run(&error, true).to_json(&request_id));
            TestReport {
                ok: false,
                elapsed_ms,
                warnings: Vec::new(),
                problem,
            }
        }
    }))
}
