//! Whether there is an account can't be told by the time that an answer takes.
//!
//! Known and unknown addresses are tried a thousand times each, in pairs whose order is drawn, so that whatever else
//! the machine does, sending letters among it, falls on both alike. Two tests then ask whether the two heaps of times could be one: whether one
//! tends to be slower (the rank sums of Mann and Whitney), and whether they differ in shape anywhere (the largest
//! distance of the distributions, Kolmogorov and Smirnov).

#![allow(clippy::cast_precision_loss, reason = "counts of a thousand")]

use crate::support::{Node, PASSWORD, Settings, TestServer};
use rand::{RngExt as _, SeedableRng as _};
use sallyport_identity::password::Cost;
use sallyport_kernel::Clock;
use sallyport_limits::Limits;
use sallyport_model::account::{Registration, SignInPolicy};
use sallyport_policy::SystemPermit;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::{Duration, Instant};

const TRIES: usize = 1_000;

/// What the same heap twice stays under once in a hundred thousand runs: in standard deviations.
const SHIFT: f64 = 4.5;
/// The same for the distance, of two heaps of a thousand: sqrt(-ln(0.5e-5 / 2) / 2) * sqrt(2 / 1000).
const DISTANCE: f64 = 0.12;

/// An operation, and what is sent to it for an address.
struct Way {
    path: &'static str,
    body: fn(&str) -> Value,
}

/// Every way to name an address before one has signed in. (An invitation is named by its secret alone: [`INVITATION`].)
const WAYS: &[Way] = &[
    Way {
        path: "/api/v1/session",
        body: |email| json!({ "email": email, "password": "not the password of anyone" }),
    },
    Way {
        path: "/api/v1/password-reset",
        body: |email| json!({ "email": email }),
    },
    Way {
        path: "/api/v1/registration",
        body: |email| json!({ "email": email, "name": "Somebody" }),
    },
];

/// An invitation is named by its secret: one that was taken back, or that there never was.
const INVITATION: Way = Way {
    path: "/api/v1/invitations/accept",
    body: |token| json!({ "token": token, "name": "Somebody", "password": "tractor velvet humming nine" }),
};

async fn time(node: &Node, way: &Way, email: &str, from: &str) -> f64 {
    let body = (way.body)(email);
    let began = Instant::now();
    let reply = node.post_from(from, way.path, &body).await;
    let took = began.elapsed().as_secs_f64();
    assert!(
        reply.status != 429 && reply.status != 503,
        "{}",
        reply.text()
    );
    took
}

/// By how many standard deviations the ranks of `a` are off from what they would be if the heaps were one.
fn shift(a: &[f64], b: &[f64]) -> f64 {
    let mut all: Vec<(f64, bool)> = a
        .iter()
        .map(|took| (*took, true))
        .chain(b.iter().map(|took| (*took, false)))
        .collect();
    all.sort_by(|one, other| one.0.total_cmp(&other.0));
    let ranks: f64 = all
        .iter()
        .zip(1..)
        .filter(|((_, first), _)| *first)
        .map(|(_, rank)| f64::from(rank))
        .sum();
    let (first, second) = (a.len() as f64, b.len() as f64);
    let sum = ranks - first * (first + 1.0) / 2.0;
    let (expected, both) = (first * second / 2.0, first + second);
    (sum - expected) / (first * second * (both + 1.0) / 12.0).sqrt()
}

/// The largest distance between the two distributions.
fn distance(a: &[f64], b: &[f64]) -> f64 {
    let below = |heap: &[f64], at: f64| {
        heap.iter().filter(|t| **t <= at).count() as f64 / heap.len() as f64
    };
    let places = a.iter().chain(b);
    places
        .map(|at| (below(a, *at) - below(b, *at)).abs())
        .fold(0.0, f64::max)
}

