//! How much may be asked of the API: by whom, what the answers say of it, and on two nodes.

use crate::support::{TestServer, both};
use http::Method;
use sallyport_model::account::{Rate, RatePolicy, SignInPolicy};
use sallyport_policy::SystemPermit;
use sallyport_testkit::TestRedis;
use std::time::Duration;

const SESSION: &str = "/api/v1/session";

async fn set(t: &TestServer, person: Rate, address: Rate) {
    let rates = RatePolicy {
        person,
        address,
        ..RatePolicy::default()
    };
    set_all(t, rates).await;
}

async fn set_all(t: &TestServer, rates: RatePolicy) {
    let policy = SignInPolicy {
        rates,
        ..SignInPolicy::default()
    };
    let mut change = t.store.begin(t.home).await.unwrap();
    change.put_sign_in_policy(&policy).await.unwrap();
    let permit = SystemPermit::because("tests set what they are about");
    let receipt = permit.receipt(t.home, t.now(), "test.policy", None);
    change.commit(receipt).await.unwrap();
}

fn rate(per_minute: u32, burst: u32) -> Rate {
    Rate { per_minute, burst }
}

both! {
    async fn a_person_has_a_burst_and_then_what_comes_back(t) {
        set(t, rate(60, 3), rate(6_000, 1_000)).await;
        let person = t.stranger().await;
        let elsewhere = t.again(&person).await;

        for left in [2, 1, 0] {
            let reply = person.get(SESSION).await.is(200);
            let header = reply.headers["ratelimit"].to_str().unwrap().to_owned();
            assert!(header.starts_with(&format!("\"person\";r={left};t=")), "{header}");
            let policy = reply.headers["ratelimit-policy"].to_str().unwrap();
            assert_eq!(policy, "\"person\";q=60;w=60, \"address\";q=6000;w=60");
        }

        let refused = elsewhere.get(SESSION).await.is_problem("rate_limited");
        assert_eq!(refused.status, 429);
        assert_eq!(refused.headers["retry-after"], "1");
        assert!(refused.headers["ratelimit"].to_str().unwrap().starts_with("\"person\";r=0;t=3"));
        t.stranger().await.get(SESSION).await.is(200);
        t.clock.advance(Duration::from_secs(1));
        person.get(SESSION).await.is(200);
        person.get(SESSION).await.is_problem("rate_limited");
    }

    async fn a_key_has_a_burst_beside_its_owners(t) {
        let person = t.stranger().await;
        let (key, other) = (t.key_of(&person, &["read"]).await, t.key_of(&person, &["read"]).await);
        let rates = RatePolicy { person: rate(60, 2), key: rate(60, 4), address: rate(6_000, 1_000) };
        set_all(t, rates).await;
        // What making the keys took is given back by then.
        t.clock.advance(Duration::from_secs(1));

        for left in [3, 2, 1, 0] {
            let reply = key.get(SESSION).await.is(200);
            let header = reply.headers["ratelimit"].to_str().unwrap().to_owned();
            assert!(header.starts_with(&format!("\"key\";r={left};t=")), "{header}");
        }
        key.get(SESSION).await.is_problem("rate_limited");

        other.get(SESSION).await.is(200);
        for _ in 0..2 {
            person.get(SESSION).await.is(200);
        }
        person.get(SESSION).await.is_problem("rate_limited");
        t.clock.advance(Duration::from_secs(1));
        key.get(SESSION).await.is(200);
        key.get(SESSION).await.is_problem("rate_limited");
    }

    async fn an_address_has_a_burst_whoever_comes_from_it(t) {
        set(t, rate(6_000, 1_000), rate(60, 4)).await;
        let node = t.behind_a_proxy().await;
        let ask = async |from: &str| node.send(Method::GET, SESSION, &[("x-forwarded-for", from)], None).await;

        for _ in 0..4 {
            ask("203.0.113.1").await.is_problem("unauthenticated");
        }
        ask("203.0.113.1").await.is_problem("rate_limited");
        ask("203.0.113.2").await.is_problem("unauthenticated");

        for n in 0..4 {
            ask(&format!("2001:db8:1:2:{n}::1")).await.is_problem("unauthenticated");
        }
        ask("2001:db8:1:2:ffff::1").await.is_problem("rate_limited");
    }

    async fn another_limit_holds_from_the_next_request_on(t) {
        let person = t.stranger().await;
        set(t, rate(60, 3), rate(6_000, 1_000)).await;
        for _ in 0..3 {
            person.get(SESSION).await.is(200);
        }
        person.get(SESSION).await.is_problem("rate_limited");

        set(t, rate(6_000, 1_000), rate(6_000, 1_000)).await;

        person.get(SESSION).await.is(200);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_nodes_share_what_a_person_and_an_address_may_ask() {
    let (t, redis) = (TestServer::start().await, TestRedis::start());
    set(&t, rate(1, 5), rate(1, 8)).await;
    let nodes = [t.node_on(&redis).await, t.node_on(&redis).await];
    let person = t.stranger().await;
    let cookie = person.cookie.clone().unwrap();
    let ask = async |n: usize, from: &str, cookie: &str| {
        let headers = [("cookie", cookie), ("x-forwarded-for", from)];
        nodes[n % 2]
            .send(Method::GET, SESSION, &headers, None)
            .await
    };

    for n in 0..5 {
        let reply = ask(n, &format!("198.51.100.{n}"), &cookie).await.is(200);
        let left = reply.headers["ratelimit"].to_str().unwrap().to_owned();
        assert!(
            left.starts_with(&format!("\"person\";r={};", 4 - n)),
            "{left}"
        );
    }
    for n in 0..2 {
        ask(n, "198.51.100.9", &cookie)
            .await
            .is_problem("rate_limited");
    }

    for n in 0..8 {
        ask(n, "203.0.113.1", "none=")
            .await
            .is_problem("unauthenticated");
    }
    for n in 0..2 {
        ask(n, "203.0.113.1", "none=")
            .await
            .is_problem("rate_limited");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_redis_is_away_the_api_answers_and_each_node_counts_for_itself() {
    let (t, redis) = (TestServer::start().await, TestRedis::start());
    set(&t, rate(1, 3), rate(1, 100)).await;
    let nodes = [t.node_on(&redis).await, t.node_on(&redis).await];
    let person = t.stranger().await;
    let headers = [("cookie", person.cookie.as_deref().unwrap())];
    drop(redis);

    for node in &nodes {
        for _ in 0..3 {
            node.send(Method::GET, SESSION, &headers, None)
                .await
                .is(200);
        }
        node.send(Method::GET, SESSION, &headers, None)
            .await
            .is_problem("rate_limited");
    }
}
