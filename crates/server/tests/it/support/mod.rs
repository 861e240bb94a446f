//! A server of one test, people who use it, and what they get back.
//!
//! Start reading at [`TestServer`].

mod actor;
mod audit;
pub(crate) mod child;
mod client;
mod factor;
pub(crate) mod log;
mod node;
mod passkey;
mod sample;
mod server;
mod world;

pub(crate) use actor::Visitor;
pub(crate) use client::Reply;
pub(crate) use factor::{Enrolled, code_in, code_of};
pub(crate) use node::{CHEAP, Node, Settings};
pub(crate) use sample::{Sample, Things, a_number, unique};
pub(crate) use server::{Backend, TestServer, url_of};
pub(crate) use world::{PASSWORD, add_slow_query, commit};

/// The same test on both stores: `both! { async fn name(t) { … } }`.
macro_rules! both {
    ($(async fn $name:ident($t:ident) $body:block)*) => {
        $(mod $name {
            #[allow(unused_imports, reason = "not every test needs all")]
            use super::*;

            async fn test($t: &TestServer) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_the_embedded_store() {
                test(&TestServer::on(crate::support::Backend::Sqlite).await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() {
                test(&TestServer::on(crate::support::Backend::Postgres).await).await;
            }
        })*
    };
}
pub(crate) use both;
