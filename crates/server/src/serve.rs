//! `sallyport serve`: from a configuration to an answering server, and down again without losing an answer.

use crate::config::Config;
use crate::wiring::{Instance, assemble, foundation};
use crate::{demo, seed};
use anyhow::{Context as _, Result};
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::server::graceful::GracefulShutdown;
use sallyport_http::Entrance;
use sallyport_kernel::Clock as _;
use std::convert::Infallible;
use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::Semaphore;

/// Runs the server until it is told to stop.
pub async fn serve(config: Config) -> Result<()> {
    let began = Instant::now();
    let foundation = foundation(&config).await?;
    let origin = foundation.origin.clone();
    let instance = assemble(foundation).await?;
    let is_new = seed::is_empty(&*instance.store, instance.home).await?;
    if config.demo && is_new {
        let folder = config.demo_folder()?;
        let people = seed::seed(&instance, &folder, config.demo_postgres.as_deref())
            .await
            .context("seed the demo")?;
        introduce(&people);
    }
    if is_new || !seed::has_administrator(&*instance.store, instance.home).await? {
        let now = crate::system::SystemClock.now();
        let secret = sallyport_identity::set_up::issue(&instance.service.identity, now).await?;
        say(&format!(
            "Set-up link, for one use: {}/setup#token={}",
            origin.as_url(),
            secret.expose()
        ));
    }
    let listener = TcpListener::bind(config.listen).await;
    let listener = listener.with_context(|| format!("listen on {}", config.listen))?;
    say(&format!(
        "Ready in {} ms on {}",
        began.elapsed().as_millis(),
        origin.as_url()
    ));
    answer(instance, listener).await
}

/// How long a request's head may take to arrive, and an idle connection is kept.
const HEAD_TIME: Duration = Duration::from_secs(30);
/// How long requests under way may take to finish once the server is told to stop.
const FAREWELL: Duration = Duration::from_secs(10);
/// Connections at the same time; more wait to be accepted.
const CONNECTIONS: usize = 4_096;

/// Answers requests until SIGTERM or ctrl-c, then lets those under way finish.
pub async fn answer(instance: Instance, listener: TcpListener) -> Result<()> {
    let entrance = Entrance::new(instance.service.clone());
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME);
    builder
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(Some(HEAD_TIME))
        .max_concurrent_streams(100);
    let (graceful, slots) = (
        GracefulShutdown::new(),
        Arc::new(Semaphore::new(CONNECTIONS)),
    );
    let mut stop = pin!(told_to_stop());
    loop {
        let slot = Arc::clone(&slots).acquire_owned().await?;
        let (stream, peer) = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                // The peer has gone, or there are no descriptors left for the moment.
                Err(error) => {
                    tracing::warn!(%error, "accept");
                    tokio::task::yield_now().await;
                    continue;
                }
            },
            () = &mut stop => break,
        };
        // Answers are small and wanted at once.
        let _ = stream.set_nodelay(true);
        let entrance = entrance.clone();
        let service = service_fn(move |request: Request<Incoming>| {
            let entrance = entrance.clone();
            async move {
                let mut request = request.map(Body::new);
                request.extensions_mut().insert(ConnectInfo(peer));
                Ok::<_, Infallible>(entrance.answer(request).await)
            }
        });
        let connection = builder.serve_connection(TokioIo::new(stream), service);
        let connection = graceful.watch(connection.into_owned());
        tokio::spawn(async move {
            // What a peer does wrong on its own connection is no news.
            let _ = connection.await;
            drop(slot);
        });
    }
    let _ = tokio::time::timeout(FAREWELL, graceful.shutdown()).await;
    instance.service.identity.directory().uses().write().await;
    instance.duties.stop().await;
    for worker in instance.workers {
        worker.stop().await;
    }
    instance.sequencer.stop().await;
    Ok(())
}

async fn told_to_stop() {
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        return;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}

fn introduce(people: &[(demo::DemoPerson, String)]) {
    say("The demo's people (these passwords are kept nowhere else):");
    for (person, password) in people {
        say(&format!(
            "  {:<12} {:<14} {:<20} {password}",
            person.name, person.part, person.email
        ));
    }
}

#[expect(
    clippy::print_stdout,
    reason = "what an operator at the terminal is told"
)]
fn say(line: &str) {
    println!("{line}");
}
