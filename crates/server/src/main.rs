//! The command line.

use anyhow::Result;
use clap::{Parser, Subcommand};
use sallyport_server::{audit_cli, config::Config, r#gen, serve};
use std::io::{IsTerminal as _, stdin, stdout};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;
use tracing_subscriber::EnvFilter;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A guarded way between people and a company's data.
#[derive(Parser)]
#[command(name = "sallyport", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run the server
    Serve(Box<Config>),
    /// Work with the audit log
    Audit {
        #[command(subcommand)]
        command: AuditCommand,
    },
    /// Write the generated files
    #[command(hide = true)]
    Gen {
        /// The folder to write to
        #[arg(long)]
        out: PathBuf,
    },
    /// Evaluate expressions for the server; it starts this itself
    #[command(hide = true)]
    Cage,
}

#[derive(Subcommand)]
enum AuditCommand {
    /// Prove that an export is what was signed: nothing changed, dropped or reordered
    Verify {
        /// The export, as `GET /api/v1/audit/export` gives it
        export: PathBuf,
        /// The log's public key, kept apart from the server; or a file that holds it
        #[arg(long, value_name = "KEY|FILE")]
        key: String,
        /// A checkpoint that was kept earlier: the log must go on from it
        #[arg(long, value_name = "FILE")]
        since: Option<PathBuf>,
    },
}

#[expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the command line speaks to people"
)]
fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Cage => return sallyport_sandbox::cage::main(stdin().lock(), stdout().lock()),
        Command::Serve(config) => start(*config),
        Command::Gen { out } => r#gen::write(&out),
        Command::Audit {
            command: AuditCommand::Verify { export, key, since },
        } => {
            let key = std::fs::read_to_string(&key).unwrap_or(key);
            let earlier = since.map(std::fs::read_to_string).transpose();
            earlier
                .map_err(Into::into)
                .and_then(|earlier| audit_cli::verify_export(&export, &key, earlier.as_deref()))
                .map(|said| println!("{said}"))
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("sallyport: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn start(config: Config) -> Result<()> {
    let filter = EnvFilter::try_new(&config.log)?;
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    if config.log_json {
        log.json().init();
    } else {
        log.init();
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let result = runtime.block_on(serve::serve(config));
    // A statement that can't be interrupted must not keep the process alive.
    runtime.shutdown_timeout(Duration::from_secs(5));
    result
}
