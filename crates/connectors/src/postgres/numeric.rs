//! `numeric`, which is exact: a JSON number where a JavaScript number keeps it, else a string.

use super::encode::{Malformed, Reader, put};
use std::fmt::Write as _;

/// Any decimal of this many digits survives the way through a double.
const SAFE_DIGITS: usize = 15;

/// Writes a numeric from its wire format: digits in base 10,000, the first worth 10,000^weight.
pub(super) fn write(out: &mut Vec<u8>, reader: &mut Reader<'_>) -> Result<(), Malformed> {
    let count = usize::try_from(reader.i16()?).map_err(|_| Malformed)?;
    let weight = reader.i16()?;
    let sign = reader.i16()?.cast_unsigned();
    let scale = usize::try_from(reader.i16()?).map_err(|_| Malformed)?;
    let negative = match sign {
        0x0000 => false,
        0x4000 => true,
        0xc000 | 0xd000 | 0xf000 => {
            let name = match sign {
                0xc000 => "NaN",
                0xd000 => "Infinity",
                _ => "-Infinity",
            };
            put(out, format_args!("\"{name}\""));
            return Ok(());
        }
        _ => return Err(Malformed),
    };
    let mut groups = Vec::with_capacity(count);
    for _ in 0..count {
        groups.push(u16::try_from(reader.i16()?).map_err(|_| Malformed)?);
    }
    let text = decimal(negative, &groups, weight.into(), scale);
    let digits = text.bytes().filter(u8::is_ascii_digit);
    let significant = digits.skip_while(|digit| *digit == b'0').count();
    if significant <= SAFE_DIGITS && text.len() <= 24 {
        out.extend_from_slice(text.as_bytes());
    } else {
        put(out, format_args!("\"{text}\""));
    }
    Ok(())
}

fn decimal(negative: bool, groups: &[u16], weight: i32, scale: usize) -> String {
    let group = |power: i32| {
        let index = usize::try_from(weight - power).ok();
        index
            .and_then(|index| groups.get(index))
            .copied()
            .unwrap_or(0)
    };
    let mut text = String::new();
    if negative {
        text.push('-');
    }
    if weight < 0 {
        text.push('0');
    }
    for power in (0..=weight).rev() {
        if power == weight {
            text.push_str(&group(power).to_string());
        } else {
            let _ = write!(text, "{:04}", group(power));
        }
    }
    if scale > 0 {
        text.push('.');
        let mut fraction = String::new();
        let mut power = -1;
        while fraction.len() < scale {
            let _ = write!(fraction, "{:04}", group(power));
            power -= 1;
        }
        fraction.truncate(scale);
        text.push_str(&fraction);
    }
    text
}
