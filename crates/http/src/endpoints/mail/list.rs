//! `GET /mail`

use super::{MailList, MailQuery, shown};
use crate::api::{Call, Json, Method, NoBody, NoParameters, Operation};
use crate::endpoints::people::limit;
use crate::problem::Problem;
use sallyport_identity::mail;
use sallyport_policy::action;

/// Shows the queue of e-mails.
pub struct ListMail;

impl Operation for ListMail {
    type Action = action::mail::List;
    type Path = NoParameters;
    type Query = MailQuery;
    type Body = NoBody;
    type Answer = Json<MailList>;
    const ID: &'static str = "list_mail";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/mail";
    const SUMMARY: &'static str = "The queue of e-mails, the newest first; never what they say.";
}

pub(super) async fn list(call: Call<ListMail>) -> Result<Json<MailList>, Problem> {
    let (after, limit) = (call.query.after()?, limit(call.query.limit)?);
    let identity = &call.service.identity;
    let slice = mail::list(identity, call.permit, call.query.state, after, limit).await?;
    Ok(Json(MailList {
        items: slice.items.into_iter().map(shown).collect(),
        next: slice.next.map(|cursor| cursor.0),
    }))
}
