//! The demo: a customer-service team's console on made-up data.
//!
//! Everything here is made for `serve --demo` and for the tests; a production start touches none of it.
//! It knows nothing of the platform's services: it makes data, a document and a list of people, and whoever
//! seeds the demo puts them in place through the ordinary use cases. Start reading in [`dataset`].

mod app;
mod dataset;
mod dice;
mod people;
mod postgres;
mod sqlite;
mod words;

#[cfg(test)]
mod tests;

pub use app::{Console, Dialect, InvalidConsole, console};
pub use people::{DemoPerson, LEADS, SUPPORT, people};
pub use postgres::{SCHEMA, generate_postgres};
pub use sqlite::generate_sqlite;
