//! Walking an expression for what it takes from outside, and for what it must not do.

use super::{
    Findings, GLOBALS, Path, Reading, Segment, SemanticBuilder, TemplateError, TemplateFault,
    Visit, ast, unwrapped, whole,
};
use oxc_ast::ast::{
    ArrowFunctionExpression, AssignmentTarget, AwaitExpression, CallExpression, Class,
    ComputedMemberExpression, Expression, Function, IdentifierReference, ImportExpression,
    ImportMeta, NewExpression, NewTarget, Program, SimpleAssignmentTarget, StaticMemberExpression,
    TaggedTemplateExpression, ThisExpression, UnaryExpression, UnaryOperator,
};
use oxc_ast_visit::walk;
use oxc_semantic::{ScopeFlags, Scoping};
use oxc_span::{GetSpan, Span};

/// Names with which an expression could step round what is found here.
const REFUSED: [&str; 4] = ["eval", "Function", "globalThis", "arguments"];

/// Whether the name is a word of the language, or refused: not a plain path's root.
pub(super) fn is_special(name: &str) -> bool {
    REFUSED.contains(&name) || sallyport_model::document::WORDS.contains(&name)
}

/// The findings of the one expression that the program is.
pub(super) fn of(program: &Program<'_>) -> Reading {
    let built = SemanticBuilder::new_compiler()
        .with_check_syntax_error(true)
        .build(program);
    if let Some(fault) = built.diagnostics.into_iter().next() {
        let at = fault
            .labels
            .first()
            .map_or(1, oxc_span::LabeledSpan::offset);
        return Err(super::syntax(
            program.source_text,
            at as usize,
            &fault.message,
        ));
    }
    let mut walker = Walker {
        scoping: built.semantic.scoping(),
        leaves: Vec::new(),
        calls: Vec::new(),
        own_this: 0,
        error: None,
    };
    walker.visit_program(program);
    if let Some(error) = walker.error {
        return Err(error);
    }
    let path = whole(program).and_then(|expression| walker.free_path(expression));
    Ok(Findings {
        path,
        leaves: walker.leaves,
        calls: walker.calls,
    })
}

struct Walker<'s> {
    scoping: &'s Scoping,
    leaves: Vec<Path>,
    calls: Vec<String>,
    /// How many functions and classes around bind `this`.
    own_this: usize,
    error: Option<TemplateError>,
}

/// A path and the name that it starts at.
type Chain<'b, 'a> = (&'b IdentifierReference<'a>, Vec<Segment>);

