//! The project's own commands: build and run, test, generate, tidy, measure, package.
//!
//! It knows how to call the tools and what the tree must look like; it knows nothing of the product's code
//! (it depends on no crate of the workspace). Start reading in `test.rs`.

#![allow(
    clippy::disallowed_methods,
    reason = "a build tool reads the environment and the clock; the bans are for the product"
)]
#![allow(
    clippy::disallowed_types,
    reason = "as above: sockets and processes are what it is made of"
)]
#![allow(
    clippy::doc_markdown,
    reason = "clap prints the comments as help, where backticks would be noise"
)]

mod bench;
mod dist;
mod r#gen;
mod install;
mod paths;
mod postgres;
mod process;
mod run;
mod screenshots;
mod serving;
mod stage;
mod test;
mod tidy;
mod web;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

/// The project's commands.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Install what is missing, build the web part and the server, and start it
    Run(run::Args),
    /// Install what the tests need, start it, run every check and test, and stop it
    Test(test::Args),
    /// Make the generated files again (spec/, the web client, the widgets' table)
    Gen,
    /// Check the shape of the tree: directions, sizes, names, licences, links
    Tidy,
    /// Measure the whole path against pgbench, and starts, memory and sizes
    Bench(bench::Args),
    /// Build the single release file, with thin LTO
    Dist,
    /// Photograph every screen, wide and narrow, light and dark
    Screenshots(screenshots::Args),
}

fn main() -> ExitCode {
    let command = Cli::parse().command;
    match process::stop_everything_on_interrupt().and_then(|()| obey(command)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn obey(command: Command) -> Result<()> {
    match command {
        Command::Run(args) => run::run(&args),
        Command::Test(args) => test::run(&args),
        Command::Gen => r#gen::run(),
        Command::Tidy => tidy::run(),
        Command::Bench(args) => bench::run(&args),
        Command::Dist => dist::run(),
        Command::Screenshots(args) => screenshots::run(&args),
    }
}
