//! Closed lists of words: enums that are written as one word each, the same everywhere.

/// An enum whose members are words: in the API, the store, policies and the audit log alike.
///
/// It makes the enum with its serde and schema, `ALL`, `as_str`, `parse` and `Display`. Whoever uses it depends on
/// `serde` and `utoipa`.
///
/// ```
/// sallyport_kernel::words! {
///     /// How bright it is.
///     pub enum Light {
///         /// Full sun.
///         Bright = "bright",
///         /// Hardly any.
///         Dim = "dim",
///     }
/// }
///
/// assert_eq!(Light::parse("dim"), Some(Light::Dim));
/// assert_eq!(Light::ALL.map(Light::as_str), ["bright", "dim"]);
/// ```
#[macro_export]
macro_rules! words {
    ($(#[$about:meta])* pub enum $name:ident { $($(#[$doc:meta])+ $member:ident = $word:tt,)+ }) => {
        $(#[$about])*
        #[derive(
            Debug,
            Clone,
            Copy,
            PartialEq,
            Eq,
            Hash,
            PartialOrd,
            Ord,
            ::serde::Serialize,
            ::serde::Deserialize,
            ::utoipa::ToSchema,
        )]
        pub enum $name {
            $($(#[$doc])+ #[serde(rename = $word)] $member,)+
        }

        impl $name {
            /// Every one, in order.
            pub const ALL: [Self; [$($word),+].len()] = [$(Self::$member),+];

            /// The word for it.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$member => $word,)+
                }
            }

            /// The one of that word.
            pub fn parse(word: &str) -> ::std::option::Option<Self> {
                match word {
                    $($word => ::std::option::Option::Some(Self::$member),)+
                    _ => ::std::option::Option::None,
                }
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

#[cfg(test)]
mod tests;
