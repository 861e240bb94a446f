//! A run is driven by whoever waits for it, and goes on by itself when nobody does any more.

use super::{Answer, Failure};
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use tokio::sync::oneshot;

/// A run under way and the answer that it will give. Waiting for the answer is what drives the run: most end with
/// their answer, and a task for each would cost more than it does. The others get one: a run whose answer streams,
/// and a run whose reader has left, so that its end is recorded all the same.
pub(super) struct Carried {
    run: Option<Pin<Box<dyn Future<Output = ()> + Send>>>,
    answer: oneshot::Receiver<Result<Answer, Failure>>,
}

impl Carried {
    /// The run that gives its answer there.
    pub(super) fn new(
        run: impl Future<Output = ()> + Send + 'static,
        answer: oneshot::Receiver<Result<Answer, Failure>>,
    ) -> Self {
        Self {
            run: Some(Box::pin(run)),
            answer,
        }
    }
}

impl Future for Carried {
    type Output = Result<Answer, Failure>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        if let Some(run) = &mut self.run
            && run.as_mut().poll(cx).is_ready()
        {
            self.run = None;
        }
        let answer = ready!(Pin::new(&mut self.answer).poll(cx));
        Poll::Ready(answer.unwrap_or(Err(Failure::Stopping)))
    }
}

impl Drop for Carried {
    fn drop(&mut self) {
        // Without a runtime the service has stopped, and with it everything that could be recorded.
        if let Some(run) = self.run.take()
            && let Ok(runtime) = tokio::runtime::Handle::try_current()
        {
            runtime.spawn(run);
        }
    }
}
