//! The web part, inside the binary.

use bytes::Bytes;
use rust_embed::RustEmbed;
use sallyport_http::assets::{Asset, Assets};
use std::borrow::Cow;

#[derive(RustEmbed)]
#[folder = "../../web/dist"]
#[allow_missing = true]
struct Files;

/// The files that `npm run build` made, as they were when the binary was built.
#[derive(Debug, Clone, Copy)]
pub struct Embedded;

impl Assets for Embedded {
    fn get(&self, path: &str) -> Option<Asset> {
        let file = Files::get(path)?;
        let bytes = match file.data {
            Cow::Borrowed(bytes) => Bytes::from_static(bytes),
            Cow::Owned(bytes) => Bytes::from(bytes),
        };
        Some(Asset {
            bytes,
            content_type: file.metadata.mimetype().to_owned(),
        })
    }
}
