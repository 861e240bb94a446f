//! How big things are.

use std::{fs, path::Path};

use anyhow::{Context, Result};

use super::load::rounded;
use crate::{paths, process};

/// A file's size in millions of bytes.
pub(super) fn megabytes(file: &Path) -> Result<f64> {
    Ok(rounded(
        f64::from(u32::try_from(fs::metadata(file)?.len())?) / 1_000_000.0,
    ))
}

/// The JavaScript that the viewer's page asks for at once, compressed, in thousands of bytes.
pub(super) fn viewer_gzip_kb() -> Result<f64> {
    let dist = paths::web().join("dist");
    let page = fs::read_to_string(dist.join("viewer.html")).context("the web part is not built")?;
    let mut sum = 0_u32;
    for script in scripts(&page) {
        let file = dist.join(script.trim_start_matches('/'));
        let mut count = process::command("sh", &dist);
        let counted = process::read(
            count
                .args(["-c", "gzip -9 -c \"$1\" | wc -c", "sh"])
                .arg(file),
        )?;
        sum += counted.trim().parse::<u32>()?;
    }
    Ok(rounded(f64::from(sum) / 1_000.0))
}

/// The scripts that a page names, run or preloaded.
fn scripts(page: &str) -> Vec<&str> {
    ["src=\"", "href=\""]
        .iter()
        .flat_map(|before| page.split(before).skip(1))
        .filter_map(|rest| rest.split('"').next())
        .filter(|path| {
            Path::new(path)
                .extension()
                .is_some_and(|extension| extension == "js")
        })
        .collect()
}
