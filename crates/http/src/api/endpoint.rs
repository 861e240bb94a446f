//! What can serve an operation.

use super::{Call, Operation};
use crate::problem::Problem;

/// A function from an operation's own [`Call`] to its answer.
#[diagnostic::on_unimplemented(
    message = "this handler can't serve the operation `{O}`",
    label = "it must be `async fn(Call<{O}>) -> Result<<{O} as Operation>::Answer, Problem>`",
    note = "a call is the proof that the policies permit the operation's act: a handler of one operation can't serve another"
)]
pub trait Endpoint<O: Operation>: Clone + Send + Sync + 'static {
    /// Serves one call.
    fn serve(self, call: Call<O>) -> impl Future<Output = Result<O::Answer, Problem>> + Send;
}

impl<O, F, Fut> Endpoint<O> for F
where
    O: Operation,
    F: Fn(Call<O>) -> Fut + Clone + Send + Sync + 'static,
    Fut: Future<Output = Result<O::Answer, Problem>> + Send,
{
    fn serve(self, call: Call<O>) -> impl Future<Output = Result<O::Answer, Problem>> + Send {
        self(call)
    }
}