impl Walker<'_> {
    fn refuse(&mut self, span: Span, message: &str, hint: &'static str) {
        // The bracket that was put before the text is not the author's.
        let offset = (span.start as usize).saturating_sub(1);
        self.error.get_or_insert_with(|| {
            TemplateError::new(TemplateFault::Forbidden, offset, message).hint(hint)
        });
    }

    fn is_free(&self, name: &IdentifierReference<'_>) -> bool {
        let reference = name
            .reference_id
            .get()
            .map(|id| self.scoping.get_reference(id));
        reference.is_none_or(|reference| reference.symbol_id().is_none())
    }

    /// Whether the name is one of the page's values.
    fn is_value(&self, name: &IdentifierReference<'_>) -> bool {
        self.is_free(name) && !GLOBALS.contains(&name.name.as_str())
    }

    fn free_path(&self, expression: &Expression<'_>) -> Option<Path> {
        let (root, segments) = chain(expression)?;
        self.is_value(root)
            .then(|| Path::new(root.name.as_str(), segments))
    }

    /// Notes the path up to the member as a leaf; `false` if it is not one.
    fn note_member(&mut self, found: Option<Chain<'_, '_>>) -> bool {
        let Some((root, segments)) = found else {
            return false;
        };
        if !self.is_free(root) {
            return true;
        }
        self.note_root(root, segments);
        true
    }

    fn note_root(&mut self, root: &IdentifierReference<'_>, segments: Vec<Segment>) {
        let name = root.name.as_str();
        if REFUSED.contains(&name) {
            let message = format!("`{name}` cannot be used in an expression");
            self.refuse(root.span, &message, "name the value that you need");
        } else if self.is_value(root) {
            self.leaves.push(Path::new(name, segments));
        }
    }

    /// What is called: a free name is a function, a method belongs to the path before it.
    fn note_callee(&mut self, callee: &Expression<'_>) {
        let callee = unwrapped(callee);
        match chain(callee) {
            Some((root, _)) if !self.is_free(root) => {}
            Some((root, segments)) if segments.is_empty() => {
                let name = root.name.as_str();
                if REFUSED.contains(&name) {
                    self.note_root(root, segments);
                } else if self.is_value(root) && !self.calls.iter().any(|call| call == name) {
                    self.calls.push(name.to_owned());
                }
            }
            Some((root, mut segments)) => {
                segments.pop();
                self.note_root(root, segments);
            }
            None => self.visit_expression(callee),
        }
    }

    /// Refuses to write to what is not the expression's own.
    fn check_target(&mut self, target: &SimpleAssignmentTarget<'_>) {
        let root = match target {
            SimpleAssignmentTarget::AssignmentTargetIdentifier(name) => Some(&**name),
            other => other
                .as_member_expression()
                .and_then(|member| base(member.object())),
        };
        if root.is_some_and(|root| self.is_free(root)) {
            self.refuse(
                target.span(),
                "an expression cannot change a value of the page",
                "use a `set_value` act in an event instead",
            );
        }
    }
}

/// The static path that the expression is, optional steps included.
fn chain<'b, 'a>(expression: &'b Expression<'a>) -> Option<Chain<'b, 'a>> {
    let mut here = expression;
    let mut segments = Vec::new();
    let root = loop {
        here = match here {
            Expression::Identifier(name) => break &**name,
            Expression::ParenthesizedExpression(inner) => &inner.expression,
            Expression::StaticMemberExpression(member) => {
                segments.push(Segment::of_key(member.property.name.as_str()));
                &member.object
            }
            Expression::ComputedMemberExpression(member) => {
                segments.push(key(&member.expression)?);
                &member.object
            }
            Expression::ChainExpression(chain) => match &chain.expression {
                ast::ChainElement::StaticMemberExpression(member) => {
                    segments.push(Segment::of_key(member.property.name.as_str()));
                    &member.object
                }
                ast::ChainElement::ComputedMemberExpression(member) => {
                    segments.push(key(&member.expression)?);
                    &member.object
                }
                _ => return None,
            },
            _ => return None,
        };
    };
    segments.reverse();
    Some((root, segments))
}

/// The step of a key that is written out.
fn key(expression: &Expression<'_>) -> Option<Segment> {
    match unwrapped(expression) {
        Expression::NumericLiteral(number) => Segment::of_number(number.value),
        Expression::StringLiteral(text) if !text.lone_surrogates => {
            Some(Segment::of_key(text.value.as_str()))
        }
        _ => None,
    }
}

/// The name that a chain of members starts at, whatever its keys are.
fn base<'b, 'a>(mut expression: &'b Expression<'a>) -> Option<&'b IdentifierReference<'a>> {
    loop {
        expression = match expression {
            Expression::Identifier(name) => return Some(name),
            Expression::ParenthesizedExpression(inner) => &inner.expression,
            other => other.as_member_expression()?.object(),
        };
    }
}

const NO_WAITING: &str = "an expression has its value at once; use a query or an event instead";

