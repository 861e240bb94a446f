//! Codes by SMS: the gateway that they go through, the factor, and what is not to be had by either.

use crate::support::{Reply, TestServer, Visitor, a_number, both};
use sallyport_model::mail::{Channel, MailState};
use sallyport_policy::Outcome;
use sallyport_testkit::Asked;
use serde_json::{Value, json};
use std::time::Duration;

const GATEWAY: &str = "/api/v1/sms-gateway";
const FACTORS: &str = "/api/v1/account/factors";
const SESSION: &str = "/api/v1/session";
const MAIL: &str = "/api/v1/mail";

const SECRET: &str = "canary-7d20-gateway-secret";
const NUMBER: &str = "+4915123456789";

/// The test's own gateway, asked with JSON.
fn by_json(t: &TestServer) -> Value {
    json!({
        "url": t.telephone.url("/send"), "method": "POST", "secret": SECRET,
        "headers": [{ "name": "X-Sender", "value": "Sallyport" }],
        "body": r#"{"messages": [{"to": "{{to}}", "body": "{{text}}"}]}"#,
    })
}

/// With these members in place of its own.
fn but(gateway: &Value, parts: Value) -> Value {
    let mut gateway = gateway.clone();
    for (name, part) in parts.as_object().unwrap() {
        gateway[name] = part.clone();
    }
    gateway
}

fn without_secret(gateway: &Value) -> Value {
    let mut gateway = gateway.clone();
    gateway.as_object_mut().unwrap().remove("secret");
    gateway
}

/// The gateway is set up, and the policy takes codes by SMS.
async fn set_up(t: &TestServer) {
    t.administrator()
        .await
        .put(GATEWAY, &by_json(t))
        .await
        .is(200);
    t.asks(|policy| policy.second_factor.sms_codes = true).await;
    t.lift_rates().await;
}

/// What a message to a telephone says, and to whom it goes.
fn message(asked: &Asked) -> (String, String) {
    let body: Value = serde_json::from_str(&asked.body).unwrap();
    let message = &body["messages"][0];
    let text = |member: &str| message[member].as_str().unwrap().to_owned();
    (text("to"), text("body"))
}

/// The code in the next message.
async fn code(t: &TestServer) -> String {
    let (_, text) = message(&t.telephone.next().await);
    text.split(' ').next().unwrap().to_owned()
}

async fn begin(who: &Visitor<'_>, phone: &str) -> Reply {
    who.post(FACTORS, &json!({ "kind": "sms", "phone": phone }))
        .await
}

/// Gives somebody codes by SMS, by the way that everybody goes.
async fn enrolled<'t>(t: &'t TestServer, who: &Visitor<'t>, phone: &str) -> Visitor<'t> {
    let begun = begin(who, phone).await.is(200).json();
    let body = json!({ "ticket": begun["ticket"], "code": code(t).await, "name": "My telephone" });
    let added = who.post(&format!("{FACTORS}/confirm"), &body).await.is(201);
    who.renewed(t, added.cookie())
}

async fn send(t: &TestServer, ticket: &Value) -> Reply {
    let body = json!({ "ticket": ticket, "method": "sms" });
    t.anonymous()
        .post(&format!("{SESSION}/second-factor/code"), &body)
        .await
}

async fn try_out(who: &Visitor<'_>, phone: &str) -> Reply {
    who.post(&format!("{GATEWAY}/test"), &json!({ "phone": phone }))
        .await
}

/// What the queue holds, once it satisfies.
async fn queue(who: &Visitor<'_>, satisfies: impl Fn(&[Value]) -> bool) -> Vec<Value> {
    let found = async {
        loop {
            let list = who.get(MAIL).await.is(200).json();
            let items = list["items"].as_array().unwrap();
            if satisfies(items) {
                return items.clone();
            }
            tokio::task::yield_now().await;
        }
    };
    let found = tokio::time::timeout(Duration::from_secs(60), found).await;
    found.expect("the queue never holds it")
}

/// The newest in the queue, once it satisfies.
async fn newest(who: &Visitor<'_>, satisfies: impl Fn(&Value) -> bool) -> Value {
    let items = queue(who, |items| items.first().is_some_and(&satisfies)).await;
    items[0].clone()
}

/// Where a request is wrong.
fn places(reply: &Reply) -> Vec<String> {
    let body = reply.json();
    let errors = body["errors"].as_array().unwrap();
    errors
        .iter()
        .map(|error| error["path"].as_str().unwrap().to_owned())
        .collect()
}

