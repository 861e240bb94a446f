//! What is wrong with a key that was asked for.

use thiserror::Error;

/// Why a key is not made or turned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum KeyFault {
    /// It is for nothing, or names too much.
    #[error("a key has 1 to 100 permissions")]
    Permissions,
    /// It is for something that no key can do.
    #[error(
        "expected `read`, `run_queries`, `build`, `administer`, or the name of an act that a key can do"
    )]
    UnknownPermission,
    /// It is for something that its maker may not do.
    #[error("a key goes no further than you do: this takes a role that you have not")]
    BeyondOwnRights,
    /// It would end too late, or has ended.
    #[error("a key ends after now and within 366 days")]
    Expiry,
    /// An address range does not read as one, or there are too many.
    #[error("expected at most 100 addresses or ranges such as `192.0.2.0/24` or `2001:db8::/32`")]
    Addresses,
    /// There is no such workspace, or its maker may not see it.
    #[error("there is no such workspace, or you may not see it")]
    UnknownWorkspace,
    /// There is no such app, or its maker may not see it.
    #[error("there is no such app, or you may not see it; a key names at most 100")]
    UnknownApp,
    /// There are as many keys as there may be.
    #[error("there are 100 keys already: revoke one first")]
    TooMany,
    /// The key has ended: another secret would be of no use.
    #[error("the key has ended: make another one")]
    Ended,
}

impl KeyFault {
    /// The field that is at fault.
    pub fn field(self) -> &'static str {
        match self {
            Self::Permissions | Self::UnknownPermission | Self::BeyondOwnRights => "permissions",
            Self::Expiry => "expires_at",
            Self::Addresses => "addresses",
            Self::UnknownWorkspace => "workspaces",
            Self::UnknownApp => "apps",
            Self::TooMany | Self::Ended => "",
        }
    }
}
