//! From `PostgreSQL`'s binary wire format straight to JSON text: no row is ever built as a tree.
//!
//! What JSON or a JavaScript number cannot hold travels as a string: integers beyond 2^53, numerics of
//! more than 15 significant digits, NaN and the infinities. Dates and times are ISO 8601 as the server
//! itself writes them (`to_json`), bytes are base64, arrays are JSON arrays, rows are JSON objects. A
//! type whose wire format is not known here is shown as its bytes in hexadecimal.

use super::{numeric, temporal};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sallyport_query::{ColumnType, json};
use std::fmt::Write as _;
use std::io::Write as _;
use tokio_postgres::types::{Field, Kind, Type};

/// The bytes are not what the type's wire format promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Malformed;

/// Reads the fixed-size pieces of a value.
pub(super) struct Reader<'a>(pub(super) &'a [u8]);

impl<'a> Reader<'a> {
    pub(super) fn bytes<const N: usize>(&mut self) -> Result<[u8; N], Malformed> {
        let (head, tail) = self.0.split_first_chunk::<N>().ok_or(Malformed)?;
        self.0 = tail;
        Ok(*head)
    }

    pub(super) fn i16(&mut self) -> Result<i16, Malformed> {
        self.bytes().map(i16::from_be_bytes)
    }

    pub(super) fn i32(&mut self) -> Result<i32, Malformed> {
        self.bytes().map(i32::from_be_bytes)
    }

    pub(super) fn u32(&mut self) -> Result<u32, Malformed> {
        self.bytes().map(u32::from_be_bytes)
    }

    pub(super) fn i64(&mut self) -> Result<i64, Malformed> {
        self.bytes().map(i64::from_be_bytes)
    }

    pub(super) fn take(&mut self, length: usize) -> Result<&'a [u8], Malformed> {
        let (head, tail) = self.0.split_at_checked(length).ok_or(Malformed)?;
        self.0 = tail;
        Ok(head)
    }

    /// A value behind its length, −1 for none.
    fn value(&mut self) -> Result<Option<&'a [u8]>, Malformed> {
        match usize::try_from(self.i32()?) {
            Ok(length) => self.take(length).map(Some),
            Err(_) => Ok(None),
        }
    }
}

/// What a column of that type holds.
pub fn column_type(kind: &Type) -> ColumnType {
    match kind.kind() {
        Kind::Domain(inner) => return column_type(inner),
        Kind::Array(_) | Kind::Composite(_) => return ColumnType::Json,
        Kind::Enum(_) | Kind::Range(_) => return ColumnType::Text,
        _ => {}
    }
    match *kind {
        Type::BOOL => ColumnType::Boolean,
        Type::INT2 | Type::INT4 | Type::INT8 | Type::OID => ColumnType::Integer,
        Type::FLOAT4 | Type::FLOAT8 | Type::NUMERIC => ColumnType::Number,
        Type::DATE => ColumnType::Date,
        Type::TIME | Type::TIMETZ => ColumnType::Time,
        Type::TIMESTAMP | Type::TIMESTAMPTZ => ColumnType::Timestamp,
        Type::JSON | Type::JSONB => ColumnType::Json,
        Type::BYTEA => ColumnType::Bytes,
        Type::UUID
        | Type::INTERVAL
        | Type::INET
        | Type::CIDR
        | Type::MACADDR
        | Type::MACADDR8
        | Type::VOID
        | Type::BIT
        | Type::VARBIT => ColumnType::Text,
        _ if is_text(kind) => ColumnType::Text,
        _ => ColumnType::Unknown,
    }
}

/// Types whose binary form is their text.
fn is_text(kind: &Type) -> bool {
    matches!(
        *kind,
        Type::TEXT
            | Type::VARCHAR
            | Type::BPCHAR
            | Type::NAME
            | Type::UNKNOWN
            | Type::XML
            | Type::CSTRING
            | Type::REFCURSOR
    ) || matches!(kind.kind(), Kind::Enum(_))
        || matches!(kind.name(), "citext")
}