async fn open_registration(t: &TestServer) {
    let mut policy = SignInPolicy::default();
    policy.registration.open_to = Registration::Open;
    let mut change = t.store.begin(t.home).await.unwrap();
    change.put_sign_in_policy(&policy).await.unwrap();
    let permit = SystemPermit::because("tests set what they are about");
    let receipt = permit.receipt(t.home, t.now(), "test.policy", None);
    change.commit(receipt).await.unwrap();
}

/// A node on which a hash costs a small part of what it costs in use, and still far more than everything else.
async fn node(t: &TestServer) -> Node {
    t.node(Settings {
        limits: Limits::local(Arc::clone(&t.clock) as Arc<dyn Clock>),
        proxies: vec!["127.0.0.1"],
        cost: Cost {
            memory_kib: 256,
            passes: 1,
        },
        mail: Some(t.smtp()),
    })
    .await
}

/// Tries a way a thousand times with what is known and with what is not, and looks whether the times tell them apart.
async fn compare(
    t: &TestServer,
    node: &Node,
    way: &Way,
    known: &str,
    unknown: fn(usize) -> String,
) {
    let mut dice = rand::rngs::StdRng::seed_from_u64(7);
    let (mut of_known, mut of_unknown) = (Vec::new(), Vec::new());
    for n in 0..TRIES {
        let nobody = unknown(n);
        let from = format!("2001:db8:{n:x}::1");
        let first_known: bool = dice.random();
        for is_known in [first_known, !first_known] {
            // A day later nobody has to wait any more.
            t.clock.advance(Duration::from_hours(24));
            let (heap, named) = if is_known {
                (&mut of_known, known)
            } else {
                (&mut of_unknown, nobody.as_str())
            };
            heap.push(time(node, way, named, &from).await);
        }
    }

    let (shift, distance) = (
        shift(&of_known, &of_unknown),
        distance(&of_known, &of_unknown),
    );
    println!("{}: shift {shift:.2}, distance {distance:.3}", way.path);
    assert!(
        shift.abs() < SHIFT && distance < DISTANCE,
        "{}: {shift} {distance}",
        way.path
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn known_and_unknown_addresses_take_the_same_time() {
    let t = TestServer::start().await;
    let node = node(&t).await;
    let email = t.email_of(&t.stranger().await).await;
    // From here on the account's hash costs what one costs on this node.
    let right = json!({ "email": email, "password": PASSWORD });
    node.post_from("2001:db8::1", "/api/v1/session", &right)
        .await
        .is(200);
    open_registration(&t).await;

    for way in WAYS {
        let nobody = |n| format!("nobody.{n:08x}.{n:08x}@example.com");
        compare(&t, &node, way, &email, nobody).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invitation_taken_back_and_one_that_never_was_take_the_same_time() {
    let t = TestServer::start().await;
    let (node, administrator) = (node(&t).await, t.administrator().await);
    let email = "was.invited@example.com";
    let body = json!({ "email": email, "name": "Grace", "roles": [], "groups": [] });
    let invited = administrator
        .post("/api/v1/invitations", &body)
        .await
        .is(201)
        .json();
    let token = t.mailbox.next(email).await.token();
    let id = invited["invitation"]["id"].as_str().unwrap();
    administrator
        .delete(&format!("/api/v1/invitations/{id}"))
        .await
        .is(204);

    let never = |n| format!("{n:043x}");
    assert_eq!(token.len(), never(0).len());
    compare(&t, &node, &INVITATION, &token, never).await;
}

#[test]
fn two_heaps_that_are_not_one_are_told_apart() {
    let heap = |by: f64| (0..1_000).map(|n| f64::from(n) + by).collect::<Vec<_>>();

    assert!(shift(&heap(0.0), &heap(0.0)).abs() < 0.1 && distance(&heap(0.0), &heap(0.0)) < 0.01);
    assert!(
        shift(&heap(150.0), &heap(0.0)) > SHIFT && distance(&heap(150.0), &heap(0.0)) > DISTANCE
    );
}
