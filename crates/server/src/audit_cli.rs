//! `sallyport audit …`: proofs that need nothing of the server.

use anyhow::{Context as _, Result, bail};
use sallyport_audit::verify::verify;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

/// Verifies an export against the log's public key, and says what it proves.
pub fn verify_export(export: &Path, key: &str) -> Result<String> {
    let file = File::open(export).with_context(|| format!("open `{}`", export.display()))?;
    let key = key.trim().parse().context("read the public key")?;
    match verify(BufReader::new(file), &key) {
        Ok(verified) => Ok(format!(
            "ok: {} records, none changed, dropped or reordered since checkpoint {} was signed",
            verified.checkpoint.size, verified.checkpoint.size
        )),
        Err(error) => bail!("not proven: {error}"),
    }
}
