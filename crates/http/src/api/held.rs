//! Answers that take their time: they end with the right to them.
//!
//! A request is permitted once, before it is served. What is served for long (a query's rows, an export) goes on being
//! permitted: whenever who may do what has changed, the policies are asked again, and a no (or no answer) ends it.

use crate::problem::Problem;
use crate::service::Service;
use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use futures::future::BoxFuture;
use futures::{FutureExt as _, Stream, StreamExt as _};
use http_body::Body as _;
use sallyport_policy::{Action, Actor};
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::sync::watch;

/// A permit as it goes on being held.
pub(crate) struct Held<A: Action> {
    service: Service,
    actor: Actor,
    on: A::On,
    version: watch::Receiver<u64>,
}

impl<A: Action> Held<A> {
    pub(crate) async fn new(service: &Service, actor: &Actor, on: &A::On) -> Result<Self, Problem> {
        Ok(Self {
            version: service.identity.directory().watch(actor.tenant()).await?,
            service: service.clone(),
            actor: actor.clone(),
            on: on.clone(),
        })
    }

    /// Comes back when the actor may not do it any more, with what they are told if nothing has been answered yet.
    pub(crate) async fn lost(mut self) -> Problem {
        let mut judged = self.actor.access().version();
        loop {
            let newest = *self.version.borrow_and_update();
            if newest > judged {
                judged = newest;
                if let Err(problem) = self.still().await {
                    return problem;
                }
            } else if self.version.changed().await.is_err() {
                // The store is closed: nothing changes any more.
                return std::future::pending().await;
            }
        }
    }

    async fn still(&self) -> Result<(), Problem> {
        let now = self.service.clock.now();
        let actor = self.service.identity.again(&self.actor, now).await?;
        let actor = actor.ok_or_else(Problem::unauthenticated)?;
        if actor.may::<A>(&self.on) {
            Ok(())
        } else {
            Err(Problem::forbidden())
        }
    }
}

/// Waits for an answer, but no longer than the actor may have it.
pub(crate) async fn while_held<T>(
    answer: impl Future<Output = Result<T, Problem>>,
    lost: &mut BoxFuture<'static, Problem>,
) -> Result<T, Problem> {
    tokio::select! {
        biased;
        answer = answer => answer,
        problem = lost => Err(problem),
    }
}

/// The response, broken off where the right to it ends. What is whole already goes out as it is.
pub(crate) fn until(response: Response, lost: BoxFuture<'static, Problem>) -> Response {
    if response.body().size_hint().exact().is_some() {
        return response;
    }
    response.map(|body| {
        Body::from_stream(Ending {
            chunks: body.into_data_stream().boxed(),
            lost: Some(lost),
        })
    })
}

type Chunks = Pin<Box<dyn Stream<Item = Result<Bytes, axum::Error>> + Send>>;

/// Chunks that end, with an error, when something is lost: the connection is broken off, so that nobody takes what came
/// for the whole.
struct Ending {
    chunks: Chunks,
    lost: Option<BoxFuture<'static, Problem>>,
}

impl Stream for Ending {
    type Item = Result<Bytes, axum::Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(lost) = &mut self.lost else {
            return Poll::Ready(None);
        };
        if lost.poll_unpin(context).is_ready() {
            self.lost = None;
            // What it comes from is let go at once: the statement at the source is cancelled.
            self.chunks = futures::stream::empty().boxed();
            let ended =
                io::Error::new(io::ErrorKind::PermissionDenied, "the right to it has ended");
            return Poll::Ready(Some(Err(axum::Error::new(ended))));
        }
        self.chunks.poll_next_unpin(context)
    }
}