impl<'a> Visit<'a> for Walker<'_> {
    fn visit_identifier_reference(&mut self, name: &IdentifierReference<'a>) {
        if self.is_free(name) {
            self.note_root(name, Vec::new());
        }
    }

    fn visit_static_member_expression(&mut self, member: &StaticMemberExpression<'a>) {
        let found = chain(&member.object).map(|(root, mut segments)| {
            segments.push(Segment::of_key(member.property.name.as_str()));
            (root, segments)
        });
        if !self.note_member(found) {
            walk::walk_static_member_expression(self, member);
        }
    }

    fn visit_computed_member_expression(&mut self, member: &ComputedMemberExpression<'a>) {
        let found = chain(&member.object).zip(key(&member.expression)).map(
            |((root, mut segments), step)| {
                segments.push(step);
                (root, segments)
            },
        );
        if !self.note_member(found) {
            walk::walk_computed_member_expression(self, member);
        }
    }

    fn visit_call_expression(&mut self, call: &CallExpression<'a>) {
        self.note_callee(&call.callee);
        self.visit_arguments(&call.arguments);
    }

    fn visit_new_expression(&mut self, call: &NewExpression<'a>) {
        self.note_callee(&call.callee);
        self.visit_arguments(&call.arguments);
    }

    fn visit_tagged_template_expression(&mut self, call: &TaggedTemplateExpression<'a>) {
        self.note_callee(&call.tag);
        self.visit_template_literal(&call.quasi);
    }

    fn visit_assignment_target(&mut self, target: &AssignmentTarget<'a>) {
        if let Some(simple) = target.as_simple_assignment_target() {
            self.check_target(simple);
        }
        walk::walk_assignment_target(self, target);
    }

    fn visit_simple_assignment_target(&mut self, target: &SimpleAssignmentTarget<'a>) {
        self.check_target(target);
        walk::walk_simple_assignment_target(self, target);
    }

    fn visit_assignment_target_property_identifier(
        &mut self,
        target: &ast::AssignmentTargetPropertyIdentifier<'a>,
    ) {
        if self.is_free(&target.binding) {
            self.refuse(
                target.span,
                "an expression cannot change a value of the page",
                "use a `set_value` act in an event instead",
            );
        }
        walk::walk_assignment_target_property_identifier(self, target);
    }

    fn visit_unary_expression(&mut self, unary: &UnaryExpression<'a>) {
        let deletes = unary.operator == UnaryOperator::Delete
            && base(&unary.argument).is_some_and(|root| self.is_free(root));
        if deletes {
            self.refuse(
                unary.span,
                "an expression cannot delete a value of the page",
                "leave it out of a copy",
            );
        }
        walk::walk_unary_expression(self, unary);
    }

    fn visit_this_expression(&mut self, this: &ThisExpression) {
        if self.own_this == 0 {
            self.refuse(
                this.span,
                "there is no `this` in an expression",
                "name the value that you need",
            );
        }
    }

    fn visit_class(&mut self, class: &Class<'a>) {
        self.own_this += 1;
        walk::walk_class(self, class);
        self.own_this -= 1;
    }

    fn visit_function(&mut self, function: &Function<'a>, flags: ScopeFlags) {
        if function.r#async {
            self.refuse(function.span, "an expression cannot wait", NO_WAITING);
        }
        self.own_this += 1;
        walk::walk_function(self, function, flags);
        self.own_this -= 1;
    }

    fn visit_arrow_function_expression(&mut self, function: &ArrowFunctionExpression<'a>) {
        if function.r#async {
            self.refuse(function.span, "an expression cannot wait", NO_WAITING);
        }
        walk::walk_arrow_function_expression(self, function);
    }

    fn visit_await_expression(&mut self, waiting: &AwaitExpression<'a>) {
        self.refuse(waiting.span, "an expression cannot wait", NO_WAITING);
    }

    fn visit_import_expression(&mut self, import: &ImportExpression<'a>) {
        self.refuse(
            import.span,
            "an expression cannot import",
            "use a named function",
        );
    }

    fn visit_import_meta(&mut self, import: &ImportMeta) {
        self.refuse(
            import.span,
            "an expression cannot import",
            "use a named function",
        );
    }

    fn visit_new_target(&mut self, _: &NewTarget) {}
}
