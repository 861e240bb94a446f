//! From `SQLite`'s errors to ours; a message is passed on only where it cannot quote a value.

use rusqlite::{Error, ErrorCode};
use sallyport_query::{FaultKind, RunError, SourceFault};

/// What became of a statement.
pub(super) fn run(error: &Error) -> RunError {
    match error {
        Error::SqlInputError {
            error, msg, offset, ..
        } if error.code != ErrorCode::AuthorizationForStatementDenied => {
            RunError::Source(SourceFault {
                code: format!("SQLITE_{}", error.extended_code),
                kind: FaultKind::Statement,
                about_statement: Some(msg.clone()),
                position: u32::try_from(*offset).ok().map(|offset| offset + 1),
            })
        }
        Error::SqlInputError { error, .. } => refused(*error, None),
        Error::SqliteFailure(error, message) => refused(*error, message.as_deref()),
        Error::MultipleStatement => RunError::Source(SourceFault {
            code: "SQLITE_1".to_owned(),
            kind: FaultKind::Statement,
            about_statement: Some("there is more than one statement".to_owned()),
            position: None,
        }),
        _ => RunError::Malformed {
            reason: "SQLite gave an unexpected answer",
        },
    }
}

fn refused(error: rusqlite::ffi::Error, message: Option<&str>) -> RunError {
    let kind = match error.code {
        ErrorCode::OperationInterrupted => return RunError::Cancelled,
        ErrorCode::CannotOpen | ErrorCode::NotADatabase | ErrorCode::SystemIoFailure => {
            return RunError::Unreachable {
                stage: "file",
                kind: None,
            };
        }
        ErrorCode::DatabaseCorrupt => {
            return RunError::Malformed {
                reason: "the file is damaged",
            };
        }
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::DiskFull => {
            FaultKind::Busy
        }
        ErrorCode::ReadOnly
        | ErrorCode::AuthorizationForStatementDenied
        | ErrorCode::PermissionDenied => FaultKind::Forbidden,
        ErrorCode::ConstraintViolation => FaultKind::Constraint,
        ErrorCode::TypeMismatch | ErrorCode::TooBig => FaultKind::Value,
        ErrorCode::Unknown => FaultKind::Statement,
        _ => FaultKind::Other,
    };
    // `UNIQUE constraint failed: person.email` names columns; a trigger's own words may quote a row.
    let about_statement = match kind {
        FaultKind::Constraint => message
            .filter(|text| text.contains(" constraint failed"))
            .map(str::to_owned),
        FaultKind::Forbidden => Some("the statement may not do this".to_owned()),
        _ => None,
    };
    RunError::Source(SourceFault {
        code: format!("SQLITE_{}", error.extended_code),
        kind,
        about_statement,
        position: None,
    })
}
