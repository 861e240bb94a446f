//! Codes of authenticator apps: RFC 6238 with SHA-1, six digits and steps of 30 seconds, which is what every app does.

use sallyport_kernel::{Random, Secret, Timestamp, random};
use totp_rs::{Algorithm, Builder, Totp};

/// The bytes of a key, as RFC 4226 recommends: 160 bits.
const KEY: usize = 20;
const DIGITS: u8 = 6;
const STEP_SECONDS: u64 = 30;
/// How many steps a clock may be off, either way.
const SKEW: u16 = 1;

/// A new key.
pub(crate) fn key(random: &dyn Random) -> Secret<Vec<u8>> {
    Secret::new(random::array::<KEY>(random).to_vec())
}

/// The key as an app takes it: as text to be typed, and as the address in a QR code.
pub(crate) fn shown(key: &Secret<Vec<u8>>, account: &str) -> Option<(String, String)> {
    let totp = totp(key, account)?;
    Some((totp.secret().to_base32(), totp.to_url().ok()?))
}

/// The step of time that a code is of, if it is right for this moment or the steps beside it.
pub(crate) fn step(key: &Secret<Vec<u8>>, code: &str, now: Timestamp) -> Option<u64> {
    let code: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    let is_one = code.len() == usize::from(DIGITS) && code.bytes().all(|b| b.is_ascii_digit());
    let now = u64::try_from(now.as_second()).ok()?;
    totp(key, "account")
        .filter(|_| is_one)
        .and_then(|totp| totp.check(&code, now))
}

fn totp(key: &Secret<Vec<u8>>, account: &str) -> Option<Totp> {
    Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(DIGITS)
        .with_skew(SKEW)
        .with_step_duration(STEP_SECONDS)
        .with_secret(key.expose().clone())
        // A colon parts the issuer from the account.
        .with_account_name(account.replace(':', " "))
        .with_issuer(Some("Sallyport"))
        .build()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_good_in_its_step_and_the_ones_beside_it() {
        // The key and the last six digits of the first row of RFC 6238, appendix B: 94287082 at 59 seconds.
        let key = Secret::new(b"12345678901234567890".to_vec());
        let at = |seconds| Timestamp::from_second(seconds).unwrap();

        for seconds in [0, 29, 30, 59, 60, 89] {
            assert_eq!(step(&key, "287082", at(seconds)), Some(1), "{seconds}");
        }
        assert_eq!(step(&key, "287082", at(90)), None);
        assert_eq!(step(&key, " 287 082 ", at(59)), Some(1));
        for wrong in ["287083", "94287082", "28708", "", "２８７０８２"] {
            assert_eq!(step(&key, wrong, at(59)), None, "{wrong}");
        }
    }

    #[test]
    fn a_key_is_shown_as_apps_take_it() {
        let key = Secret::new(b"12345678901234567890".to_vec());

        let (text, uri) = shown(&key, "ada@example.com").unwrap();

        assert_eq!(text, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert!(
            uri.starts_with("otpauth://totp/Sallyport:ada%40example.com?"),
            "{uri}"
        );
        assert!(
            uri.contains("secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"),
            "{uri}"
        );
    }
}
