//! `GET /keys`

use super::{KeyList, view};
use crate::api::{Call, Json, Method, NoBody, NoParameters, Operation};
use crate::endpoints::people::limit;
use crate::problem::Problem;
use sallyport_identity::keys;
use sallyport_kernel::id::KeyId;
use sallyport_policy::action;
use serde::Deserialize;
use std::sync::Arc;
use utoipa::IntoParams;

/// Lists all keys of the tenant.
pub struct ListKeys;

/// Which slice of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct KeysQuery {
    /// How many at the most: 1 to 200, 50 as a rule.
    pub limit: Option<u16>,
    /// The `next` of the slice before.
    pub cursor: Option<String>,
}

impl KeysQuery {
    fn after(&self) -> Result<Option<KeyId>, Problem> {
        let read = self.cursor.as_deref().map(str::parse).transpose();
        read.map_err(|_| Problem::invalid_field("cursor", "expected the `next` of a slice before"))
    }
}

impl Operation for ListKeys {
    type Action = action::keys::List;
    type Path = NoParameters;
    type Query = KeysQuery;
    type Body = NoBody;
    type Answer = Json<KeyList>;
    const ID: &'static str = "list_keys";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/keys";
    const SUMMARY: &'static str = "All API keys of the tenant, the newest first.";
}

pub(super) async fn list(call: Call<ListKeys>) -> Result<Json<KeyList>, Problem> {
    let (after, limit) = (call.query.after()?, limit(call.query.limit)?);
    let access = Arc::clone(call.actor().access());
    let slice = keys::list(&call.service.identity, call.permit, after, limit).await?;
    let items = slice.items.into_iter();
    Ok(Json(KeyList {
        items: items.map(|key| view(&access, key)).collect(),
        next: slice.next.map(|cursor| cursor.0),
    }))
}
