use super::*;
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

/// A gateway that says this to whatever comes first, and then nothing more; what came is given back.
async fn gateway(answer: &'static str) -> (SocketAddr, tokio::task::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let task = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let (mut came, mut chunk) = (Vec::new(), [0; 4096]);
        while !came.ends_with(b"end of it") {
            let read = stream.read(&mut chunk).await.unwrap();
            came.extend_from_slice(&chunk[..read]);
        }
        stream.write_all(answer.as_bytes()).await.unwrap();
        // Until the other end has had enough.
        while stream.read(&mut chunk).await.is_ok_and(|read| read > 0) {}
        String::from_utf8(came).unwrap()
    });
    (address, task)
}

fn errand(url: &str) -> Errand {
    let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    Errand {
        url: url.parse().unwrap(),
        method: Method::POST,
        headers: vec![
            header("Content-Type", "text/plain"),
            header("Host", "elsewhere.example.com"),
            header("X-Sender", "us"),
        ],
        body: Some(Secret::new("all of it, to the end of it".to_owned())),
        bearer: Some(Secret::new("a-token".to_owned())),
    }
}

fn errands(allowed: &[SocketAddr]) -> Errands {
    let named = allowed.iter().map(|at| at.to_string().parse().unwrap());
    Errands::new(Egress::new(named.collect()))
}

#[tokio::test]
async fn a_request_goes_out_once_and_of_the_answer_its_status_comes_back() {
    // The body never ends, and nobody waits for it.
    let (at, came) = gateway("HTTP/1.1 201 Created\r\ncontent-length: 1000000\r\n\r\n{").await;

    let status = errands(&[at])
        .run(errand(&format!("http://{at}/send?a=b")))
        .await
        .unwrap();

    assert_eq!(status, 201);
    let came = came.await.unwrap().to_lowercase();
    assert!(came.starts_with("post /send?a=b http/1.1\r\n"), "{came}");
    for line in [
        "authorization: bearer a-token",
        "content-type: text/plain",
        "x-sender: us",
    ] {
        assert!(
            came.contains(&format!("\r\n{line}\r\n")),
            "{line} in {came}"
        );
    }
    assert!(
        came.contains(&format!("host: {at}")) && !came.contains("elsewhere"),
        "{came}"
    );
}

#[tokio::test]
async fn where_an_answer_points_at_nobody_goes() {
    let (other, reached) = gateway("HTTP/1.1 200 OK\r\n\r\n").await;
    let answer =
        format!("HTTP/1.1 307 Go\r\nlocation: http://{other}/\r\ncontent-length: 0\r\n\r\n");
    let (at, _came) = gateway(answer.leak()).await;

    let status = errands(&[at, other])
        .run(errand(&format!("http://{at}/")))
        .await
        .unwrap();

    assert_eq!(status, 307);
    assert!(!reached.is_finished());
}

#[tokio::test]
async fn a_gateway_that_does_not_answer_is_not_waited_for() {
    let (at, _came) = gateway("").await;
    let mut errands = errands(&[at]);
    errands.patience = Duration::from_millis(50);

    let outcome = errands.run(errand(&format!("http://{at}/"))).await;

    assert!(
        matches!(outcome, Err(RunError::TimedOut { .. })),
        "{outcome:?}"
    );
}

#[tokio::test]
async fn what_nobody_has_allowed_is_not_reached() {
    let (at, came) = gateway("HTTP/1.1 200 OK\r\n\r\n").await;

    let outcome = errands(&[]).run(errand(&format!("http://{at}/"))).await;

    assert!(
        matches!(outcome, Err(RunError::DestinationRefused { .. })),
        "{outcome:?}"
    );
    assert!(!came.is_finished());
}

#[test]
fn a_place_is_named_by_its_own_name_or_by_a_network_that_its_address_is_in() {
    let allowed = ["sms.internal:8080", "10.1.0.0/16", "192.168.0.7:80"];
    let allowed = allowed.map(|text| text.parse().unwrap());
    let errands = Errands::new(Egress::new(allowed.into()));
    for (url, is_named) in [
        ("http://sms.internal:8080/send", true),
        ("http://SMS.internal.:8080/send", true),
        ("http://sms.internal/send", false),
        ("http://10.1.2.3:9/send", true),
        ("http://10.2.2.3:9/send", false),
        ("http://192.168.0.7/send", true),
        ("http://192.168.0.7:81/send", false),
        ("http://sms.example.com/send", false),
    ] {
        assert_eq!(errands.is_named(&url.parse().unwrap()), is_named, "{url}");
    }
}
