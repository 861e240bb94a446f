//! `sallyport audit …`: proofs that need nothing of the server.

use anyhow::{Context as _, Result, bail};
use sallyport_audit::verify::verify_since;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

/// Verifies an export against the log's public key, and says what it proves. With an `earlier` checkpoint, which
/// somebody kept, it also proves that the log goes on from the one that was signed then.
pub fn verify_export(export: &Path, key: &str, earlier: Option<&str>) -> Result<String> {
    let file = File::open(export).with_context(|| format!("open `{}`", export.display()))?;
    let key = key.trim().parse().context("read the public key")?;
    match verify_since(BufReader::new(file), &key, earlier) {
        Ok(verified) => {
            let size = verified.checkpoint.size;
            let since = verified
                .continues
                .map(|count| format!("; it goes on from the {count} records signed earlier"));
            Ok(format!(
                "ok: {size} records, none changed, dropped or reordered since checkpoint {size} was signed{}",
                since.unwrap_or_default()
            ))
        }
        Err(error) => bail!("not proven: {error}"),
    }
}