both! {
    async fn a_code_by_sms_completes_a_sign_in_from_the_first_screen_to_the_last(t) {
        set_up(t).await;
        let person = t.stranger().await;
        let email = t.email_of(&person).await;

        let begun = begin(&person, "+49 (151) 234-567 89").await.is(200).json();
        let asked = t.telephone.next().await;
        let (to, text) = message(&asked);
        let wrong = json!({ "ticket": begun["ticket"], "code": "00000000", "name": "Mine" });
        person.post(&format!("{FACTORS}/confirm"), &wrong).await.is_problem("wrong_code");
        let code_of_it = text.split(' ').next().unwrap();
        let right = json!({ "ticket": begun["ticket"], "code": code_of_it, "name": "Mine" });
        let added = person.post(&format!("{FACTORS}/confirm"), &right).await.is(201);

        assert_eq!((begun["sent_to"].as_str(), to.as_str()), (Some("+49 ••• 6789"), NUMBER));
        assert_eq!(asked.header("authorization"), Some(format!("Bearer {SECRET}").as_str()));
        assert_eq!(asked.header("x-sender"), Some("Sallyport"));
        assert_eq!(asked.header("content-type"), Some("application/json"));
        assert!(text.ends_with(&format!("\n\n@localhost #{code_of_it}")), "{text:?}");
        assert_eq!(added.json()["factor"]["detail"], "+49 ••• 6789");
        assert_eq!(added.json()["recovery_codes"].as_array().unwrap().len(), 10);
        let told = t.mailbox.next(&email).await;
        assert_eq!(told.header("Subject"), Some("A second factor was added"));
        assert!(told.text.contains("codes by SMS") && !told.text.contains("23456789"));

        let person = person.renewed(t, added.cookie());
        let (step, other) = (t.half_signed_in(&person).await, t.half_signed_in(&person).await);
        assert_eq!(step["methods"], json!(["recovery", "sms"]));
        send(t, &step["ticket"]).await.is(204);
        let first = code(t).await;
        send(t, &step["ticket"]).await.is(204);
        let second = code(t).await;
        t.answer(&other["ticket"], "sms", &second).await.is_problem("wrong_code");
        t.answer(&step["ticket"], "email", &second).await.is_problem("wrong_code");
        t.answer(&step["ticket"], "sms", &first).await.is_problem("wrong_code");
        t.answer(&step["ticket"], "sms", &second).await.is(200);
        t.answer(&step["ticket"], "sms", &second).await.is_problem("link_spent");
        let records = t.audit().of(Outcome::Allowed, "session.second_factor", t.home).await;
        assert_eq!(records[0].detail["method"], "sms");
    }

    async fn five_wrong_answers_end_a_ticket_of_a_code_by_sms(t) {
        set_up(t).await;
        let person = enrolled(t, &t.stranger().await, NUMBER).await;
        let ticket = t.half_signed_in(&person).await["ticket"].clone();
        send(t, &ticket).await.is(204);
        let right = code(t).await;
        let wrong = if right == "11111111" { "22222222" } else { "11111111" };

        for _ in 0..5 {
            t.answer(&ticket, "sms", wrong).await.is_problem("wrong_code");
        }

        t.answer(&ticket, "sms", &right).await.is_problem("link_spent");
        send(t, &ticket).await.is_problem("link_spent");
    }

    async fn a_code_by_sms_proves_anew_who_somebody_is(t) {
        set_up(t).await;
        t.asks(|policy| policy.second_factor.email_codes = true).await;
        let person = enrolled(t, &t.stranger().await, NUMBER).await;
        let old = t.unproved(&person).await;
        let path = format!("{SESSION}/proof");
        let asked = old.post(&format!("{path}/challenge"), &json!({})).await.is(200).json();
        assert_eq!(asked["methods"], json!(["password", "recovery", "sms"]));
        let ticket = json!({ "ticket": asked["ticket"] });

        t.stranger().await.post(&format!("{path}/code"), &ticket).await.is_problem("link_spent");
        old.post(&format!("{path}/code"), &ticket).await.is(204);
        let came = code(t).await;
        let body = |code: &str| json!({ "ticket": asked["ticket"], "method": "sms", "code": code });
        old.post(&path, &body("00000000")).await.is_problem("proof_failed");
        let proved = old.post(&path, &body(&came)).await.is(200);

        let fresh = old.renewed(t, proved.cookie());
        fresh.post(FACTORS, &json!({ "kind": "totp" })).await.is(200);
        fresh.post(&path, &body(&came)).await.is_problem("link_spent");
    }

    async fn codes_by_sms_are_offered_while_the_policy_takes_them_and_a_gateway_is_there(t) {
        let (administrator, person) = (t.administrator().await, t.stranger().await);
        let allowed = async || person.get(FACTORS).await.is(200).json()["allowed"].clone();
        let with = json!(["totp", "passkey", "sms"]);
        let without = json!(["totp", "passkey"]);

        assert_eq!(allowed().await, without);
        t.asks(|policy| policy.second_factor.sms_codes = true).await;
        assert_eq!(allowed().await, without);
        begin(&person, NUMBER).await.is_problem("factor_not_allowed");
        administrator.put(GATEWAY, &by_json(t)).await.is(200);
        assert_eq!(allowed().await, with);
        t.asks(|policy| policy.second_factor.sms_codes = false).await;
        assert_eq!(allowed().await, without);
        begin(&person, NUMBER).await.is_problem("factor_not_allowed");
        t.asks(|policy| policy.second_factor.sms_codes = true).await;

        for phone in ["0151 23456789", "+49 151", "nobody", ""] {
            let refused = begin(&person, phone).await.is_problem("invalid_request");
            assert_eq!(places(&refused), ["phone"], "{phone}");
        }
        person.post(FACTORS, &json!({ "kind": "sms" })).await.is_problem("invalid_request");
        let to_an_app = json!({ "kind": "totp", "phone": NUMBER });
        person.post(FACTORS, &to_an_app).await.is_problem("invalid_request");
        assert_eq!(t.telephone.unread(), 0);

        // One telephone is enough.
        let person = enrolled(t, &person, NUMBER).await;
        begin(&person, "+4930901820").await.is_problem("factor_not_allowed");
        assert_eq!(person.get(FACTORS).await.json()["allowed"], without);
        // What does not count is not asked for, and nothing is sent.
        let ticket = t.half_signed_in(&person).await["ticket"].clone();
        t.asks(|policy| policy.second_factor.sms_codes = false).await;
        send(t, &ticket).await.is_problem("factor_not_allowed");
        t.by_password(&person).await.is(200).cookie();
    }

    async fn the_gateways_secret_stays_as_long_as_its_destination_and_is_never_read_back(t) {
        let administrator = t.administrator().await;
        assert_eq!(administrator.get(GATEWAY).await.is(200).json(), json!({ "gateway": null }));
        let first = administrator.put(GATEWAY, &by_json(t)).await.is(200);
        let kept = without_secret(&by_json(t));

        let elsewhere = but(&kept, json!({ "url": "https://sms.example.com/send" }));
        administrator.put(GATEWAY, &elsewhere).await.is(422).is_problem("credential_bound_to_destination");
        let other_path = but(&kept, json!({ "url": t.telephone.url("/other") }));
        let moved = administrator.put(GATEWAY, &other_path).await.is(200);
        let read = administrator.get(GATEWAY).await.is(200);
        let replaced = but(&elsewhere, json!({ "secret": "another" }));
        let again = administrator.put(GATEWAY, &replaced).await.is(200);
        let removed = administrator.put(GATEWAY, &but(&kept, json!({ "secret": null }))).await.is(200);

        for (reply, has_secret) in [(&first, true), (&moved, true), (&read, true), (&again, true), (&removed, false)] {
            assert_eq!(reply.json()["gateway"]["has_secret"], has_secret);
            assert!(!reply.text().contains(SECRET), "{}", reply.text());
        }
        assert_eq!(read.json()["gateway"]["body"], kept["body"]);
        let records = t.audit().of(Outcome::Allowed, "sms_gateway.set", t.home).await;
        let words: Vec<_> = records.iter().map(|record| record.detail["secret"].clone()).collect();
        assert_eq!(words.len(), 4);
        for word in ["replaced", "kept", "removed"] {
            assert!(words.contains(&json!(word)), "{words:?}");
        }
        assert!(records.iter().any(|record| record.detail["destination"] == "https://sms.example.com:443"));
        t.unproved(&administrator).await.put(GATEWAY, &by_json(t)).await.is_problem("proof_required");
        t.developer().await.get(GATEWAY).await.is_problem("forbidden");
    }

    async fn a_secret_that_was_moved_in_the_store_is_sent_nowhere(t) {
        t.lift_rates().await;
        let administrator = t.administrator().await;
        let elsewhere = but(&by_json(t), json!({ "url": "https://sms.example.com/send" }));
        administrator.put(GATEWAY, &elsewhere).await.is(200);
        let mut tx = t.store.begin(t.home).await.unwrap();
        let mut gateway = tx.sms_gateway().await.unwrap().unwrap();
        gateway.url = t.telephone.url("/send");
        tx.put_sms_gateway(Some(&gateway)).await.unwrap();
        t.commit(tx).await;

        try_out(&administrator, &a_number()).await.is(202);

        let failed = newest(&administrator, |mail| mail["state"] == "failed").await;
        assert!(failed["last_error"].as_str().unwrap().contains("sealed for another"), "{failed}");
        assert_eq!(t.telephone.unread(), 0);
    }

    async fn a_gateway_whose_templates_make_no_request_is_refused_place_by_place(t) {
        let administrator = t.administrator().await;
        let good = by_json(t);
        let form = json!([{ "name": "Content-Type", "value": "application/x-www-form-urlencoded" }]);
        let cases = [
            ("body", json!({ "body": r#"{"to": {{to}}, "text": "{{text}}"}"# })),
            ("body", json!({ "body": r#"{"to": "{{to}}"}"# })),
            ("body", json!({ "body": "to={{to}}&text={{text}}" })),
            ("body", json!({ "headers": form, "body": "to={{to}}&text=Hello {{text}}" })),
            ("body", json!({ "method": "GET", "url": t.telephone.url("/?to={{to}}&text={{text}}") })),
            ("url", json!({ "url": t.telephone.url("/{{to}}") })),
            ("url", json!({ "url": "https://{{to}}.example.com/" })),
            ("url", json!({ "url": "https://me:secret@sms.example.com/" })),
            // Nobody named these as a destination that may be spoken to in the clear.
            ("url", json!({ "url": "http://sms.example.com/send" })),
            ("url", json!({ "url": "http://127.0.0.1:9/send" })),
            ("url", json!({ "url": format!("http://localhost:{}/send", t.telephone.address.port()) })),
            ("headers.0.value", json!({ "headers": [{ "name": "X-To", "value": "{{to}}" }] })),
            ("headers.0.value", json!({ "headers": [{ "name": "Content-Type", "value": "text/xml" }] })),
            ("headers.0.name", json!({ "headers": [{ "name": "Authorization", "value": "Bearer x" }] })),
            ("secret", json!({ "secret": "two words" })),
            ("secret", json!({ "secret": "" })),
        ];

        for (place, parts) in cases {
            let refused = administrator.put(GATEWAY, &but(&good, parts.clone())).await.is_problem("invalid_request");
            assert_eq!(places(&refused), [place], "{parts}");
            assert!(!refused.text().contains(SECRET));
        }
        assert_eq!(administrator.get(GATEWAY).await.json()["gateway"], json!(null));
    }

    async fn a_message_is_written_for_the_place_where_it_stands(t) {
        let administrator = t.administrator().await;
        let text = "SMS from Sallyport at Home arrive.";
        let form = json!([{ "name": "Content-Type", "value": "application/x-www-form-urlencoded" }]);
        let by_form = but(&by_json(t), json!({ "headers": form, "body": "From=Us&To={{to}}&Body={{text}}" }));
        let by_get = but(&by_json(t), json!({ "method": "GET", "body": "", "url": t.telephone.url("/send?to={{to}}&text={{text}}") }));

        let (one, other) = (a_number(), a_number());
        administrator.put(GATEWAY, &by_form).await.is(200);
        try_out(&administrator, &one).await.is(202);
        let posted = t.telephone.next().await;
        administrator.put(GATEWAY, &by_get).await.is(200);
        try_out(&administrator, &other).await.is(202);
        let got = t.telephone.next().await;

        let pairs = |text: &str| -> Vec<(String, String)> {
            url::form_urlencoded::parse(text.as_bytes()).into_owned().collect()
        };
        let pair = |name: &str, value: &str| (name.to_owned(), value.replace(' ', ""));
        let said = |name: &str| (name.to_owned(), text.to_owned());
        assert_eq!(posted.header("content-type"), Some("application/x-www-form-urlencoded"));
        assert_eq!(pairs(&posted.body), [pair("From", "Us"), pair("To", &one), said("Body")]);
        assert!(got.head.starts_with("GET ") && got.body.is_empty());
        let (path, query) = got.path().split_once('?').unwrap();
        assert_eq!((path, pairs(query)), ("/send", vec![pair("to", &other), said("text")]));
        assert_eq!(got.header("authorization"), Some(format!("Bearer {SECRET}").as_str()));
    }

    async fn a_gateway_inside_is_reached_only_where_the_operator_has_allowed_it(t) {
        t.lift_rates().await;
        for host in ["127.0.0.1:9", "localhost:9", "10.0.0.1", "169.254.169.254", "[::1]", "2130706433"] {
            t.clock.advance(Duration::from_secs(1));
            let administrator = t.administrator().await;
            let inside = but(&by_json(t), json!({ "url": format!("https://{host}/send") }));
            administrator.put(GATEWAY, &inside).await.is(200);
            try_out(&administrator, &a_number()).await.is(202);

            let failed = newest(&administrator, |mail| mail["state"] == "failed").await;
            assert!(failed["last_error"].as_str().unwrap().contains("not allowed"), "{host}: {failed}");
            let id = failed["id"].as_str().unwrap();
            administrator.send(http::Method::POST, &format!("{MAIL}/{id}/retry"), None).await.is(204);
            let is_tried = |mail: &Value| mail["state"] == "failed" && mail["attempts"] == 2;
            newest(&administrator, is_tried).await;
        }
    }

    async fn a_gateway_that_is_down_loses_nothing(t) {
        set_up(t).await;
        let (administrator, person) = (t.administrator().await, t.stranger().await);
        t.telephone.answer_next("503 Service Unavailable");
        let begun = begin(&person, NUMBER).await.is(200).json();
        let put_off = newest(&administrator, |mail| mail["last_error"].is_string()).await;
        assert_eq!(put_off["last_error"], "the gateway answered 503");
        assert_eq!((&put_off["state"], &put_off["attempts"]), (&json!("waiting"), &json!(1)));
        // Where an answer points at, nobody goes.
        t.telephone.answer_next("302 Found\r\nlocation: /elsewhere");
        t.clock.advance(Duration::from_secs(60));
        let put_off = newest(&administrator, |mail| mail["attempts"] == 2 && mail["last_error"] != "the gateway answered 503").await;
        assert_eq!(put_off["last_error"], "the gateway answered 302");
        assert_eq!(t.telephone.unread(), 0);

        t.clock.advance(Duration::from_secs(300));

        let came = code(t).await;
        assert_eq!(newest(&administrator, |mail| mail["state"] == "sent").await["attempts"], 3);
        let body = json!({ "ticket": begun["ticket"], "code": came, "name": "Mine" });
        person.post(&format!("{FACTORS}/confirm"), &body).await.is(201);
    }

    async fn a_code_that_nobody_can_use_any_more_is_not_sent(t) {
        set_up(t).await;
        let (administrator, person) = (t.administrator().await, t.stranger().await);
        t.telephone.answer_next("500 Internal Server Error");
        begin(&person, NUMBER).await.is(200);
        let said = |status: &'static str| move |mail: &Value| {
            mail["last_error"].as_str().is_some_and(|error| error.ends_with(status))
        };
        newest(&administrator, said("500")).await;
        t.telephone.answer_next("502 Bad Gateway");
        t.clock.advance(Duration::from_secs(60));
        newest(&administrator, said("502")).await;
        t.telephone.answer_next("504 Gateway Timeout");
        t.clock.advance(Duration::from_secs(300));

        let given_up = newest(&administrator, said("504")).await;

        assert_eq!((&given_up["state"], &given_up["attempts"]), (&json!("failed"), &json!(3)));
        assert_eq!(given_up["next_at"], json!(null));
        // One that has waited for too long, for whatever reason, is not tried at all.
        t.telephone.answer_next("500 Internal Server Error");
        begin(&person, NUMBER).await.is(200);
        newest(&administrator, said("500")).await;
        t.clock.advance(Duration::from_secs(660));
        let given_up = newest(&administrator, said("any more")).await;
        assert_eq!(given_up["state"], "failed");
        assert_eq!(t.telephone.unread(), 0);
    }

    async fn the_queue_shows_a_message_with_half_of_its_number_and_none_of_its_text(t) {
        set_up(t).await;
        let (administrator, person) = (t.administrator().await, t.stranger().await);
        let person = enrolled(t, &person, NUMBER).await;
        let ticket = t.half_signed_in(&person).await["ticket"].clone();
        t.telephone.answer_next("503 Service Unavailable");
        send(t, &ticket).await.is(204);
        let is_put_off = |mail: &Value| mail["channel"] == "sms" && mail["last_error"].is_string();
        let items = queue(&administrator, |items| items.iter().any(is_put_off)).await;
        let shown = items.iter().find(|mail| is_put_off(mail)).unwrap();

        assert_eq!((&shown["to"], &shown["kind"]), (&json!("+49 ••• 6789"), &json!("code")));
        let mut read = t.store.read(t.home).await.unwrap();
        let kept = read.mail(shown["id"].as_str().unwrap().parse().unwrap()).await.unwrap().unwrap();
        assert_eq!((kept.channel, kept.state), (Channel::Sms, MailState::Waiting));
        let body = kept.body.unwrap();
        assert!(!body.windows(5).any(|part| part == b"23456" || part == b"Sally"));
        drop(read);
        t.clock.advance(Duration::from_secs(60));
        let came = code(t).await;
        // Neither the number, nor the code, nor the secret is in a record, a list or a factor's row.
        let records = serde_json::to_string(&t.audit().everything().await).unwrap();
        let queue = administrator.get(MAIL).await.text();
        let own = person.get(FACTORS).await.text();
        let theirs = format!("/api/v1/people/{}/factors", person.person.unwrap());
        let theirs = administrator.get(&theirs).await.is(200).text();
        let mut read = t.store.read(t.home).await.unwrap();
        let factors = read.factors_of(person.person.unwrap()).await.unwrap();
        let gateway = format!("{:?}", read.sms_gateway().await.unwrap());
        let sealed = factors[0].sealed.clone().unwrap();
        assert!(!sealed.windows(5).any(|part| part == b"23456"));
        for text in [records, queue, own, theirs, gateway, format!("{:?}", factors[0].public)] {
            for secret in ["23456789", came.as_str(), SECRET] {
                assert!(!text.contains(secret), "{secret} in {text}");
            }
        }
    }

    async fn an_administrators_reset_takes_a_telephone_away(t) {
        set_up(t).await;
        let (administrator, person) = (t.administrator().await, t.stranger().await);
        let person = enrolled(t, &person, NUMBER).await;

        administrator.delete(&format!("/api/v1/people/{}/factors", person.person.unwrap())).await.is(204);

        t.by_password(&person).await.is(200).cookie();
        let records = t.audit().of(Outcome::Allowed, "person.reset_factors", person.person.unwrap()).await;
        assert_eq!(records[0].detail["removed"], json!(["sms"]));
    }

    async fn messages_are_sent_to_nobody_by_the_heap(t) {
        set_up(t).await;
        let person = t.stranger().await;
        for _ in 0..5 {
            begin(&person, &a_number()).await.is(200);
        }
        let waits = begin(&person, &a_number()).await.is_problem("rate_limited");
        assert!(waits.headers.contains_key("retry-after"));

        // One number, whoever asks.
        let number = a_number();
        for _ in 0..5 {
            begin(&t.stranger().await, &number).await.is(200);
        }
        let other = t.stranger().await;
        begin(&other, &number).await.is_problem("rate_limited");
        begin(&other, &a_number()).await.is(200);
    }

    async fn a_gateway_stays_while_codes_go_through_it(t) {
        set_up(t).await;
        let administrator = t.administrator().await;
        administrator.delete(GATEWAY).await.is_problem("in_use");
        t.asks(|policy| policy.second_factor.sms_codes = false).await;

        administrator.delete(GATEWAY).await.is(204);

        assert_eq!(administrator.get(GATEWAY).await.json(), json!({ "gateway": null }));
        try_out(&administrator, NUMBER).await.is_problem("no_sms_gateway");
        let refused = try_out(&administrator, "nobody").await.is_problem("invalid_request");
        assert_eq!(places(&refused), ["phone"]);
        administrator.put(GATEWAY, &without_secret(&by_json(t))).await.is(200);
        assert_eq!(administrator.get(GATEWAY).await.json()["gateway"]["has_secret"], false);
        let records = t.audit().of(Outcome::Allowed, "sms_gateway.remove", t.home).await;
        assert_eq!(records[0].detail["destination"], json!(format!("http://{}", t.telephone.address)));
    }
}
