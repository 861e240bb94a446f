//! Which files may be opened, and how.

use super::{fault, function};
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags, config::DbConfig};
use sallyport_query::connector::{Table, TableColumn};
use sallyport_query::{RunError, Schema};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long a statement waits for another's lock.
const LOCK_TIMEOUT: Duration = Duration::from_secs(5);

/// What a statement may cost at once: a single step of `SQLite`'s machine cannot be interrupted, and
/// takes memory that no limit on an answer counts.
const LIMITS: [(Limit, i32); 8] = [
    // A value or a row.
    (Limit::SQLITE_LIMIT_LENGTH, 2 * 1024 * 1024),
    (Limit::SQLITE_LIMIT_SQL_LENGTH, 256 * 1024),
    (Limit::SQLITE_LIMIT_EXPR_DEPTH, 500),
    (Limit::SQLITE_LIMIT_COMPOUND_SELECT, 200),
    (Limit::SQLITE_LIMIT_VDBE_OP, 1_000_000),
    (Limit::SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1_000),
    (Limit::SQLITE_LIMIT_TRIGGER_DEPTH, 100),
    (Limit::SQLITE_LIMIT_WORKER_THREADS, 0),
];

/// What a connection is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    Reading,
    Writing,
}

/// The folders in which files may be opened.
#[derive(Debug)]
pub(super) struct Folders(Vec<PathBuf>);

impl Folders {
    pub(super) fn new(folders: Vec<PathBuf>) -> Self {
        Self(folders)
    }

    /// The file's real path, if that lies in one of the folders' real paths: links are followed first,
    /// so that they lead nowhere else.
    pub(super) fn locate(&self, path: &Path) -> Result<PathBuf, RunError> {
        let refused = RunError::DestinationRefused {
            reason: "outside the folders for SQLite files",
        };
        if !path.is_absolute() {
            return Err(refused);
        }
        let Ok(real) = path.canonicalize() else {
            // Nothing is told of files outside.
            return Err(if self.0.iter().any(|folder| path.starts_with(folder)) {
                RunError::Unreachable {
                    stage: "file",
                    kind: Some(std::io::ErrorKind::NotFound),
                }
            } else {
                refused
            });
        };
        let is_inside = |folder: &PathBuf| {
            folder
                .canonicalize()
                .is_ok_and(|folder| real.starts_with(folder))
        };
        if self.0.iter().any(is_inside) && real.is_file() {
            Ok(real)
        } else {
            Err(refused)
        }
    }
}

/// Opens a file that [`Folders::locate`] has found. No URI, no link, and never a new file.
pub(super) fn open(path: &Path, access: Access) -> rusqlite::Result<Connection> {
    let mode = match access {
        Access::Reading => OpenFlags::SQLITE_OPEN_READ_ONLY,
        Access::Writing => OpenFlags::SQLITE_OPEN_READ_WRITE,
    };
    let flags = mode | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(LOCK_TIMEOUT)?;
    for (limit, most) in LIMITS {
        connection.set_limit(limit, most)?;
    }
    function::define(&connection)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    if access == Access::Reading {
        connection.pragma_update(None, "query_only", true)?;
    }
    Ok(connection)
}

/// From here on, only statements: no other file, no extension, no setting, no transaction of its own.
pub(super) fn guard(connection: &Connection, access: Access) -> rusqlite::Result<()> {
    connection.authorizer(Some(move |context: AuthContext<'_>| {
        authorize(&context.action, access)
    }))
}

fn authorize(action: &AuthAction<'_>, access: Access) -> Authorization {
    let allowed = match action {
        AuthAction::Select | AuthAction::Read { .. } | AuthAction::Recursive => true,
        AuthAction::Function { function_name } => {
            let name = function_name.to_ascii_lowercase();
            // Merging takes a time that grows with the square of what is merged, in one step.
            let is_slow = matches!(&*name, "json_patch" | "jsonb_patch");
            let is_outside = matches!(&*name, "load_extension" | "fts3_tokenizer");
            !is_slow && !is_outside && !name.starts_with("sqlcipher")
        }
        AuthAction::Insert { .. }
        | AuthAction::Update { .. }
        | AuthAction::Delete { .. }
        | AuthAction::CreateTable { .. }
        | AuthAction::CreateIndex { .. }
        | AuthAction::CreateView { .. }
        | AuthAction::DropTable { .. }
        | AuthAction::DropIndex { .. }
        | AuthAction::DropView { .. }
        | AuthAction::AlterTable { .. }
        | AuthAction::Reindex { .. }
        | AuthAction::Analyze { .. } => access == Access::Writing,
        _ => false,
    };
    if allowed {
        Authorization::Allow
    } else {
        Authorization::Deny
    }
}

/// The tables and views of a file.
pub(super) fn tables(path: &Path) -> Result<Schema, RunError> {
    read_tables(path).map_err(|error| fault::run(&error))
}

fn read_tables(path: &Path) -> rusqlite::Result<Schema> {
    let connection = open(path, Access::Reading)?;
    let mut statement = connection.prepare(
        "select t.name, c.name, c.type
         from sqlite_schema t join pragma_table_xinfo(t.name) c
         where t.type in ('table', 'view') and t.name not like 'sqlite\\_%' escape '\\' and c.hidden <> 1
         order by t.name, c.cid",
    )?;
    let mut schema = Schema::default();
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let name: String = row.get(0)?;
        let column = TableColumn {
            name: row.get(1)?,
            kind: row.get(2)?,
        };
        match schema.tables.last_mut() {
            Some(table) if table.name == name => table.columns.push(column),
            _ => schema.tables.push(Table {
                schema: None,
                name,
                columns: vec![column],
            }),
        }
    }
    Ok(schema)
}
