//! Why a run gave no (or not all) rows.
//!
//! Two audiences, two texts: [`RunError::public`] is for whoever ran the query in an app and tells
//! nothing of its text; [`RunError::for_builder`] is for whoever may read the query anyway. Neither,
//! nor `Debug`, ever holds a value of a row, an input or a credential.

use crate::binding::{BindError, InputError};
use crate::evaluate::EvaluationError;
use std::time::Duration;

/// What a source said when it refused a statement or request.
#[derive(Clone, PartialEq, Eq)]
pub struct SourceFault {
    /// Its own code: an SQLSTATE, an `SQLite` result code, an HTTP status.
    pub code: String,
    /// What kind of refusal it is.
    pub kind: FaultKind,
    /// What it says of the *statement* (an unknown column, a syntax error). Connectors fill this in
    /// only for faults whose message cannot quote a value.
    pub about_statement: Option<String>,
    /// The character of the statement at which it stopped, from 1.
    pub position: Option<u32>,
}

impl std::fmt::Debug for SourceFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SourceFault")
            .field("code", &self.code)
            .field("kind", &self.kind)
            .field("position", &self.position)
            .finish_non_exhaustive()
    }
}

/// The kinds of refusal that people can act on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// The statement itself is wrong.
    Statement,
    /// A value does not fit the type that the statement wants.
    Value,
    /// A constraint of the source forbids the change.
    Constraint,
    /// The login may not do this, or the query is read-only.
    Forbidden,
    /// The source is overloaded, restarting, or chose this statement as a victim.
    Busy,
    /// Anything else.
    Other,
}

/// Why a run failed. Closed: connectors map their drivers' errors to it.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The values that the page sent do not fit the query's inputs.
    #[error("the inputs do not fit the query")]
    Input(#[from] InputError),
    /// A placeholder's expression has no value.
    #[error("an expression of the query could not be evaluated")]
    Evaluation(#[from] EvaluationError),
    /// A value cannot stand where the query has it.
    #[error("a value cannot be used in its place")]
    Bind(#[from] BindError),
    /// The query and its datasource are of different kinds.
    #[error("the query does not fit its datasource")]
    Mismatch,
    /// The egress rules forbid the destination.
    #[error("the destination is not allowed: {reason}")]
    DestinationRefused {
        /// Which rule, for the administrator.
        reason: &'static str,
    },
    /// No connection, or it broke.
    #[error("the datasource cannot be reached: {stage}")]
    Unreachable {
        /// Where it failed, for the log.
        stage: &'static str,
        /// The operating system's word for it.
        kind: Option<std::io::ErrorKind>,
    },
    /// The source does not accept the credential.
    #[error("the datasource refused the credential")]
    LoginRefused,
    /// The credential is absent, or does not open for this target.
    #[error("the credential cannot be used: {reason}")]
    CredentialUnusable {
        /// Why, for the administrator.
        reason: &'static str,
    },
    /// Too many runs are waiting for this datasource.
    #[error("the datasource is busy")]
    Busy,
    /// The time is up.
    #[error("the query took longer than {} ms", after.as_millis())]
    TimedOut {
        /// The limit that was reached.
        after: Duration,
    },
    /// The reader left.
    #[error("the run was cancelled")]
    Cancelled,
    /// The answer is not what the protocol promises.
    #[error("the answer of the datasource cannot be read: {reason}")]
    Malformed {
        /// What was wrong with it.
        reason: &'static str,
    },
    /// The source refused.
    #[error("the datasource refused the query ({})", .0.code)]
    Source(SourceFault),
}

impl RunError {
    /// The stable code of the problem.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Input(_) => "invalid_inputs",
            Self::Evaluation(_) => "expression_failed",
            Self::Bind(_) => "value_not_usable",
            Self::Mismatch => "query_mismatch",
            Self::DestinationRefused { .. } => "destination_refused",
            Self::Unreachable { .. } => "datasource_unreachable",
            Self::LoginRefused => "datasource_login_refused",
            Self::CredentialUnusable { .. } => "credential_unusable",
            Self::Busy => "datasource_busy",
            Self::TimedOut { .. } => "query_timed_out",
            Self::Cancelled => "query_cancelled",
            Self::Malformed { .. } => "datasource_malformed",
            Self::Source(_) => "query_failed",
        }
    }

    /// The HTTP status that the problem has.
    pub fn status(&self) -> u16 {
        match self {
            Self::Unreachable { .. }
            | Self::Busy
            | Self::Evaluation(EvaluationError::Unavailable) => 503,
            _ => 422,
        }
    }

    /// What whoever ran the query may read: no text of the query, no name of a host.
    pub fn public(&self) -> String {
        match self {
            Self::Input(error) => error.to_string(),
            Self::Bind(error) => error.to_string(),
            Self::DestinationRefused { .. } => "the destination is not allowed".to_owned(),
            Self::Unreachable { .. } => "the datasource cannot be reached".to_owned(),
            Self::CredentialUnusable { .. } => {
                "the datasource's credential cannot be used".to_owned()
            }
            Self::Malformed { .. } => "the answer of the datasource cannot be read".to_owned(),
            Self::Source(fault) => match fault.kind {
                FaultKind::Statement => "the datasource does not understand the query",
                FaultKind::Value => "a value does not fit what the datasource expects",
                FaultKind::Constraint => "a constraint of the datasource forbids this change",
                FaultKind::Forbidden => "the datasource does not permit this query",
                FaultKind::Busy => "the datasource is busy",
                FaultKind::Other => "the datasource refused the query",
            }
            .to_owned(),
            Self::Evaluation(_)
            | Self::Mismatch
            | Self::LoginRefused
            | Self::Busy
            | Self::TimedOut { .. }
            | Self::Cancelled => self.to_string(),
        }
    }

    /// What somebody who may edit the query may read besides.
    pub fn for_builder(&self) -> String {
        match self {
            Self::Source(fault) => match &fault.about_statement {
                Some(said) => format!("{} ({}): {said}", self.public(), fault.code),
                None => format!("{} ({})", self.public(), fault.code),
            },
            Self::Evaluation(error) => error.to_string(),
            Self::DestinationRefused { .. }
            | Self::Unreachable { .. }
            | Self::CredentialUnusable { .. }
            | Self::Malformed { .. } => self.to_string(),
            _ => self.public(),
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::DestinationRefused { .. } => {
                Some("an administrator can allow the destination in the server's configuration")
            }
            Self::Unreachable { .. } => {
                Some("check that the datasource is running, then try again")
            }
            Self::LoginRefused => Some("replace the datasource's credential"),
            Self::CredentialUnusable { .. } => Some("enter the datasource's credential again"),
            Self::Busy => Some("try again in a moment"),
            Self::TimedOut { .. } => Some("make the query narrower, or raise its time limit"),
            Self::Source(fault) if fault.kind == FaultKind::Forbidden => {
                Some("a query that changes data has to be marked as writing")
            }
            _ => None,
        }
    }
}
