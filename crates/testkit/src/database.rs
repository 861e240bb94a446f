//! A fresh PostgreSQL database for each test.

use std::sync::atomic::{AtomicU32, Ordering};
use tokio_postgres::{Client, Config, NoTls};

static NEXT: AtomicU32 = AtomicU32::new(0);

/// A database of one test, dropped with the value.
#[derive(Debug)]
pub struct TestDatabase {
    server: Config,
    name: String,
}

impl TestDatabase {
    /// An empty database on the server of `SALLYPORT_TEST_POSTGRES`.
    pub async fn empty() -> Self {
        Self::from_template("template0").await
    }

    /// A copy of another database of that server, which nobody may be connected to.
    #[allow(
        clippy::disallowed_methods,
        reason = "where the tests' server is comes from whoever runs them"
    )]
    pub async fn from_template(template: &str) -> Self {
        let url = std::env::var("SALLYPORT_TEST_POSTGRES").expect(
            "SALLYPORT_TEST_POSTGRES is not set: give the URL of a PostgreSQL superuser, or run `cargo xtask test`",
        );
        let server: Config = url
            .parse()
            .expect("SALLYPORT_TEST_POSTGRES is not a PostgreSQL URL");
        let name = format!(
            "test_{}_{}",
            std::process::id(),
            NEXT.fetch_add(1, Ordering::Relaxed)
        );
        let client = connect(&server).await;
        client
            .batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
            .await
            .unwrap();
        client
            .batch_execute(&format!("CREATE DATABASE {name} TEMPLATE {template}"))
            .await
            .unwrap();
        Self { server, name }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How to connect to it, as a superuser.
    pub fn config(&self) -> Config {
        let mut config = self.server.clone();
        config.dbname(&self.name);
        config
    }

    /// A connection to it, as a superuser.
    pub async fn connect(&self) -> Client {
        connect(&self.config()).await
    }

    /// A connection to the server's own database, as a superuser.
    pub async fn connect_to_server(&self) -> Client {
        connect(&self.server).await
    }
}

#[allow(
    clippy::disallowed_methods,
    reason = "tests speak to their own database server"
)]
pub(crate) async fn connect(config: &Config) -> Client {
    let (client, connection) = config
        .connect(NoTls)
        .await
        .expect("the PostgreSQL server for tests does not answer");
    tokio::spawn(connection);
    client
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let (server, name) = (self.server.clone(), self.name.clone());
        // A drop can't wait, and the test's runtime may be ending: a thread with its own runtime can.
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(async {
                let client = connect(&server).await;
                let _ = client
                    .batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
                    .await;
            });
        });
        let _ = dropped.join();
    }
}
