//! From a query's text to a bound query, in two steps: [`Plan::compile`] once, [`Plan::bind`] each run.
//!
//! A placeholder is always a bound value: there is no function here that puts a value into a text
//! that somebody parses, so there is nothing to escape and nothing to forget.

mod input;
mod rest;
mod sql;

pub use input::{InputError, Inputs, Trusted};
pub use rest::{BoundHttp, RestPlan, is_reserved_header};
pub use sql::{Nature, SqlPlan};

use crate::RunError;
use crate::evaluate::Evaluator;
use crate::template::{Expression, Part, Path, Template, TemplateError};
use http::Method;
use rest::{Piece, RestSource};
use sallyport_model::document::{Named, QueryBody, RestBody, RestMethod};
use serde_json::Value;
use sql::SqlPart;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Why a query cannot be saved: what, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CompileError {
    /// A template does not parse.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// The templates parse, but what they make is no query.
    #[error("{0}")]
    Query(ErrorKind),
}

/// What can be wrong with a query's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ErrorKind {
    /// A placeholder in `'…'`.
    #[error("a placeholder stands inside a text literal")]
    InsideLiteral,
    /// A placeholder in `"…"`.
    #[error("a placeholder stands inside a quoted name")]
    InsideIdentifier,
    /// A placeholder in a comment.
    #[error("a placeholder stands inside a comment")]
    InsideComment,
    /// A literal or comment that does not end.
    #[error("a literal, quoted name or comment does not end")]
    Unterminated,
    /// `$1` in the text.
    #[error("the statement has a placeholder of its own")]
    OwnPlaceholder,
    /// More than one statement.
    #[error("there is more than one statement")]
    SeveralStatements,
    /// No statement.
    #[error("there is no statement")]
    Empty,
    /// `set`, `begin`, `copy` and the like.
    #[error("a query cannot change the connection or its transaction")]
    ConnectionStatement,
    /// A NUL character.
    #[error("a NUL character cannot be sent")]
    Nul,
    /// Something in the path that is not a path's.
    #[error("the path holds a character or segment that it cannot hold")]
    PathCharacter,
    /// Not a header's name.
    #[error("the header's name is not valid")]
    HeaderName,
    /// Not a header's value.
    #[error("the header's value is not valid")]
    HeaderValue,
    /// A header that is not the query's to set.
    #[error("the header is set by the datasource")]
    ReservedHeader,
    /// A body that is not JSON.
    #[error("the body is not JSON")]
    BodyNotJson,
    /// A placeholder in a key.
    #[error("a placeholder stands in the key of a JSON object")]
    BodyKey,
    /// A GET with a body.
    #[error("a GET request has no body")]
    BodyOfGet,
    /// An expression that calls a function of the app.
    #[error("an expression of a query cannot call the app's functions")]
    Call,
}

impl CompileError {
    pub(crate) fn new(kind: ErrorKind) -> Self {
        Self::Query(kind)
    }

    /// What to do about it.
    pub fn hint(&self) -> Option<&'static str> {
        let kind = match self {
            Self::Template(error) => return error.hint,
            Self::Query(kind) => kind,
        };
        match kind {
            ErrorKind::InsideLiteral => Some(
                "leave out the quotes: `name = {{ x }}`; for a pattern, `name like '%' || {{ x }} || '%'`",
            ),
            ErrorKind::InsideIdentifier => Some("the name of a table or column cannot be a value"),
            ErrorKind::InsideComment => Some("remove the comment or the placeholder"),
            ErrorKind::OwnPlaceholder => Some("write `{{ … }}` instead of `$1`"),
            ErrorKind::SeveralStatements => Some("make a query of each statement and chain them"),
            ErrorKind::PathCharacter => Some(
                "put what follows `?` into the query's parameters, and write no `.` or `..` segment",
            ),
            ErrorKind::ReservedHeader => Some("enter it as the datasource's credential"),
            ErrorKind::BodyKey => Some("write the keys out; only values can be placeholders"),
            ErrorKind::BodyNotJson => {
                Some("write JSON in which each `{{ … }}` stands for a value, without quotes")
            }
            _ => None,
        }
    }
}

