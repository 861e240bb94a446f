//! SQL with placeholders.
//!
//! A template becomes a text in which every expression is `$n` (or `?n`), once and for all, on save.
//! No value ever meets the text, so no value can change what it means; what is read of the text here
//! is only for errors that come early and say what to do.

use super::{CompileError, ErrorKind};
use std::sync::Arc;

/// What sort of statement it is, by its first word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nature {
    /// It begins like a question: `select`, `with`, `values`, `table`, `show`, `explain`.
    Question,
    /// It begins like a change: `insert`, `update`, `delete`, `merge`, `call`, or DDL.
    Change,
}

/// A compiled statement: its text in both spellings, and which expression each placeholder is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SqlPlan {
    /// With `$1`, `$2`.
    pub(crate) dollar: Arc<str>,
    /// With `?1`, `?2`.
    pub(crate) question: Arc<str>,
    /// The expression of the first placeholder, the second, …
    pub(crate) slots: Vec<usize>,
    /// What it begins with.
    pub(crate) nature: Nature,
}

/// A part of a statement: text, or the number of an expression.
pub(crate) enum SqlPart<'a> {
    Text(&'a str),
    Slot(usize),
}

/// Compiles the parts of a statement.
pub(crate) fn compile(parts: &[SqlPart<'_>]) -> Result<SqlPlan, CompileError> {
    let mut scan = Scan::default();
    let mut dollar = String::new();
    let mut question = String::new();
    let mut slots: Vec<usize> = Vec::new();
    for part in parts {
        match part {
            SqlPart::Text(text) => {
                scan.feed(text)?;
                dollar.push_str(text);
                question.push_str(text);
            }
            SqlPart::Slot(expression) => {
                scan.placeholder()?;
                let number = if let Some(at) = slots.iter().position(|slot| slot == expression) {
                    at + 1
                } else {
                    slots.push(*expression);
                    slots.len()
                };
                // A space on both sides: `{{a}}{{b}}` must not become one number.
                for (text, sign) in [(&mut dollar, " $"), (&mut question, " ?")] {
                    text.push_str(sign);
                    text.push_str(&number.to_string());
                    text.push(' ');
                }
            }
        }
    }
    let nature = scan.finish()?;
    Ok(SqlPlan {
        dollar: dollar.into(),
        question: question.into(),
        slots,
        nature,
    })
}

/// Where in a statement the scan is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
enum Place {
    #[default]
    Code,
    /// `'…'`; with backslash escapes in `E'…'`.
    Literal { escapes: bool },
    /// `"…"` or a backtick's.
    Identifier(char),
    /// `-- …`
    Line,
    /// `/* … */`, nested as in `PostgreSQL`.
    Block(u32),
    /// `$tag$ … $tag$`, with the dollars.
    Dollar(String),
}

#[derive(Default)]
struct Scan {
    place: Place,
    words: Vec<String>,
    word: String,
    /// Something other than a semicolon came after one.
    ended: bool,
}

impl Scan {
    fn placeholder(&mut self) -> Result<(), CompileError> {
        let kind = match &self.place {
            Place::Code => {
                self.end_word();
                if self.ended {
                    return Err(CompileError::new(ErrorKind::SeveralStatements));
                }
                return Ok(());
            }
            Place::Literal { .. } | Place::Dollar(_) => ErrorKind::InsideLiteral,
            Place::Identifier(_) => ErrorKind::InsideIdentifier,
            Place::Line | Place::Block(_) => ErrorKind::InsideComment,
        };
        Err(CompileError::new(kind))
    }

    fn feed(&mut self, text: &str) -> Result<(), CompileError> {
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let taken = self.step(rest, c)?;
            rest = rest.get(taken..).unwrap_or_default();
        }
        // A placeholder or the end follows: a word does not go on behind it.
        Ok(())
    }

    /// Takes a token or a character, and says how many bytes it had.
    fn step(&mut self, rest: &str, c: char) -> Result<usize, CompileError> {
        let pair = |text: &str| rest.starts_with(text);
        match self.place.clone() {
            Place::Code => return self.code(rest, c),
            Place::Literal { escapes } => {
                if (escapes && c == '\\') || pair("''") {
                    let next = rest.chars().nth(1).map_or(0, char::len_utf8);
                    return Ok(c.len_utf8() + next);
                }
                if c == '\'' {
                    self.place = Place::Code;
                }
            }
            Place::Identifier(quote) => {
                let mut chars = rest.chars();
                if chars.next() == Some(quote) {
                    if chars.next() == Some(quote) {
                        return Ok(2);
                    }
                    self.place = Place::Code;
                }
            }
            Place::Line => {
                if c == '\n' || c == '\r' {
                    self.place = Place::Code;
                }
            }
            Place::Block(depth) => {
                if pair("/*") {
                    self.place = Place::Block(depth + 1);
                    return Ok(2);
                }
                if pair("*/") {
                    self.place = if depth == 1 {
                        Place::Code
                    } else {
                        Place::Block(depth - 1)
                    };
                    return Ok(2);
                }
            }
            Place::Dollar(tag) => {
                if rest.starts_with(&tag) {
                    self.place = Place::Code;
                    return Ok(tag.len());
                }
            }
        }
        Ok(c.len_utf8())
    }

    fn code(&mut self, rest: &str, c: char) -> Result<usize, CompileError> {
        if c.is_alphanumeric() || c == '_' {
            if self.ended {
                return Err(CompileError::new(ErrorKind::SeveralStatements));
            }
            self.word.push(c);
            return Ok(c.len_utf8());
        }
        let escapes = self.word.eq_ignore_ascii_case("e");
        let continues = !self.word.is_empty();
        if !(c == '$' && continues) {
            self.end_word();
        }
        let (place, taken) = match c {
            '\'' => (Place::Literal { escapes }, 1),
            '"' | '`' => (Place::Identifier(c), 1),
            '-' if rest.starts_with("--") => (Place::Line, 2),
            '/' if rest.starts_with("/*") => (Place::Block(1), 2),
            '$' if continues => {
                self.word.push(c);
                return Ok(1);
            }
            '$' => match dollar_tag(rest) {
                Some(tag) => (Place::Dollar(tag.to_owned()), tag.len()),
                None => return Err(CompileError::new(ErrorKind::OwnPlaceholder)),
            },
            ';' => {
                self.ended = true;
                return Ok(1);
            }
            '\0' => return Err(CompileError::new(ErrorKind::Nul)),
            _ => {
                if self.ended && !c.is_whitespace() {
                    return Err(CompileError::new(ErrorKind::SeveralStatements));
                }
                return Ok(c.len_utf8());
            }
        };
        if self.ended && !matches!(place, Place::Line | Place::Block(_)) {
            return Err(CompileError::new(ErrorKind::SeveralStatements));
        }
        self.place = place;
        Ok(taken)
    }

    fn end_word(&mut self) {
        let word = std::mem::take(&mut self.word);
        if !word.is_empty() && self.words.is_empty() {
            self.words.push(word.to_ascii_lowercase());
        }
    }

    fn finish(mut self) -> Result<Nature, CompileError> {
        self.end_word();
        match self.place {
            Place::Code | Place::Line => {}
            _ => return Err(CompileError::new(ErrorKind::Unterminated)),
        }
        match self.words.first().map(String::as_str) {
            None => Err(CompileError::new(ErrorKind::Empty)),
            Some("select" | "with" | "values" | "table" | "show" | "explain") => {
                Ok(Nature::Question)
            }
            // What changes the connection would be seen by the next query on it.
            Some(
                "set" | "reset" | "begin" | "start" | "commit" | "end" | "rollback" | "abort"
                | "savepoint" | "release" | "listen" | "unlisten" | "notify" | "prepare"
                | "execute" | "deallocate" | "declare" | "fetch" | "move" | "close" | "discard"
                | "lock" | "copy" | "load" | "attach" | "detach" | "pragma" | "vacuum",
            ) => Err(CompileError::new(ErrorKind::ConnectionStatement)),
            Some(_) => Ok(Nature::Change),
        }
    }
}

/// The `$tag$` that `rest` begins with.
fn dollar_tag(rest: &str) -> Option<&str> {
    let inside = rest.strip_prefix('$')?;
    let end = inside.find('$')?;
    let tag = inside.get(..end)?;
    let first = tag.chars().next();
    let valid = first.is_none_or(|c| c.is_alphabetic() || c == '_')
        && tag.chars().all(|c| c.is_alphanumeric() || c == '_');
    if valid { rest.get(..end + 2) } else { None }
}
