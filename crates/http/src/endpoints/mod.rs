//! Every operation: a folder for each noun, a file for each verb.
//!
//! A file holds the operation, what it takes and a handler of a few lines. What several operations of a noun share
//! (paths, answers, how the noun is found) is in the noun's `mod.rs`.

pub mod account;
pub mod apps;
pub mod audit;
pub mod datasources;
pub mod factors;
pub mod groups;
pub mod invitations;
pub mod keys;
pub mod mail;
pub mod passwords;
pub mod people;
pub mod queries;
pub mod releases;
pub mod security;
pub mod service_accounts;
pub mod session;
pub mod sessions;
pub mod sharing;
pub mod sign_in_policy;
pub mod sms_gateway;
pub mod workspaces;

use crate::api::Api;

/// Every operation of the server.
pub fn api() -> Api {
    let api = session::operations(Api::new());
    let api = passwords::operations(api);
    let api = sessions::operations(api);
    let api = sign_in_policy::operations(api);
    let api = security::operations(api);
    let api = workspaces::operations(api);
    let api = apps::operations(api);
    let api = releases::operations(api);
    let api = sharing::operations(api);
    let api = queries::operations(api);
    let api = datasources::operations(api);
    let api = people::operations(api);
    let api = factors::operations(api);
    let api = groups::operations(api);
    let api = keys::operations(api);
    let api = service_accounts::operations(api);
    let api = account::operations(api);
    let api = invitations::operations(api);
    let api = mail::operations(api);
    let api = sms_gateway::operations(api);
    audit::operations(api)
}

/// The answer of a list: some items, and where to go on if there are more.
macro_rules! list_of {
    ($(#[$doc:meta])* $name:ident of $item:ty) => {
        $(#[$doc])*
        #[derive(Debug, serde::Serialize, utoipa::ToSchema)]
        pub struct $name {
            /// The items, in the list's order.
            pub items: Vec<$item>,
            /// What to send as `cursor` for the next ones, if there are more.
            pub next: Option<String>,
        }
    };
}
pub(crate) use list_of;
