//! What a password must be like: length, what everybody tries first, words about the account, and the tenant's own
//! demands (NIST SP 800-63B-4, section 3.1.1.2; ASVS 5.0, V6.2).

use super::{MAX_CHARACTERS, breached, normal};
use sallyport_kernel::Secret;
use sallyport_model::account::PasswordPolicy;
use std::fmt;
use zxcvbn::{Score, zxcvbn};

/// The least estimate that is let through. Below it, a list of a million guesses would do.
const LEAST_SCORE: Score = Score::Two;
/// What must be left of a password without the words about the account.
const LEAST_OWN: usize = 8;
/// Words shorter than this are in too many passwords by chance.
const LEAST_WORD: usize = 4;

/// Why a password is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Fewer characters than this.
    TooShort(usize),
    /// More characters than this.
    TooLong(usize),
    /// It is among the passwords that were seen in breaches most often.
    Breached,
    /// It is made of words about the account, the organisation or the product.
    AboutTheAccount,
    /// The estimate says that it falls to few guesses.
    Guessable,
    /// The tenant asks for upper case, lower case, a digit and another character.
    OneKindOfCharacter,
    /// It is the password of now, or one of those before that the tenant closes.
    UsedBefore,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooShort(least) => write!(f, "a password has at least {least} characters"),
            Self::TooLong(most) => write!(f, "a password has at most {most} characters"),
            Self::Breached => f.write_str(
                "this password was seen in breaches, and is among the first that are tried",
            ),
            Self::AboutTheAccount => f.write_str(
                "this password is little more than your name, your address or the organisation's",
            ),
            Self::Guessable => f.write_str("this password is easy to guess"),
            Self::OneKindOfCharacter => f.write_str(
                "a password here has upper case, lower case, a digit and another character",
            ),
            Self::UsedBefore => f.write_str("this password was used before"),
        }
    }
}

/// What the rules say of a password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// How hard it is to guess, from 0 to 4.
    pub score: u8,
    /// Why it is refused; nothing if it is not.
    pub faults: Vec<Fault>,
    /// What would make it better.
    pub advice: Vec<String>,
}

/// The words about an account that a guesser would begin with.
#[derive(Debug, Clone)]
pub struct Context(Vec<String>);

impl Context {
    /// The words of the organisation's name, the address, the person's name and the product's.
    pub fn new(tenant: &str, email: &str, name: &str) -> Self {
        let mut words: Vec<String> = [tenant, email, name, "sallyport"]
            .into_iter()
            .flat_map(|text| {
                let text = folded(text);
                let parts: Vec<String> = text
                    .split(|c: char| !c.is_alphanumeric())
                    .map(str::to_owned)
                    .collect();
                let joined: String = parts.concat();
                parts.into_iter().chain([joined])
            })
            .filter(|word| word.chars().count() >= LEAST_WORD)
            .collect();
        // The longest first: a whole name goes before its parts.
        words.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
        words.dedup();
        Self(words)
    }

    /// How many letters and digits are left of a password without the words.
    fn left_of(&self, password: &str) -> usize {
        let mut left: String = folded(password)
            .chars()
            .filter(|c| c.is_alphanumeric())
            .collect();
        let before = left.len();
        for word in &self.0 {
            left = left.replace(word.as_str(), "");
        }
        if left.len() == before {
            usize::MAX
        } else {
            left.chars().count()
        }
    }
}

/// Judges a password by the rules, apart from the earlier ones.
pub fn judge(
    password: &Secret<String>,
    policy: &PasswordPolicy,
    second_factor: bool,
    context: &Context,
) -> Judgement {
    let password = normal(password);
    let text = password.expose();
    let least = usize::from(if second_factor {
        policy.min_with_factor
    } else {
        policy.min_alone
    });
    let characters = text.chars().count();
    if characters > MAX_CHARACTERS {
        return Judgement {
            score: 0,
            faults: vec![Fault::TooLong(MAX_CHARACTERS)],
            advice: Vec::new(),
        };
    }
    let words: Vec<&str> = context.0.iter().map(String::as_str).collect();
    let estimate = zxcvbn(text, &words);
    let mut faults = Vec::new();
    if characters < least {
        faults.push(Fault::TooShort(least));
    }
    if breached::contains(text) {
        faults.push(Fault::Breached);
    } else if context.left_of(text) < LEAST_OWN {
        faults.push(Fault::AboutTheAccount);
    } else if estimate.score() < LEAST_SCORE && characters >= least {
        faults.push(Fault::Guessable);
    }
    if policy.complexity && !has_every_kind(text) {
        faults.push(Fault::OneKindOfCharacter);
    }
    let feedback = estimate.feedback();
    let advice = feedback.into_iter().flat_map(|feedback| {
        let warning = feedback.warning().map(|warning| warning.to_string());
        let suggestions = feedback.suggestions().iter().map(ToString::to_string);
        warning.into_iter().chain(suggestions)
    });
    Judgement {
        score: estimate.score().into(),
        faults,
        advice: advice.collect(),
    }
}

fn has_every_kind(text: &str) -> bool {
    let any = |is: fn(char) -> bool| text.chars().any(is);
    any(char::is_uppercase)
        && any(char::is_lowercase)
        && any(char::is_numeric)
        && any(|c| !c.is_alphanumeric())
}

/// Letters as they are compared: lower case, the usual stand-ins for letters undone.
pub(super) fn folded(text: &str) -> String {
    text.to_lowercase()
        .chars()
        .map(|c| match c {
            '0' => 'o',
            '1' | '!' => 'i',
            '3' => 'e',
            '4' | '@' => 'a',
            '5' | '$' => 's',
            '7' => 't',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests;
