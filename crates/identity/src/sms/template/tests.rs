use super::*;
use sallyport_model::source::HeaderSetting;

fn gateway(content_type: Option<&str>, body: &str) -> SmsGateway {
    let header = |value: &str| HeaderSetting {
        name: "Content-Type".to_owned(),
        value: value.to_owned(),
    };
    SmsGateway {
        url: "https://sms.example.com/send".to_owned(),
        method: SmsMethod::Post,
        headers: content_type.map(header).into_iter().collect(),
        body: body.to_owned(),
        secret: None,
    }
}

fn by_get(url: &str) -> SmsGateway {
    SmsGateway {
        url: url.to_owned(),
        method: SmsMethod::Get,
        ..gateway(None, "")
    }
}

fn places(gateway: &SmsGateway) -> Vec<String> {
    faults(gateway)
        .into_iter()
        .map(|fault| fault.path)
        .collect()
}

fn made(gateway: &SmsGateway, text: &str) -> Request {
    let to = Number::parse("+49 151 23456789").unwrap();
    request(gateway, &to, text, None).unwrap()
}

fn body(request: &Request) -> &str {
    request.body.as_ref().unwrap().expose()
}

#[test]
fn a_message_does_not_break_out_of_a_json_text() {
    let gateway = gateway(
        None,
        r#"{"messages": [{"to": "{{to}}", "text": "Hello: {{ text }}"}]}"#,
    );
    let text = "\"}], \"to\": \"+1\" \\ \n&";

    let request = made(&gateway, text);

    assert_eq!(places(&gateway), [""; 0]);
    let sent: Value = serde_json::from_str(body(&request)).unwrap();
    assert_eq!(sent["messages"][0]["to"], "+4915123456789");
    assert_eq!(sent["messages"][0]["text"], format!("Hello: {text}"));
    assert_eq!(sent.as_object().unwrap().len(), 1);
    assert_eq!(
        request.headers,
        [("content-type".to_owned(), JSON.to_owned())]
    );
}

#[test]
fn a_message_does_not_break_out_of_a_form_or_an_address() {
    let form = gateway(
        Some("Application/X-WWW-Form-Urlencoded; charset=utf-8"),
        "From=Us%20all&To={{to}}&Body={{text}}",
    );
    let text = "a&To=+1 =%\n\"ß";

    let request = made(&form, text);
    let asked = made(
        &by_get("https://sms.example.com/send/{{to}}?text={{text}}&key=1"),
        text,
    );

    assert_eq!(places(&form), [""; 0]);
    let pairs: Vec<_> = url::form_urlencoded::parse(body(&request).as_bytes())
        .into_owned()
        .collect();
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    assert_eq!(
        pairs,
        [
            pair("From", "Us all"),
            pair("To", "+4915123456789"),
            pair("Body", text)
        ]
    );
    assert!(asked.body.is_none());
    assert_eq!(asked.url.path(), "/send/%2B4915123456789");
    let pairs: Vec<_> = asked.url.query_pairs().into_owned().collect();
    assert_eq!(pairs, [pair("text", text), pair("key", "1")]);
}

#[test]
fn a_body_that_is_not_what_its_type_says_is_refused() {
    for body in [
        r#"{"to": {{to}}, "text": "{{text}}"}"#,
        r#"{"to": "{{to}}", "text": {{text}}}"#,
        r#"{"to": "{{to}}", "text": "{{text}}""#,
        r#"{"to": "{{to}}"}"#,
        r#"{"text": "{{text}}"}"#,
        r#"{"to": "{{to}}", "text": "{{text}}", "from": "{{from}}"}"#,
        r#"{"to": "{{to}}", "text": "{{text"}"#,
        "to={{to}}&text={{text}}",
        "",
    ] {
        assert_eq!(places(&gateway(None, body)), ["body"], "{body}");
    }
    for body in [
        r#"{"to": "{{to}}", "text": "{{text}}"}"#,
        "to={{to}}&text=Hello {{text}}",
        "to={{to}}&text={{text}}&%zz=1",
        "to={{to}}&text={{text}}&",
        "to={{to}}&={{text}}",
    ] {
        assert_eq!(places(&gateway(Some(FORM), body)), ["body"], "{body}");
    }
    assert_eq!(
        places(&gateway(Some("text/xml"), "<to>{{to}}{{text}}</to>")),
        ["headers.0.value"]
    );
}

#[test]
fn placeholders_stand_in_the_address_of_a_get_request_alone_and_in_no_header() {
    let address = "https://sms.example.com/send?to={{to}}&text={{text}}";
    assert_eq!(places(&by_get(address)), [""; 0]);
    assert_eq!(
        places(&by_get("https://sms.example.com/send?to={{to}}")),
        ["url"]
    );
    assert_eq!(
        places(&by_get("https://{{to}}.example.com/?text={{text}}")),
        ["url"]
    );
    let body = r#"{"to": "{{to}}", "text": "{{text}}"}"#;
    let posted = SmsGateway {
        url: address.to_owned(),
        ..gateway(None, body)
    };
    assert_eq!(places(&posted), ["url"]);
    let with_body = SmsGateway {
        body: body.to_owned(),
        ..by_get(address)
    };
    assert_eq!(places(&with_body), ["body"]);

    let mut headers = gateway(None, body);
    headers.headers = [
        ("X-To", "{{to}}"),
        ("Authorization", "Bearer x"),
        ("Host", "a"),
        ("a b", "c"),
        ("X-A", "a\r\nX-B: b"),
    ]
    .map(|(name, value)| HeaderSetting {
        name: name.to_owned(),
        value: value.to_owned(),
    })
    .into();
    let wrong = [
        "headers.0.value",
        "headers.1.name",
        "headers.2.name",
        "headers.3.name",
        "headers.4.value",
    ];
    assert_eq!(places(&headers), wrong);
}
