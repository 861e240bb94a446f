//! `cargo xtask test`: everything that must hold, in stages, of which some run side by side.

mod lanes;

use std::{
    process::Command,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

use crate::{
    r#gen, install, paths,
    postgres::{Durability, Postgres},
    process, run, serving,
    stage::sum_up,
    tidy, web,
};

/// Run every check and test.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Run one stage, with what it stands on
    #[arg(long, value_name = "STAGE")]
    only: Option<String>,
    /// Print the stages and leave
    #[arg(long)]
    list: bool,
}

/// No stage takes that long, not even from nothing on a slow machine: one that does hangs, and the others go on without it.
const LIMIT: Duration = Duration::from_secs(40 * 60);

/// Stages of one lane come one after another, in the order of the table; lanes run side by side.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lane {
    /// Cargo builds one thing at a time anyway. Its output goes straight through, that of the others is shown when a stage ends.
    Cargo,
    /// The web's own checks, the stories, and the sweep of every screen.
    Web,
}

struct Stage {
    name: &'static str,
    about: &'static str,
    lane: Lane,
    /// Stages without which it cannot be tried.
    needs: &'static [&'static str],
    /// Stages that must have ended, however: it would get in their way.
    after: &'static [&'static str],
    work: fn(&Surroundings) -> Result<String>,
}

/// What is running while the tests run.
struct Surroundings {
    postgres: Option<Postgres>,
}

impl Surroundings {
    fn postgres(&self, command: &mut Command) {
        if let Some(postgres) = &self.postgres {
            command.env("SALLYPORT_TEST_POSTGRES", postgres.url("postgres"));
        }
    }
}

/// All but the sweep, which is a stage of its own.
const STORIES: &str = "sign-in,account,support-console,builder,admin,people,tenant";
/// Those in which every part of both stores is used.
const STORIES_OF_STORES: &str = "sign-in,support-console,builder,admin";

const STAGES: &[Stage] = &[
    Stage {
        name: "fmt",
        about: "rustfmt changes nothing",
        lane: Lane::Cargo,
        needs: &[],
        after: &[],
        work: |_| cargo(&["fmt", "--all", "--check"]),
    },
    Stage {
        name: "tidy",
        about: "the shape of the tree",
        lane: Lane::Cargo,
        needs: &[],
        after: &[],
        work: |_| tidy::run().map(|()| String::new()),
    },
    Stage {
        name: "server",
        about: "the optimised server, which has the web part in it",
        lane: Lane::Cargo,
        needs: &["build"],
        after: &[],
        work: |_| run::server().map(|_| String::new()),
    },
    Stage {
        name: "clippy",
        about: "no warning, all targets",
        lane: Lane::Cargo,
        needs: &["build"],
        after: &[],
        work: |_| {
            cargo(&[
                "clippy",
                "--workspace",
                "--all-targets",
                "--",
                "-D",
                "warnings",
            ])
        },
    },
    Stage {
        name: "rust",
        about: "cargo test, the whole workspace",
        lane: Lane::Cargo,
        needs: &["build"],
        after: &[],
        work: rust,
    },
    Stage {
        name: "gen",
        about: "making generated files again changes nothing",
        lane: Lane::Cargo,
        needs: &["npm"],
        after: &["tsc", "lint", "vitest"],
        work: |_| r#gen::check().map(|()| String::new()),
    },
    Stage {
        name: "npm",
        about: "npm ci, from the cache if it can",
        lane: Lane::Web,
        needs: &[],
        after: &[],
        work: |_| web::packages(),
    },
    Stage {
        name: "build",
        about: "the web part",
        lane: Lane::Web,
        needs: &["npm"],
        after: &[],
        work: |_| web::build().map(|_| String::new()),
    },
    Stage {
        name: "tsc",
        about: "TypeScript, strict",
        lane: Lane::Web,
        needs: &["npm"],
        after: &[],
        work: |_| script("check"),
    },
    Stage {
        name: "lint",
        about: "the web's lints",
        lane: Lane::Web,
        needs: &["npm"],
        after: &[],
        work: |_| script("lint"),
    },
    Stage {
        name: "vitest",
        about: "the web's unit tests",
        lane: Lane::Web,
        needs: &["npm"],
        after: &[],
        work: |_| script("test"),
    },
    Stage {
        name: "e2e",
        about: "the browser's stories against the real server, on the embedded store",
        lane: Lane::Web,
        needs: &["npm", "server"],
        after: &[],
        work: |surroundings| stories(surroundings, STORIES, |_| ()),
    },
    Stage {
        name: "e2e-postgres",
        about: "the browser's stories against the real server, on PostgreSQL",
        lane: Lane::Web,
        needs: &["npm", "server"],
        after: &[],
        work: e2e_postgres,
    },
    Stage {
        name: "a11y",
        about: "axe finds nothing on any screen",
        lane: Lane::Web,
        needs: &["npm", "server"],
        after: &[],
        work: |surroundings| stories(surroundings, "a11y", |_| ()),
    },
];

