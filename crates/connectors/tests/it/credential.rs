//! Sealed credentials, with real keys: they open for exactly what they were sealed to.

use crate::support::{NoVault, bound, local_egress, postgres_settings, run, target};
use async_trait::async_trait;
use sallyport_connectors::{Postgres, Rest, Vault, vault};
use sallyport_crypto::{CredentialBinding, CredentialKey, CryptoError, SealedCredential as Sealed};
use sallyport_kernel::id::{DatasourceId, TenantId};
use sallyport_kernel::{Environment, Random, Secret};
use sallyport_model::document::{QueryBody, RestBody, RestMethod, SqlBody};
use sallyport_query::{
    Connector as _, Credential, RestSettings, SealedCredential, Settings, Target, TlsMode,
};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

/// Bytes that differ, which is all that these tests ask of chance.
struct Counting(AtomicU8);

impl Random for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill_with(|| self.0.fetch_add(1, Ordering::Relaxed));
    }
}

/// The vault of one tenant.
struct Keys(CredentialKey, Counting);

impl Keys {
    fn new() -> Self {
        let key = CredentialKey::new(TenantId::from_bytes([1; 16]), Secret::new([7; 32]));
        Self(key, Counting(AtomicU8::new(0)))
    }

    fn seal(&self, target: &Target, credential: &Credential) -> SealedCredential {
        let binding = vault::binding(target).unwrap();
        let plaintext = credential.to_plaintext();
        let sealed = self.0.seal(&binding, &plaintext, &self.1).unwrap();
        SealedCredential(sealed.as_bytes().to_vec())
    }
}

#[async_trait]
impl Vault for Keys {
    async fn open(
        &self,
        binding: &CredentialBinding,
        sealed: &Sealed,
    ) -> Result<Secret<Vec<u8>>, CryptoError> {
        self.0.open(binding, sealed)
    }
}

/// Answers one request with an empty list, and gives what was sent.
async fn hear(listener: TcpListener) -> String {
    let (mut stream, _) = listener.accept().await.unwrap();
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        request.push(stream.read_u8().await.unwrap());
    }
    stream
        .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n[]")
        .await
        .unwrap();
    String::from_utf8(request).unwrap()
}

fn api(port: u16) -> Target {
    target(Settings::Rest(RestSettings {
        base_url: format!("http://127.0.0.1:{port}/"),
        headers: vec![],
    }))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_credential_goes_to_the_destination_that_it_was_sealed_for_and_nowhere_else() {
    let home = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let elsewhere = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let keys = Arc::new(Keys::new());
    let rest = Rest::new(local_egress(), keys.clone());
    let get = RestBody {
        method: RestMethod::Get,
        path: "/x".to_owned(),
        query: vec![],
        headers: vec![],
        body: None,
    };
    let query = bound(QueryBody::Rest(get), &[], false).await.unwrap();
    let mut sealed = api(home.local_addr().unwrap().port());
    let token = Credential::Bearer(Secret::new("s3cret".to_owned()));
    sealed.credential = Some(keys.seal(&sealed, &token));

    let heard = tokio::spawn(hear(home));
    run(&rest, &sealed, &query).await.unwrap();
    assert!(
        heard
            .await
            .unwrap()
            .contains("authorization: Bearer s3cret\r\n")
    );

    let moved = Target {
        settings: api(elsewhere.local_addr().unwrap().port()).settings,
        ..sealed.clone()
    };
    let other = |change: fn(&mut Target)| {
        let mut changed = sealed.clone();
        change(&mut changed);
        changed
    };
    for changed in [
        moved,
        other(|target| target.tenant = TenantId::from_bytes([9; 16])),
        other(|target| target.datasource = DatasourceId::from_bytes([9; 16])),
        other(|target| target.environment = Environment::Production),
    ] {
        let failure = run(&rest, &changed, &query).await.unwrap_err();
        assert_eq!(failure.code(), "credential_unusable", "{changed:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_that_was_sealed_for_a_verified_server_is_not_sent_under_less() {
    let server = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let keys = Arc::new(Keys::new());
    let connector = Postgres::new(local_egress(), keys.clone());
    let with = |tls| {
        let mut settings = postgres_settings();
        settings.port = server.local_addr().unwrap().port();
        settings.tls = tls;
        target(Settings::Postgres(settings))
    };
    let password = Credential::Password(Secret::new("correct horse".to_owned()));
    let sealed = keys.seal(&with(TlsMode::VerifyFull), &password);
    let body = QueryBody::Sql(SqlBody {
        statement: "select 1".to_owned(),
    });
    let query = bound(body, &[], false).await.unwrap();

    for tls in [TlsMode::Require, TlsMode::Disable] {
        let mut lowered = with(tls);
        lowered.credential = Some(sealed.clone());
        let failure = run(&connector, &lowered, &query).await.unwrap_err();
        assert_eq!(failure.code(), "credential_unusable", "{tls:?}");
        // The connection is there, but nothing was said on it.
        let (mut heard, _) = server.accept().await.unwrap();
        let mut said = Vec::new();
        heard.read_to_end(&mut said).await.unwrap();
        assert_eq!(said, b"", "{tls:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_without_rights_is_used_and_not_warned_of() {
    let keys = Arc::new(Keys::new());
    let role = format!("guarded_{}", std::process::id());
    let superuser = target(Settings::Postgres(postgres_settings()));
    let admin = Postgres::new(local_egress(), Arc::new(NoVault));
    let statement = |text: String| async {
        bound(QueryBody::Sql(SqlBody { statement: text }), &[], true)
            .await
            .unwrap()
    };
    let make = statement(format!("create role {role} login password 'right'")).await;
    run(&admin, &superuser, &make).await.unwrap();
    let mut settings = postgres_settings();
    settings.username.clone_from(&role);
    let mut sealed = target(Settings::Postgres(settings));
    let password = Credential::Password(Secret::new("right".to_owned()));
    sealed.credential = Some(keys.seal(&sealed, &password));
    let connector = Postgres::new(local_egress(), keys);

    let who = bound(
        QueryBody::Sql(SqlBody {
            statement: "select current_user::text".to_owned(),
        }),
        &[],
        false,
    );
    let table = run(&connector, &sealed, &who.await.unwrap()).await.unwrap();
    let warnings = connector.test(&sealed).await.unwrap();

    assert_eq!(table.rows, [[serde_json::json!(role)]]);
    assert!(
        !warnings.contains(&sallyport_query::Warning::Superuser),
        "{warnings:?}"
    );
    drop(connector);
    let gone = statement(format!("drop role {role}")).await;
    run(&admin, &superuser, &gone).await.unwrap();
}
