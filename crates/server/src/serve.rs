//! `sallyport serve`: from a configuration to an answering server, and down again without losing an answer.

use crate::config::Config;
use crate::wiring::{Instance, assemble, foundation};
use crate::{demo, seed};
use anyhow::{Context as _, Result};
use axum::serve::ListenerExt as _;
use sallyport_kernel::Clock as _;
use std::net::SocketAddr;
use std::time::Instant;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

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

/// Answers requests until SIGTERM or ctrl-c, then lets those under way finish.
pub async fn answer(instance: Instance, listener: TcpListener) -> Result<()> {
    let router = sallyport_http::router(instance.service.clone());
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let listener = listener.tap_io(|stream| {
        // Answers are small and wanted at once.
        let _ = stream.set_nodelay(true);
    });
    axum::serve(listener, service)
        .with_graceful_shutdown(told_to_stop())
        .await?;
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
