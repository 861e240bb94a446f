//! The keys: one root key for the instance, three keys for each tenant, wrapped under it.
//!
//! The root key lies in a file outside the data folder. Each tenant has keys of its own, random
//! and independent of each other, one for each use. They are stored wrapped: sealed under the root
//! key, bound to their use and their tenant, so that a wrapped key moved to another tenant, or to
//! another use, does not open. To change the root key, [`Keyring::rewrap`] the tenants' keys;
//! nothing that they seal has to be touched.

use crate::envelope::{Binding, CryptoError, Sealed, derive, open, seal};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sallyport_kernel::{Random, Secret, id::TenantId, random::array};
use std::{fmt, str::FromStr};
use zeroize::Zeroize as _;

const ROOT_PREFIX: &str = "sallyport-root-key-1.";
const WRAP_LABEL: &str = "sallyport/wrapped-key";

/// The key that all others are wrapped under: 32 random bytes.
#[derive(Debug, Clone)]
pub struct RootKey(Secret<[u8; 32]>);

impl RootKey {
    /// A new root key.
    pub fn generate(random: &dyn Random) -> Self {
        Self(Secret::new(array(random)))
    }

    /// Reads the content of a key file, as [`RootKey::to_text`] writes it.
    pub fn parse(content: &str) -> Result<Self, CryptoError> {
        let digits = content.trim_end().strip_prefix(ROOT_PREFIX);
        let digits = digits.ok_or(CryptoError::MalformedRootKey)?;
        let mut bytes = URL_SAFE_NO_PAD
            .decode(digits)
            .map_err(|_| CryptoError::MalformedRootKey)?;
        let key = bytes.as_slice().try_into().map(Secret::new);
        bytes.zeroize();
        key.map(Self).map_err(|_| CryptoError::MalformedRootKey)
    }

    /// The content of a key file, with a line end.
    pub fn to_text(&self) -> Secret<String> {
        let mut digits = URL_SAFE_NO_PAD.encode(self.0.expose());
        let text = format!("{ROOT_PREFIX}{digits}\n");
        digits.zeroize();
        Secret::new(text)
    }
}

/// What a tenant's key is for. Goes into what its wrapping is bound to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Database,
    Credentials,
    AuditLog,
}

impl Purpose {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Database => "database",
            Self::Credentials => "credentials",
            Self::AuditLog => "audit-log",
        }
    }
}

/// The keys of a tenant, ready for use. Made by [`Keyring::open_tenant`].
#[derive(Debug)]
pub struct TenantKeys {
    tenant: TenantId,
    database: Secret<[u8; 32]>,
    credentials: Secret<[u8; 32]>,
    audit_log: Secret<[u8; 32]>,
}

impl TenantKeys {
    /// Whose keys these are.
    pub fn tenant(&self) -> TenantId {
        self.tenant
    }

    /// The key of the tenant's encrypted file.
    pub fn database(&self) -> &Secret<[u8; 32]> {
        &self.database
    }

    /// The bytes of the [`crate::CredentialKey`], which seals the credentials of datasources.
    pub fn credentials(&self) -> &Secret<[u8; 32]> {
        &self.credentials
    }

    /// The seed of the [`crate::Signer`] of the tenant's audit log.
    pub fn audit_log(&self) -> &Secret<[u8; 32]> {
        &self.audit_log
    }
}

/// The keys of a tenant as they are stored: as a text (`Display`, `FromStr`) of some 400 characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrappedTenantKeys {
    database: Sealed,
    credentials: Sealed,
    audit_log: Sealed,
}

impl fmt::Display for WrappedTenantKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} {} {}",
            self.database, self.credentials, self.audit_log
        )
    }
}

impl FromStr for WrappedTenantKeys {
    type Err = CryptoError;

    fn from_str(text: &str) -> Result<Self, CryptoError> {
        let mut parts = text.split(' ').map(str::parse);
        let mut next = || parts.next().unwrap_or(Err(CryptoError::MalformedSeal));
        let keys = Self {
            database: next()?,
            credentials: next()?,
            audit_log: next()?,
        };
        match parts.next() {
            None => Ok(keys),
            Some(_) => Err(CryptoError::MalformedSeal),
        }
    }
}

/// Holds the root key, and makes and opens what is wrapped under it.
#[derive(Debug)]
pub struct Keyring {
    root: RootKey,
}

