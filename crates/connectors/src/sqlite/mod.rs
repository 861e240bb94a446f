//! `SQLite` files inside the folders that the server's configuration allows.
//!
//! A statement runs on a thread of its own and hands its rows over a short channel. What is not asked
//! for cannot happen: a reading query has the file opened for reading, an authorizer refuses to attach
//! other files, to load extensions and to change settings.

mod fault;
mod file;
mod function;
mod value;
mod worker;

use async_trait::async_trait;
use file::{Access, Folders};
use sallyport_query::{
    BoundBody, BoundQuery, BoundSql, Connector, FaultKind, Limits, Rows, RunError, Schema,
    Settings, SourceFault, SqliteSettings, Target, Warning,
};
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Semaphore;

/// Statements that run at a time on one file, of each sort: readers leave room for writers.
const SIZE: usize = 8;

/// The connector.
pub struct Sqlite {
    folders: Arc<Folders>,
    files: Mutex<HashMap<PathBuf, Arc<OpenFile>>>,
}

/// The connections to one file that wait for their next statement.
pub(crate) struct OpenFile {
    path: PathBuf,
    reading: Lot,
    writing: Lot,
}

/// The connections of one sort, and how many more there may be.
struct Lot {
    permits: Arc<Semaphore>,
    idle: Mutex<Vec<rusqlite::Connection>>,
}

impl Lot {
    fn new() -> Self {
        Self {
            permits: Arc::new(Semaphore::new(SIZE)),
            idle: Mutex::default(),
        }
    }
}

impl OpenFile {
    fn lot(&self, access: Access) -> &Lot {
        match access {
            Access::Reading => &self.reading,
            Access::Writing => &self.writing,
        }
    }

    fn pop(&self, access: Access) -> Option<rusqlite::Connection> {
        self.lot(access)
            .idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop()
    }

    fn push(&self, access: Access, connection: rusqlite::Connection) {
        self.lot(access)
            .idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(connection);
    }
}

impl Sqlite {
    /// A connector for files in these folders and what lies below them; without a folder, for none.
    pub fn new(folders: Vec<PathBuf>) -> Self {
        Self {
            folders: Arc::new(Folders::new(folders)),
            files: Mutex::default(),
        }
    }

    /// The file behind a path, if it lies where it may.
    async fn open(&self, settings: &SqliteSettings) -> Result<Arc<OpenFile>, RunError> {
        let (folders, path) = (Arc::clone(&self.folders), PathBuf::from(&settings.path));
        let path = tokio::task::spawn_blocking(move || folders.locate(&path))
            .await
            .map_err(|_| RunError::Unreachable {
                stage: "file",
                kind: None,
            })??;
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        let file = files.entry(path.clone()).or_insert_with(|| {
            Arc::new(OpenFile {
                path,
                reading: Lot::new(),
                writing: Lot::new(),
            })
        });
        Ok(Arc::clone(file))
    }
}

fn settings(target: &Target) -> Result<&SqliteSettings, RunError> {
    match &target.settings {
        Settings::Sqlite(settings) => Ok(settings),
        _ => Err(RunError::Mismatch),
    }
}

fn statement(query: &BoundQuery) -> Result<&BoundSql, RunError> {
    match &query.body {
        BoundBody::Sql(sql) => Ok(sql),
        BoundBody::Http(_) => Err(RunError::Mismatch),
    }
}

fn read_only() -> RunError {
    RunError::Source(SourceFault {
        code: "SQLITE_READONLY".to_owned(),
        kind: FaultKind::Forbidden,
        about_statement: Some("the datasource is read-only".to_owned()),
        position: None,
    })
}

#[async_trait]
impl Connector for Sqlite {
    async fn run(
        &self,
        target: &Target,
        query: &BoundQuery,
        limits: &Limits,
    ) -> Result<Rows, RunError> {
        let settings = settings(target)?;
        let sql = statement(query)?.clone();
        let access = match (query.writes, settings.read_only) {
            (true, true) => return Err(read_only()),
            (true, false) => Access::Writing,
            (false, _) => Access::Reading,
        };
        let file = self.open(settings).await?;
        let permit = Arc::clone(&file.lot(access).permits)
            .acquire_owned()
            .await
            .map_err(|_| RunError::Busy)?;
        worker::run(file, access, sql, *limits, permit).await
    }

    async fn test(&self, target: &Target) -> Result<Vec<Warning>, RunError> {
        let settings = settings(target)?;
        let file = self.open(settings).await?;
        worker::blocking(move || file::tables(&file.path)).await?;
        Ok(if settings.read_only {
            Vec::new()
        } else {
            vec![Warning::CanChangeSchema]
        })
    }

    async fn schema(&self, target: &Target) -> Result<Schema, RunError> {
        let file = self.open(settings(target)?).await?;
        worker::blocking(move || file::tables(&file.path)).await
    }
}