/// Writes one value as JSON.
pub fn write(out: &mut Vec<u8>, kind: &Type, value: Option<&[u8]>) -> Result<(), Malformed> {
    let Some(bytes) = value else {
        out.extend_from_slice(b"null");
        return Ok(());
    };
    match kind.kind() {
        Kind::Domain(inner) => return write(out, inner, value),
        Kind::Array(element) => return array(out, element, bytes),
        Kind::Composite(fields) => return composite(out, fields, bytes),
        Kind::Range(element) => return range(out, element, bytes),
        _ => {}
    }
    scalar(out, kind, bytes)
}

fn scalar(out: &mut Vec<u8>, kind: &Type, bytes: &[u8]) -> Result<(), Malformed> {
    let mut reader = Reader(bytes);
    match *kind {
        _ if is_text(kind) => {
            json::write_string(out, std::str::from_utf8(bytes).map_err(|_| Malformed)?);
        }
        Type::BOOL => {
            let [flag] = reader.bytes()?;
            out.extend_from_slice(if flag == 0 { b"false" } else { b"true" });
        }
        Type::INT2 => json::write_integer(out, reader.i16()?.into()),
        Type::INT4 => json::write_integer(out, reader.i32()?.into()),
        Type::INT8 => json::write_integer(out, reader.i64()?),
        Type::OID => json::write_integer(out, reader.u32()?.into()),
        Type::FLOAT4 => write_float4(out, f32::from_be_bytes(reader.bytes()?)),
        Type::FLOAT8 => json::write_float(out, f64::from_be_bytes(reader.bytes()?)),
        Type::NUMERIC => numeric::write(out, &mut reader)?,
        Type::DATE => quoted(out, |out| temporal::date(out, &mut reader))?,
        Type::TIME => quoted(out, |out| temporal::time(out, &mut reader))?,
        Type::TIMETZ => quoted(out, |out| temporal::time_with_zone(out, &mut reader))?,
        Type::TIMESTAMP => quoted(out, |out| temporal::timestamp(out, &mut reader, ""))?,
        Type::TIMESTAMPTZ => quoted(out, |out| temporal::timestamp(out, &mut reader, "+00:00"))?,
        Type::INTERVAL => quoted(out, |out| temporal::interval(out, &mut reader))?,
        Type::UUID => {
            let id = u128::from_be_bytes(reader.bytes()?);
            let group = |shift: u32| id >> shift & 0xffff;
            put(out, format_args!("\"{:08x}-{:04x}-", id >> 96, group(80)));
            put(
                out,
                format_args!(
                    "{:04x}-{:04x}-{:012x}\"",
                    group(64),
                    group(48),
                    id & 0xffff_ffff_ffff
                ),
            );
        }
        Type::JSON => raw_json(out, bytes)?,
        Type::JSONB => raw_json(out, bytes.strip_prefix(&[1]).ok_or(Malformed)?)?,
        Type::BYTEA => put(out, format_args!("\"{}\"", STANDARD.encode(bytes))),
        Type::INET | Type::CIDR => address(out, &mut reader)?,
        Type::MACADDR | Type::MACADDR8 => {
            let pairs: Vec<_> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            put(out, format_args!("\"{}\"", pairs.join(":")));
        }
        Type::BIT | Type::VARBIT => bits(out, &mut reader)?,
        Type::VOID => out.extend_from_slice(b"\"\""),
        _ => {
            out.extend_from_slice(b"\"\\\\x");
            for byte in bytes {
                put(out, format_args!("{byte:02x}"));
            }
            out.push(b'"');
        }
    }
    Ok(())
}

/// Writing into memory does not fail.
pub(super) fn put(out: &mut Vec<u8>, text: std::fmt::Arguments<'_>) {
    let _ = out.write_fmt(text);
}

fn quoted(
    out: &mut Vec<u8>,
    inner: impl FnOnce(&mut Vec<u8>) -> Result<(), Malformed>,
) -> Result<(), Malformed> {
    out.push(b'"');
    inner(out)?;
    out.push(b'"');
    Ok(())
}

/// The shortest text that is this float again, which is shorter than the double's.
fn write_float4(out: &mut Vec<u8>, value: f32) {
    if value.is_finite() {
        match serde_json::to_writer(&mut *out, &value) {
            Ok(()) => {}
            Err(_) => out.extend_from_slice(b"null"),
        }
    } else {
        json::write_float(out, value.into());
    }
}

/// JSON from the server is passed on as it is, except that it must be JSON: it becomes part of ours.
fn raw_json(out: &mut Vec<u8>, bytes: &[u8]) -> Result<(), Malformed> {
    serde_json::from_slice::<serde::de::IgnoredAny>(bytes).map_err(|_| Malformed)?;
    out.extend_from_slice(bytes);
    Ok(())
}

