use super::{Console, Dialect, LEADS, console, generate_postgres, generate_sqlite, people};
use rusqlite::Connection;
use sallyport_kernel::{Random, Timestamp, id::DatasourceId};
use sallyport_model::document::{Act, QueryBody, WidgetCatalogue, validate};
use std::fmt::Write as _;
use std::sync::atomic::{AtomicU8, Ordering};

/// Ids that differ, which is all that is asked of them here.
#[derive(Default)]
struct Counting(AtomicU8);

impl Random for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(self.0.fetch_add(1, Ordering::Relaxed));
    }
}

fn now() -> Timestamp {
    "2026-11-22T12:00:00Z".parse().unwrap()
}

fn made(dialect: Dialect) -> Console {
    let random = Counting::default();
    console(dialect, DatasourceId::random(&random), &random).unwrap()
}

/// Every statement with numbered placeholders, as it reaches the database.
fn statements(console: &Console, sign: char) -> Vec<(String, String)> {
    let numbered = |statement: &str| {
        let mut known: Vec<&str> = Vec::new();
        let mut text = String::new();
        for (index, part) in statement.split("{{").enumerate() {
            let Some((expression, rest)) = part.split_once("}}").filter(|_| index > 0) else {
                text.push_str(part);
                continue;
            };
            if !known.contains(&expression) {
                known.push(expression);
            }
            let number = known.iter().position(|other| *other == expression).unwrap() + 1;
            write!(text, "{sign}{number}{rest}").unwrap();
        }
        text
    };
    let of = |query: &sallyport_model::document::QueryRecord| match &query.body {
        QueryBody::Sql(body) => numbered(&body.statement),
        QueryBody::Rest(_) => String::new(),
    };
    console
        .document
        .queries()
        .map(|query| (query.name.clone(), of(query)))
        .collect()
}

fn file() -> (tempfile::TempDir, Connection) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("crm.sqlite");
    generate_sqlite(&path, now()).unwrap();
    let connection = Connection::open(path).unwrap();
    (folder, connection)
}

fn number(connection: &Connection, sql: &str) -> i64 {
    connection.query_row(sql, [], |row| row.get(0)).unwrap()
}

#[test]
fn what_a_killed_start_left_is_made_anew_and_what_is_whole_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("crm.sqlite");
    let left = Connection::open(path.with_extension("unfinished")).unwrap();
    left.execute_batch("create table agents (id integer)")
        .unwrap();
    drop(left);

    assert!(generate_sqlite(&path, now()).unwrap());
    let connection = Connection::open(&path).unwrap();
    assert_eq!(
        number(&connection, "select count(*) from customers"),
        20_000
    );
    connection
        .execute_batch("delete from ticket_notes")
        .unwrap();

    assert!(!generate_sqlite(&path, now()).unwrap());
    assert_eq!(number(&connection, "select count(*) from ticket_notes"), 0);
}

#[test]
fn the_console_is_a_valid_document() {
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        let console = made(dialect);
        assert_eq!(
            validate(&console.document, WidgetCatalogue::built_in()),
            Ok(())
        );
    }
}

#[test]
fn the_refund_is_restricted_asks_first_and_writes() {
    let console = made(Dialect::Sqlite);
    let refund = console
        .document
        .query(console.query("refund").unwrap())
        .unwrap();
    assert!(refund.restricted && refund.settings.writes && refund.settings.confirm.is_some());
    assert!(console.restricted().any(|id| id == refund.id));
}

#[test]
fn whoever_lacks_the_refund_sees_no_way_to_it() {
    let console = made(Dialect::Sqlite);
    let refund = console.query("refund").unwrap();
    let runs_it = |act: &Act| matches!(act, Act::RunQuery { query } if *query == refund);
    let is_for_leads = |name: &str| {
        let widget = console
            .document
            .widgets()
            .find(|widget| widget.name == name)
            .unwrap();
        widget
            .audience
            .as_ref()
            .is_some_and(|audience| audience.groups.contains(LEADS))
    };
    assert!(is_for_leads("refund_button") && is_for_leads("refund_modal"));
    let ways: Vec<_> = console
        .document
        .widgets()
        .filter(|widget| {
            widget
                .events
                .iter()
                .flat_map(|event| &event.acts)
                .any(runs_it)
        })
        .map(|widget| widget.name.as_str())
        .collect();
    assert_eq!(
        ways,
        ["refund_form"],
        "only the form in the leads' modal runs the refund"
    );
}

#[test]
fn the_data_has_the_promised_size_and_holds_together() {
    let (_folder, data) = file();
    assert_eq!(number(&data, "select count(*) from customers"), 20_000);
    assert_eq!(number(&data, "select count(*) from transactions"), 200_000);
    assert_eq!(number(&data, "select count(*) from tickets"), 50_000);
    assert_eq!(
        number(&data, "select count(*) from pragma_foreign_key_check"),
        0
    );
    assert_eq!(
        number(
            &data,
            "select count(*) from tickets where solved_at < opened_at or updated_at > '2026-11-22T12:00:00Z'"
        ),
        0
    );
    let early = "select count(*) from transactions x join customers c on c.id = x.customer_id where x.created_at < c.created_at";
    assert_eq!(number(&data, early), 0);
    assert!(number(&data, "select count(*) from tickets where status = 'open'") > 100);
    assert!(
        number(
            &data,
            "select count(*) from customers where balance_cents > 0"
        ) > 100
    );
}

