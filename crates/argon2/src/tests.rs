use super::*;
use argon2::password_hash::phc::PasswordHash;
use argon2::{PasswordHasher as _, PasswordVerifier as _};

fn other(cost: Cost, lanes: u32) -> argon2::Argon2<'static> {
    let params = argon2::Params::new(cost.memory_kib, cost.passes, lanes, None).unwrap();
    argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params)
}

fn cost(memory_kib: u32, passes: u32) -> Cost {
    Cost { memory_kib, passes }
}

const TEXTS: [&str; 4] = ["", "a", "correct horse battery staple", "密码 пароль 🔑"];

/// The other implementation is the `argon2` crate's: two that were written apart and agree are both right.
#[test]
fn hashes_are_those_of_another_implementation() {
    let costs = [
        cost(8, 1),
        cost(64, 1),
        cost(97, 3),
        cost(1024, 2),
        cost(4099, 4),
        cost(19 * 1024, 2),
        Cost::REAL,
    ];
    for (cost, text) in costs.into_iter().zip(TEXTS.into_iter().cycle()) {
        let mut hasher = Hasher::new(cost);
        let other = other(cost, 1);

        let ours = hasher.hash(text.as_bytes(), &[7; 16]).unwrap();
        let theirs = other
            .hash_password_with_salt(text.as_bytes(), &[9; 16])
            .unwrap()
            .to_string();

        let Cost { memory_kib, passes } = cost;
        let head = format!("$argon2id$v=19$m={memory_kib},t={passes},p=1$");
        assert!(ours.starts_with(&head) && theirs.starts_with(&head));
        let parsed = PasswordHash::new(&ours).unwrap();
        assert!(other.verify_password(text.as_bytes(), &parsed).is_ok());
        assert_eq!(hasher.verify(text.as_bytes(), &theirs), Ok(true));
        assert_eq!(hasher.verify(b"another", &theirs), Ok(false));
    }
}

/// Memory that is kept holds what the last hash left there, which must make no difference to the next.
#[test]
fn one_hasher_makes_hashes_of_different_costs_one_after_another() {
    let mut hasher = Hasher::new(cost(256, 2));
    let costs = [(cost(1024, 1), 1), (cost(64, 3), 2), (cost(2048, 2), 4)];
    let rounds = costs.into_iter().cycle().zip(TEXTS.into_iter().cycle());
    for (round, ((cost, lanes), text)) in rounds.take(12).enumerate() {
        let text = text.as_bytes();
        let made = other(cost, lanes)
            .hash_password_with_salt(text, &[3; 16])
            .unwrap()
            .to_string();
        assert_eq!(hasher.verify(text, &made), Ok(true));
        let ours = hasher.hash(text, &[5; 16]).unwrap();
        assert_eq!(
            Cost::of(&ours),
            Some(super::Cost {
                memory_kib: 256,
                passes: 2
            })
        );
        assert_eq!(hasher.verify(text, &ours), Ok(true));
        if round % 5 == 0 {
            hasher.clear();
        }
    }
}

#[test]
fn what_is_no_hash_of_argon2id_is_refused_and_nothing_is_lost() {
    let mut hasher = Hasher::new(cost(64, 1));
    let good = hasher.hash(b"a password", &[1; 16]).unwrap();
    for bad in [
        String::new(),
        "no hash".to_owned(),
        good.replace("argon2id", "argon2i"),
        good.replace("v=19", "v=16"),
        good.replace("m=64", "m=0"),
        good.replace("t=1", "t=0"),
        good.replace("p=1", "p=0"),
        good.chars().take(40).collect(),
    ] {
        assert_eq!(hasher.verify(b"a password", &bad), Err(Error::Malformed));
        assert_eq!(Cost::of(&bad), None);
    }
    assert_eq!(hasher.hash(b"x", &[1; 4]), Err(Error::Malformed));
    assert_eq!(hasher.verify(b"a password", &good), Ok(true));
}

/// Seen from the outside: between two pieces the thread has let go of the processor by itself.
#[test]
fn a_hash_rests_between_its_pieces() {
    let mut hasher = Hasher::new(Cost::REAL);
    let before = switches();

    hasher.hash(b"a password", &[1; 16]).unwrap();

    let rests = u64::from(Cost::REAL.passes * 4);
    assert!(switches() - before >= rests);
}

/// How often this thread has let go of the processor of its own will.
fn switches() -> u64 {
    let status = std::fs::read_to_string("/proc/thread-self/status").unwrap();
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"));
    line.unwrap().trim().parse().unwrap()
}
