//! Finding the expressions in a text.

use super::{
    Part,
    error::{TemplateError, TemplateFault},
    read,
};

/// The longest template.
pub const MAX_TEMPLATE_BYTES: usize = 100_000;
/// The most expressions in a template.
pub const MAX_EXPRESSIONS: usize = 500;
/// How many `}}` are tried before the text after a `{{` counts as broken: more than any object
/// literal or text in an expression has in practice, and few enough to bound the work.
const MAX_CANDIDATES: usize = 100;
/// How many are tried in the whole text: one for each expression, and as many again for braces that
/// close inside of them.
const MAX_TRIES: usize = 2 * MAX_EXPRESSIONS;
/// How many bytes are given to the parser for the whole text.
const MAX_READ: usize = 10 * MAX_TEMPLATE_BYTES;

/// The parts of a template.
pub(super) fn parts(source: &str) -> Result<Vec<Part>, TemplateError> {
    if source.len() > MAX_TEMPLATE_BYTES {
        let message = format!(
            "the text takes {} bytes, at most {MAX_TEMPLATE_BYTES} are allowed",
            source.len()
        );
        return Err(TemplateError::new(TemplateFault::TooLarge, 0, message));
    }
    let mut parts = Vec::new();
    let mut expressions = 0;
    let mut start = 0;
    let mut work = Work::default();
    while let Some(open) = find(source, "{{", start) {
        push_text(&mut parts, source, start, open);
        expressions += 1;
        if expressions > MAX_EXPRESSIONS {
            let message = format!("there are more than {MAX_EXPRESSIONS} expressions");
            return Err(TemplateError::new(TemplateFault::TooLarge, open, message));
        }
        let (expression, end) = expression(source, open, &mut work)?;
        parts.push(expression);
        start = end;
    }
    push_text(&mut parts, source, start, source.len());
    Ok(parts)
}

/// What reading a text has taken so far.
#[derive(Default)]
struct Work {
    tries: usize,
    bytes: usize,
}

impl Work {
    /// Counts one more try, if the text may have it.
    fn count(&mut self, bytes: usize, open: usize) -> Result<(), TemplateError> {
        self.tries += 1;
        self.bytes += bytes;
        if self.tries <= MAX_TRIES && self.bytes <= MAX_READ {
            return Ok(());
        }
        let message = "`}}` stands too often inside of expressions";
        Err(TemplateError::new(TemplateFault::TooLarge, open, message)
            .hint("put a space between braces that close inside of an expression: `} }`"))
    }
}

/// The expression behind the `{{` at `open`, up to the first `}}` that leaves a whole one, and where
/// the text goes on.
fn expression(source: &str, open: usize, work: &mut Work) -> Result<(Part, usize), TemplateError> {
    let inside = open + 2;
    let mut first_error = None;
    let mut from = inside;
    for _ in 0..MAX_CANDIDATES {
        let Some(close) = find(source, "}}", from) else {
            break;
        };
        from = close + 1;
        let text = source.get(inside..close).unwrap_or_default();
        work.count(text.len().min(read::MAX_EXPRESSION_BYTES), open)?;
        match read::expression(text, inside) {
            Ok(expression) => return Ok((Part::Expression(expression), close + 2)),
            // More text does not mend an expression that is whole, or too long already.
            Err(error)
                if matches!(
                    error.fault,
                    TemplateFault::Forbidden | TemplateFault::TooLarge
                ) =>
            {
                return Err(first_error.unwrap_or(error));
            }
            Err(error) => first_error = first_error.or(Some(error)),
        }
    }
    Err(first_error.unwrap_or_else(|| {
        TemplateError::new(TemplateFault::Unclosed, open, "`{{` is not closed")
            .hint("write `}}` after the expression; for the braces themselves write `{{ '{{' }}`")
    }))
}

fn push_text(parts: &mut Vec<Part>, source: &str, from: usize, to: usize) {
    if let Some(text) = source.get(from..to).filter(|text| !text.is_empty()) {
        parts.push(Part::Text(text.to_owned()));
    }
}

fn find(source: &str, what: &str, from: usize) -> Option<usize> {
    source.get(from..)?.find(what).map(|at| from + at)
}
