//! TLS on outgoing connections, by rustls with aws-lc-rs.

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, aws_lc_rs, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use sallyport_query::RunError;
use std::sync::{Arc, OnceLock};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use url::Host;

/// An encrypted connection.
pub type SecureStream = tokio_rustls::client::TlsStream<TcpStream>;

/// How outgoing connections are encrypted, and whose certificates count.
#[derive(Clone)]
pub struct Tls {
    extra: Arc<[CertificateDer<'static>]>,
    system: bool,
    verified: Arc<OnceLock<Option<Arc<ClientConfig>>>>,
    unverified: Arc<OnceLock<Option<Arc<ClientConfig>>>>,
}

impl Tls {
    /// The authorities that the operating system trusts. They are read when first needed.
    pub fn system() -> Self {
        Self::of(true, Vec::new())
    }

    /// The operating system's authorities, and these.
    pub fn with_authorities(extra: Vec<CertificateDer<'static>>) -> Self {
        Self::of(true, extra)
    }

    fn of(system: bool, extra: Vec<CertificateDer<'static>>) -> Self {
        Self {
            extra: extra.into(),
            system,
            verified: Arc::default(),
            unverified: Arc::default(),
        }
    }

    /// Encrypts a connection to a host whose certificate must be valid for it.
    pub async fn verified(
        &self,
        host: &Host<String>,
        stream: TcpStream,
    ) -> Result<SecureStream, RunError> {
        let config = self.verified.get_or_init(|| self.make_verified());
        handshake(config.as_ref(), host, stream).await
    }

    /// Encrypts a connection without asking who is at its other end.
    pub async fn unverified(
        &self,
        host: &Host<String>,
        stream: TcpStream,
    ) -> Result<SecureStream, RunError> {
        let config = self.unverified.get_or_init(make_unverified);
        handshake(config.as_ref(), host, stream).await
    }

    fn make_verified(&self) -> Option<Arc<ClientConfig>> {
        let mut roots = RootCertStore::empty();
        if self.system {
            let found = rustls_native_certs::load_native_certs();
            roots.add_parsable_certificates(found.certs);
        }
        roots.add_parsable_certificates(self.extra.iter().cloned());
        let config = ClientConfig::builder_with_provider(provider())
            .with_safe_default_protocol_versions()
            .ok()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Some(Arc::new(config))
    }
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(aws_lc_rs::default_provider())
}

fn make_unverified() -> Option<Arc<ClientConfig>> {
    let provider = provider();
    let config = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .ok()?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(AnyCertificate(provider)))
        .with_no_client_auth();
    Some(Arc::new(config))
}

async fn handshake(
    config: Option<&Arc<ClientConfig>>,
    host: &Host<String>,
    stream: TcpStream,
) -> Result<SecureStream, RunError> {
    let failed = |kind| RunError::Unreachable {
        stage: "encryption",
        kind,
    };
    let config = config.ok_or_else(|| failed(None))?;
    let name = match host {
        Host::Domain(name) => ServerName::try_from(name.clone()).map_err(|_| failed(None))?,
        Host::Ipv4(address) => ServerName::from(std::net::IpAddr::V4(*address)),
        Host::Ipv6(address) => ServerName::from(std::net::IpAddr::V6(*address)),
    };
    let connector = TlsConnector::from(Arc::clone(config));
    connector
        .connect(name, stream)
        .await
        .map_err(|error| failed(Some(error.kind())))
}

/// For the mode `require` of databases: secret from listeners, open to impostors, as libpq has it.
#[derive(Debug)]
struct AnyCertificate(Arc<CryptoProvider>);

impl ServerCertVerifier for AnyCertificate {
    fn verify_server_cert(
        &self,
        _end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(
            message,
            cert,
            dss,
            &self.0.signature_verification_algorithms,
        )
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(
            message,
            cert,
            dss,
            &self.0.signature_verification_algorithms,
        )
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
