//! The names that expressions use.

/// Names that a widget, query or function must not take: the roots that are always there, the
/// globals of an expression. [`WORDS`] are reserved as well. The web's `names.ts` holds the same list.
#[rustfmt::skip]
pub const RESERVED: &[&str] = &[
    // roots
    "page", "user", "tenant", "env",
    // globals
    "Array", "BigInt", "Boolean", "Date", "Infinity", "Intl", "JSON", "Map", "Math", "NaN",
    "Number", "Object", "RegExp", "Set", "String", "Symbol", "decodeURIComponent",
    "encodeURIComponent", "globalThis", "isFinite", "isNaN", "parseFloat", "parseInt", "undefined",
    // what an object always has
    "__proto__", "constructor", "prototype",
];

/// The words of JavaScript, which name nothing.
#[rustfmt::skip]
pub const WORDS: &[&str] = &[
    "arguments", "async", "await", "break", "case", "catch", "class", "const", "continue",
    "debugger", "default", "delete", "do", "else", "enum", "eval", "export", "extends", "false",
    "finally", "for", "function", "if", "implements", "import", "in", "instanceof", "interface",
    "let", "new", "null", "package", "private", "protected", "public", "return", "static",
    "super", "switch", "this", "throw", "true", "try", "typeof", "var", "void", "while", "with",
    "yield",
];

/// Whether a widget, query or function must not take the name.
pub fn is_reserved(name: &str) -> bool {
    RESERVED.contains(&name) || WORDS.contains(&name)
}

/// Whether the text is a letter or underscore, then letters, digits and underscores, 64 at most.
pub fn is_identifier(text: &str) -> bool {
    let mut bytes = text.bytes();
    text.len() <= 64
        && bytes
            .next()
            .is_some_and(|first| first.is_ascii_alphabetic() || first == b'_')
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}
