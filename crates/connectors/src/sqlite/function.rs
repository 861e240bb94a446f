//! `SQLite`'s own functions on texts, in a time that grows with the texts and not with their square.
//!
//! A call is one step of `SQLite`'s machine, and no step can be interrupted. Its own `trim` takes minutes
//! for two texts of 200 kB, and hours at the limit on values. These give the same results.

use memchr::memmem;
use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, Error, Result, ffi};
use std::borrow::Cow;
use std::collections::HashSet;

/// The largest result, as for any value.
const MOST: usize = 2 * 1024 * 1024;

/// Puts the functions in the place of `SQLite`'s own, for a connection.
pub(super) fn define(connection: &Connection) -> Result<()> {
    // Harmless wherever the file's own views and triggers use them.
    let flags = FunctionFlags::SQLITE_UTF8
        | FunctionFlags::SQLITE_DETERMINISTIC
        | FunctionFlags::SQLITE_INNOCUOUS;
    for arguments in [1, 2] {
        connection.create_scalar_function("trim", arguments, flags, |c| Ok(trim(c, true, true)))?;
        connection
            .create_scalar_function("ltrim", arguments, flags, |c| Ok(trim(c, true, false)))?;
        connection
            .create_scalar_function("rtrim", arguments, flags, |c| Ok(trim(c, false, true)))?;
    }
    connection.create_scalar_function("instr", 2, flags, |c| Ok(instr(c)))?;
    connection.create_scalar_function("replace", 3, flags, replace)?;
    connection.create_scalar_function("unhex", 2, flags, |c| Ok(unhex(c)))
}

/// A text as a result, though it may be no UTF-8.
struct Text(Vec<u8>);

impl ToSql for Text {
    fn to_sql(&self) -> Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(ValueRef::Text(&self.0)))
    }
}

/// An argument as text; `None` for null.
fn text<'a>(context: &'a Context<'_>, at: usize) -> Option<Cow<'a, [u8]>> {
    match context.get_raw(at) {
        ValueRef::Null => None,
        ValueRef::Integer(value) => Some(Cow::Owned(value.to_string().into_bytes())),
        ValueRef::Real(value) => Some(Cow::Owned(real(value).into_bytes())),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => Some(Cow::Borrowed(bytes)),
    }
}