pub(crate) fn run(args: &Args) -> Result<()> {
    if args.list {
        for stage in STAGES {
            println!("{:<12} {}", stage.name, stage.about);
        }
        return Ok(());
    }
    let began = Instant::now();
    let chosen = chosen(args.only.as_deref())?;
    install::debian(install::FOR_TESTING)?;
    std::fs::create_dir_all(paths::web().join("dist"))?;
    let needs_database = chosen
        .iter()
        .any(|stage| matches!(stage.name, "rust" | "e2e" | "e2e-postgres"));
    let surroundings = Surroundings {
        postgres: needs_database
            .then(|| Postgres::start(Durability::None))
            .transpose()?,
    };
    eprintln!("building into {}", paths::target().display());
    let lines = lanes::run(&chosen, &surroundings);
    drop(surroundings);
    if sum_up(&lines, began.elapsed()) {
        Ok(())
    } else {
        bail!("the tests did not pass")
    }
}

/// All stages, or one and what it stands on.
fn chosen(only: Option<&str>) -> Result<Vec<&'static Stage>> {
    let Some(only) = only else {
        return Ok(STAGES.iter().collect());
    };
    if !STAGES.iter().any(|stage| stage.name == only) {
        bail!(
            "no stage `{only}`; there are: {}",
            STAGES
                .iter()
                .map(|stage| stage.name)
                .collect::<Vec<_>>()
                .join(", ")
        );
    }
    let mut wanted = vec![only];
    let mut at = 0;
    while let Some(name) = wanted.get(at) {
        let needs = STAGES
            .iter()
            .find(|stage| stage.name == *name)
            .map_or(&[][..], |stage| stage.needs);
        wanted.extend(needs);
        at += 1;
    }
    Ok(STAGES
        .iter()
        .filter(|stage| wanted.contains(&stage.name))
        .collect())
}

fn cargo(arguments: &[&str]) -> Result<String> {
    process::run_within(LIMIT, &mut process::cargo(arguments)?).map(|()| String::new())
}

fn rust(surroundings: &Surroundings) -> Result<String> {
    let mut tests = process::cargo(&["test", "--workspace", "--no-fail-fast"])?;
    surroundings.postgres(&mut tests);
    process::run_within(LIMIT, &mut tests).map(|()| String::new())
}

fn script(name: &str) -> Result<String> {
    quietly(&mut web::npm(&["run", "--silent", name]))
}

/// Run it and return what it said; that is the error if it fails.
fn quietly(command: &mut Command) -> Result<String> {
    let what = process::shown(command);
    let (good, said) = process::gather_within(LIMIT, command)?;
    if good {
        Ok(said)
    } else {
        bail!("`{what}` failed:\n{said}")
    }
}

fn stories(
    surroundings: &Surroundings,
    which: &str,
    place: impl FnOnce(&mut Command),
) -> Result<String> {
    let mut stories = web::npm(&["run", "--silent", "e2e"]);
    surroundings.postgres(&mut stories);
    serving::browser_environment(&mut stories, &run::kept(), serving::HEADLESS);
    if std::env::var_os("SALLYPORT_STORIES").is_none() {
        stories.env("SALLYPORT_STORIES", which);
    }
    place(&mut stories);
    quietly(&mut stories)
}

/// Makes the databases of the stories as the manual tells an operator to: the server's login is no superuser.
const DATABASES: &[&str] = &[
    "CREATE ROLE e2e_store LOGIN CREATEROLE NOINHERIT",
    "CREATE DATABASE e2e_store OWNER e2e_store",
    "CREATE ROLE e2e_rows LOGIN PASSWORD 'sealed-by-the-server'",
    "CREATE DATABASE e2e_rows OWNER e2e_rows",
];

fn e2e_postgres(surroundings: &Surroundings) -> Result<String> {
    let postgres = surroundings
        .postgres
        .as_ref()
        .context("no PostgreSQL was started")?;
    for statement in DATABASES {
        postgres.ask("postgres", statement)?;
    }
    let said = stories(surroundings, STORIES_OF_STORES, |stories| {
        stories
            .env("SALLYPORT_STORE", postgres.url_as("e2e_store", "e2e_store"))
            .env(
                "SALLYPORT_DEMO_POSTGRES",
                postgres.url_as("e2e_rows:sealed-by-the-server", "e2e_rows"),
            );
    })?;
    let tenants = postgres.ask("e2e_store", "SELECT count(*) FROM sallyport.tenant")?;
    let customers = postgres.ask("e2e_rows", "SELECT count(*) FROM support_console.customers")?;
    if (tenants.as_str(), customers.as_str()) != ("1", "20000") {
        bail!(
            "the stories were not told on PostgreSQL: it holds {tenants} tenants and {customers} customers"
        );
    }
    Ok(said)
}
