use super::answer;
use crate::assets::{Asset, Assets};
use axum::response::Response;
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, header};
use sallyport_kernel::Random;

struct Zeros;

impl Random for Zeros {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(0);
    }
}

/// A script that was compressed, and a font that was not.
struct Built;

impl Assets for Built {
    fn get(&self, path: &str) -> Option<Asset> {
        let (bytes, kind): (&'static [u8], _) = match path {
            "assets/base-1.js" => (b"plain", "text/javascript"),
            "assets/base-1.js.br" => (b"compressed", "application/octet-stream"),
            "assets/font-1.woff2" => (b"font", "font/woff2"),
            _ => return None,
        };
        Some(Asset {
            bytes: Bytes::from_static(bytes),
            content_type: kind.to_owned(),
        })
    }
}

fn get(path: &str, accepts: Option<&'static str>) -> Response {
    let mut asked = HeaderMap::new();
    if let Some(accepts) = accepts {
        asked.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(accepts));
    }
    answer(&Built, &Zeros, path, &asked).expect("an answer")
}

fn header_of(response: &Response, name: header::HeaderName) -> Option<&str> {
    response.headers().get(name)?.to_str().ok()
}

#[tokio::test]
async fn whoever_takes_brotli_gets_what_was_compressed_and_nobody_else_does() {
    for (accepts, coding, body) in [
        (Some("gzip, deflate, br, zstd"), Some("br"), "compressed"),
        (Some("BR;q=0.5"), Some("br"), "compressed"),
        (Some("br;q=0, gzip"), None, "plain"),
        (Some("br; q=0.000"), None, "plain"),
        (Some("brotli, gzip"), None, "plain"),
        (None, None, "plain"),
    ] {
        let response = get("/assets/base-1.js", accepts);
        assert_eq!(
            header_of(&response, header::CONTENT_ENCODING),
            coding,
            "{accepts:?}"
        );
        assert_eq!(
            header_of(&response, header::CONTENT_TYPE),
            Some("text/javascript")
        );
        assert_eq!(header_of(&response, header::VARY), Some("accept-encoding"));
        let bytes = axum::body::to_bytes(response.into_body(), 100).await;
        assert_eq!(bytes.expect("a body"), body, "{accepts:?}");
    }
}

#[test]
fn what_was_not_compressed_is_the_same_for_all() {
    let response = get("/assets/font-1.woff2", Some("br"));
    assert_eq!(header_of(&response, header::CONTENT_ENCODING), None);
    assert_eq!(header_of(&response, header::VARY), None);
}
