//! What a program that drives a browser is told: where the server and the browser are.

use std::{path::Path, process::Command};

/// The variables that `web/e2e` and `web/tools` read.
pub(crate) fn browser_environment(command: &mut Command, server: &Path) {
    command
        .env("SALLYPORT_SERVER", server)
        .env("SALLYPORT_CHROMIUM", "/usr/bin/chromium");
}
