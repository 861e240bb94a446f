//! `GET /audit/export`

use crate::api::{Call, Download, Method, NoBody, NoParameters, Operation};
use crate::problem::Problem;
use futures::StreamExt as _;
use sallyport_policy::action;
use std::sync::Arc;

/// Exports the audit log.
pub struct ExportAudit;

impl Operation for ExportAudit {
    type Action = action::tenant::ExportAudit;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = NoBody;
    type Answer = Download;
    const ID: &'static str = "export_audit";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/audit/export";
    const SUMMARY: &'static str =
        "All records of the latest checkpoint, for `sallyport audit verify`.";
}

pub(super) async fn export(call: Call<ExportAudit>) -> Result<Download, Problem> {
    let export =
        sallyport_audit::export::export(call.permit, Arc::clone(&call.service.store)).await?;
    let chunks = export
        .lines
        .map(|line| line.map_err(std::io::Error::other))
        .boxed();
    Ok(Download {
        name: "sallyport-audit.ndjson",
        chunks,
    })
}
