//! The data as an `SQLite` file.

use super::dataset::Dataset;
use anyhow::Result;
use rusqlite::{Connection, Transaction as Work, params};
use sallyport_kernel::Timestamp;
use std::path::Path;

const TABLES: &str = "
create table agents (id integer primary key, name text not null, email text not null unique);
create table customers (
  id integer primary key, name text not null, email text not null unique, phone text not null, company text not null,
  country text not null, city text not null, plan text not null, status text not null, balance_cents integer not null,
  created_at timestamp not null);
create table transactions (
  id integer primary key, customer_id integer not null references customers (id), kind text not null, category text not null,
  amount_cents integer not null, status text not null, description text not null, created_by text not null,
  created_at timestamp not null);
create table tickets (
  id integer primary key, customer_id integer not null references customers (id), subject text not null,
  category text not null, status text not null, priority text not null, agent_id integer references agents (id),
  satisfaction integer, opened_at timestamp not null, updated_at timestamp not null, solved_at timestamp);
create table ticket_notes (
  id integer primary key, ticket_id integer not null references tickets (id), author text not null, body text not null,
  created_at timestamp not null);";

const INDEXES: &str = "
create index customers_by_name on customers (name);
create index transactions_by_customer on transactions (customer_id, created_at);
create index tickets_by_customer on tickets (customer_id, opened_at);
create index tickets_by_status on tickets (status, priority);
create index tickets_by_day on tickets (opened_at);
create index ticket_notes_by_ticket on ticket_notes (ticket_id, created_at);
analyze;";

/// Makes a file with the demo's data as of `now`; whether it had to (it leaves one that is there alone).
pub fn generate_sqlite(path: &Path, now: Timestamp) -> Result<bool> {
    if path.try_exists()? {
        return Ok(false);
    }
    // It gets its name when it is whole: what a start that was killed has left is made anew.
    let unfinished = path.with_extension("unfinished");
    if unfinished.try_exists()? {
        std::fs::remove_file(&unfinished)?;
    }
    fill(&unfinished, now)?;
    std::fs::rename(&unfinished, path)?;
    Ok(true)
}

fn fill(path: &Path, now: Timestamp) -> rusqlite::Result<()> {
    let mut connection = Connection::open(path)?;
    connection.pragma_update(None, "journal_mode", "off")?;
    connection.pragma_update(None, "synchronous", "off")?;
    let data = Dataset::new(now);
    let work = connection.transaction()?;
    work.execute_batch(TABLES)?;
    people(&work, &data)?;
    transactions(&work, &data)?;
    tickets(&work, &data)?;
    work.execute_batch(INDEXES)?;
    work.commit()?;
    // From now on it is an ordinary file that several may read while one writes.
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.close().map_err(|(_, error)| error)
}

fn people(work: &Work<'_>, data: &Dataset) -> rusqlite::Result<()> {
    let mut insert = work.prepare("insert into agents values (?, ?, ?)")?;
    for agent in &data.agents {
        insert.execute(params![agent.id, agent.name, agent.email])?;
    }
    let mut insert =
        work.prepare("insert into customers values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")?;
    for row in &data.customers {
        insert.execute(params![
            row.id,
            row.name,
            row.email,
            row.phone,
            row.company,
            row.country,
            row.city,
            row.plan,
            row.status,
            row.balance_cents,
            row.created_at.to_string(),
        ])?;
    }
    Ok(())
}

fn transactions(work: &Work<'_>, data: &Dataset) -> rusqlite::Result<()> {
    let mut insert = work.prepare("insert into transactions values (?, ?, ?, ?, ?, ?, ?, ?, ?)")?;
    for row in data.transactions() {
        insert.execute(params![
            row.id,
            row.customer_id,
            row.kind,
            row.category,
            row.amount_cents,
            row.status,
            row.description,
            row.created_by,
            row.created_at.to_string(),
        ])?;
    }
    Ok(())
}

fn tickets(work: &Work<'_>, data: &Dataset) -> rusqlite::Result<()> {
    let mut insert =
        work.prepare("insert into tickets values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")?;
    let mut annotate = work.prepare(
        "insert into ticket_notes (ticket_id, author, body, created_at) values (?, ?, ?, ?)",
    )?;
    for row in data.tickets() {
        insert.execute(params![
            row.id,
            row.customer_id,
            row.subject,
            row.category,
            row.status,
            row.priority,
            row.agent_id,
            row.satisfaction,
            row.opened_at.to_string(),
            row.updated_at.to_string(),
            row.solved_at.map(|at| at.to_string()),
        ])?;
        if let Some(note) = row.note {
            annotate.execute(params![
                row.id,
                note.author,
                note.body,
                note.created_at.to_string()
            ])?;
        }
    }
    Ok(())
}
