//! What goes into a statement and what comes out, without a driver's types.

use sallyport_kernel::Timestamp;
use sallyport_kernel::id::{
    AppId, DatasourceId, FactorId, GroupId, KeyId, MailId, PersonId, QueryId, RecordId, SessionId,
    TenantId, WorkspaceId,
};
use std::borrow::Cow;

/// A value bound to a parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Param<'a> {
    /// NULL.
    Null,
    /// A whole number: every numeric column has 64 bits.
    Integer(i64),
    /// Text.
    Text(Cow<'a, str>),
    /// Bytes.
    Bytes(&'a [u8]),
}

/// A value that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// NULL, or a type that no table of ours has.
    Null,
    /// A whole number.
    Integer(i64),
    /// Text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
}

/// The values of one row, in the order of the statement.
pub type Row = Vec<Value>;

impl From<i64> for Param<'_> {
    fn from(value: i64) -> Self {
        Self::Integer(value)
    }
}

impl From<u32> for Param<'_> {
    fn from(value: u32) -> Self {
        Self::Integer(value.into())
    }
}

/// Numbers beyond what the databases hold are never reached by counting; they are cut to the largest.
impl From<u64> for Param<'_> {
    fn from(value: u64) -> Self {
        Self::Integer(i64::try_from(value).unwrap_or(i64::MAX))
    }
}

impl<'a> From<&'a str> for Param<'a> {
    fn from(value: &'a str) -> Self {
        Self::Text(Cow::Borrowed(value))
    }
}

impl<'a> From<&'a String> for Param<'a> {
    fn from(value: &'a String) -> Self {
        Self::Text(Cow::Borrowed(value))
    }
}

impl From<String> for Param<'_> {
    fn from(value: String) -> Self {
        Self::Text(Cow::Owned(value))
    }
}

impl<'a> From<&'a [u8]> for Param<'a> {
    fn from(value: &'a [u8]) -> Self {
        Self::Bytes(value)
    }
}

impl<'a> From<&'a Vec<u8>> for Param<'a> {
    fn from(value: &'a Vec<u8>) -> Self {
        Self::Bytes(value)
    }
}

impl<'a> From<&'a [u8; 32]> for Param<'a> {
    fn from(value: &'a [u8; 32]) -> Self {
        Self::Bytes(value)
    }
}

/// Instants are kept as microseconds since 1970.
impl From<Timestamp> for Param<'_> {
    fn from(value: Timestamp) -> Self {
        Self::Integer(value.as_microsecond())
    }
}

impl<'a, T: Into<Param<'a>>> From<Option<T>> for Param<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

macro_rules! ids {
    ($($id:ty),*) => {$(
        impl From<$id> for Param<'_> {
            fn from(id: $id) -> Self {
                Self::Text(Cow::Owned(id.to_string()))
            }
        }
    )*};
}

ids!(
    AppId,
    DatasourceId,
    FactorId,
    GroupId,
    MailId,
    KeyId,
    PersonId,
    QueryId,
    RecordId,
    SessionId,
    TenantId,
    WorkspaceId
);

/// A list of bound values.
macro_rules! params {
    ($($value:expr),* $(,)?) => { &[$($crate::Param::from($value)),*] };
}
pub(crate) use params;
