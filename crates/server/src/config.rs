//! What an operator sets: on the command line, each with a secure default.

use anyhow::{Context as _, Result, bail};
use sallyport_connectors::Allowance;
use sallyport_http::service::Origin;
use std::net::SocketAddr;
use std::path::PathBuf;
use url::Url;

/// How the server runs.
#[derive(Debug, Clone, clap::Args)]
pub struct Config {
    /// Where to listen.
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDRESS:PORT")]
    pub listen: SocketAddr,
    /// Where people reach the server; links and the host check go by it [default: http://localhost:PORT]
    #[arg(long, value_name = "URL")]
    pub public_url: Option<Url>,
    /// The data folder of the embedded store
    #[arg(long, default_value = "data", value_name = "DIR")]
    pub data: PathBuf,
    /// The file that holds the root key; it is made if absent, and must lie outside the data folder
    #[arg(long, default_value = "keys/root.key", value_name = "FILE")]
    pub root_key: PathBuf,
    /// Keep everything in PostgreSQL instead of the embedded encrypted store
    #[arg(long, value_name = "URL")]
    pub store: Option<String>,
    /// A destination on a private network that datasources may reach, as host:port or a network such as 10.1.0.0/16:5432
    #[arg(long, value_name = "DESTINATION")]
    pub allow_destination: Vec<Allowance>,
    /// A folder whose SQLite files datasources may open
    #[arg(long, value_name = "DIR")]
    pub sqlite_folder: Vec<PathBuf>,
    /// Seed the support console with made-up people and data, if the instance is new
    #[arg(long)]
    pub demo: bool,
    /// Put the demo's customers, transactions and tickets into this PostgreSQL database
    #[arg(long, value_name = "URL", requires = "demo")]
    pub demo_postgres: Option<String>,
    /// What to log: error, warn, info, debug or trace, or a filter such as `info,sallyport_http=debug`
    #[arg(long, default_value = "warn", value_name = "FILTER")]
    pub log: String,
    /// Log lines as JSON
    #[arg(long)]
    pub log_json: bool,
}

impl Config {
    /// Where people reach the server.
    pub fn origin(&self) -> Result<Origin> {
        let Some(url) = &self.public_url else {
            return Ok(Origin {
                secure: false,
                authority: format!("localhost:{}", self.listen.port()),
            });
        };
        let host = url.host_str().context("the public URL has no host")?;
        let secure = match url.scheme() {
            "https" => true,
            // Cookies can't be kept from listeners without TLS, so plain HTTP stays on the machine.
            "http" if matches!(host, "localhost" | "127.0.0.1" | "[::1]") => false,
            _ => bail!("the public URL must begin with https://, or be http://localhost"),
        };
        let authority = url
            .port()
            .map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
        Ok(Origin { secure, authority })
    }

    /// The folder of the demo's own database: beside the data folder, never in it.
    pub fn demo_folder(&self) -> Result<PathBuf> {
        let data = std::path::absolute(&self.data)?;
        let parent = data.parent().context("the data folder has no parent")?;
        Ok(parent.join("demo"))
    }
}