/// A number as `SQLite` writes it: fifteen digits, and always a point.
fn real(value: f64) -> String {
    if value.is_infinite() {
        return if value > 0.0 { "Inf" } else { "-Inf" }.to_owned();
    }
    let scientific = format!("{value:.14e}");
    let (digits, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let pointed = |text: &str| {
        let text = text.trim_end_matches('0');
        if text.ends_with('.') {
            format!("{text}0")
        } else {
            text.to_owned()
        }
    };
    if (-4..=14).contains(&exponent) {
        let places = usize::try_from(14 - exponent).unwrap_or(0).max(1);
        return pointed(&format!("{value:.places$}"));
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{}e{sign}{:02}", pointed(digits), exponent.abs())
}

/// How many bytes the first character takes; of what is no UTF-8, what `SQLite` takes for one.
fn first(bytes: &[u8]) -> usize {
    match bytes.split_first() {
        None => 0,
        Some((&lead, rest)) if lead >= 0xc0 => {
            1 + rest.iter().take_while(|byte| is_inner(**byte)).count()
        }
        Some(_) => 1,
    }
}

/// And the last.
fn last(bytes: &[u8]) -> usize {
    let inner = bytes
        .iter()
        .rev()
        .take_while(|byte| is_inner(**byte))
        .count();
    let start = bytes.len().saturating_sub(inner + 1);
    match bytes.get(start) {
        Some(&lead) if lead >= 0xc0 => inner + 1,
        _ => usize::from(!bytes.is_empty()),
    }
}

/// Whether the byte is one of a character behind its first.
fn is_inner(byte: u8) -> bool {
    byte & 0xc0 == 0x80
}

/// The characters of a text.
fn characters(mut bytes: &[u8]) -> HashSet<&[u8]> {
    let mut all = HashSet::new();
    while let Some((character, rest)) = bytes.split_at_checked(first(bytes)) {
        if character.is_empty() {
            break;
        }
        all.insert(character);
        bytes = rest;
    }
    all
}

fn trim(context: &Context<'_>, left: bool, right: bool) -> Option<Text> {
    let whole = text(context, 0)?;
    let given = if context.len() > 1 {
        text(context, 1)
    } else {
        Some(Cow::Borrowed(b" ".as_slice()))
    };
    let given = given?;
    // `SQLite` ends its list there.
    let given = given.split(|byte| *byte == 0).next().unwrap_or_default();
    let unwanted = characters(given);
    let mut kept: &[u8] = &whole;
    while left && let Some((character, rest)) = kept.split_at_checked(first(kept)) {
        if !unwanted.contains(character) {
            break;
        }
        kept = rest;
    }
    while right && let Some((rest, character)) = kept.split_at_checked(kept.len() - last(kept)) {
        if !unwanted.contains(character) {
            break;
        }
        kept = rest;
    }
    Some(Text(kept.to_vec()))
}

fn instr(context: &Context<'_>) -> Option<i64> {
    let are_bytes = (0..2).all(|at| matches!(context.get_raw(at), ValueRef::Blob(_)));
    let (whole, part) = (text(context, 0)?, text(context, 1)?);
    let Some(at) = memmem::find(&whole, &part) else {
        return Some(0);
    };
    let before = whole.get(..at).unwrap_or_default();
    let steps = if are_bytes {
        at
    } else {
        let characters = before.iter().enumerate();
        characters
            .filter(|(at, byte)| *at == 0 || !is_inner(**byte))
            .count()
    };
    Some(i64::try_from(steps + 1).unwrap_or(i64::MAX))
}

fn replace(context: &Context<'_>) -> Result<Option<Text>> {
    let (Some(whole), Some(part)) = (text(context, 0), text(context, 1)) else {
        return Ok(None);
    };
    if part.first().is_none_or(|byte| *byte == 0) {
        return Ok(Some(Text(whole.into_owned())));
    }
    let Some(instead) = text(context, 2) else {
        return Ok(None);
    };
    let mut made = Vec::with_capacity(whole.len());
    let mut from = 0;
    for at in memmem::find_iter(&whole, &*part) {
        made.extend_from_slice(whole.get(from..at).unwrap_or_default());
        made.extend_from_slice(&instead);
        from = at + part.len();
        if made.len() > MOST {
            return Err(Error::SqliteFailure(
                ffi::Error::new(ffi::SQLITE_TOOBIG),
                None,
            ));
        }
    }
    made.extend_from_slice(whole.get(from..).unwrap_or_default());
    Ok(Some(Text(made)))
}

fn unhex(context: &Context<'_>) -> Option<Vec<u8>> {
    let (whole, given) = (text(context, 0)?, text(context, 1)?);
    let ignored = characters(&given);
    let whole = whole.split(|byte| *byte == 0).next().unwrap_or_default();
    let mut made = Vec::with_capacity(whole.len() / 2);
    let mut rest = whole;
    while let Some((character, behind)) = rest.split_at_checked(first(rest)) {
        let Some(&high) = character.first() else {
            break;
        };
        let Some(high) = digit(high) else {
            if !ignored.contains(character) {
                return None;
            }
            rest = behind;
            continue;
        };
        let low = behind.first().copied().and_then(digit)?;
        made.push(high << 4 | low);
        rest = behind.get(1..).unwrap_or_default();
    }
    Some(made)
}

fn digit(byte: u8) -> Option<u8> {
    let value = char::from(byte).to_digit(16)?;
    u8::try_from(value).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rusqlite::types::Value;
    use std::time::{Duration, Instant};

    const CALLS: [&str; 9] = [
        "trim(?1)",
        "ltrim(?1)",
        "rtrim(?1)",
        "trim(?1, ?2)",
        "ltrim(?1, ?2)",
        "rtrim(?1, ?2)",
        "instr(?1, ?2)",
        "replace(?1, ?2, ?3)",
        "unhex(?1, ?2)",
    ];

    fn defined() -> Connection {
        let connection = Connection::open_in_memory().unwrap();
        define(&connection).unwrap();
        connection
    }

    /// What a call gives, with its type; an error as its text.
    fn told(connection: &Connection, call: &str, values: &[Value; 3]) -> String {
        let text = format!("select {call}, ?1, ?2, ?3");
        let values = rusqlite::params_from_iter(values);
        let result =
            connection.query_row(&text, values, |row| Ok(format!("{:?}", row.get_ref(0)?)));
        result.unwrap_or_else(|error| error.to_string())
    }

    fn value() -> impl Strategy<Value = Value> {
        prop_oneof![
            4 => "[ab é😀0-9A-F-]{0,8}".prop_map(Value::Text),
            2 => "[ a\u{0}\u{7f}\u{80}]{0,6}".prop_map(Value::Text),
            1 => any::<String>().prop_map(Value::Text),
            1 => any::<i64>().prop_map(Value::Integer),
            1 => (-1000_i64..1000).prop_map(Value::Integer),
            1 => (-1000_i32..1000).prop_map(|value| Value::Real(f64::from(value) / 8.0)),
            1 => (-20_i32..20).prop_map(|value| Value::Real(10_f64.powi(value))),
            1 => "[ab é]{0,6}".prop_map(|text| Value::Blob(text.into_bytes())),
            1 => Just(Value::Null),
        ]
    }

    proptest! {
        #[test]
        fn every_function_gives_what_the_one_in_whose_place_it_is_gives(
            values in [value(), value(), value()],
        ) {
            let (own, ours) = (Connection::open_in_memory().unwrap(), defined());
            for call in CALLS {
                prop_assert_eq!(told(&ours, call, &values), told(&own, call, &values), "{} {:?}", call, values);
            }
        }

        #[test]
        fn a_part_of_a_text_is_treated_as_by_the_one_in_whose_place_it_is(
            text in "[ab é😀]{0,12}", from in 0_usize..8, len in 0_usize..4, other in "[ab é]{0,3}",
        ) {
            let (own, ours) = (Connection::open_in_memory().unwrap(), defined());
            let part: String = text.chars().skip(from).take(len).collect();
            let values = [text, part, other].map(Value::Text);
            for call in CALLS {
                prop_assert_eq!(told(&ours, call, &values), told(&own, call, &values), "{} {:?}", call, values);
            }
        }
    }

    #[test]
    fn no_call_takes_long_on_the_largest_values() {
        let connection = defined();
        let half = MOST / 2 - 10;
        let text = |text: String| Value::Text(text);
        let (many, other) = (text("a".repeat(half)), text("b".repeat(half) + "a"));
        let nearly = text("a".repeat(half / 2) + "b");
        let spread = text((0..200_000_u32).filter_map(char::from_u32).collect());
        for call in CALLS {
            for values in [
                [many.clone(), other.clone(), Value::Null],
                [many.clone(), nearly.clone(), text("c".to_owned())],
                [spread.clone(), spread.clone(), text("c".to_owned())],
                [
                    text("-".repeat(half)),
                    text("x".repeat(half) + "-"),
                    Value::Null,
                ],
            ] {
                let began = Instant::now();
                told(&connection, call, &values);
                // Minutes or hours, before.
                assert!(began.elapsed() < Duration::from_secs(20), "{call}");
            }
        }
    }

    #[test]
    fn a_result_that_grows_beyond_any_value_is_refused() {
        let values = ["a".repeat(10_000), "a".to_owned(), "b".repeat(10_000)].map(Value::Text);

        let told = told(&defined(), "replace(?1, ?2, ?3)", &values);

        assert!(told.contains("too big"), "{told}");
    }
}
