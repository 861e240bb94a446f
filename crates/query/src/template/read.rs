//! Reading one expression with a JavaScript parser, and finding what it takes from outside.

use super::{
    Expression, TemplateError, TemplateFault,
    path::{Path, Segment, is_name, outermost},
};
use oxc_allocator::Allocator;
use oxc_ast::ast::{self, Program, Statement};
use oxc_ast_visit::Visit;
use oxc_parser::Parser;
use oxc_semantic::SemanticBuilder;
use oxc_span::SourceType;

mod leaves;

/// The longest expression.
pub const MAX_EXPRESSION_BYTES: usize = 10_000;

/// Names that mean the same everywhere and are not values of the page.
#[rustfmt::skip]
pub const GLOBALS: &[&str] = &[
    "undefined", "NaN", "Infinity", "Object", "Array", "String", "Number", "Boolean", "BigInt",
    "Symbol", "Date", "RegExp", "Math", "JSON", "Map", "Set", "WeakMap", "WeakSet", "WeakRef",
    "Promise", "Reflect", "Proxy", "Intl", "Error", "AggregateError", "EvalError", "RangeError",
    "ReferenceError", "SyntaxError", "TypeError", "URIError", "Iterator", "ArrayBuffer",
    "SharedArrayBuffer", "DataView", "Atomics", "Int8Array", "Uint8Array", "Uint8ClampedArray",
    "Int16Array", "Uint16Array", "Int32Array", "Uint32Array", "Float32Array", "Float64Array",
    "BigInt64Array", "BigUint64Array", "FinalizationRegistry", "parseInt", "parseFloat", "isNaN",
    "isFinite", "encodeURI", "encodeURIComponent", "decodeURI", "decodeURIComponent", "escape",
    "unescape",
];

/// Brackets open at once. The parser descends by calling itself, so this and the length bound its
/// stack.
const MAX_BRACKETS: usize = 200;
/// What fits the stack of any thread, however it is nested.
const SHORT: usize = 128;
/// Room for the deepest expression of the greatest length, with a wide margin.
const STACK: usize = 128 * 1024 * 1024;

/// Reads the text as one expression; `offset` is where it stands in its template.
pub(super) fn expression(source: &str, offset: usize) -> Result<Expression, TemplateError> {
    if let Some(path) = plain_path(source.trim()) {
        let leaves = vec![path.clone()];
        let (source, calls) = (source.to_owned(), Vec::new());
        return Ok(Expression {
            source,
            offset,
            path: Some(path),
            leaves,
            calls,
        });
    }
    guarded(source, offset, |source| parsed(source, leaves::of))
}

/// Reads the text as one function.
pub(super) fn function(source: &str) -> Result<Expression, TemplateError> {
    guarded(source, 0, |source| {
        parsed(source, |program| match whole(program).map(unwrapped) {
            Some(
                ast::Expression::ArrowFunctionExpression(_)
                | ast::Expression::FunctionExpression(_),
            ) => leaves::of(program),
            _ => Err(
                TemplateError::new(TemplateFault::Syntax, 0, "the text is not a function")
                    .hint("write a function such as `(amount) => amount.toFixed(2)`"),
            ),
        })
    })
}

/// What reading finds.
struct Findings {
    path: Option<Path>,
    leaves: Vec<Path>,
    calls: Vec<String>,
}

type Reading = Result<Findings, TemplateError>;

/// Checks the sizes, and reads where the stack is deep enough.
fn guarded(
    source: &str,
    offset: usize,
    read: fn(&str) -> Reading,
) -> Result<Expression, TemplateError> {
    check_size(source, offset)?;
    let reading = if source.len() <= SHORT {
        read(source)
    } else {
        on_deep_stack(source, read)
    };
    let found = reading.map_err(|error| TemplateError {
        offset: offset + error.offset,
        ..error
    })?;
    Ok(Expression {
        source: source.to_owned(),
        offset,
        path: found.path,
        leaves: outermost(found.leaves.into_iter()),
        calls: found.calls,
    })
}

