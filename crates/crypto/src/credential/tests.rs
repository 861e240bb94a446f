use super::*;
use crate::tests::random::Counting;

fn key(tenant: u8) -> CredentialKey {
    // The same bytes for each tenant: only the binding keeps them apart here.
    CredentialKey::new(TenantId::from_bytes([tenant; 16]), Secret::new([3; 32]))
}

fn binding() -> CredentialBinding {
    CredentialBinding {
        tenant: TenantId::from_bytes([1; 16]),
        datasource: DatasourceId::from_bytes([1; 16]),
        environment: Environment::Production,
        destination: "postgres://db.example.com:5432".to_owned(),
    }
}

fn sealed() -> SealedCredential {
    let secret = Secret::new(b"hunter2".to_vec());
    key(1)
        .seal(&binding(), &secret, &Counting::from(1))
        .unwrap()
}

#[test]
fn a_credential_opens_for_what_it_was_sealed_for() {
    let text = sealed().to_string();

    let opened = key(1).open(&binding(), &text.parse().unwrap()).unwrap();

    assert_eq!(opened.expose(), b"hunter2");
}

#[test]
fn a_credential_does_not_open_for_another_destination_environment_or_datasource() {
    let changes: [fn(&mut CredentialBinding); 4] = [
        |b| b.destination = "postgres://evil.example.com:5432".to_owned(),
        |b| b.destination.push('0'),
        |b| b.environment = Environment::Staging,
        |b| b.datasource = DatasourceId::from_bytes([2; 16]),
    ];
    for change in changes {
        let mut other = binding();
        change(&mut other);

        let opened = key(1).open(&other, &sealed());

        assert_eq!(opened.unwrap_err(), CryptoError::Refused, "{other:?}");
    }
}

#[test]
fn a_tenants_key_neither_seals_nor_opens_for_another_tenant() {
    let secret = Secret::new(b"x".to_vec());
    let mut foreign = binding();
    foreign.tenant = TenantId::from_bytes([2; 16]);

    let seal = key(1).seal(&foreign, &secret, &Counting::from(1));

    assert_eq!(seal.unwrap_err(), CryptoError::WrongTenant);
    assert_eq!(
        key(2).open(&binding(), &sealed()).unwrap_err(),
        CryptoError::WrongTenant
    );
    assert_eq!(
        key(2).open(&foreign, &sealed()).unwrap_err(),
        CryptoError::Refused
    );
}

#[test]
fn neither_key_nor_seal_shows_the_credential() {
    let shown = format!("{:?} {:?} {}", key(1), sealed(), sealed());

    assert!(!shown.contains("hunter2"));
    assert!(!shown.contains("3, 3, 3"));
}
