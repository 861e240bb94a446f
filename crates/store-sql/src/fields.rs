//! Reading a row: each column in turn, and an error that names table, column and row.

use crate::value::{Row, Value};
use sallyport_kernel::Timestamp;
use sallyport_store::StoreError;
use serde::de::DeserializeOwned;
use std::str::FromStr;

/// A row that is being read, from the first column to the last.
#[derive(Debug)]
pub struct Fields {
    table: &'static str,
    key: String,
    values: std::vec::IntoIter<Value>,
}

impl Fields {
    /// The row of that table; errors name it by its first column.
    pub fn of(table: &'static str, row: Row) -> Self {
        let key = match row.first() {
            Some(Value::Text(text)) => text.clone(),
            Some(Value::Integer(number)) => number.to_string(),
            _ => String::new(),
        };
        Self {
            table,
            key,
            values: row.into_iter(),
        }
    }

    /// The error that this column does not hold what was written.
    pub fn corrupt(&self, column: &'static str) -> StoreError {
        StoreError::Corrupt {
            table: self.table,
            column,
            row: self.key.clone(),
        }
    }

    /// Text.
    pub fn text(&mut self, column: &'static str) -> Result<String, StoreError> {
        match self.values.next() {
            Some(Value::Text(text)) => Ok(text),
            _ => Err(self.corrupt(column)),
        }
    }

    /// Text, or NULL.
    pub fn optional_text(&mut self, column: &'static str) -> Result<Option<String>, StoreError> {
        match self.values.next() {
            Some(Value::Null) => Ok(None),
            Some(Value::Text(text)) => Ok(Some(text)),
            _ => Err(self.corrupt(column)),
        }
    }

    /// Bytes.
    pub fn bytes(&mut self, column: &'static str) -> Result<Vec<u8>, StoreError> {
        match self.values.next() {
            Some(Value::Bytes(bytes)) => Ok(bytes),
            _ => Err(self.corrupt(column)),
        }
    }

    /// Bytes, or NULL.
    pub fn optional_bytes(&mut self, column: &'static str) -> Result<Option<Vec<u8>>, StoreError> {
        match self.values.next() {
            Some(Value::Null) => Ok(None),
            Some(Value::Bytes(bytes)) => Ok(Some(bytes)),
            _ => Err(self.corrupt(column)),
        }
    }

    /// A hash of 32 bytes.
    pub fn hash(&mut self, column: &'static str) -> Result<[u8; 32], StoreError> {
        let bytes = self.bytes(column)?;
        bytes
            .as_slice()
            .try_into()
            .map_err(|_| self.corrupt(column))
    }

    /// A number of the wanted width.
    pub fn number<N: TryFrom<i64>>(&mut self, column: &'static str) -> Result<N, StoreError> {
        self.optional_number(column)?
            .ok_or_else(|| self.corrupt(column))
    }

    /// A number of the wanted width, or NULL.
    pub fn optional_number<N: TryFrom<i64>>(
        &mut self,
        column: &'static str,
    ) -> Result<Option<N>, StoreError> {
        match self.values.next() {
            Some(Value::Null) => Ok(None),
            Some(Value::Integer(number)) => N::try_from(number)
                .map(Some)
                .map_err(|_| self.corrupt(column)),
            _ => Err(self.corrupt(column)),
        }
    }

    /// A yes or no, kept as 1 or 0.
    pub fn flag(&mut self, column: &'static str) -> Result<bool, StoreError> {
        match self.number::<u8>(column)? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(self.corrupt(column)),
        }
    }

    /// Text that reads as an id, or NULL.
    pub fn optional_parsed<T: FromStr>(
        &mut self,
        column: &'static str,
    ) -> Result<Option<T>, StoreError> {
        let text = self.optional_text(column)?;
        text.map(|text| text.parse().map_err(|_| self.corrupt(column)))
            .transpose()
    }

    /// An instant.
    pub fn at(&mut self, column: &'static str) -> Result<Timestamp, StoreError> {
        let number = self.number(column)?;
        Timestamp::from_microsecond(number).map_err(|_| self.corrupt(column))
    }

    /// An instant, or NULL.
    pub fn optional_at(&mut self, column: &'static str) -> Result<Option<Timestamp>, StoreError> {
        let number = self.optional_number(column)?;
        number
            .map(Timestamp::from_microsecond)
            .transpose()
            .map_err(|_| self.corrupt(column))
    }

    /// Text that reads as an id, or whatever else reads itself from text.
    pub fn parsed<T: FromStr>(&mut self, column: &'static str) -> Result<T, StoreError> {
        self.text(column)?.parse().map_err(|_| self.corrupt(column))
    }

    /// A word of a closed list.
    pub fn word<T>(
        &mut self,
        column: &'static str,
        parse: fn(&str) -> Option<T>,
    ) -> Result<T, StoreError> {
        parse(&self.text(column)?).ok_or_else(|| self.corrupt(column))
    }

    /// One of the words of an enum, or NULL.
    pub fn optional_word<T>(
        &mut self,
        column: &'static str,
        parse: fn(&str) -> Option<T>,
    ) -> Result<Option<T>, StoreError> {
        let word = self.optional_text(column)?;
        word.map(|word| parse(&word).ok_or_else(|| self.corrupt(column)))
            .transpose()
    }

    /// JSON.
    pub fn json<T: DeserializeOwned>(&mut self, column: &'static str) -> Result<T, StoreError> {
        serde_json::from_str(&self.text(column)?).map_err(|_| self.corrupt(column))
    }
}
