//! Writing JSON without building it first.

/// Writes `text` as a JSON string, quotes included.
pub fn write_string(out: &mut Vec<u8>, text: &str) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    out.push(b'"');
    let mut rest = text.as_bytes();
    while let Some(at) = rest
        .iter()
        .position(|&b| b < 0x20 || b == b'"' || b == b'\\')
    {
        let (plain, tail) = rest.split_at(at);
        out.extend_from_slice(plain);
        let Some((&byte, tail)) = tail.split_first() else {
            break;
        };
        match byte {
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            _ => {
                out.extend_from_slice(b"\\u00");
                let digit = |nibble: u8| HEX.get(usize::from(nibble)).copied().unwrap_or(b'0');
                out.extend_from_slice(&[digit(byte >> 4), digit(byte & 15)]);
            }
        }
        rest = tail;
    }
    out.extend_from_slice(rest);
    out.push(b'"');
}

/// The largest integer that a JavaScript number holds exactly.
const SAFE: u64 = (1 << 53) - 1;

/// Writes an integer: as a number when JavaScript keeps it exactly, as a string otherwise.
pub fn write_integer(out: &mut Vec<u8>, value: i64) {
    let safe = value.unsigned_abs() <= SAFE;
    let text = value.to_string();
    if safe {
        out.extend_from_slice(text.as_bytes());
    } else {
        out.push(b'"');
        out.extend_from_slice(text.as_bytes());
        out.push(b'"');
    }
}

/// Writes a floating-point number; what JSON has no number for becomes a string.
pub fn write_float(out: &mut Vec<u8>, value: f64) {
    if value.is_finite() {
        match serde_json::to_writer(&mut *out, &value) {
            Ok(()) => {}
            Err(_) => out.extend_from_slice(b"null"),
        }
    } else if value.is_nan() {
        out.extend_from_slice(b"\"NaN\"");
    } else if value > 0.0 {
        out.extend_from_slice(b"\"Infinity\"");
    } else {
        out.extend_from_slice(b"\"-Infinity\"");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_string_is_read_back_as_it_was(text in any::<String>()) {
            let mut out = Vec::new();
            write_string(&mut out, &text);
            prop_assert_eq!(serde_json::from_slice::<String>(&out).unwrap(), text);
        }
    }

    #[test]
    fn an_integer_that_a_double_cannot_hold_is_a_string() {
        let mut out = Vec::new();
        write_integer(&mut out, 9_007_199_254_740_991);
        out.push(b' ');
        write_integer(&mut out, 9_007_199_254_740_992);
        out.push(b' ');
        write_integer(&mut out, i64::MIN);

        let text = String::from_utf8(out).unwrap();
        assert_eq!(
            text,
            "9007199254740991 \"9007199254740992\" \"-9223372036854775808\""
        );
    }
}