fn on_deep_stack(source: &str, read: fn(&str) -> Reading) -> Reading {
    let broken = || {
        TemplateError::new(
            TemplateFault::TooLarge,
            0,
            "the expression is too deep to be read",
        )
        .hint("split it into named functions")
    };
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK);
        let reading = thread
            .spawn_scoped(scope, || read(source))
            .map_err(|_| broken())?;
        reading.join().unwrap_or_else(|_| Err(broken()))
    })
}

fn check_size(source: &str, offset: usize) -> Result<(), TemplateError> {
    if source.trim().is_empty() {
        return Err(
            TemplateError::new(TemplateFault::Empty, offset, "the expression is empty")
                .hint("write an expression such as `search.value` between the braces"),
        );
    }
    let too_large = |message: String| TemplateError::new(TemplateFault::TooLarge, offset, message);
    if source.len() > MAX_EXPRESSION_BYTES {
        return Err(too_large(format!(
            "the expression takes {} bytes, at most {MAX_EXPRESSION_BYTES} are allowed",
            source.len()
        ))
        .hint("move parts of it into named functions"));
    }
    let mut open = 0_usize;
    for byte in source.bytes() {
        match byte {
            b'(' | b'[' | b'{' => open += 1,
            b')' | b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        if open > MAX_BRACKETS {
            return Err(too_large(format!(
                "more than {MAX_BRACKETS} brackets are open at once"
            )));
        }
    }
    Ok(())
}

/// Parses `(source)` as a program, and goes on if it is exactly that: `a) + (b` is not.
fn parsed(source: &str, then: impl FnOnce(&Program<'_>) -> Reading) -> Reading {
    let allocator = Allocator::default();
    // The line break ends a comment that would swallow the bracket.
    let text = format!("({source}\n)");
    let parsed = Parser::new(&allocator, &text, SourceType::mjs()).parse();
    if let Some(fault) = parsed.diagnostics.into_iter().next() {
        let at = fault
            .labels
            .first()
            .map_or(1, oxc_span::LabeledSpan::offset);
        return Err(syntax(source, at as usize, &fault.message));
    }
    if whole(&parsed.program).is_none() {
        return Err(syntax(source, 1, "more than one expression"));
    }
    then(&parsed.program)
}

fn syntax(source: &str, at: usize, message: &str) -> TemplateError {
    let mut words = message.trim_end_matches('.').chars();
    let first = words.next().map(|c| c.to_ascii_lowercase());
    let words: String = first.into_iter().chain(words).collect();
    let offset = at.saturating_sub(1).min(source.len());
    TemplateError::new(
        TemplateFault::Syntax,
        offset,
        format!("not an expression: {words}"),
    )
    .hint("write one JavaScript expression; statements go into a named function")
}

/// The expression between the brackets that [`parsed`] put around it.
fn whole<'b, 'a>(program: &'b Program<'a>) -> Option<&'b ast::Expression<'a>> {
    match program.body.as_slice() {
        [Statement::ExpressionStatement(statement)] => match &statement.expression {
            ast::Expression::ParenthesizedExpression(outer)
                if outer.span.start == 0
                    && outer.span.end as usize == program.source_text.len() =>
            {
                Some(&outer.expression)
            }
            _ => None,
        },
        _ => None,
    }
}

fn unwrapped<'b, 'a>(mut expression: &'b ast::Expression<'a>) -> &'b ast::Expression<'a> {
    while let ast::Expression::ParenthesizedExpression(inner) = expression {
        expression = &inner.expression;
    }
    expression
}

/// Reads the commonest expressions without a parser: names and points, nothing else.
fn plain_path(text: &str) -> Option<Path> {
    let simple = |name: &&str| name.is_ascii() && is_name(name) && name.bytes().all(|b| b != b'$');
    let mut names = text.split('.');
    let root = names.next().filter(simple)?;
    // A lone name can be a word of the language; the parser knows them all.
    let segments: Vec<Segment> = names
        .map(|name| Some(Segment::Name(Some(name).filter(simple)?.to_owned())))
        .collect::<Option<_>>()?;
    let usable = !segments.is_empty() && !leaves::is_special(root) && !GLOBALS.contains(&root);
    usable.then(|| Path::new(root, segments))
}
