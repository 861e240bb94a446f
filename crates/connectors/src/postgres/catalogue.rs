//! What the server's catalogue tells: tables, columns, and what the login could do.

use super::fault;
use sallyport_query::connector::{Table, TableColumn};
use sallyport_query::{RunError, Schema, Settings, Target, TlsMode, Warning};
use tokio_postgres::Client;

const LOGIN: &str = "
    select r.rolsuper,
           has_database_privilege(current_database(), 'create')
           or exists (select from pg_namespace n
                      where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
                        and has_schema_privilege(n.oid, 'create'))
           or exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
                      where c.relkind in ('r', 'p', 'v', 'm') and n.nspname !~ '^pg_'
                        and n.nspname <> 'information_schema' and pg_has_role(c.relowner, 'usage'))
    from pg_roles r where r.rolname = current_user";

const TABLES: &str = "
    select n.nspname::text, c.relname::text, a.attname::text, format_type(a.atttypid, a.atttypmod)
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relkind in ('r', 'p', 'v', 'm', 'f') and not c.relispartition
      and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
      and has_schema_privilege(n.oid, 'usage')
      and has_column_privilege(c.oid, a.attnum, 'select')
    order by 1, 2, a.attnum
    limit 20000";

/// What an administrator should know of the login and the connection.
pub(super) async fn warnings(client: &Client, target: &Target) -> Result<Vec<Warning>, RunError> {
    let row = client
        .query_one(LOGIN, &[])
        .await
        .map_err(|error| fault::run(&error))?;
    let mut warnings = Vec::new();
    let flag = |index: usize| {
        row.try_get::<_, bool>(index)
            .map_err(|error| fault::run(&error))
    };
    if flag(0)? {
        warnings.push(Warning::Superuser);
    } else if flag(1)? {
        warnings.push(Warning::CanChangeSchema);
    }
    if let Settings::Postgres(settings) = &target.settings
        && settings.tls != TlsMode::VerifyFull
    {
        warnings.push(Warning::NotVerified);
    }
    if target.credential.is_none() {
        warnings.push(Warning::NoPassword);
    }
    Ok(warnings)
}

/// The tables that the login can read.
pub(super) async fn schema(client: &Client) -> Result<Schema, RunError> {
    let rows = client
        .query(TABLES, &[])
        .await
        .map_err(|error| fault::run(&error))?;
    let mut schema = Schema::default();
    for row in rows {
        let text = |index: usize| {
            row.try_get::<_, String>(index)
                .map_err(|error| fault::run(&error))
        };
        let (space, name) = (Some(text(0)?), text(1)?);
        let column = TableColumn {
            name: text(2)?,
            kind: text(3)?,
        };
        match schema.tables.last_mut() {
            Some(table) if table.schema == space && table.name == name => {
                table.columns.push(column);
            }
            _ => schema.tables.push(Table {
                schema: space,
                name,
                columns: vec![column],
            }),
        }
    }
    Ok(schema)
}