impl Keyring {
    /// The keyring of that root key.
    pub fn new(root: RootKey) -> Self {
        Self { root }
    }

    /// A key of the instance itself for that use, such as the control database's: always the same
    /// for the same root key and label.
    pub fn instance_key(&self, label: &str) -> Result<Secret<[u8; 32]>, CryptoError> {
        derive(&self.root.0, b"", &format!("sallyport/instance/{label}"))
    }

    /// Makes the keys of a new tenant, to be stored before anything is sealed with them.
    pub fn create_tenant(
        &self,
        tenant: TenantId,
        random: &dyn Random,
    ) -> Result<WrappedTenantKeys, CryptoError> {
        let fresh = |purpose| self.wrap(purpose, tenant, &Secret::new(array(random)), random);
        Ok(WrappedTenantKeys {
            database: fresh(Purpose::Database)?,
            credentials: fresh(Purpose::Credentials)?,
            audit_log: fresh(Purpose::AuditLog)?,
        })
    }

    /// Opens the keys of a tenant; refused if they are another tenant's or another root key's.
    pub fn open_tenant(
        &self,
        tenant: TenantId,
        wrapped: &WrappedTenantKeys,
    ) -> Result<TenantKeys, CryptoError> {
        Ok(TenantKeys {
            tenant,
            database: self.unwrap(Purpose::Database, tenant, &wrapped.database)?,
            credentials: self.unwrap(Purpose::Credentials, tenant, &wrapped.credentials)?,
            audit_log: self.unwrap(Purpose::AuditLog, tenant, &wrapped.audit_log)?,
        })
    }

    /// The same keys, wrapped under the root key of another keyring.
    pub fn rewrap(
        &self,
        tenant: TenantId,
        wrapped: &WrappedTenantKeys,
        under: &Keyring,
        random: &dyn Random,
    ) -> Result<WrappedTenantKeys, CryptoError> {
        let moved = |purpose, sealed| {
            let key = self.unwrap(purpose, tenant, sealed)?;
            under.wrap(purpose, tenant, &key, random)
        };
        Ok(WrappedTenantKeys {
            database: moved(Purpose::Database, &wrapped.database)?,
            credentials: moved(Purpose::Credentials, &wrapped.credentials)?,
            audit_log: moved(Purpose::AuditLog, &wrapped.audit_log)?,
        })
    }

    fn wrap(
        &self,
        purpose: Purpose,
        tenant: TenantId,
        key: &Secret<[u8; 32]>,
        random: &dyn Random,
    ) -> Result<Sealed, CryptoError> {
        seal(
            &self.root.0,
            &wrapping(purpose, tenant),
            key.expose(),
            random,
        )
    }

    fn unwrap(
        &self,
        purpose: Purpose,
        tenant: TenantId,
        sealed: &Sealed,
    ) -> Result<Secret<[u8; 32]>, CryptoError> {
        let bytes = open(&self.root.0, &wrapping(purpose, tenant), sealed)?;
        let key = bytes.expose().as_slice().try_into();
        key.map(Secret::new).map_err(|_| CryptoError::MalformedSeal)
    }
}

