//! `cargo xtask bench`.
use anyhow::Result;

/// Measure.
#[derive(clap::Args)]
pub(crate) struct Args {}

pub(crate) fn run(_: &Args) -> Result<()> {
    Ok(())
}
