//! Passwords: Argon2id (RFC 9106) at 64 MiB, a few at a time.

use crate::IdentityError;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use sallyport_kernel::{Random, Secret, random};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::sync::Semaphore;
use unicode_normalization::UnicodeNormalization as _;

/// The shortest password of an account without a second factor (NIST SP 800-63B-4, section 3.1.1.2).
pub const MIN_CHARACTERS: usize = 15;
/// The longest password: long enough for any passphrase, short enough to hash.
pub const MAX_CHARACTERS: usize = 256;

/// Who may wait for a hash, or be having one made, at the same time.
const WAITING: usize = 64;
/// How long one waits.
const PATIENCE: Duration = Duration::from_secs(5);

/// What one hash costs.
#[derive(Debug, Clone, Copy)]
pub struct Cost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over the memory.
    pub passes: u32,
}

impl Cost {
    /// What real accounts get: above the least that OWASP names for Argon2id.
    pub const REAL: Self = Self {
        memory_kib: 64 * 1024,
        passes: 2,
    };
}

/// Hashes and checks passwords, never more than a few at the same time, so that sign-ins can't take the memory.
#[derive(Clone)]
pub struct Passwords {
    cost: Cost,
    slots: Arc<Semaphore>,
    waiting: Arc<AtomicUsize>,
    patience: Duration,
    decoy: Arc<str>,
}

impl Passwords {
    /// Passwords at `cost`, `slots` at the same time.
    pub fn new(cost: Cost, slots: usize, random: &dyn Random) -> Self {
        // A hash that no password has: checking one against it costs what checking a real one does.
        let decoy = format!(
            "$argon2id$v=19$m={},t={},p=1${}${}",
            cost.memory_kib,
            cost.passes,
            STANDARD_NO_PAD.encode(random::array::<16>(random)),
            STANDARD_NO_PAD.encode(random::array::<32>(random)),
        );
        Self {
            cost,
            slots: Arc::new(Semaphore::new(slots)),
            waiting: Arc::default(),
            patience: PATIENCE,
            decoy: decoy.into(),
        }
    }

    /// The PHC string of a password that fits the policy.
    pub async fn hash_new(
        &self,
        password: &Secret<String>,
        random: &dyn Random,
    ) -> Result<String, IdentityError> {
        let characters = normal(password).expose().chars().count();
        if characters < MIN_CHARACTERS {
            return Err(IdentityError::PasswordTooShort(MIN_CHARACTERS));
        }
        if characters > MAX_CHARACTERS {
            return Err(IdentityError::PasswordTooLong(MAX_CHARACTERS));
        }
        self.hash(password, random).await
    }

    async fn hash(
        &self,
        password: &Secret<String>,
        random: &dyn Random,
    ) -> Result<String, IdentityError> {
        let salt = random::array::<16>(random);
        let (password, cost) = (normal(password), self.cost);
        self.in_a_slot(move || {
            let hash = argon2(cost)?
                .hash_password_with_salt(password.expose().as_bytes(), &salt)
                .ok()?;
            Some(hash.to_string())
        })
        .await?
        .ok_or(IdentityError::Overloaded)
    }

    /// Whether the password is the one of the hash. Without a hash the same work is done for nothing, so that
    /// the time tells nobody whether there is such an account.
    pub async fn verify(
        &self,
        password: &Secret<String>,
        hash: Option<&str>,
    ) -> Result<bool, IdentityError> {
        let known = hash.is_some();
        let hash = hash.unwrap_or(&self.decoy).to_owned();
        let (password, cost) = (normal(password), self.cost);
        let right = self
            .in_a_slot(move || {
                let hash = PasswordHash::new(&hash).ok()?;
                let verified = argon2(cost)?.verify_password(password.expose().as_bytes(), &hash);
                Some(verified.is_ok())
            })
            .await?
            .unwrap_or(false);
        Ok(right && known)
    }

    async fn in_a_slot<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, IdentityError> {
        let _place = Place::take(&self.waiting).ok_or(IdentityError::Overloaded)?;
        let slot = tokio::time::timeout(self.patience, Arc::clone(&self.slots).acquire_owned())
            .await
            .ok()
            .and_then(Result::ok)
            .ok_or(IdentityError::Overloaded)?;
        tokio::task::spawn_blocking(move || {
            let result = work();
            drop(slot);
            result
        })
        .await
        .map_err(|_| IdentityError::Overloaded)
    }
}

/// A place among those who wait for a hash. Beyond [`WAITING`] nobody waits: a flood of sign-ins is refused
/// rather than kept in line.
struct Place(Arc<AtomicUsize>);

impl Place {
    fn take(waiting: &Arc<AtomicUsize>) -> Option<Self> {
        let place = Self(Arc::clone(waiting));
        (waiting.fetch_add(1, Ordering::Relaxed) < WAITING).then_some(place)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// The same password typed on another keyboard is the same password (NIST SP 800-63B-4: NFKC or NFC).
fn normal(password: &Secret<String>) -> Secret<String> {
    Secret::new(password.expose().nfkc().collect())
}

fn argon2(cost: Cost) -> Option<Argon2<'static>> {
    let params = Params::new(cost.memory_kib, cost.passes, 1, None).ok()?;
    Some(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

#[cfg(test)]
mod tests {
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
            .hash_new(&secret("café au lait, please"), &random)
            .await
            .unwrap();

        let decomposed = secret("cafe\u{301} au lait, please");
        assert!(passwords.verify(&decomposed, Some(&hash)).await.unwrap());
        let other = secret("cafe au lait, please");
        assert!(!passwords.verify(&other, Some(&hash)).await.unwrap());
    }

    #[tokio::test]
    async fn a_password_outside_the_lengths_is_refused() {
        let random = Counting(0.into());
        let passwords = Passwords::new(CHEAP, 1, &random);

        let short = passwords.hash_new(&secret("fourteen chars"), &random).await;
        assert!(matches!(short, Err(IdentityError::PasswordTooShort(15))));
        let long = secret(&"x".repeat(257));
        let long = passwords.hash_new(&long, &random).await;
        assert!(matches!(long, Err(IdentityError::PasswordTooLong(256))));
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
        let slot = passwords.slots.acquire().await.unwrap();
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
        let _slot = passwords.slots.acquire().await.unwrap();

        let refused = passwords.verify(&secret("anything"), None).await;

        assert!(matches!(refused, Err(IdentityError::Overloaded)));
    }

    #[tokio::test]
    async fn a_slot_is_taken_as_long_as_the_work_in_it_lasts() {
        let passwords = Passwords::new(CHEAP, 1, &Counting(0.into()));
        let slots = Arc::clone(&passwords.slots);

        let free = passwords.in_a_slot(move || slots.available_permits()).await;

        assert!(matches!(free, Ok(0)));
        assert_eq!(passwords.slots.available_permits(), 1);
    }

    #[tokio::test]
    async fn without_an_account_the_same_work_is_done_for_nothing() {
        let random = Counting(0.into());
        let passwords = Passwords::new(CHEAP, 1, &random);
        let decoy = PasswordHash::new(&passwords.decoy).unwrap();

        let params = Params::try_from(&decoy).unwrap();
        assert_eq!((params.m_cost(), params.t_cost()), (64, 1));
        assert!(!passwords.verify(&secret("anything"), None).await.unwrap());
    }
}
