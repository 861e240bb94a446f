//! API keys: how programs say who they act for.

use sallyport_kernel::Timestamp;
use sallyport_kernel::id::{AppId, KeyId, PersonId, WorkspaceId};

/// An API key of a person or a service account. Its secret is known to whoever was shown it; here is only a hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKey {
    /// Its public id.
    pub id: KeyId,
    /// Whose it is.
    pub owner: PersonId,
    /// What it is called.
    pub name: String,
    /// SHA-256 of the secret.
    pub secret_hash: [u8; 32],
    /// The secret before the last rotation, and until when it still works.
    pub previous: Option<PreviousSecret>,
    /// What it was made for: names of acts, and of the groups of acts that the policies know.
    pub permissions: Vec<String>,
    /// The workspaces that it was made for; with no apps either, it is for everywhere.
    pub workspaces: Vec<WorkspaceId>,
    /// The apps that it was made for.
    pub apps: Vec<AppId>,
    /// The roles that whoever made it could give it.
    pub roles: Vec<String>,
    /// The ranges of addresses that it may be used from, such as `192.0.2.0/24`; none is everywhere.
    pub addresses: Vec<String>,
    /// Who made it.
    pub created_by: PersonId,
    /// When.
    pub created_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
    /// When it last got another secret.
    pub rotated_at: Option<Timestamp>,
    /// When it was last used, to the minute.
    pub last_used_at: Option<Timestamp>,
    /// The address that it was last used from.
    pub last_address: Option<String>,
}

/// A secret that another has followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PreviousSecret {
    /// SHA-256 of it.
    pub hash: [u8; 32],
    /// Until when it works.
    pub until: Timestamp,
}