fn array(out: &mut Vec<u8>, element: &Type, bytes: &[u8]) -> Result<(), Malformed> {
    let mut reader = Reader(bytes);
    let dimensions = usize::try_from(reader.i32()?).map_err(|_| Malformed)?;
    let _has_null = reader.i32()?;
    let _element = reader.u32()?;
    // The server's own limit.
    if dimensions > 6 {
        return Err(Malformed);
    }
    let mut lengths = Vec::with_capacity(dimensions);
    for _ in 0..dimensions {
        lengths.push(reader.i32()?);
        let _lower_bound = reader.i32()?;
    }
    if lengths.is_empty() {
        out.extend_from_slice(b"[]");
        return Ok(());
    }
    array_level(out, element, &mut reader, &lengths)
}

fn array_level(
    out: &mut Vec<u8>,
    element: &Type,
    reader: &mut Reader<'_>,
    lengths: &[i32],
) -> Result<(), Malformed> {
    let Some((length, inner)) = lengths.split_first() else {
        return write(out, element, reader.value()?);
    };
    out.push(b'[');
    for index in 0..*length {
        if index > 0 {
            out.push(b',');
        }
        array_level(out, element, reader, inner)?;
    }
    out.push(b']');
    Ok(())
}

fn composite(out: &mut Vec<u8>, fields: &[Field], bytes: &[u8]) -> Result<(), Malformed> {
    let mut reader = Reader(bytes);
    let count = usize::try_from(reader.i32()?).map_err(|_| Malformed)?;
    if count != fields.len() {
        return Err(Malformed);
    }
    out.push(b'{');
    for (index, field) in fields.iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        let _oid = reader.u32()?;
        json::write_string(out, field.name());
        out.push(b':');
        write(out, field.type_(), reader.value()?)?;
    }
    out.push(b'}');
    Ok(())
}

/// A range as the server's text has it: `[1,5)`, `empty`.
fn range(out: &mut Vec<u8>, element: &Type, bytes: &[u8]) -> Result<(), Malformed> {
    let mut reader = Reader(bytes);
    let [flags] = reader.bytes()?;
    if flags & 0x01 != 0 {
        out.extend_from_slice(b"\"empty\"");
        return Ok(());
    }
    let mut bound = |absent: u8| -> Result<String, Malformed> {
        if flags & absent != 0 {
            return Ok(String::new());
        }
        let mut text = Vec::new();
        write(&mut text, element, reader.value()?)?;
        let text = String::from_utf8(text).map_err(|_| Malformed)?;
        Ok(text.trim_matches('"').replace('T', " "))
    };
    let lower = bound(0x08)?;
    let upper = bound(0x10)?;
    let quote = |text: String| {
        if text.contains([' ', ',']) {
            format!("\"{text}\"")
        } else {
            text
        }
    };
    let open = if flags & 0x02 != 0 { '[' } else { '(' };
    let close = if flags & 0x04 != 0 { ']' } else { ')' };
    json::write_string(
        out,
        &format!("{open}{},{}{close}", quote(lower), quote(upper)),
    );
    Ok(())
}

fn address(out: &mut Vec<u8>, reader: &mut Reader<'_>) -> Result<(), Malformed> {
    let [_family, bits, is_cidr, length] = reader.bytes()?;
    let address: std::net::IpAddr = match length {
        4 => reader.bytes::<4>()?.into(),
        16 => reader.bytes::<16>()?.into(),
        _ => return Err(Malformed),
    };
    if is_cidr == 0 && usize::from(bits) == usize::from(length) * 8 {
        put(out, format_args!("\"{address}\""));
    } else {
        put(out, format_args!("\"{address}/{bits}\""));
    }
    Ok(())
}

fn bits(out: &mut Vec<u8>, reader: &mut Reader<'_>) -> Result<(), Malformed> {
    let count = usize::try_from(reader.i32()?).map_err(|_| Malformed)?;
    let mut text = String::new();
    for byte in reader.0 {
        let _ = write!(text, "{byte:08b}");
    }
    let text = text.get(..count).ok_or(Malformed)?;
    put(out, format_args!("\"{text}\""));
    Ok(())
}
