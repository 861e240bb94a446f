//! From the driver's errors to ours. A server's message may quote values (`invalid input syntax for
//! type integer: "…"`), so it is passed on only for faults that are about the statement itself.

use sallyport_query::{FaultKind, RunError, SourceFault};
use tokio_postgres::Error;
use tokio_postgres::error::{DbError, ErrorPosition};

/// What became of a statement.
pub(super) fn run(error: &Error) -> RunError {
    match error.as_db_error() {
        Some(said) => refused(said),
        None => broken(error, "statement"),
    }
}

/// What became of a connection that was being opened.
pub(super) fn connect(error: &Error) -> RunError {
    match error.as_db_error() {
        Some(said) if said.code().code().starts_with("28") => RunError::LoginRefused,
        Some(said) if said.code().code().starts_with("53") => RunError::Busy,
        Some(said) => refused(said),
        None => broken(error, "login"),
    }
}

/// Whether the connection is of no use any more.
pub(super) fn is_broken(error: &Error) -> bool {
    error.as_db_error().is_none_or(|said| {
        let code = said.code().code();
        code.starts_with("08") || code.starts_with("57P")
    })
}

/// Whether a prepared statement has to be prepared again: its tables were changed, or it is gone.
pub(super) fn is_stale(error: &Error) -> bool {
    error.as_db_error().is_some_and(|said| {
        let code = said.code().code();
        code == "26000" || (code == "0A000" && said.routine() == Some("RevalidateCachedQuery"))
    })
}

fn broken(error: &Error, stage: &'static str) -> RunError {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if let Some(io) = error.downcast_ref::<std::io::Error>() {
            return RunError::Unreachable {
                stage,
                kind: Some(io.kind()),
            };
        }
        if let Some(RunError::Unreachable { stage, kind }) = error.downcast_ref::<RunError>() {
            return RunError::Unreachable { stage, kind: *kind };
        }
        cause = error.source();
    }
    RunError::Unreachable { stage, kind: None }
}

fn refused(said: &DbError) -> RunError {
    let code = said.code().code();
    let kind = match code.get(..2).unwrap_or_default() {
        _ if matches!(code, "25006" | "42501") => FaultKind::Forbidden,
        "42" | "0A" | "3D" | "3F" => FaultKind::Statement,
        "22" => FaultKind::Value,
        "23" | "44" => FaultKind::Constraint,
        "40" | "53" | "55" | "57" => FaultKind::Busy,
        _ => FaultKind::Other,
    };
    let position = match said.position() {
        Some(ErrorPosition::Original(at)) => Some(*at),
        _ => None,
    };
    let about_statement = match kind {
        FaultKind::Statement | FaultKind::Forbidden => Some(said.message().to_owned()),
        // The name is the schema's, not a value.
        FaultKind::Constraint => said.constraint().map(|name| format!("constraint `{name}`")),
        _ => None,
    };
    RunError::Source(SourceFault {
        code: code.to_owned(),
        kind,
        about_statement,
        position,
    })
}
