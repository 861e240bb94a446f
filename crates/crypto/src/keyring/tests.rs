use super::*;
use crate::tests::random::Counting;

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
