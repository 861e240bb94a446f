//! Identifiers: 128 random bits behind a prefix that says of what.
//!
//! They are unpredictable (AUZ-3) and typed, so that an app's id is not taken for a person's.
//! Written as `app_0193f0c2…` (prefix, underscore, 32 hexadecimal digits in lower case).

use crate::random::{Random, array};
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error, Visitor},
};
use std::{fmt, marker::PhantomData, str::FromStr};
use uuid::Uuid;

/// Why a text is not an identifier of the wanted kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidId {
    /// The prefix that was expected.
    pub expected: &'static str,
}

impl fmt::Display for InvalidId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "expected an id such as `{}_` and 32 hexadecimal digits",
            self.expected
        )
    }
}

impl std::error::Error for InvalidId {}

fn parse(expected: &'static str, text: &str) -> Result<Uuid, InvalidId> {
    let digits = text
        .strip_prefix(expected)
        .and_then(|rest| rest.strip_prefix('_'))
        .filter(|digits| digits.len() == 32)
        .filter(|digits| {
            digits
                .bytes()
                .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
        })
        .ok_or(InvalidId { expected })?;
    Uuid::try_parse(digits).map_err(|_| InvalidId { expected })
}

/// Reads an id where it stands, without a copy of its text.
struct Text<T>(PhantomData<T>);

impl<T: FromStr<Err = InvalidId>> Visitor<'_> for Text<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an id")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(E::custom)
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(Uuid);

        impl $name {
            /// What stands before the underscore.
            pub const PREFIX: &'static str = $prefix;

            /// A new, unpredictable id.
            pub fn random(random: &dyn Random) -> Self {
                Self(uuid::Builder::from_random_bytes(array(random)).into_uuid())
            }

            /// The 16 bytes behind the text.
            pub fn as_bytes(&self) -> &[u8; 16] {
                self.0.as_bytes()
            }

            /// The id of those 16 bytes.
            pub fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(Uuid::from_bytes(bytes))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!($prefix, "_"))?;
                f.write_str(self.0.simple().encode_lower(&mut Uuid::encode_buffer()))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;
            fn from_str(text: &str) -> Result<Self, InvalidId> {
                parse($prefix, text).map(Self)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_str(Text(PhantomData))
            }
        }

        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .pattern(Some(concat!("^", $prefix, "_[0-9a-f]{32}$")))
                    .build()
                    .into()
            }
        }

        impl utoipa::ToSchema for $name {}
    )*};
}

ids! {
    /// A tenant: an organisation whose data is kept apart from all others.
    TenantId = "tenant";
    /// A person with an account.
    PersonId = "person";
    /// A group of people.
    GroupId = "group";
    /// A second factor of a person.
    FactorId = "factor";
    /// A signed-in session. Not the session's secret, which is never stored.
    SessionId = "session";
    /// An API key. Not its secret, which is never stored.
    KeyId = "key";
    /// A workspace, which holds apps.
    WorkspaceId = "workspace";
    /// An app.
    AppId = "app";
    /// A page of an app.
    PageId = "page";
    /// A widget on a page.
    WidgetId = "widget";
    /// A query of an app.
    QueryId = "query";
    /// A named JavaScript function of an app.
    FunctionId = "function";
    /// A datasource.
    DatasourceId = "datasource";
    /// A record of the audit log.
    RecordId = "record";
    /// A letter in the queue of e-mails.
    MailId = "mail";
    /// An invitation. Not the secret in its link.
    InvitationId = "invitation";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_what_it_writes() {
        let id = AppId::from_bytes([7; 16]);

        assert_eq!(id.to_string().parse::<AppId>(), Ok(id));
    }

    #[test]
    fn an_id_of_another_kind_is_refused() {
        let id = AppId::from_bytes([7; 16]).to_string();

        assert!(id.parse::<PersonId>().is_err());
    }

    #[test]
    fn spellings_other_than_the_one_are_refused() {
        for text in [
            "app_",
            "app_0707",
            "app_07070707-0707-0707-0707-070707070707",
            "APP_07070707070707070707070707070707",
            "app_ABABABABABABABABABABABABABABABAB",
            " app_07070707070707070707070707070707",
        ] {
            assert!(text.parse::<AppId>().is_err(), "{text}");
        }
    }
}
