//! The web part: four pages, and files that never change under their name.

use bytes::Bytes;

/// A file of the web part.
#[derive(Debug, Clone)]
pub struct Asset {
    /// Its bytes.
    pub bytes: Bytes,
    /// Its media type.
    pub content_type: String,
}

/// Where the web part's files come from; the binary holds them.
pub trait Assets: Send + Sync + 'static {
    /// The file at a path such as `studio.html` or `assets/index-abc.js`.
    fn get(&self, path: &str) -> Option<Asset>;
}

/// What stands in the pages where each answer's own nonce belongs.
pub const NONCE_PLACEHOLDER: &str = "__CSP_NONCE__";

/// Which page serves an address, or `None` for addresses that no page has.
pub fn page(path: &str) -> Option<&'static str> {
    let first = path
        .trim_start_matches('/')
        .split('/')
        .next()
        .unwrap_or_default();
    match first {
        "" | "edit" | "setup" | "sign-in" | "preview" => Some("studio.html"),
        "account" | "join" | "register" | "reset" | "verify" => Some("account.html"),
        "apps" => Some("viewer.html"),
        "admin" => Some("admin.html"),
        _ => None,
    }
}
