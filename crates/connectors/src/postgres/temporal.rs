//! Dates and times as the server writes them in JSON.

use super::encode::{Malformed, Reader, put};

const DAY: i64 = 86_400_000_000;

/// Days from 2000-01-01, `PostgreSQL`'s epoch, to the civil calendar (Howard Hinnant's algorithm).
fn civil(days: i64) -> (i64, i64, i64) {
    let z = days + 10_957 + 719_468;
    let era = z.div_euclid(146_097);
    let of_era = z.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let day_of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

/// Writes the date, and says whether it lies before the year 1.
fn write_date(out: &mut Vec<u8>, days: i64) -> bool {
    let (year, month, day) = civil(days);
    let before = year < 1;
    let shown = if before { 1 - year } else { year };
    put(out, format_args!("{shown:04}-{month:02}-{day:02}"));
    before
}

fn write_time(out: &mut Vec<u8>, micros: i64) {
    let seconds = micros / 1_000_000;
    put(
        out,
        format_args!(
            "{:02}:{:02}:{:02}",
            seconds / 3_600,
            seconds / 60 % 60,
            seconds % 60
        ),
    );
    write_fraction(out, micros % 1_000_000);
}

fn write_fraction(out: &mut Vec<u8>, micros: i64) {
    if micros != 0 {
        let digits = format!("{micros:06}");
        put(out, format_args!(".{}", digits.trim_end_matches('0')));
    }
}

pub(super) fn date(out: &mut Vec<u8>, reader: &mut Reader<'_>) -> Result<(), Malformed> {
    match reader.i32()? {
        i32::MAX => out.extend_from_slice(b"infinity"),
        i32::MIN => out.extend_from_slice(b"-infinity"),
        days => {
            if write_date(out, days.into()) {
                out.extend_from_slice(b" BC");
            }
        }
    }
    Ok(())
}

pub(super) fn time(out: &mut Vec<u8>, reader: &mut Reader<'_>) -> Result<(), Malformed> {
    write_time(out, reader.i64()?);
    Ok(())
}

pub(super) fn time_with_zone(out: &mut Vec<u8>, reader: &mut Reader<'_>) -> Result<(), Malformed> {
    write_time(out, reader.i64()?);
    // Seconds to the west of Greenwich.
    let west = reader.i32()?;
    let (sign, offset) = if west > 0 { ('-', west) } else { ('+', -west) };
    put(out, format_args!("{sign}{:02}", offset / 3_600));
    if offset % 3_600 != 0 {
        put(out, format_args!(":{:02}", offset / 60 % 60));
    }
    if offset % 60 != 0 {
        put(out, format_args!(":{:02}", offset % 60));
    }
    Ok(())
}

pub(super) fn timestamp(
    out: &mut Vec<u8>,
    reader: &mut Reader<'_>,
    zone: &str,
) -> Result<(), Malformed> {
    match reader.i64()? {
        i64::MAX => out.extend_from_slice(b"infinity"),
        i64::MIN => out.extend_from_slice(b"-infinity"),
        micros => {
            let before = write_date(out, micros.div_euclid(DAY));
            out.push(b'T');
            write_time(out, micros.rem_euclid(DAY));
            out.extend_from_slice(zone.as_bytes());
            if before {
                out.extend_from_slice(b" BC");
            }
        }
    }
    Ok(())
}

/// In the server's default style: `1 year 2 mons 3 days 04:05:06.7`.
pub(super) fn interval(out: &mut Vec<u8>, reader: &mut Reader<'_>) -> Result<(), Malformed> {
    let micros = reader.i64()?;
    let days = reader.i32()?;
    let months = reader.i32()?;
    let mut parts = Vec::new();
    let mut before_negative = false;
    for (count, unit) in [(months / 12, "year"), (months % 12, "mon"), (days, "day")] {
        if count != 0 {
            // A positive part that follows a negative one has its sign.
            let sign = if before_negative && count > 0 {
                "+"
            } else {
                ""
            };
            let plural = if count == 1 { "" } else { "s" };
            parts.push(format!("{sign}{count} {unit}{plural}"));
            before_negative = count < 0;
        }
    }
    if micros != 0 || parts.is_empty() {
        let mut clock = Vec::new();
        if micros < 0 {
            clock.push(b'-');
        } else if before_negative {
            clock.push(b'+');
        }
        write_clock(&mut clock, micros.unsigned_abs());
        parts.push(String::from_utf8(clock).map_err(|_| Malformed)?);
    }
    out.extend_from_slice(parts.join(" ").as_bytes());
    Ok(())
}

fn write_clock(out: &mut Vec<u8>, micros: u64) {
    let seconds = micros / 1_000_000;
    put(
        out,
        format_args!(
            "{:02}:{:02}:{:02}",
            seconds / 3_600,
            seconds / 60 % 60,
            seconds % 60
        ),
    );
    write_fraction(out, i64::try_from(micros % 1_000_000).unwrap_or_default());
}
