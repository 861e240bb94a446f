//! Workspaces and apps: drafts, releases, what a reader gets, and who may.
//!
//! Every use case takes its permit by value and commits with the receipt made of it. This crate knows nothing of
//! HTTP, of SQL, or of how a query is parsed: [`QueryRules`] tells what it must know of queries.
//!
//! Start reading at [`Apps`], then [`drafts`].
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )
)]

pub mod drafts;
pub mod error;
pub mod library;
pub mod released;
pub mod releases;
pub mod rights;
pub mod sharing;
pub mod view;
pub mod workspaces;

pub use error::AppsError;
pub use released::Released;
pub use view::AppView;

use async_trait::async_trait;
use released::ReleasedCache;
use sallyport_kernel::Random;
use sallyport_kernel::id::{AppId, QueryId};
use sallyport_model::document::{Document, Fault, QueryRecord};
use sallyport_model::entity::Edition;
use sallyport_store::Store;
use std::collections::HashMap;
use std::sync::Arc;

/// The leaves that runs take from the page, by query.
pub type Inputs = HashMap<QueryId, Vec<String>>;

/// What apps must know of queries. Implemented over the crate `query`, where the binary is wired.
///
/// Reading a query's templates takes time that grows with them: it must not hold up other requests, and what was
/// read of an edition is not read again.
#[async_trait]
pub trait QueryRules: Send + Sync + 'static {
    /// Why any of the queries can't be parsed, or has a placeholder that can't be bound.
    async fn check(&self, queries: Vec<QueryRecord>) -> Vec<Fault>;
    /// The inputs of the document's queries. The document is that of the edition.
    async fn inputs(&self, app: AppId, edition: Edition, document: &Document) -> Inputs;
}

/// What the use cases of apps work with.
pub struct Apps {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) random: Arc<dyn Random>,
    pub(crate) rules: Arc<dyn QueryRules>,
    pub(crate) released: ReleasedCache,
}

impl Apps {
    /// Apps over a store.
    pub fn new(store: Arc<dyn Store>, random: Arc<dyn Random>, rules: Arc<dyn QueryRules>) -> Self {
        Self {
            store,
            random,
            rules,
            released: ReleasedCache::default(),
        }
    }
}

/// A name of an app or workspace, trimmed, or why it is none.
pub(crate) fn valid_name(name: &str) -> Result<String, AppsError> {
    let name = name.trim();
    let whole =
        !name.is_empty() && name.chars().count() <= 100 && !name.chars().any(char::is_control);
    whole.then(|| name.to_owned()).ok_or(AppsError::InvalidName)
}
