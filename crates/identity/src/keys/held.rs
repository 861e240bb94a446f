//! A key in memory, ready to be judged.

use crate::uses::NOTED_EVERY;
use ipnet::IpNet;
use sallyport_kernel::Timestamp;
use sallyport_model::key::ApiKey;
use sallyport_policy::{KeyLimits, Places, Role};
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// A key as it was read, with what is made of it once.
pub(crate) struct HeldKey {
    pub(crate) key: ApiKey,
    pub(crate) limits: Arc<KeyLimits>,
    ranges: Vec<IpNet>,
    /// The use that was last noted for the store to keep.
    noted: AtomicI64,
}

impl HeldKey {
    pub(crate) fn new(key: ApiKey) -> Self {
        let everywhere = key.workspaces.is_empty() && key.apps.is_empty();
        let places = (!everywhere).then(|| Places {
            workspaces: key.workspaces.clone(),
            apps: key.apps.clone(),
        });
        let limits = KeyLimits::new(
            key.id,
            key.name.clone(),
            key.permissions.iter().map(String::as_str),
            places,
            key.roles
                .iter()
                .filter_map(|role| Role::parse(role))
                .collect(),
        );
        let noted = key.last_used_at.map_or(i64::MIN, Timestamp::as_microsecond);
        Self {
            limits: Arc::new(limits),
            ranges: key
                .addresses
                .iter()
                .filter_map(|text| text.parse().ok())
                .collect(),
            noted: AtomicI64::new(noted),
            key,
        }
    }

    /// Whether the secret of this hash opens anything at `now`, from there.
    pub(crate) fn holds(&self, hash: &[u8; 32], from: Option<IpAddr>, now: Timestamp) -> bool {
        let current = self.key.secret_hash == *hash;
        let previous = || {
            self.key
                .previous
                .is_some_and(|previous| previous.hash == *hash && now < previous.until)
        };
        now < self.key.expires_at && (current || previous()) && self.may_come_from(from)
    }

    fn may_come_from(&self, from: Option<IpAddr>) -> bool {
        if self.key.addresses.is_empty() {
            return true;
        }
        // A socket for both protocols shows addresses of the old one in the new one's clothes.
        from.map(|from| from.to_canonical())
            .is_some_and(|from| self.ranges.iter().any(|range| range.contains(&from)))
    }

    /// Takes note of a use; tells whether it is long enough after the last that the store heard of.
    pub(crate) fn is_used(&self, now: Timestamp) -> bool {
        let now = now.as_microsecond();
        let noted = self.noted.load(Ordering::Relaxed);
        let every = i64::try_from(NOTED_EVERY.as_micros()).unwrap_or(i64::MAX);
        now.saturating_sub(noted) >= every
            && self
                .noted
                .compare_exchange(noted, now, Ordering::Relaxed, Ordering::Relaxed)
                .is_ok()
    }
}
