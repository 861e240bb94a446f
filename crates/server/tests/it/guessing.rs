//! Guessing: what counts as a try, for whom, and who has to wait.

use crate::support::{Node, PASSWORD, Reply, TestServer, both, unique};
use http::Method;
use sallyport_kernel::Secret;
use sallyport_testkit::TestRedis;
use serde_json::json;
use std::time::Duration;

const SESSION: &str = "/api/v1/session";

/// A wrong password for that address, from that place.
async fn wrong(node: &Node, from: &str, email: &str) -> Reply {
    let body = json!({ "email": email, "password": "not the password of anyone" });
    node.post_from(from, SESSION, &body).await
}

async fn right(node: &Node, from: &str, email: &str) -> Reply {
    let body = json!({ "email": email, "password": PASSWORD });
    node.post_from(from, SESSION, &body).await
}

/// How many of so many tries were judged.
fn judged(replies: impl IntoIterator<Item = Reply>) -> usize {
    let mut judged = 0;
    for reply in replies {
        match reply.status.as_u16() {
            401 => judged += 1,
            429 => drop(reply.is_problem("rate_limited")),
            other => panic!("{other}"),
        }
    }
    judged
}

/// Uses up what an account may be tried without waiting, each time from another place.
async fn use_up(node: &Node, email: &str) {
    for n in 0..10 {
        wrong(node, &format!("198.51.100.{n}"), email)
            .await
            .is_problem("sign_in_failed");
    }
}

fn wait(reply: &Reply) -> u64 {
    reply.headers["retry-after"]
        .to_str()
        .unwrap()
        .parse()
        .unwrap()
}

