//! What an operator sets: on the command line, each with a secure default.

use anyhow::{Context as _, Result, bail};
use sallyport_connectors::Allowance;
use sallyport_http::layers::proxies::Network;
use sallyport_http::service::Origin;
use sallyport_kernel::Secret;
use sallyport_mail::Smtp;
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
    /// A destination on a private network that datasources and gateways may reach, as host:port or a network such as 10.1.0.0/16:5432
    #[arg(long, value_name = "DESTINATION")]
    pub allow_destination: Vec<Allowance>,
    /// A folder whose SQLite files datasources may open
    #[arg(long, value_name = "DIR")]
    pub sqlite_folder: Vec<PathBuf>,
    /// The mail server, as `smtps://user@host:465` or `smtp://user@host:587?tls=required`; without one administrators are shown links
    #[arg(long, value_name = "URL", requires = "mail_from")]
    pub smtp: Option<Url>,
    /// The sender of e-mails, as an address or as Name <address>
    #[arg(long, value_name = "ADDRESS", requires = "smtp")]
    pub mail_from: Option<String>,
    /// The password for the mail server, if it stands neither in its address nor in a file
    #[arg(long, env = "SALLYPORT_SMTP_PASSWORD", hide_env_values = true, value_name = "PASSWORD", value_parser = secret)]
    pub smtp_password: Option<Secret<String>>,
    /// A file that holds the password for the mail server
    #[arg(long, value_name = "FILE", conflicts_with = "smtp_password")]
    pub smtp_password_file: Option<PathBuf>,
    /// Count requests and tries in this Redis, for all nodes together: redis://… or rediss://… with TLS
    #[arg(
        long,
        value_name = "URL",
        env = "SALLYPORT_REDIS",
        hide_env_values = true
    )]
    pub redis: Option<String>,
    /// A proxy before the server, as an address or a network: its word is taken for where requests come from
    #[arg(long, value_name = "NETWORK")]
    pub trusted_proxy: Vec<Network>,
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

    /// The mail server, if there is one.
    pub fn mail(&self) -> Result<Option<Smtp>> {
        let (Some(server), Some(from)) = (&self.smtp, &self.mail_from) else {
            return Ok(None);
        };
        let password = match &self.smtp_password_file {
            Some(file) => {
                let text = std::fs::read_to_string(file);
                let text = text.with_context(|| format!("read `{}`", file.display()))?;
                Some(Secret::new(text.trim_end_matches(['\r', '\n']).to_owned()))
            }
            None => self.smtp_password.clone(),
        };
        let smtp = Smtp::new(server, password.as_ref(), from);
        Ok(Some(smtp.context("use the mail server")?))
    }

    /// The folder of the demo's own database: beside the data folder, never in it.
    pub fn demo_folder(&self) -> Result<PathBuf> {
        let data = std::path::absolute(&self.data)?;
        let parent = data.parent().context("the data folder has no parent")?;
        Ok(parent.join("demo"))
    }
}

fn secret(text: &str) -> Result<Secret<String>, &'static str> {
    if text.is_empty() {
        return Err("the password is empty");
    }
    Ok(Secret::new(text.to_owned()))
}
