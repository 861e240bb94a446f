//! The parent's side of one child.

use crate::frame::{self, Reply, Request};
use crate::pool::CageConfig;
use std::{io, process::Stdio};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    process,
};

/// A confined process that waits for a request. Dropping it kills it.
pub(crate) struct Child {
    process: process::Child,
    input: process::ChildStdin,
    output: process::ChildStdout,
    runs: u32,
}

impl Child {
    /// Starts a child without environment, descriptors or a voice.
    pub(crate) fn start(config: &CageConfig) -> io::Result<Self> {
        let mut process = process::Command::new(&config.program)
            .args(&config.args)
            .env_clear()
            // Dates are those of the reader's page; the server's own zone means nothing to it.
            .env("TZ", "UTC0")
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        let missing = || io::Error::from(io::ErrorKind::BrokenPipe);
        let input = process.stdin.take().ok_or_else(missing)?;
        let output = process.stdout.take().ok_or_else(missing)?;
        Ok(Self {
            process,
            input,
            output,
            runs: 0,
        })
    }

    /// Runs one request. An error means that the child is broken and must be dropped.
    pub(crate) async fn run(&mut self, request: &Request) -> io::Result<Reply> {
        self.runs += 1;
        self.input.write_all(&frame::encode(request)?).await?;
        let mut header = [0; 4];
        self.output.read_exact(&mut header).await?;
        // The child is not trusted to keep to the limit.
        let length = frame::checked(header, request.max_output.saturating_add(64))?;
        let mut bytes = vec![0; length];
        self.output.read_exact(&mut bytes).await?;
        Ok(serde_json::from_slice(&bytes)?)
    }

    /// How many runs it has done.
    pub(crate) fn runs(&self) -> u32 {
        self.runs
    }

    /// Kills it now and waits until it is gone.
    pub(crate) async fn kill(mut self) {
        if let Err(error) = self.process.kill().await {
            tracing::warn!(%error, "a cage could not be killed");
        }
    }
}
