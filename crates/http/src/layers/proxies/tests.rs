use super::*;
use http::{HeaderName, HeaderValue};

fn client(peer: &str, headers: &[(&str, &str)]) -> String {
    let trusted = ["10.0.0.0/8", "2001:db8:ffff::/48", "192.0.2.1"];
    let proxies = Proxies::new(trusted.iter().map(|text| text.parse().unwrap()).collect());
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        let name: HeaderName = name.parse().unwrap();
        map.append(name, HeaderValue::from_str(value).unwrap());
    }
    proxies.client(peer.parse().unwrap(), &map).to_string()
}

#[test]
fn headers_of_a_peer_that_is_not_trusted_say_nothing() {
    let forged = [
        ("x-forwarded-for", "198.51.100.7"),
        ("forwarded", "for=198.51.100.7"),
    ];

    assert_eq!(client("203.0.113.9", &forged), "203.0.113.9");
    assert_eq!(client("203.0.113.9", &forged[..1]), "203.0.113.9");
}

#[test]
fn the_way_is_followed_from_its_end_to_the_first_that_is_not_trusted() {
    for (header, expected) in [
        ("203.0.113.9", "203.0.113.9"),
        ("198.51.100.7, 203.0.113.9", "203.0.113.9"),
        ("198.51.100.7, 203.0.113.9, 10.1.2.3", "203.0.113.9"),
        ("10.9.9.9, 10.1.2.3", "10.9.9.9"),
        ("203.0.113.9:4711", "203.0.113.9"),
        ("[2001:db8::1]:4711", "2001:db8::1"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("198.51.100.7, nonsense", "10.0.0.1"),
        ("198.51.100.7, nonsense, 10.1.2.3", "10.1.2.3"),
        ("", "10.0.0.1"),
    ] {
        assert_eq!(
            client("10.0.0.1", &[("x-forwarded-for", header)]),
            expected,
            "{header}"
        );
    }
    let lines = [
        ("x-forwarded-for", "198.51.100.7"),
        ("x-forwarded-for", "203.0.113.9"),
    ];
    assert_eq!(client("192.0.2.1", &lines), "203.0.113.9");
    assert_eq!(client("10.0.0.1", &[]), "10.0.0.1");
}

#[test]
fn the_standard_header_is_followed_alike() {
    for (header, expected) in [
        ("for=203.0.113.9;proto=https", "203.0.113.9"),
        (
            "for=198.51.100.7, For=\"[2001:db8::1]:4711\"",
            "2001:db8::1",
        ),
        ("for=203.0.113.9, for=\"[2001:db8:ffff::2]\"", "203.0.113.9"),
        ("for=_hidden", "10.0.0.1"),
        ("proto=https", "10.0.0.1"),
    ] {
        assert_eq!(
            client("10.0.0.1", &[("forwarded", header)]),
            expected,
            "{header}"
        );
    }
}

#[test]
fn where_the_two_headers_differ_neither_is_believed() {
    let one = ("x-forwarded-for", "203.0.113.9");

    assert_eq!(
        client("10.0.0.1", &[one, ("forwarded", "for=203.0.113.9")]),
        "203.0.113.9"
    );
    assert_eq!(
        client("10.0.0.1", &[one, ("forwarded", "for=198.51.100.7")]),
        "10.0.0.1"
    );
}

#[test]
fn what_is_no_network_is_refused() {
    assert!("10.0.0.0/8".parse::<Network>().is_ok() && "::1".parse::<Network>().is_ok());
    assert!("proxy.example.com".parse::<Network>().is_err());
}