#[test]
fn the_data_is_the_same_each_time() {
    let sum = "select sum(id * amount_cents) + (select sum(id * customer_id) from tickets) from transactions";
    let ((_one, first), (_two, second)) = (file(), file());
    assert_eq!(number(&first, sum), number(&second, sum));
}

#[test]
fn sqlite_understands_every_statement() {
    let (_folder, data) = file();
    for (name, statement) in statements(&made(Dialect::Sqlite), '?') {
        data.prepare(&statement)
            .unwrap_or_else(|error| panic!("{name}: {error}\n{statement}"));
    }
}

#[test]
fn customers_are_found_sorted_and_paged_by_the_database() {
    let (_folder, data) = file();
    let all = statements(&made(Dialect::Sqlite), '?');
    let find = |name: &str| {
        all.iter()
            .find(|(other, _)| other == name)
            .unwrap()
            .1
            .clone()
    };
    let mut page = data.prepare(&find("customers")).unwrap();
    let names = |page: &mut rusqlite::Statement<'_>, direction: &str, offset: i64| -> Vec<String> {
        let rows = page.query_map(
            rusqlite::params![
                "bauer",
                None::<String>,
                "active",
                direction,
                "name",
                5,
                offset
            ],
            |row| row.get(1),
        );
        rows.unwrap().map(Result::unwrap).collect()
    };
    let (first, second, last) = (
        names(&mut page, "asc", 0),
        names(&mut page, "asc", 5),
        names(&mut page, "desc", 0),
    );
    assert_eq!((first.len(), second.len()), (5, 5));
    assert!(first.is_sorted() && first.last() <= second.first() && first.first() < last.first());
    let total: i64 = data
        .query_row(
            &find("customer_count"),
            rusqlite::params!["bauer", None::<String>, "active"],
            |row| row.get(0),
        )
        .unwrap();
    assert!((50..2_000).contains(&total));
}

#[test]
fn a_refund_is_one_row_under_the_readers_name_and_never_more_than_allowed() {
    let (_folder, data) = file();
    let refund = statements(&made(Dialect::Sqlite), '?')
        .into_iter()
        .find(|(name, _)| name == "refund")
        .unwrap()
        .1;
    let mut refund = data.prepare(&refund).unwrap();
    assert_eq!(
        refund
            .execute(rusqlite::params![12.5, "twice", "lea@example.com", "17"])
            .unwrap(),
        1
    );
    assert_eq!(
        refund
            .execute(rusqlite::params![
                501.0,
                "too much",
                "lea@example.com",
                "17"
            ])
            .unwrap(),
        0
    );
    let row: (i64, i64, String) = data
        .query_row("select customer_id, amount_cents, created_by from transactions where description = 'twice'", [], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .unwrap();
    assert_eq!(row, (17, -1_250, "lea@example.com".to_owned()));
}

#[tokio::test]
#[allow(
    clippy::disallowed_methods,
    reason = "a test of the data talks to its database by itself"
)]
async fn postgres_holds_the_same_data_and_understands_every_statement() {
    let url = std::env::var("SALLYPORT_TEST_POSTGRES")
        .expect("SALLYPORT_TEST_POSTGRES holds a superuser's URL (cargo xtask test sets it)");
    let database = format!("demo_{}", std::process::id());
    let (admin, connection) = tokio_postgres::connect(&url, tokio_postgres::NoTls)
        .await
        .unwrap();
    tokio::spawn(connection);
    admin
        .batch_execute(&format!("create database {database}"))
        .await
        .unwrap();
    let mut config: tokio_postgres::Config = url.parse().unwrap();
    let (mut client, connection) = config
        .dbname(&database)
        .connect(tokio_postgres::NoTls)
        .await
        .unwrap();
    let ending = tokio::spawn(connection);

    assert!(generate_postgres(&mut client, now()).await.unwrap());
    assert!(
        !generate_postgres(&mut client, now()).await.unwrap(),
        "a second start leaves the data alone"
    );
    let (_folder, file) = file();
    let sum = "select sum(id * amount_cents)::bigint from support_console.transactions";
    let row = client.query_one(sum, &[]).await.unwrap();
    assert_eq!(
        row.get::<_, i64>(0),
        number(&file, "select sum(id * amount_cents) from transactions")
    );
    for (name, statement) in statements(&made(Dialect::Postgres), '$') {
        client
            .prepare(&statement)
            .await
            .unwrap_or_else(|error| panic!("{name}: {error:?}\n{statement}"));
    }

    drop(client);
    ending.await.unwrap().unwrap();
    admin
        .batch_execute(&format!("drop database {database}"))
        .await
        .unwrap();
}

#[test]
fn there_is_someone_for_every_part() {
    let parts: Vec<_> = people().iter().map(|person| person.part).collect();
    assert_eq!(
        parts,
        [
            "administrator",
            "builder",
            "team lead",
            "agent",
            "no rights"
        ]
    );
}
