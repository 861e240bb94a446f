//! One run of one expression, in a runtime that is thrown away afterwards.

use crate::frame::{Reply, Request};
use rquickjs::{
    CatchResultExt, CaughtError, Coerced, Context, Ctx, Error, Function, Object, Runtime, Value,
    context::EvalOptions, function::Args,
};

/// What a run may allocate.
const MEMORY: usize = 64 * 1024 * 1024;
/// How deep a run may call.
const STACK: usize = 512 * 1024;

/// Makes what is given unchangeable, and gives big integers a JSON form.
const PREPARE: &str = r#"
(() => {
    const { freeze, values } = Object;
    const toText = BigInt.prototype.toString;
    BigInt.prototype.toJSON = function () { return toText.call(this); };
    return (roots) => {
        const open = [roots];
        while (open.length > 0) {
            const next = open.pop();
            if (typeof next !== "object" || next === null) continue;
            freeze(next);
            for (const value of values(next)) open.push(value);
        }
    };
})()
"#;

/// Evaluates the request.
pub(crate) fn evaluate(request: &Request) -> Reply {
    run(request).unwrap_or(Reply::OutOfMemory)
}

/// `Err` only if there is no memory for a runtime.
fn run(request: &Request) -> Result<Reply, Error> {
    let runtime = Runtime::new()?;
    runtime.set_memory_limit(MEMORY);
    runtime.set_max_stack_size(STACK);
    let context = Context::full(&runtime)?;
    Ok(
        context.with(|ctx| match value_of(&ctx, request).catch(&ctx) {
            Ok(reply) => reply,
            Err(error) if is_out_of_memory(&ctx, &error) => Reply::OutOfMemory,
            Err(_) => Reply::Threw,
        }),
    )
}

fn value_of<'js>(ctx: &Ctx<'js>, request: &Request) -> Result<Reply, Error> {
    let prepare: Function<'js> = ctx.eval_with_options(PREPARE, options())?;
    let given = serde_json::to_string(&request.roots).unwrap_or_default();
    let roots: Object<'js> = ctx.json_parse(given)?.get()?;
    prepare.call::<_, ()>((roots.clone(),))?;
    let names: Vec<&str> = request.roots.keys().map(String::as_str).collect();
    // The line break ends a comment that would swallow the bracket.
    let text = format!(
        "(function ({}) {{ return ({}\n); }})",
        names.join(", "),
        request.source
    );
    let function: Function<'js> = ctx.eval_with_options(text, options())?;
    let mut args = Args::new(ctx.clone(), names.len());
    for name in names {
        args.push_arg(roots.get::<_, Value<'js>>(name)?)?;
    }
    let value: Value<'js> = function.call_arg(args)?;
    if value.is_function() || value.is_symbol() {
        return Ok(Reply::Threw);
    }
    let Some(json) = ctx.json_stringify(value)? else {
        return Ok(Reply::Value(serde_json::Value::Null));
    };
    let json = json.to_string()?;
    if json.len() > request.max_output {
        return Ok(Reply::OutOfMemory);
    }
    Ok(serde_json::from_str(&json).map_or(Reply::Threw, Reply::Value))
}

fn options() -> EvalOptions {
    let mut options = EvalOptions::default();
    options.global = true;
    options.strict = true;
    options
}

fn is_out_of_memory(_: &Ctx<'_>, error: &CaughtError<'_>) -> bool {
    match error {
        CaughtError::Error(error) => matches!(error, Error::Allocation),
        CaughtError::Exception(thrown) => {
            let name = thrown.get::<_, Coerced<String>>("name").map(|name| name.0);
            let internal = name.is_ok_and(|name| name == "InternalError" || name == "RangeError");
            internal && thrown.message().is_some_and(|text| text == "out of memory")
        }
        // Without memory for an error, the engine throws null.
        CaughtError::Value(value) => value.is_null(),
    }
}
