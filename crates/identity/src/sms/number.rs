//! Telephones' numbers as E.164 has them: a plus, the country's code, and up to fifteen digits in all.

use crate::IdentityError;
use sallyport_kernel::Secret;
use sallyport_kernel::id::TenantId;
use sha2::{Digest as _, Sha256};

/// The digits of a number: the shortest that a country has, and the most that there can be.
const DIGITS: std::ops::RangeInclusive<usize> = 7..=15;

/// The codes of two digits; those that begin with 1 or 7 have one, and all others three.
const OF_TWO: &[&str] = &[
    "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47",
    "48", "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65",
    "66", "81", "82", "84", "86", "90", "91", "92", "93", "94", "95", "98",
];

/// The number of a telephone in its one spelling. It does not print itself.
#[derive(Debug, Clone)]
pub struct Number(Secret<String>);

impl Number {
    /// Reads a number as people write it, with its country's code: spaces, dots, dashes, slashes and brackets between
    /// the digits say nothing.
    pub fn parse(text: &str) -> Result<Self, IdentityError> {
        let digits = text.trim().strip_prefix('+').unwrap_or_default();
        let is_between = |c: &char| matches!(c, ' ' | '\u{a0}' | '-' | '.' | '/' | '(' | ')');
        let digits: String = digits.chars().filter(|c| !is_between(c)).collect();
        let whole = DIGITS.contains(&digits.len())
            && digits.bytes().all(|b| b.is_ascii_digit())
            && !digits.starts_with('0');
        whole
            .then(|| Self(Secret::new(format!("+{digits}"))))
            .ok_or(IdentityError::InvalidPhone(
                "expected a number with its country's code, such as +49 151 23456789",
            ))
    }

    /// The number, such as `+4915123456789`.
    pub fn expose(&self) -> &Secret<String> {
        &self.0
    }

    /// The number as far as it is shown: its country and its end, and never all but a few digits of it.
    pub fn masked(&self) -> String {
        let digits = self.0.expose().trim_start_matches('+');
        let code = match digits.get(..2) {
            Some(two) if OF_TWO.contains(&two) => 2,
            Some(two) if two.starts_with(['1', '7']) => 1,
            _ => 3,
        };
        let (code, own) = digits.split_at_checked(code).unwrap_or((digits, ""));
        let shown = own.len().saturating_sub(4).min(4);
        let end = own.get(own.len() - shown..).unwrap_or_default();
        format!("+{code} ••• {end}").trim_end().to_owned()
    }

    /// By what it is counted, whoever gives it.
    pub(crate) fn hash(&self, tenant: TenantId) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update("sallyport/number");
        hash.update(tenant.as_bytes());
        hash.update(self.0.expose());
        hash.finalize().into()
    }
}

#[cfg(test)]
mod tests;
