use super::*;
use sallyport_testkit::{FakeClock, TestRedis};
use std::net::IpAddr;
use std::time::Duration;

const RATE: Rate = Rate {
    per_minute: 60,
    burst: 3,
};
const GROWTH: Growth = Growth {
    free: 3,
    first: Duration::from_secs(1),
    longest: Duration::from_secs(60),
    memory: Duration::from_hours(1),
};

fn here() -> (Limits, Arc<FakeClock>) {
    let clock = Arc::new(FakeClock::new());
    (Limits::local(Arc::clone(&clock) as Arc<dyn Clock>), clock)
}

fn two_nodes(redis: &TestRedis) -> [Limits; 2] {
    let node = || Limits::redis(redis.url(), Arc::new(FakeClock::new())).unwrap();
    [node(), node()]
}

fn key(name: &str) -> Key {
    let mut id = [0; 16];
    id[..name.len()].copy_from_slice(name.as_bytes());
    Key::new("test", id)
}

async fn one(limits: &Limits, name: &str) -> Verdict {
    limits.check([(key(name), RATE)]).await[0]
}

async fn waits(limits: &Limits, name: &str) -> u32 {
    match limits.strike(&[(key(name), GROWTH)]).await {
        Ok(_) => 0,
        Err(wait) => wait.seconds(),
    }
}

#[tokio::test]
async fn a_burst_goes_through_and_then_one_for_each_interval() {
    let (limits, clock) = here();

    for remaining in [2, 1, 0] {
        let verdict = one(&limits, "a").await;
        assert_eq!((verdict.allowed, verdict.remaining), (true, remaining));
    }
    let verdict = one(&limits, "a").await;
    assert!(!verdict.allowed);
    assert_eq!((verdict.wait.seconds(), verdict.whole.seconds()), (1, 3));

    clock.advance(Duration::from_millis(999));
    assert!(!one(&limits, "a").await.allowed);
    clock.advance(Duration::from_millis(1));
    assert!(one(&limits, "a").await.allowed);
    assert!(!one(&limits, "a").await.allowed);
    clock.advance(Duration::from_secs(60));
    assert_eq!(one(&limits, "a").await.remaining, 2);
}

#[tokio::test]
async fn keys_are_counted_apart_and_those_after_a_refusal_are_not_charged() {
    let (limits, _clock) = here();
    for _ in 0..3 {
        one(&limits, "a").await;
    }

    let [a, b] = limits.check([(key("a"), RATE), (key("b"), RATE)]).await;

    assert!(!a.allowed && b.allowed);
    assert_eq!(b.remaining, 3);
    assert_eq!(one(&limits, "b").await.remaining, 2);
}

#[tokio::test]
async fn a_clock_that_is_set_back_keeps_nobody_waiting() {
    let (limits, clock) = here();
    let before = clock.now();
    clock.advance(Duration::from_hours(24 * 365));
    for _ in 0..3 {
        one(&limits, "a").await;
        waits(&limits, "t").await;
    }

    clock.set(before);

    assert!(one(&limits, "a").await.wait.seconds() <= 1);
    assert!(waits(&limits, "t").await <= 60);
}

#[tokio::test]
async fn waits_double_up_to_the_longest_and_are_forgotten_in_time() {
    let (limits, clock) = here();
    for _ in 0..3 {
        assert_eq!(waits(&limits, "a").await, 0);
    }

    for wait in [1, 2, 4, 8, 16, 32, 60, 60] {
        assert_eq!(waits(&limits, "a").await, wait);
        // Asking meanwhile makes it no longer.
        assert_eq!(waits(&limits, "a").await, wait);
        clock.advance(Duration::from_secs(wait.into()));
        assert_eq!(waits(&limits, "a").await, 0);
    }
    clock.advance(Duration::from_hours(1));
    for _ in 0..3 {
        assert_eq!(waits(&limits, "a").await, 0);
    }
    assert_eq!(waits(&limits, "a").await, 1);
}

