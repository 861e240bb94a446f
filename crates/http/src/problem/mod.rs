//! Refusals and failures as RFC 9457 problems: a stable code, a text for people, and what to do next.

mod code;

pub use code::Code;

use crate::api::{LEFT, POLICY};
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use sallyport_store::StoreError;
use serde::Serialize;
use serde_json::{Map, Value, json};

/// One thing that is wrong with what was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct FieldFault {
    /// Where, as a path into the body, the query or the path: `change.added.widget_….name`.
    pub path: String,
    /// What is wrong there.
    pub message: String,
}

/// A refusal on its way out.
#[derive(Debug, Clone)]
pub struct Problem(Box<Words>);

#[derive(Debug, Clone)]
struct Words {
    code: Code,
    detail: String,
    hint: Option<String>,
    errors: Vec<FieldFault>,
    extensions: Map<String, Value>,
    retry_after: Option<u32>,
    /// Whether it is the limit of tries that is reached, which the answer's headers are to name.
    tries: bool,
}

/// How a problem looks to clients. Extensions stand beside these members.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = Problem)]
pub struct ProblemBody {
    /// `/problems/<code>`, which names the kind of problem.
    #[serde(rename = "type")]
    pub kind: String,
    /// What kind of problem it is, in words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// The stable code that programs go by; all are in `spec/problems.md`.
    pub code: String,
    /// What happened this time.
    pub detail: String,
    /// What to do next.
    pub hint: Option<String>,
    /// The id under which operators find it in logs and the audit log.
    pub request_id: String,
    /// What is wrong with what was sent, place by place.
    pub errors: Vec<FieldFault>,
    /// With the code `stale` for a draft: the draft as it is now.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, value_type = CurrentDraft)]
    pub current: Option<CurrentDraft>,
}

/// A draft as it is now, for whoever was late to change it.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct CurrentDraft {
    /// Its revision.
    pub revision: u64,
    /// Its document.
    pub document: sallyport_model::document::Document,
}

impl Problem {
    /// A problem with the words for this time.
    pub fn new(code: Code, detail: impl Into<String>) -> Self {
        Self(Box::new(Words {
            code,
            detail: detail.into(),
            hint: None,
            errors: Vec::new(),
            extensions: Map::new(),
            retry_after: None,
            tries: false,
        }))
    }

    /// What one may not see, and what is not there: the same answer for both.
    pub fn not_found() -> Self {
        Self::new(
            Code::NotFound,
            "there is nothing here, or you may not see it",
        )
    }

    /// Nobody is signed in.
    pub fn unauthenticated() -> Self {
        Self::new(Code::Unauthenticated, "you are not signed in").hint("sign in and try again")
    }

    /// The key that came is none that opens anything: which of the reasons it is, it does not say.
    pub fn key_refused() -> Self {
        Self::new(
            Code::Unauthenticated,
            "this API key is unknown, has ended or was revoked, or may not be used from this address",
        )
        .hint("check the key, and where it may be used from")
    }

    /// A session and a key came together.
    pub fn two_credentials() -> Self {
        Self::new(
            Code::InvalidRequest,
            "the request brings both a session and an API key",
        )
        .hint("send one of the two")
    }

    /// The actor may know of the thing but may not do this to it.
    pub fn forbidden() -> Self {
        Self::new(Code::Forbidden, "you may not do this")
            .hint("ask an administrator or an owner for the right")
    }

    /// The act is sensitive, and the last proof of who the actor is has lost its force.
    pub fn proof_required() -> Self {
        Self::new(
            Code::ProofRequired,
            "this takes a fresh proof of who you are",
        )
        .hint("prove who you are and try again")
    }

    /// The session is for putting the sign-in in order alone.
    pub fn sign_in_incomplete() -> Self {
        Self::new(Code::Confined, "your sign-in is not complete").hint(
            "do what the sign-in asks for: set up a second factor, or choose another password",
        )
    }

    /// What was sent is not what the operation takes.
    pub fn invalid(errors: Vec<FieldFault>) -> Self {
        let detail = match errors.as_slice() {
            [one] if one.path.is_empty() => one.message.clone(),
            [one] => format!("`{}`: {}", one.path, one.message),
            many => format!("{} things are wrong with what was sent", many.len()),
        };
        Self::new(Code::InvalidRequest, detail).at(errors)
    }

    /// One field is wrong.
    pub fn invalid_field(path: &str, message: impl Into<String>) -> Self {
        Self::invalid(vec![FieldFault {
            path: path.to_owned(),
            message: message.into(),
        }])
    }

