//! `cargo xtask screenshots`: every screen, wide and narrow, light and dark, from a real server with the demo.

use anyhow::{Result, bail};

use crate::{install, paths, process, run, serving, stage::stage, web};

/// Photograph every screen.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Where the pictures go [default: .sallyport/screenshots]
    #[arg(long, value_name = "DIR")]
    out: Option<std::path::PathBuf>,
}

pub(crate) fn run(args: &Args) -> Result<()> {
    stage("a browser", || install::debian(install::FOR_TESTING))?;
    let server = run::server()?;
    if !web::has_script("screenshots")? {
        bail!("web/package.json lacks the script `screenshots`");
    }
    let out = std::path::absolute(
        args.out
            .clone()
            .unwrap_or_else(|| paths::local().join("screenshots")),
    )?;
    std::fs::create_dir_all(&out)?;
    stage("screenshots", || {
        let mut script = web::npm(&["run", "--silent", "screenshots"]);
        serving::browser_environment(&mut script, &server, serving::HEADLESS);
        process::run(script.env("SALLYPORT_SCREENSHOTS", &out))
    })?;
    println!("{}", out.display());
    Ok(())
}
