//! `cargo xtask test`: everything that must hold, in stages.
//!
//! The web's checks run beside cargo's; cargo's output goes straight through, the web's is shown when its stage ends.

use std::{
    process::Command,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

use crate::{
    r#gen, install, paths,
    postgres::{Durability, Postgres},
    process, run, serving,
    stage::{Ending, Line, seconds, sum_up},
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

#[derive(Clone, Copy, PartialEq, Eq)]
enum Lane {
    /// One after another, output straight through.
    Cargo,
    /// Beside the first lane.
    Web,
    /// After both.
    Last,
}

struct Stage {
    name: &'static str,
    about: &'static str,
    lane: Lane,
    /// Stages without which it cannot be tried.
    needs: &'static [&'static str],
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

const STAGES: &[Stage] = &[
    Stage {
        name: "npm",
        about: "npm ci, from the cache if it can",
        lane: Lane::Web,
        needs: &[],
        work: |_| web::packages(),
    },
    Stage {
        name: "tsc",
        about: "TypeScript, strict",
        lane: Lane::Web,
        needs: &["npm"],
        work: |_| script("check"),
    },
    Stage {
        name: "lint",
        about: "the web's lints",
        lane: Lane::Web,
        needs: &["npm"],
        work: |_| script("lint"),
    },
    Stage {
        name: "vitest",
        about: "the web's unit tests",
        lane: Lane::Web,
        needs: &["npm"],
        work: |_| script("test"),
    },
    Stage {
        name: "fmt",
        about: "rustfmt changes nothing",
        lane: Lane::Cargo,
        needs: &[],
        work: |_| cargo(&["fmt", "--all", "--check"]),
    },
    Stage {
        name: "tidy",
        about: "the shape of the tree",
        lane: Lane::Cargo,
        needs: &[],
        work: |_| tidy::run().map(|()| String::new()),
    },
    Stage {
        name: "clippy",
        about: "no warning, all targets",
        lane: Lane::Cargo,
        needs: &[],
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
        needs: &[],
        work: rust,
    },
    Stage {
        name: "build",
        about: "the web part",
        lane: Lane::Web,
        needs: &["npm"],
        work: |_| web::build().map(|_| String::new()),
    },
    Stage {
        name: "gen",
        about: "making generated files again changes nothing",
        lane: Lane::Last,
        needs: &["npm"],
        work: |_| r#gen::check().map(|()| String::new()),
    },
    Stage {
        name: "server",
        about: "the optimised server",
        lane: Lane::Last,
        needs: &["build"],
        work: |_| run::server().map(|_| String::new()),
    },
    Stage {
        name: "e2e",
        about: "the browser's stories against the real server, on the embedded store; accessibility of every screen",
        lane: Lane::Last,
        needs: &["npm", "server"],
        work: |surroundings| stories(surroundings, |_| ()),
    },
    Stage {
        name: "e2e-postgres",
        about: "the browser's stories against the real server, on PostgreSQL",
        lane: Lane::Last,
        needs: &["npm", "server"],
        work: e2e_postgres,
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
    let lines = in_lanes(&chosen, &surroundings);
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

fn in_lanes(chosen: &[&'static Stage], surroundings: &Surroundings) -> Vec<Line> {
    let of = |lane: Lane| {
        chosen
            .iter()
            .copied()
            .filter(move |stage| stage.lane == lane)
            .collect::<Vec<_>>()
    };
    // The server embeds the pages, so cargo's stages come after the web's build; the web's other checks run beside them.
    let mut lines = Vec::new();
    let (first, beside): (Vec<_>, Vec<_>) = of(Lane::Web)
        .into_iter()
        .partition(|stage| matches!(stage.name, "npm" | "build"));
    one_after_another(&first, surroundings, &mut lines);
    let mut others = thread::scope(|scope| {
        let known: Vec<Line> = lines
            .iter()
            .map(|line| Line {
                name: line.name,
                ending: line.ending,
                took: line.took,
            })
            .collect();
        let web = scope.spawn(move || {
            let mut known = known;
            let from = known.len();
            one_after_another(&beside, surroundings, &mut known);
            known.split_off(from)
        });
        one_after_another(&of(Lane::Cargo), surroundings, &mut lines);
        web.join().unwrap_or_default()
    });
    lines.append(&mut others);
    one_after_another(&of(Lane::Last), surroundings, &mut lines);
    lines
}

fn one_after_another(
    stages: &[&'static Stage],
    surroundings: &Surroundings,
    lines: &mut Vec<Line>,
) {
    for stage in stages {
        let blocked = stage.needs.iter().find(|need| {
            lines
                .iter()
                .any(|line| line.name == **need && line.ending != Ending::Passed)
        });
        if let Some(need) = blocked {
            eprintln!(
                "\x1b[33m– {}: not run, because {need} did not pass\x1b[0m",
                stage.name
            );
            lines.push(Line {
                name: stage.name,
                ending: Ending::NotRun,
                took: Duration::ZERO,
            });
            continue;
        }
        eprintln!("\x1b[1m▸ {}\x1b[0m {}", stage.name, stage.about);
        let began = Instant::now();
        let done = (stage.work)(surroundings);
        let took = began.elapsed();
        let ending = if done.is_ok() {
            Ending::Passed
        } else {
            Ending::Failed
        };
        match done {
            Ok(said) => eprintln!("{said}\x1b[32m✓ {}\x1b[0m {}", stage.name, seconds(took)),
            Err(error) => eprintln!(
                "\x1b[31m✗ {}\x1b[0m {}\n{error:#}",
                stage.name,
                seconds(took)
            ),
        }
        lines.push(Line {
            name: stage.name,
            ending,
            took,
        });
    }
}

fn cargo(arguments: &[&str]) -> Result<String> {
    process::run(&mut process::cargo(arguments)?).map(|()| String::new())
}

fn rust(surroundings: &Surroundings) -> Result<String> {
    let mut tests = process::cargo(&["test", "--workspace", "--no-fail-fast"])?;
    surroundings.postgres(&mut tests);
    process::run(&mut tests).map(|()| String::new())
}

fn script(name: &str) -> Result<String> {
    let (good, said) = process::gather(&mut web::npm(&["run", "--silent", name]))?;
    if good {
        Ok(said)
    } else {
        bail!("`npm run {name}` failed:\n{said}")
    }
}

fn stories(surroundings: &Surroundings, place: impl FnOnce(&mut Command)) -> Result<String> {
    if !web::has_script("e2e")? {
        bail!("web/package.json lacks the script `e2e`");
    }
    let mut stories = web::npm(&["run", "--silent", "e2e"]);
    surroundings.postgres(&mut stories);
    serving::browser_environment(&mut stories, &run::server()?);
    place(&mut stories);
    process::run(&mut stories).map(|()| String::new())
}

/// Makes the databases of the stories as the manual tells an operator to: the server's login is no superuser.
const DATABASES: &[&str] = &[
    "CREATE ROLE e2e_store LOGIN CREATEROLE NOINHERIT",
    "CREATE DATABASE e2e_store OWNER e2e_store",
    "CREATE ROLE e2e_rows LOGIN PASSWORD 'sealed-by-the-server'",
    "CREATE DATABASE e2e_rows OWNER e2e_rows",
];

/// All stories but the sweep of every screen for accessibility: what a screen looks like does not depend on
/// where its data comes from.
fn e2e_postgres(surroundings: &Surroundings) -> Result<String> {
    let postgres = surroundings
        .postgres
        .as_ref()
        .context("no PostgreSQL was started")?;
    for statement in DATABASES {
        postgres.ask("postgres", statement)?;
    }
    let said = stories(surroundings, |stories| {
        stories
            .env("SALLYPORT_STORE", postgres.url_as("e2e_store", "e2e_store"))
            .env(
                "SALLYPORT_DEMO_POSTGRES",
                postgres.url_as("e2e_rows:sealed-by-the-server", "e2e_rows"),
            );
        if std::env::var_os("SALLYPORT_STORIES").is_none() {
            stories.env("SALLYPORT_STORIES", "sign-in,support-console,builder,admin");
        }
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
