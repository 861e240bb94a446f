//! Passwords: Argon2id (RFC 9106) at the parameters that OWASP names, a few at a time.
//!
//! [`Identity::choose_password`](crate::Identity::choose_password) is the one way to a new password: it asks the
//! rules ([`rules`]) and the earlier ones, and its answer is what an account keeps.

mod breached;
pub mod change;
mod choice;
mod hashers;
pub mod rules;

pub use choice::{ChosenPassword, PasswordOwner};
pub use rules::{Fault, Judgement};
pub use sallyport_argon2::Cost;

use self::hashers::Hashers;
use crate::IdentityError;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use sallyport_argon2::{Error as HashError, Hasher};
use sallyport_kernel::{Random, Secret, random};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use unicode_normalization::UnicodeNormalization as _;

/// The longest password: long enough for any passphrase, short enough to hash.
pub const MAX_CHARACTERS: usize = 256;

/// Who may wait for a hash, or be having one made, at the same time.
const WAITING: usize = 64;
/// How long one waits.
const PATIENCE: Duration = Duration::from_secs(5);

/// Hashes and checks passwords, never more than a few at the same time, so that sign-ins can't take the memory.
#[derive(Clone)]
pub struct Passwords {
    cost: Cost,
    hashers: Hashers,
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
            hashers: Hashers::start(slots, cost),
            waiting: Arc::default(),
            patience: PATIENCE,
            decoy: decoy.into(),
        }
    }

    /// The PHC string of a password, whatever the rules say of it.
    pub(crate) async fn hash(
        &self,
        password: &Secret<String>,
        random: &dyn Random,
    ) -> Result<String, IdentityError> {
        let salt = random::array::<16>(random);
        let password = normal(password);
        self.in_a_slot(move |hasher| {
            hasher
                .hash(password.expose().as_bytes(), &salt)
                .map_err(|error| tracing::error!(?error, "a password could not be hashed"))
        })
        .await?
        .map_err(|()| IdentityError::Overloaded)
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
        let password = normal(password);
        let verified = self
            .in_a_slot(move |hasher| hasher.verify(password.expose().as_bytes(), &hash))
            .await?;
        match verified {
            Ok(right) => Ok(right && known),
            // It is not to be taken for a wrong password.
            Err(HashError::Memory) => Err(IdentityError::Overloaded),
            Err(HashError::Malformed) => Ok(false),
        }
    }

    /// A hash at what hashes cost now of a password that was just seen to be right, if the one that is kept cost less.
    /// `None` if it did not, or if there is no time for it: then it is for the next sign-in.
    pub(crate) async fn rehash(
        &self,
        password: &Secret<String>,
        hash: &str,
        random: &dyn Random,
    ) -> Option<String> {
        if is_dated(hash, self.cost) {
            self.hash(password, random).await.ok()
        } else {
            None
        }
    }

    async fn in_a_slot<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Hasher) -> T + Send + 'static,
    ) -> Result<T, IdentityError> {
        let _place = Place::take(&self.waiting).ok_or(IdentityError::Overloaded)?;
        let slot = Arc::clone(self.hashers.slots()).acquire_owned();
        let slot = tokio::time::timeout(self.patience, slot)
            .await
            .ok()
            .and_then(Result::ok)
            .ok_or(IdentityError::Overloaded)?;
        self.hashers
            .run(slot, work)
            .await
            .ok_or(IdentityError::Overloaded)
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
pub(crate) fn normal(password: &Secret<String>) -> Secret<String> {
    Secret::new(password.expose().nfkc().collect())
}

/// Whether a hash cost less than hashes cost now, so that the next time the password is known it is worth another.
fn is_dated(hash: &str, cost: Cost) -> bool {
    !Cost::of(hash)
        .is_some_and(|was| was.memory_kib >= cost.memory_kib && was.passes >= cost.passes)
}

#[cfg(test)]
mod tests;
