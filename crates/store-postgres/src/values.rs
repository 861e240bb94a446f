//! Values of `store-sql` on the wire.

use sallyport_store::StoreError;
use sallyport_store_sql::{Param, Row, Value};
use std::error::Error;
use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};

#[derive(Debug)]
pub(crate) struct Bound<'a>(pub(crate) &'a Param<'a>);

impl ToSql for Bound<'_> {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self.0 {
            Param::Null => Ok(IsNull::Yes),
            Param::Integer(number) if *kind == Type::INT4 => {
                i32::try_from(*number)?.to_sql(kind, out)
            }
            Param::Integer(number) => number.to_sql(kind, out),
            Param::Text(text) => text.as_ref().to_sql(kind, out),
            Param::Bytes(bytes) => bytes.to_sql(kind, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// A row as values, by the types of its columns.
pub(crate) fn row(row: &tokio_postgres::Row) -> Result<Row, StoreError> {
    let fault = crate::error::fault;
    let columns = row.columns().iter().enumerate();
    columns
        .map(|(index, column)| {
            Ok(match *column.type_() {
                Type::INT8 => row
                    .try_get::<_, Option<i64>>(index)
                    .map_err(fault)?
                    .map_or(Value::Null, Value::Integer),
                Type::INT4 => row
                    .try_get::<_, Option<i32>>(index)
                    .map_err(fault)?
                    .map_or(Value::Null, |number| Value::Integer(number.into())),
                Type::TEXT => row
                    .try_get::<_, Option<String>>(index)
                    .map_err(fault)?
                    .map_or(Value::Null, Value::Text),
                Type::BYTEA => row
                    .try_get::<_, Option<Vec<u8>>>(index)
                    .map_err(fault)?
                    .map_or(Value::Null, Value::Bytes),
                _ => Value::Null,
            })
        })
        .collect()
}