    /// Something that is no fault of the caller's; the cause goes to the log, not to the caller.
    pub fn internal(cause: &dyn std::fmt::Display) -> Self {
        tracing::error!(%cause, "internal error");
        Self::new(Code::Internal, "something went wrong on the server")
            .hint("give the request id to your operator")
    }

    /// Too much in too short a time; what may go on in so many seconds.
    pub fn rate_limited(seconds: u32) -> Self {
        Self::new(
            Code::RateLimited,
            format!("too many requests; try again in {seconds} s"),
        )
        .retry_after(seconds)
    }

    /// Too many wrong tries at what proves who somebody is.
    pub fn too_many_tries(seconds: u32) -> Self {
        let mut problem = Self::rate_limited(seconds).hint(
            "wait that long; what is tried meanwhile does not count, and does not go through",
        );
        problem.0.tries = true;
        problem
    }

    /// Adds the places that are at fault.
    #[must_use]
    pub fn at(mut self, errors: Vec<FieldFault>) -> Self {
        self.0.errors = errors;
        self
    }

    /// Adds what to do next.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.0.hint = Some(hint.into());
        self
    }

    /// Adds a member that the code's description in `spec/problems.md` names.
    #[must_use]
    pub fn with(mut self, name: &str, value: Value) -> Self {
        self.0.extensions.insert(name.to_owned(), value);
        self
    }

    /// Says when to try again, in seconds.
    #[must_use]
    pub fn retry_after(mut self, seconds: u32) -> Self {
        self.0.retry_after = Some(seconds);
        self
    }

    /// What happened, in words.
    pub fn detail(&self) -> &str {
        &self.0.detail
    }

    /// The places that are at fault.
    pub fn faults(&self) -> &[FieldFault] {
        &self.0.errors
    }

    /// The code.
    pub fn code(&self) -> Code {
        self.0.code
    }

    /// The problem as JSON, for a stream that has begun and can't change its status any more.
    pub fn to_json(&self, request_id: &str) -> Value {
        let mut body = json!({
            "type": format!("/problems/{}", self.0.code.as_str()),
            "title": self.0.code.title(),
            "status": self.0.code.status().as_u16(),
            "code": self.0.code.as_str(),
            "detail": self.0.detail,
            "hint": self.0.hint,
            "request_id": request_id,
            "errors": self.0.errors,
        });
        if let Some(members) = body.as_object_mut() {
            members.extend(self.0.extensions.clone());
        }
        body
    }
}

/// The problem of an answer, for the layer that knows the request's id and completes the body.
#[derive(Debug, Clone)]
pub(crate) struct Pending(pub(crate) Problem);

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.0.code.status().into_response();
        response.extensions_mut().insert(Pending(self));
        response
    }
}

impl Problem {
    pub(crate) fn complete(&self, request_id: &str) -> Response {
        let body = self.to_json(request_id).to_string();
        let mut response = (self.0.code.status(), body).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        if let Some(seconds) = self.0.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.0.tries {
            let seconds = self.0.retry_after.unwrap_or_default();
            let left = format!("\"tries\";r=0;t={seconds}");
            let policy = HeaderValue::from_static("\"tries\";q=1");
            headers.append(&POLICY, policy);
            if let Ok(left) = HeaderValue::try_from(left) {
                headers.append(&LEFT, left);
            }
        }
        response
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Missing(_) => Self::not_found(),
            StoreError::Taken(what) => {
                Self::new(Code::Taken, format!("the {what} is in use already"))
                    .hint("choose another")
            }
            StoreError::Stale(what) => Self::new(
                Code::Stale,
                format!("the {what} has changed since it was read"),
            )
            .hint("read it again and repeat the change"),
            StoreError::InUse(what) => {
                Self::new(Code::InUse, format!("the {what} is in use by others"))
                    .hint("take it out of use first")
            }
            StoreError::Unavailable(cause) => {
                tracing::error!(%cause, "the store is unavailable");
                Self::new(
                    Code::Unavailable,
                    "the store can't be reached; nothing was changed",
                )
                .hint("try again in a moment")
                .retry_after(5)
            }
            StoreError::Corrupt { .. } => Self::internal(&error),
        }
    }
}

/// What a request that can't be routed gets.
pub(crate) fn method_not_allowed() -> Problem {
    Problem::new(
        Code::MethodNotAllowed,
        "this address does not take that method",
    )
}

impl From<StatusCode> for Problem {
    fn from(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Self::not_found(),
            StatusCode::METHOD_NOT_ALLOWED => method_not_allowed(),
            StatusCode::PAYLOAD_TOO_LARGE => {
                Self::new(Code::TooLarge, "what was sent is too large").hint("send less at once")
            }
            _ => Self::new(Code::InvalidRequest, "the request can't be read"),
        }
    }
}