#[tokio::test]
async fn a_try_says_how_many_there_are_and_which_make_the_wait_longer() {
    let redis = TestRedis::start();
    let shared = Limits::redis(redis.url(), Arc::new(FakeClock::new())).unwrap();
    for limits in [here().0, shared] {
        limits.strike(&[(key("a"), GROWTH)]).await.unwrap();

        let counts = limits
            .strike(&[(key("b"), GROWTH), (key("a"), GROWTH)])
            .await;

        assert_eq!(counts, Ok(vec![1, 2]));
    }

    let longer: Vec<_> = (0..12)
        .map(|count| GROWTH.longer_wait(count).map_or(0, Wait::seconds))
        .collect();
    assert_eq!(longer, [0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 0, 0]);
}

#[tokio::test]
async fn a_try_that_was_right_is_taken_back() {
    let (limits, _clock) = here();
    for _ in 0..20 {
        assert_eq!(waits(&limits, "a").await, 0);
        limits.forgive(key("a"), GROWTH).await;
    }
    for _ in 0..3 {
        assert_eq!(waits(&limits, "a").await, 0);
    }
    assert_eq!(waits(&limits, "a").await, 1);

    limits.forget(key("a")).await;

    assert_eq!(waits(&limits, "a").await, 0);
}

#[tokio::test]
async fn a_try_that_one_key_refuses_counts_with_no_other() {
    let (limits, _clock) = here();
    for _ in 0..3 {
        waits(&limits, "b").await;
    }

    for _ in 0..20 {
        let tried = [(key("a"), GROWTH), (key("b"), GROWTH)];
        assert!(limits.strike(&tried).await.is_err());
    }

    assert_eq!(waits(&limits, "a").await, 0);
}

#[test]
fn an_address_is_one_of_version_4_or_a_network_of_64_bits() {
    let place = |text: &str| place(text.parse::<IpAddr>().unwrap());

    assert_eq!(place("192.0.2.7"), place("::ffff:192.0.2.7"));
    assert_ne!(place("192.0.2.7"), place("192.0.2.8"));
    assert_eq!(place("2001:db8:1:2::1"), place("2001:db8:1:2:ffff:1:2:3"));
    assert_ne!(place("2001:db8:1:2::1"), place("2001:db8:1:3::1"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_nodes_count_as_one_through_redis() {
    let redis = TestRedis::start();
    let [first, second] = two_nodes(&redis);

    assert_eq!(one(&first, "a").await.remaining, 2);
    assert_eq!(one(&second, "a").await.remaining, 1);
    assert_eq!(one(&first, "a").await.remaining, 0);
    let verdict = one(&second, "a").await;
    assert!(!verdict.allowed);
    assert_eq!(verdict.wait.seconds(), 1);

    for node in [&first, &second, &first] {
        assert_eq!(waits(node, "t").await, 0);
    }
    assert_eq!(waits(&second, "t").await, 1);
    first.forgive(key("t"), GROWTH).await;
    assert_eq!(waits(&second, "t").await, 0);
    second.forget(key("t")).await;
    for _ in 0..3 {
        assert_eq!(waits(&first, "t").await, 0);
    }
    assert_eq!(waits(&first, "t").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_fifty_at_once_on_two_nodes_no_more_than_the_burst_go_through() {
    let redis = TestRedis::start();
    let nodes = two_nodes(&redis);
    let slow = Rate {
        per_minute: 1,
        burst: 7,
    };

    let tries = (0..50).map(|n: usize| nodes[n % 2].check([(key("a"), slow)]));
    let verdicts = futures::future::join_all(tries).await;

    let through = verdicts.iter().filter(|verdict| verdict[0].allowed);
    assert_eq!(through.count(), 7);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_redis_is_away_each_node_counts_for_itself() {
    let redis = TestRedis::start();
    let [first, second] = two_nodes(&redis);
    one(&first, "a").await;
    drop(redis);

    for node in [&first, &second] {
        for remaining in [2, 1, 0] {
            assert_eq!(one(node, "a").await.remaining, remaining);
        }
        assert!(!one(node, "a").await.allowed);
        for _ in 0..3 {
            assert_eq!(waits(node, "t").await, 0);
        }
        assert_eq!(waits(node, "t").await, 1);
    }
}

#[test]
fn what_is_not_the_address_of_a_redis_is_refused_without_its_password() {
    let refused = Limits::redis("http://me:hunter2@localhost", Arc::new(FakeClock::new()));

    let text = refused.err().unwrap().to_string();
    assert!(
        text.contains("`localhost`") && !text.contains("hunter2"),
        "{text}"
    );
}