/// Why a value cannot stand in its place. Never holds the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BindError {
    /// A list, an object or nothing where text is wanted.
    #[error("{place} takes text, a number or a boolean")]
    NotText {
        /// Where.
        place: &'static str,
    },
    /// Empty, `.` or `..` as a path segment.
    #[error("a path segment cannot be empty, `.` or `..`")]
    PathSegment,
    /// A line break or another control character in a header.
    #[error("a header cannot hold line breaks or control characters")]
    HeaderCharacter,
    /// The value does not fit the type that the source wants.
    #[error("value {number} does not fit the type that the datasource expects")]
    Unfit {
        /// Which placeholder, from 1.
        number: usize,
    },
}

/// A compiled query: parsed once, bound for each run.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    expressions: Vec<Slot>,
    inputs: BTreeSet<String>,
    body: BodyPlan,
}

/// One distinct expression of a query.
#[derive(Debug, Clone, PartialEq)]
struct Slot {
    /// Trimmed.
    source: String,
    is_path: bool,
    leaves: Vec<Leaf>,
}

#[derive(Debug, Clone, PartialEq)]
struct Leaf {
    text: String,
    path: Path,
}

#[derive(Debug, Clone, PartialEq)]
enum BodyPlan {
    Sql(SqlPlan),
    Rest(RestPlan),
}

/// A query with its values: what a connector sends.
#[derive(Debug, Clone, PartialEq)]
pub struct BoundQuery {
    /// The statement or request.
    pub body: BoundBody,
    /// Whether it may change something; if not, the connector has the source refuse changes.
    pub writes: bool,
}

/// See [`BoundQuery`].
#[derive(Debug, Clone, PartialEq)]
pub enum BoundBody {
    /// A statement and its values.
    Sql(BoundSql),
    /// A request.
    Http(BoundHttp),
}

/// A statement and its values, which travel beside it.
#[derive(Clone, PartialEq)]
pub struct BoundSql {
    /// The text with `$1`, `$2`.
    pub dollar: Arc<str>,
    /// The text with `?1`, `?2`.
    pub question: Arc<str>,
    /// The values, in the order of the numbers.
    pub params: Vec<Value>,
    /// What it begins with.
    pub nature: Nature,
}

impl std::fmt::Debug for BoundSql {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BoundSql")
            .field("params", &self.params.len())
            .finish_non_exhaustive()
    }
}

impl Plan {
    /// Compiles a query. What it finds wrong is told when the query is saved.
    pub fn compile(body: &QueryBody) -> Result<Self, CompileError> {
        let mut table = Table::default();
        let body = match body {
            QueryBody::Sql(sql) => {
                let template = Template::parse(&sql.statement)?;
                let mut parts = Vec::with_capacity(template.parts().len());
                for part in template.parts() {
                    parts.push(match part {
                        Part::Text(text) => SqlPart::Text(text),
                        Part::Expression(expression) => SqlPart::Slot(table.slot(expression)?),
                    });
                }
                BodyPlan::Sql(sql::compile(&parts)?)
            }
            QueryBody::Rest(rest) => BodyPlan::Rest(rest::compile(table.request(rest)?)?),
        };
        let leaves = table.slots.iter().flat_map(|slot| &slot.leaves);
        let inputs = leaves
            .filter(|leaf| !leaf.path.is_trusted())
            .map(|leaf| leaf.text.clone())
            .collect();
        Ok(Self {
            expressions: table.slots,
            inputs,
            body,
        })
    }

    /// The leaves that the page must send: all of them, and no others.
    pub fn inputs(&self) -> impl Iterator<Item = &str> {
        self.inputs.iter().map(String::as_str)
    }

    /// Whether a value that only the server knows is wanted.
    pub fn wants_trusted(&self) -> bool {
        let mut leaves = self.expressions.iter().flat_map(|slot| &slot.leaves);
        leaves.any(|leaf| leaf.path.is_trusted())
    }

