//! The web part on the wire: pages with a nonce of their own, and files as they are.

use crate::assets::{Assets, NONCE_PLACEHOLDER, page};
use crate::layers;
use axum::body::Body;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, HeaderValue, header};
use sallyport_kernel::{Random, random};

/// The answer to a question for a page or a file, or `None` if there is none at that path.
pub(crate) fn answer(
    assets: &dyn Assets,
    random: &dyn Random,
    path: &str,
    asked: &HeaderMap,
) -> Option<Response> {
    if path.starts_with("/assets/") || path == "/favicon.svg" {
        file(assets, path, asked)
    } else {
        document(assets, random, path)
    }
}

fn file(assets: &dyn Assets, path: &str, asked: &HeaderMap) -> Option<Response> {
    let name = path.trim_start_matches('/');
    let asset = assets.get(name)?;
    // Answers hold what people typed beside what others may know: compressing them could tell one by the other's
    // length (BREACH), so only these files are compressed, and they were when they were built.
    let compressed = assets.get(&format!("{name}.br"));
    let may_be_compressed = compressed.is_some();
    let compressed = compressed.filter(|_| accepts_brotli(asked));
    let is_compressed = compressed.is_some();
    let bytes = compressed.map_or(asset.bytes, |compressed| compressed.bytes);
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    if may_be_compressed {
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    }
    if is_compressed {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
    }
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_str(&asset.content_type).ok()?,
    );
    // The name holds the content's hash.
    let cache = if path == "/favicon.svg" {
        "max-age=3600"
    } else {
        "public, max-age=31536000, immutable"
    };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    // A worker is under the policy that its own script comes with.
    if asset.content_type.contains("javascript") {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy("none")?);
    }
    Some(response)
}

fn document(assets: &dyn Assets, random: &dyn Random, path: &str) -> Option<Response> {
    let asset = assets.get(page(path)?)?;
    let nonce = STANDARD.encode(random::array::<18>(random));
    let html = std::str::from_utf8(&asset.bytes)
        .ok()?
        .replace(NONCE_PLACEHOLDER, &nonce);
    let mut response = Response::new(Body::from(html));
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    );
    headers.insert(header::CONTENT_SECURITY_POLICY, policy(&nonce)?);
    Some(response)
}

/// Whether a reader takes Brotli (RFC 9110, 12.5.3; RFC 7932). All browsers do where pages are safe from eavesdroppers.
fn accepts_brotli(asked: &HeaderMap) -> bool {
    let values = asked.get_all(header::ACCEPT_ENCODING).iter();
    let mut codings = values
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','));
    codings.any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, "q=1"));
        let weight = weight.trim().trim_start_matches("q=");
        name.trim().eq_ignore_ascii_case("br")
            && weight.parse().is_ok_and(|weight: f32| weight > 0.0)
    })
}

fn policy(nonce: &str) -> Option<HeaderValue> {
    HeaderValue::from_str(&layers::page_policy(nonce)).ok()
}

#[cfg(test)]
mod tests;
