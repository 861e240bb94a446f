//! Connections to the store's own database.
//!
//! The egress broker is for datasources, which people configure; this database is named by the operator,
//! and is the only thing that this crate connects to.

use crate::error::{Refusal, fault, unavailable};
use deadpool_postgres::{Manager, ManagerConfig, Object, Pool, RecyclingMethod, Runtime};
use futures::stream::{Stream, StreamExt as _, poll_fn};
use sallyport_store::StoreError;
use std::net::IpAddr;
use std::time::Duration;
use tokio_postgres::config::Host;
use tokio_postgres::error::Severity;
use tokio_postgres::{AsyncMessage, Client, Config, NoTls};

/// How long to wait for a connection, old or new.
const PATIENCE: Duration = Duration::from_secs(5);

/// How many connections a node has.
const CONNECTIONS: usize = 16;

/// What a transaction may wait for others, and how long it may stand still.
const LIMITS: &str =
    "-c lock_timeout=10s -c idle_in_transaction_session_timeout=60s -c statement_timeout=60s";

/// What the store's URL says, with limits on how long a dead server is waited for.
pub(crate) fn config(url: &str) -> Result<Config, StoreError> {
    let mut config: Config = url.parse().map_err(|_| unavailable(Refusal::Url))?;
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(PATIENCE);
    }
    if !config.get_hosts().iter().all(is_here) {
        return Err(unavailable(Refusal::Remote));
    }
    let options = format!("{} {LIMITS}", config.get_options().unwrap_or_default());
    config
        .options(options.trim())
        .tcp_user_timeout(2 * PATIENCE)
        .application_name("sallyport");
    Ok(config)
}

/// Whether the host is this machine.
fn is_here(host: &Host) -> bool {
    match host {
        Host::Unix(_) => true,
        Host::Tcp(name) => {
            name == "localhost"
                || name
                    .parse()
                    .is_ok_and(|address: IpAddr| address.is_loopback())
        }
    }
}

/// The pool. It opens connections as they are needed, and forgets those that have died.
#[allow(
    clippy::disallowed_methods,
    reason = "the store's own database, which the operator named"
)]
pub(crate) fn pool(config: Config) -> Result<Pool, StoreError> {
    let manager_config = ManagerConfig {
        recycling_method: RecyclingMethod::Fast,
    };
    let manager = Manager::from_config(config, NoTls, manager_config);
    Pool::builder(manager)
        .max_size(CONNECTIONS)
        .wait_timeout(Some(PATIENCE))
        .create_timeout(Some(PATIENCE))
        .recycle_timeout(Some(PATIENCE))
        .runtime(Runtime::Tokio1)
        .build()
        .map_err(unavailable)
}

/// A connection on which those statements have just run. One that died in the pool is tried again.
pub(crate) async fn started(pool: &Pool, statements: &str) -> Result<Object, StoreError> {
    let mut tries = 0;
    loop {
        let client = pool.get().await.map_err(unavailable)?;
        match client.batch_execute(statements).await {
            Ok(()) => return Ok(client),
            Err(error) => {
                tries += 1;
                // Whatever state it is in, nobody else gets it.
                drop(Object::take(client));
                if tries > CONNECTIONS || !died(&error) {
                    return Err(fault(error));
                }
            }
        }
    }
}

/// Whether it was the connection that failed, and not what was asked.
fn died(error: &tokio_postgres::Error) -> bool {
    error.as_db_error().is_none_or(|error| {
        matches!(
            error.parsed_severity(),
            Some(Severity::Fatal | Severity::Panic)
        )
    })
}

/// A connection that hears `NOTIFY`s on the channel, as a stream that ends with the connection.
#[allow(
    clippy::disallowed_methods,
    reason = "the store's own database, which the operator named"
)]
pub(crate) async fn listen(
    config: &Config,
    channel: &str,
) -> Result<(Client, impl Stream<Item = String> + Send + Unpin + use<>), StoreError> {
    let (client, mut connection) = config.connect(NoTls).await.map_err(fault)?;
    let (heard, hearing) = futures::channel::mpsc::unbounded();
    tokio::spawn(async move {
        let mut messages = poll_fn(move |context| connection.poll_message(context));
        while let Some(Ok(message)) = messages.next().await {
            if let AsyncMessage::Notification(notification) = message
                && heard
                    .unbounded_send(notification.payload().to_owned())
                    .is_err()
            {
                break;
            }
        }
    });
    client
        .batch_execute(&format!("LISTEN {channel}"))
        .await
        .map_err(fault)?;
    Ok((client, hearing))
}

#[cfg(test)]
mod tests {
    use super::config;

    #[test]
    fn a_database_on_another_machine_is_refused_while_connections_are_not_encrypted() {
        for url in [
            "postgres://u@127.0.0.1/db",
            "postgres://u@localhost/db",
            "postgres://u@[::1]/db",
            "postgres:///db?host=/run/postgresql",
        ] {
            assert!(config(url).is_ok(), "{url}");
        }
        for url in [
            "postgres://u@db.example.com/db",
            "postgres://u@10.0.0.1/db",
            "postgres://u@127.0.0.1,10.0.0.1/db",
            "postgres://u@localhost.example.com/db",
        ] {
            assert!(config(url).is_err(), "{url}");
        }
    }
}
