//! Why a text is not a template.

use std::fmt;

/// What is wrong, as a code that both languages share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TemplateFault {
    /// `{{` without `}}`.
    Unclosed,
    /// Nothing between the braces.
    Empty,
    /// Not a JavaScript expression.
    Syntax,
    /// An expression that does something other than compute a value.
    Forbidden,
    /// Too long, or too many.
    TooLarge,
}

impl TemplateFault {
    /// The code.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unclosed => "unclosed",
            Self::Empty => "empty",
            Self::Syntax => "syntax",
            Self::Forbidden => "forbidden",
            Self::TooLarge => "too_large",
        }
    }
}

/// The first fault of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateError {
    /// What is wrong.
    pub fault: TemplateFault,
    /// Where, in bytes from the start of the text.
    pub offset: usize,
    /// What is wrong, in words.
    pub message: String,
    /// What to do about it.
    pub hint: Option<&'static str>,
}

impl TemplateError {
    pub(super) fn new(fault: TemplateFault, offset: usize, message: impl Into<String>) -> Self {
        Self {
            fault,
            offset,
            message: message.into(),
            hint: None,
        }
    }

    pub(super) fn hint(self, hint: &'static str) -> Self {
        Self {
            hint: Some(hint),
            ..self
        }
    }
}

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at offset {}", self.message, self.offset)?;
        self.hint.map_or(Ok(()), |hint| write!(f, " ({hint})"))
    }
}

impl std::error::Error for TemplateError {}