fn wrapping(purpose: Purpose, tenant: TenantId) -> Binding {
    Binding::new(WRAP_LABEL)
        .field(purpose.as_str().as_bytes())
        .field(tenant.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Counting;

    fn keyring(byte: u64) -> Keyring {
        Keyring::new(RootKey::generate(&Counting::from(byte)))
    }

    const ACME: [u8; 16] = [1; 16];
    const OTHER: [u8; 16] = [2; 16];

    #[test]
    fn a_root_key_reads_what_it_writes() {
        let key = RootKey::generate(&Counting::from(7));

        let again = RootKey::parse(key.to_text().expose()).unwrap();

        assert_eq!(key.0.expose(), again.0.expose());
    }

    #[test]
    fn a_file_that_is_no_root_key_is_refused() {
        let good = RootKey::generate(&Counting::from(7))
            .to_text()
            .expose()
            .clone();
        let digits = &good[ROOT_PREFIX.len()..];
        for text in [
            "",
            "sallyport-root-key-1.",
            digits,
            &good[..good.len() - 2],
            &format!("{}A", good.trim_end()),
            &format!(" {good}"),
        ] {
            assert_eq!(
                RootKey::parse(text).unwrap_err(),
                CryptoError::MalformedRootKey,
                "{text}"
            );
        }
    }

    #[test]
    fn a_root_key_does_not_print_itself() {
        let key = RootKey::generate(&Counting::from(7));

        let shown = format!("{key:?} {:?}", key.to_text());

        assert!(
            !shown.contains(&key.to_text().expose()[ROOT_PREFIX.len()..30]),
            "{shown}"
        );
    }

    #[test]
    fn the_keys_of_a_tenant_open_again_from_their_text() {
        let keyring = keyring(1);
        let tenant = TenantId::from_bytes(ACME);
        let wrapped = keyring.create_tenant(tenant, &Counting::from(9)).unwrap();

        let read = wrapped.to_string().parse().unwrap();
        let first = keyring.open_tenant(tenant, &wrapped).unwrap();
        let second = keyring.open_tenant(tenant, &read).unwrap();

        assert_eq!(first.database().expose(), second.database().expose());
        assert_eq!(first.credentials().expose(), second.credentials().expose());
        assert_eq!(first.audit_log().expose(), second.audit_log().expose());
    }

    #[test]
    fn the_keys_of_a_tenant_differ_from_each_other_and_from_any_other_tenants() {
        let (keyring, random) = (keyring(1), Counting::from(9));
        let opened: Vec<_> = [ACME, OTHER]
            .into_iter()
            .map(TenantId::from_bytes)
            .map(|t| {
                keyring
                    .open_tenant(t, &keyring.create_tenant(t, &random).unwrap())
                    .unwrap()
            })
            .collect();

        let mut keys: Vec<[u8; 32]> = Vec::new();
        for tenant in &opened {
            keys.extend([*tenant.database.expose(), *tenant.audit_log.expose()]);
            keys.push(*tenant.credentials.expose());
        }
        keys.sort_unstable();
        keys.dedup();

        assert_eq!(keys.len(), 6);
    }

    #[test]
    fn wrapped_keys_of_another_tenant_another_use_or_another_root_do_not_open() {
        let (keyring, other, random) = (keyring(1), keyring(2), Counting::from(9));
        let tenant = TenantId::from_bytes(ACME);
        let wrapped = keyring.create_tenant(tenant, &random).unwrap();
        let swapped = WrappedTenantKeys {
            database: wrapped.credentials.clone(),
            credentials: wrapped.database.clone(),
            ..wrapped.clone()
        };

        let other_tenant = keyring.open_tenant(TenantId::from_bytes(OTHER), &wrapped);
        let other_use = keyring.open_tenant(tenant, &swapped);
        let other_root = other.open_tenant(tenant, &wrapped);

        assert_eq!(other_tenant.unwrap_err(), CryptoError::Refused);
        assert_eq!(other_use.unwrap_err(), CryptoError::Refused);
        assert_eq!(other_root.unwrap_err(), CryptoError::Refused);
    }

    #[test]
    fn rewrapped_keys_are_the_same_under_the_new_root_only() {
        let (old, new, random) = (keyring(1), keyring(2), Counting::from(9));
        let tenant = TenantId::from_bytes(ACME);
        let wrapped = old.create_tenant(tenant, &random).unwrap();

        let moved = old.rewrap(tenant, &wrapped, &new, &random).unwrap();

        let before = old.open_tenant(tenant, &wrapped).unwrap();
        let after = new.open_tenant(tenant, &moved).unwrap();
        assert_eq!(before.database().expose(), after.database().expose());
        assert_eq!(
            old.open_tenant(tenant, &moved).unwrap_err(),
            CryptoError::Refused
        );
    }

    #[test]
    fn keys_of_the_instance_differ_by_their_label_and_stay_the_same() {
        let key = |label| *keyring(1).instance_key(label).unwrap().expose();

        assert_eq!(key("control"), key("control"));
        assert_ne!(key("control"), key("sessions"));
    }

    #[test]
    fn a_text_that_is_not_three_seals_is_no_wrapped_keys() {
        let wrapped = keyring(1)
            .create_tenant(TenantId::from_bytes(ACME), &Counting::from(9))
            .unwrap()
            .to_string();
        let two = wrapped.rsplit_once(' ').unwrap().0;

        assert!(two.parse::<WrappedTenantKeys>().is_err());
        assert!(
            format!("{wrapped} {two}")
                .parse::<WrappedTenantKeys>()
                .is_err()
        );
        assert!("".parse::<WrappedTenantKeys>().is_err());
    }
}