    /// Puts the values of one run in their places.
    pub async fn bind(
        &self,
        inputs: Inputs,
        trusted: &Trusted,
        evaluator: &dyn Evaluator,
        writes: bool,
    ) -> Result<BoundQuery, RunError> {
        inputs.check(&self.inputs)?;
        let mut values = Vec::with_capacity(self.expressions.len());
        for expression in &self.expressions {
            values.push(value(expression, &inputs, trusted, evaluator).await?);
        }
        let body = match &self.body {
            BodyPlan::Sql(plan) => BoundBody::Sql(BoundSql {
                dollar: Arc::clone(&plan.dollar),
                question: Arc::clone(&plan.question),
                params: plan
                    .slots
                    .iter()
                    .map(|slot| values.get(*slot).cloned().unwrap_or_default())
                    .collect(),
                nature: plan.nature,
            }),
            BodyPlan::Rest(plan) => {
                let is_trusted = |slot: usize| {
                    let expression = self.expressions.get(slot);
                    expression.is_some_and(|expression| {
                        expression.leaves.iter().any(|leaf| leaf.path.is_trusted())
                    })
                };
                BoundBody::Http(plan.bind(&values, &is_trusted)?)
            }
        };
        Ok(BoundQuery { body, writes })
    }
}

/// The value of one expression: a path is read, a script goes to the evaluator.
async fn value(
    slot: &Slot,
    inputs: &Inputs,
    trusted: &Trusted,
    evaluator: &dyn Evaluator,
) -> Result<Value, RunError> {
    let read = |leaf: &Leaf| {
        if leaf.path.is_trusted() {
            trusted.get(&leaf.path)
        } else {
            inputs.get(&leaf.text)
        }
    };
    if let (true, [leaf]) = (slot.is_path, slot.leaves.as_slice()) {
        return Ok(read(leaf));
    }
    let leaves: BTreeMap<_, _> = slot
        .leaves
        .iter()
        .map(|leaf| (leaf.text.clone(), read(leaf)))
        .collect();
    Ok(evaluator.evaluate(&slot.source, &leaves).await?)
}

/// The distinct expressions of a query: equal ones are one value, so that a source sees one parameter.
#[derive(Default)]
struct Table {
    slots: Vec<Slot>,
}

impl Table {
    fn slot(&mut self, expression: &Expression) -> Result<usize, CompileError> {
        if !expression.calls().is_empty() {
            return Err(CompileError::new(ErrorKind::Call));
        }
        let source = expression.source().trim();
        if let Some(at) = self.slots.iter().position(|known| known.source == source) {
            return Ok(at);
        }
        let leaf = |path: &Path| Leaf {
            text: path.to_string(),
            path: path.clone(),
        };
        self.slots.push(Slot {
            source: source.to_owned(),
            is_path: expression.path().is_some(),
            leaves: expression.leaves().iter().map(leaf).collect(),
        });
        Ok(self.slots.len() - 1)
    }

    fn pieces(&mut self, template: &str) -> Result<Vec<Piece>, CompileError> {
        let template = Template::parse(template)?;
        let mut pieces = Vec::with_capacity(template.parts().len());
        for part in template.parts() {
            pieces.push(match part {
                Part::Text(text) => Piece::Text(text.clone()),
                Part::Expression(expression) => Piece::Slot(self.slot(expression)?),
            });
        }
        Ok(pieces)
    }

    fn named(&mut self, named: &[Named]) -> Result<Vec<(String, Vec<Piece>)>, CompileError> {
        named
            .iter()
            .map(|named| Ok((named.name.clone(), self.pieces(&named.value)?)))
            .collect()
    }

    fn request(&mut self, rest: &RestBody) -> Result<RestSource, CompileError> {
        Ok(RestSource {
            method: match rest.method {
                RestMethod::Get => Method::GET,
                RestMethod::Post => Method::POST,
                RestMethod::Put => Method::PUT,
                RestMethod::Patch => Method::PATCH,
                RestMethod::Delete => Method::DELETE,
            },
            path: self.pieces(&rest.path)?,
            query: self.named(&rest.query)?,
            headers: self.named(&rest.headers)?,
            body: rest
                .body
                .as_deref()
                .map(|body| self.pieces(body))
                .transpose()?,
        })
    }
}

#[cfg(test)]
mod tests;
