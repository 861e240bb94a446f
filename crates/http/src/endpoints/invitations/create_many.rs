//! `POST /invitations/bulk`

use super::create::CreateInvitationBody;
use super::{InvitationView, invited_view};
use crate::api::{Call, Json, JsonBody, Method, NoParameters, Operation};
use crate::problem::FieldFault;
use crate::problem::Problem;
use sallyport_identity::IdentityError;
use sallyport_identity::invitations::{self, Invited, MOST_AT_ONCE};
use sallyport_policy::action;
use serde::Deserialize;
use serde::Serialize;
use utoipa::ToSchema;

/// Invites many people at once.
pub struct CreateInvitations;

/// The people to invite.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateInvitationsBody {
    /// At most 500.
    pub items: Vec<CreateInvitationBody>,
}

/// What became of each, in the order in which they were sent.
#[derive(Debug, Serialize, ToSchema)]
pub struct BulkAnswer {
    /// One for each.
    pub items: Vec<BulkResult>,
}

/// What became of one of them.
#[derive(Debug, Serialize, ToSchema)]
pub struct BulkResult {
    /// The address as it was sent.
    pub email: String,
    /// The invitation, if it was made.
    pub invitation: Option<InvitationView>,
    /// Its link, to be handed over; `null` if it was mailed.
    pub link: Option<String>,
    /// Why it was not made.
    pub problem: Option<BulkProblem>,
}

/// Why somebody was not invited.
#[derive(Debug, Serialize, ToSchema)]
pub struct BulkProblem {
    /// A stable code, as in problems.
    pub code: String,
    /// What is wrong, in words.
    pub detail: String,
    /// Where.
    pub errors: Vec<FieldFault>,
}

impl Operation for CreateInvitations {
    type Action = action::invitation::Create;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = JsonBody<CreateInvitationsBody>;
    type Answer = Json<BulkAnswer>;
    const ID: &'static str = "create_invitations";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/invitations/bulk";
    const SUMMARY: &'static str = "Invite up to 500 people at once, each for themselves: one that can't be invited keeps nobody else from it.";
}

pub(super) async fn create_many(
    call: Call<CreateInvitations>,
) -> Result<Json<BulkAnswer>, Problem> {
    let JsonBody(body) = call.body;
    if body.items.len() > MOST_AT_ONCE {
        return Err(Problem::invalid_field("items", "expected at most 500"));
    }
    let addresses: Vec<String> = body.items.iter().map(|item| item.email.clone()).collect();
    let all = body.items.into_iter().map(Into::into).collect();
    let results = invitations::invite_all(&call.service.identity, call.permit, all).await?;
    let items = addresses.into_iter().zip(results);
    Ok(Json(BulkAnswer {
        items: items
            .map(|(email, result)| result_of(email, result))
            .collect(),
    }))
}

fn result_of(email: String, result: Result<Invited, IdentityError>) -> BulkResult {
    match result.map(invited_view) {
        Ok(invited) => BulkResult {
            email,
            invitation: Some(invited.invitation),
            link: invited.link,
            problem: None,
        },
        Err(error) => {
            let problem = Problem::from(error);
            BulkResult {
                email,
                invitation: None,
                link: None,
                problem: Some(BulkProblem {
                    code: problem.code().as_str().to_owned(),
                    detail: problem.detail().to_owned(),
                    errors: problem.faults().to_vec(),
                }),
            }
        }
    }
}
