use super::*;

const CHEAP: Cost = Cost {
    memory_kib: 64,
    passes: 1,
};

/// Bytes that count up: enough where only difference matters.
struct Counting(std::sync::atomic::AtomicU8);

impl Random for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        for byte in bytes {
            *byte = self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        }
    }
}

fn secret(text: &str) -> Secret<String> {
    Secret::new(text.to_owned())
}

#[tokio::test]
async fn a_password_is_checked_in_its_normal_form() {
    let random = Counting(0.into());
    let passwords = Passwords::new(CHEAP, 1, &random);
    let hash = passwords
        .hash(&secret("café au lait, please"), &random)
        .await
        .unwrap();

    let decomposed = secret("cafe\u{301} au lait, please");
    assert!(passwords.verify(&decomposed, Some(&hash)).await.unwrap());
    let other = secret("cafe au lait, please");
    assert!(!passwords.verify(&other, Some(&hash)).await.unwrap());
}

#[tokio::test]
async fn a_hash_is_made_anew_only_if_it_cost_less() {
    let random = Counting(0.into());
    let cheap = Passwords::new(CHEAP, 1, &random);
    let dear = Cost {
        memory_kib: 128,
        passes: 2,
    };
    let dear = Passwords::new(dear, 1, &random);
    let password = secret("a password of anyone");
    let before = cheap.hash(&password, &random).await.unwrap();

    let after = dear.rehash(&password, &before, &random).await.unwrap();

    assert!(dear.verify(&password, Some(&after)).await.unwrap());
    assert_eq!(dear.rehash(&password, &after, &random).await, None);
    assert_eq!(cheap.rehash(&password, &after, &random).await, None);
}

#[tokio::test]
async fn beyond_the_line_nobody_waits_for_a_hash() {
    let passwords = Passwords::new(CHEAP, 1, &Counting(0.into()));
    let places: Vec<_> = (0..WAITING)
        .map(|_| Place::take(&passwords.waiting).unwrap())
        .collect();

    let refused = passwords.verify(&secret("anything"), None).await;
    assert!(matches!(refused, Err(IdentityError::Overloaded)));
    drop(places);
    assert!(!passwords.verify(&secret("anything"), None).await.unwrap());
}

#[tokio::test]
async fn whoever_waits_for_a_hash_keeps_a_place_in_the_line() {
    let passwords = Passwords::new(CHEAP, 1, &Counting(0.into()));
    let slot = passwords.hashers.slots().acquire().await.unwrap();
    let line: Vec<_> = (0..WAITING)
        .map(|_| {
            let passwords = passwords.clone();
            tokio::spawn(async move { passwords.verify(&secret("anything"), None).await })
        })
        .collect();
    // Turns enough for each to come to where it waits for a slot.
    for _ in 0..WAITING {
        tokio::task::yield_now().await;
    }
    assert_eq!(passwords.waiting.load(Ordering::Relaxed), WAITING);

    let refused = passwords.verify(&secret("anything"), None).await;

    assert!(matches!(refused, Err(IdentityError::Overloaded)));
    drop(slot);
    for one in line {
        assert!(matches!(one.await.unwrap(), Ok(false)));
    }
}

#[tokio::test]
async fn whoever_has_waited_long_enough_is_refused() {
    let mut passwords = Passwords::new(CHEAP, 1, &Counting(0.into()));
    assert!(passwords.patience <= Duration::from_secs(5));
    passwords.patience = Duration::ZERO;
    let _slot = passwords.hashers.slots().acquire().await.unwrap();

    let refused = passwords.verify(&secret("anything"), None).await;

    assert!(matches!(refused, Err(IdentityError::Overloaded)));
}

#[tokio::test]
async fn a_slot_is_taken_as_long_as_the_work_in_it_lasts() {
    let passwords = Passwords::new(CHEAP, 1, &Counting(0.into()));
    let slots = Arc::clone(passwords.hashers.slots());

    let free = passwords
        .in_a_slot(move |_| slots.available_permits())
        .await;

    assert!(matches!(free, Ok(0)));
    assert_eq!(passwords.hashers.slots().available_permits(), 1);
}

#[tokio::test]
async fn without_an_account_the_same_work_is_done_for_nothing() {
    let random = Counting(0.into());
    let passwords = Passwords::new(CHEAP, 1, &random);
    assert_eq!(Cost::of(&passwords.decoy), Some(CHEAP));
    assert!(!passwords.verify(&secret("anything"), None).await.unwrap());
}
