//! `GET /audit/records`

use super::{RecordList, RecordQuery, view};
use crate::api::{Call, Json, Method, NoBody, NoParameters, Operation};
use crate::endpoints::people::limit;
use crate::problem::Problem;
use sallyport_audit::search::search;
use sallyport_kernel::Cursor;
use sallyport_policy::action;
use sallyport_store::audit::AuditFilter;

/// Searches the audit log.
pub struct ListRecords;

impl Operation for ListRecords {
    type Action = action::tenant::ReadAudit;
    type Path = NoParameters;
    type Query = RecordQuery;
    type Body = NoBody;
    type Answer = Json<RecordList>;
    const ID: &'static str = "list_records";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/audit/records";
    const SUMMARY: &'static str = "Search the audit log, the newest first.";
}

pub(super) async fn list(call: Call<ListRecords>) -> Result<Json<RecordList>, Problem> {
    let RecordQuery {
        from,
        to,
        actor,
        action,
        object,
        outcome,
        limit: most,
        cursor,
    } = call.query;
    let filter = AuditFilter {
        from,
        to,
        actor,
        action,
        object,
        outcome,
    };
    let slice = search(
        call.permit,
        &*call.service.store,
        &filter,
        cursor.map(Cursor).as_ref(),
        limit(most)?,
    )
    .await?;
    let items = slice.items.into_iter().map(view).collect();
    Ok(Json(RecordList {
        items,
        next: slice.next.map(|cursor| cursor.0),
    }))
}
