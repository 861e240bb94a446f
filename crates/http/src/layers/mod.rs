//! What surrounds every request: its id and context, the guard against other sites, the headers of every answer.

mod context;
mod origin;
pub mod proxies;
mod security;

pub(crate) use context::around;
pub(crate) use security::page_policy;