both! {
    async fn after_ten_wrong_passwords_the_waits_for_an_account_grow_wherever_they_come_from(t) {
        let node = t.behind_a_proxy().await;
        let email = t.email_of(&t.stranger().await).await;
        use_up(&node, &email).await;

        for seconds in [1, 2, 4, 8, 16] {
            let refused = wrong(&node, "203.0.113.1", &email).await.is_problem("rate_limited");
            assert_eq!(wait(&refused), seconds);
            let left = refused.headers.get_all("ratelimit").iter().any(|left| {
                left.to_str().unwrap().contains(&format!("\"tries\";r=0;t={seconds}"))
            });
            assert!(left && refused.headers.contains_key("ratelimit-policy"), "{:?}", refused.headers);
            // The right password has to wait as well: otherwise the answer would tell that it is the right one.
            right(&node, "203.0.113.2", &email).await.is_problem("rate_limited");
            t.clock.advance(Duration::from_secs(seconds));
            wrong(&node, "203.0.113.3", &email).await.is_problem("sign_in_failed");
        }
        t.clock.advance(Duration::from_secs(32));
        right(&node, "203.0.113.4", &email).await.is(200);
        wrong(&node, "203.0.113.5", &email).await.is_problem("sign_in_failed");
    }

    async fn an_account_that_is_not_there_makes_wait_just_the_same(t) {
        let node = t.behind_a_proxy().await;
        let known = t.email_of(&t.stranger().await).await;
        let mut answers = Vec::new();

        for email in [known.as_str(), "nobody@example.com"] {
            let mut told = Vec::new();
            for n in 0..14 {
                told.push(wrong(&node, &format!("198.51.100.{n}"), email).await.without_request_id());
            }
            answers.push(told);
        }

        assert_eq!(answers[0], answers[1]);
    }

    async fn all_spellings_of_an_address_are_one_account(t) {
        let node = t.behind_a_proxy().await;
        let email = t.email_of(&t.stranger().await).await;
        let (name, domain) = email.split_once('@').unwrap();
        let (first, rest) = name.split_at(1);
        let spellings = [
            email.to_uppercase(),
            format!(" {email} "),
            format!("{name}@{domain}."),
            format!("{first}.{rest}@{domain}"),
            format!("{name}+again@{domain}"),
            format!("{first}\u{200b}{rest}@{domain}"),
            email.replace('e', "\u{ff45}"),
        ];
        let tried = spellings.iter().cycle().take(10);

        for (n, spelling) in tried.enumerate() {
            wrong(&node, &format!("198.51.100.{n}"), spelling).await.is_problem("sign_in_failed");
        }

        wrong(&node, "203.0.113.1", &email).await.is_problem("rate_limited");
        for spelling in &spellings {
            wrong(&node, "203.0.113.2", spelling).await.is_problem("rate_limited");
        }
    }

    async fn a_place_that_tries_many_accounts_has_to_wait_and_so_has_its_whole_network(t) {
        let node = t.behind_a_proxy().await;
        for n in 0..100 {
            let from = format!("2001:db8:1:2:{n:x}::1");
            wrong(&node, &from, &format!("{}@example.com", unique())).await.is_problem("sign_in_failed");
        }

        let email = t.email_of(&t.stranger().await).await;
        wrong(&node, "2001:db8:1:2:ffff::1", &email).await.is_problem("rate_limited");
        right(&node, "2001:db8:1:2:ffff::2", &email).await.is_problem("rate_limited");
        right(&node, "2001:db8:1:3::1", &email).await.is(200);
    }

    async fn an_account_of_ones_own_does_not_wash_away_tries_at_others(t) {
        let node = t.behind_a_proxy().await;
        let own = t.email_of(&t.stranger().await).await;
        for n in 0..100 {
            wrong(&node, "203.0.113.1", &format!("{}@example.com", unique())).await.is_problem("sign_in_failed");
            if n % 10 == 9 && n < 99 {
                right(&node, "203.0.113.1", &own).await.is(200);
            }
        }

        wrong(&node, "203.0.113.1", "nobody@example.com").await.is_problem("rate_limited");
    }

    async fn a_header_that_no_trusted_proxy_wrote_changes_no_place(t) {
        let email = t.email_of(&t.stranger().await).await;
        for n in 0..100 {
            let body = json!({ "email": format!("{}@example.com", unique()), "password": "wrong" });
            let request = t.anonymous().request(Method::POST, SESSION)
                .header("content-type", "application/json")
                .header("x-forwarded-for", format!("198.51.100.{n}"))
                .header("forwarded", format!("for=198.51.100.{n}"))
                .body(http_body_util::Full::from(body.to_string()));
            t.send(request.unwrap()).await.is_problem("sign_in_failed");
        }

        let body = json!({ "email": email, "password": PASSWORD });
        t.anonymous().post(SESSION, &body).await.is_problem("rate_limited");
        let failed = t.audit().of(sallyport_policy::Outcome::Failed, "session.sign_in", t.home).await;
        assert!(failed.iter().all(|record| record.request.address.as_deref() == Some("127.0.0.1")));
    }

    async fn whoever_signed_in_from_a_place_before_goes_on_there_while_others_have_to_wait(t) {
        let node = t.behind_a_proxy().await;
        let email = t.email_of(&t.stranger().await).await;
        right(&node, "203.0.113.9", &email).await.is(200);
        use_up(&node, &email).await;

        wrong(&node, "198.51.100.77", &email).await.is_problem("rate_limited");
        right(&node, "203.0.113.8", &email).await.is_problem("rate_limited");
        for _ in 0..3 {
            right(&node, "203.0.113.9", &email).await.is(200);
        }
        // The owner's own success lets nobody else try again.
        wrong(&node, "198.51.100.77", &email).await.is_problem("rate_limited");
        // There, too, guessing comes to its end.
        for _ in 0..10 {
            wrong(&node, "203.0.113.9", &email).await.is_problem("sign_in_failed");
        }
        wrong(&node, "203.0.113.9", &email).await.is_problem("rate_limited");
    }

    async fn of_fifty_tries_at_once_no_more_are_judged_than_one_after_another(t) {
        let node = t.behind_a_proxy().await;
        let email = t.email_of(&t.stranger().await).await;

        let tries: Vec<_> = (0..50).map(|n| {
            let (node, email) = (&node, &email);
            async move { wrong(node, &format!("198.51.100.{n}"), email).await }
        }).collect();

        assert_eq!(judged(futures::future::join_all(tries).await), 10);
    }

    async fn the_same_password_is_one_account_whichever_way_it_is_tried(t) {
        let node = t.behind_a_proxy().await;
        let person = t.stranger().await;
        let email = t.email_of(&person).await;
        let cookie = person.cookie.clone().unwrap();
        let ways = [
            ("/api/v1/session/proof", json!({ "password": "wrong" })),
            ("/api/v1/account/password", json!({ "current": "wrong", "password": "tractor velvet humming nine" })),
        ];
        for n in 0..10 {
            let (path, body) = &ways[n % 2];
            let from = format!("198.51.100.{n}");
            let headers = [("cookie", cookie.as_str()), ("x-forwarded-for", from.as_str())];
            node.send(Method::POST, path, &headers, Some(body)).await.is_problem("proof_failed");
        }

        for (path, body) in &ways {
            let headers = [("cookie", cookie.as_str()), ("x-forwarded-for", "203.0.113.1")];
            node.send(Method::POST, path, &headers, Some(body)).await.is_problem("rate_limited");
        }
        right(&node, "203.0.113.1", &email).await.is_problem("rate_limited");
    }

    async fn links_that_were_never_made_are_tried_a_hundred_times_from_a_place(t) {
        let node = t.behind_a_proxy().await;
        let body = json!({ "token": "never made", "name": "First", "email": "first@example.com", "password": PASSWORD });
        for _ in 0..100 {
            node.post_from("203.0.113.1", "/api/v1/setup", &body).await.is_problem("link_spent");
        }

        node.post_from("203.0.113.1", "/api/v1/setup", &body).await.is_problem("rate_limited");
        let token = sallyport_identity::set_up::issue(&t.service.identity, t.now()).await.unwrap();
        let token: &Secret<String> = &token;
        let body = json!({ "token": token.expose(), "name": "First", "email": "first@example.com", "password": PASSWORD });
        node.post_from("203.0.113.2", "/api/v1/setup", &body).await.is(200);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_nodes_count_tries_together_through_redis() {
    let (t, redis) = (TestServer::start().await, TestRedis::start());
    let nodes = [t.node_on(&redis).await, t.node_on(&redis).await];
    let email = t.email_of(&t.stranger().await).await;

    let tries: Vec<_> = (0..50)
        .map(|n: usize| {
            let (node, email) = (&nodes[n % 2], &email);
            async move { wrong(node, &format!("198.51.100.{n}"), email).await }
        })
        .collect();
    // Redis has a clock of its own: a try more may come after the first waits.
    let judged = judged(futures::future::join_all(tries).await);

    assert!((10..=12).contains(&judged), "{judged}");
    for node in &nodes {
        let known = right(node, "203.0.113.9", &email).await.status;
        assert_eq!(known, 429);
    }
}
