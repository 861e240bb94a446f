//! Templates: text with `{{ … }}` in it, each holding one JavaScript expression.
//!
//! A template is parsed once, when it is saved; what comes out are its texts, its expressions, and
//! the *leaves* of each: the values that it takes from outside. Knows nothing of documents, of
//! statements or of evaluation. `spec/vectors/expressions` is run by this module and by the web.
//!
//! Start reading at [`Template::parse`], then [`Path`].

mod error;
mod path;
mod read;
mod scan;
mod text;

pub use error::{TemplateError, TemplateFault};
pub use path::{InvalidPath, Path, Segment, TRUSTED_ROOTS};
pub use read::{GLOBALS, MAX_EXPRESSION_BYTES};
pub use scan::{MAX_EXPRESSIONS, MAX_TEMPLATE_BYTES};
pub use text::text_of;

use std::{collections::BTreeSet, fmt};

/// A parsed template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    source: String,
    parts: Vec<Part>,
}

/// A piece of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Text, taken as it is.
    Text(String),
    /// An expression.
    Expression(Expression),
}

/// An expression, and what it takes from outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expression {
    source: String,
    offset: usize,
    path: Option<Path>,
    leaves: Vec<Path>,
    calls: Vec<String>,
}

impl Template {
    /// Parses a text. The error tells the first fault, with its place in the text.
    pub fn parse(source: &str) -> Result<Self, TemplateError> {
        Ok(Self {
            source: source.to_owned(),
            parts: scan::parts(source)?,
        })
    }

    /// The text that was parsed; parsing it again gives the same template.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Texts and expressions, in order; texts are not empty.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The expressions, in order.
    pub fn expressions(&self) -> impl Iterator<Item = &Expression> {
        self.parts.iter().filter_map(|part| match part {
            Part::Text(_) => None,
            Part::Expression(expression) => Some(expression),
        })
    }

    /// The expression that is the whole template: its value keeps its type.
    pub fn single(&self) -> Option<&Expression> {
        match self.parts.as_slice() {
            [Part::Expression(expression)] => Some(expression),
            _ => None,
        }
    }

    /// The leaves of all expressions, in the order of their text; one that lies within another is
    /// not listed.
    pub fn leaves(&self) -> Vec<Path> {
        path::outermost(self.expressions().flat_map(Expression::leaves).cloned())
    }
}

impl fmt::Display for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.source)
    }
}

impl Expression {
    /// Parses a text that is one expression as a whole, without braces.
    pub fn parse(source: &str) -> Result<Self, TemplateError> {
        read::expression(source, 0)
    }

    /// Parses the text of a named function: a function or an arrow function, and nothing around it.
    pub fn parse_function(source: &str) -> Result<Self, TemplateError> {
        read::function(source)
    }

    /// The text between the braces, with its space.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Where [`Expression::source`] begins in the template, in bytes.
    pub fn offset(&self) -> usize {
        self.offset
    }

    /// The path that the expression is, if it is nothing more: it is read without an engine.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_ref()
    }

    /// The values that the expression takes from outside, in the order of their text; one that
    /// lies within another is not listed.
    pub fn leaves(&self) -> &[Path] {
        &self.leaves
    }

    /// The free names that the expression calls as functions, in order.
    pub fn calls(&self) -> &[String] {
        &self.calls
    }

    /// The names that must exist: the roots of its leaves, and what it calls.
    pub fn roots(&self) -> BTreeSet<&str> {
        let leaves = self.leaves.iter().map(Path::root);
        leaves
            .chain(self.calls.iter().map(String::as_str))
            .collect()
    }
}

#[cfg(test)]
mod tests;
