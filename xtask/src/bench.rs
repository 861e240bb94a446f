//! `cargo xtask bench`: the whole path beside `pgbench -M prepared`, in the same run on the same machine.
//!
//! The server runs with the demo's data in a throwaway PostgreSQL, as installed; an app with two queries is built through the
//! API, released, and its queries are run by a person with a session, authorized and recorded like any other.

mod app;
mod http;
mod load;
mod signins;
mod sizes;

use std::{collections::BTreeMap, fs, path::PathBuf, process::Command, thread, time::Duration};

use anyhow::{Context, Result, bail};
use serde::Serialize;

use crate::{
    dist, install,
    postgres::{Durability, Postgres},
    process::{self, Temporary},
    run,
    serving::{Home, Server},
    stage::stage,
    web,
};
use load::{Load, Seen, rounded};

/// Measure.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// A look instead of a measurement: the quickly built server, and a few seconds for each figure
    #[arg(long)]
    quick: bool,
    /// Only these numbers of connections, such as `32`; may be given more than once
    #[arg(long, value_name = "NUMBER")]
    connections: Vec<usize>,
    /// Only this: the statement `one_row` or `thousand_rows`, `signins`, or `first_widget`
    #[arg(long, value_name = "NAME")]
    only: Option<String>,
    /// Measure this server instead of building one
    #[arg(long, value_name = "FILE")]
    server: Option<PathBuf>,
    /// Where the figures go as JSON
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

const CONNECTIONS: [usize; 4] = [1, 8, 32, 64];
const CUSTOMERS: u64 = 20_000;

/// The figures, as the JSON holds them.
#[derive(Serialize)]
struct Figures {
    one_row: BTreeMap<String, Seen>,
    thousand_rows: BTreeMap<String, Seen>,
    /// Transactions a second of the one-row statement, by clients.
    pgbench_tps: BTreeMap<String, f64>,
    signins: Option<signins::Signins>,
    ready_ms: f64,
    idle_rss_mb: f64,
    peak_rss_mb: f64,
    viewer_gzip_kb: f64,
    first_widget_4x_ms: Option<f64>,
    binary_mb: f64,
}

/// One statement, as both sides run it.
struct Statement {
    name: &'static str,
    /// With pgbench's variable for the row.
    pgbench: &'static str,
    /// Up to which row it may begin.
    rows: u64,
}

const ONE_ROW: Statement = Statement {
    name: "one_row",
    pgbench: "\\set row random(1, 20000)\nselect id, name, email, plan, status, balance_cents from support_console.customers where id = :row;\n",
    rows: CUSTOMERS,
};
const THOUSAND_ROWS: Statement = Statement {
    name: "thousand_rows",
    pgbench: "\\set row random(1, 19000)\nselect id, name, email, plan, status, balance_cents from support_console.customers where id >= :row order by id limit 1000;\n",
    rows: CUSTOMERS - 1_000,
};

pub(crate) fn run(args: &Args) -> Result<()> {
    stage("what measuring needs", || {
        install::debian(install::FOR_MEASURING)
    })?;
    let program = match &args.server {
        Some(file) => std::path::absolute(file)?,
        None if args.quick => run::server()?,
        None => dist::build()?,
    };
    let postgres = stage("PostgreSQL, as installed", || {
        Postgres::start(Durability::AsInstalled)
    })?;
    process::read(postgres.program("createdb").arg("crm"))?;
    let folder = Temporary::new("bench")?;
    let home = Home::under(folder.path());

    // Named again on the second start: that is what lets the server reach a database on this machine.
    let database = postgres.url("crm");
    let arguments = ["--demo", "--demo-postgres", &database, "--log", "warn"];
    let app = stage("an app to measure", || {
        let server = Server::start(&program, &home, &arguments)?;
        app::build(&server)
    })?;
    process::read(
        postgres
            .program("psql")
            .args(["-c", "vacuum analyze", "crm"]),
    )?;

    let server = stage("a second start", || {
        Server::start(&program, &home, &arguments)
    })?;
    thread::sleep(Duration::from_secs(3));
    let idle_rss_mb = rounded(server.memory_mb("VmRSS")?);
    let mut figures = Figures {
        one_row: BTreeMap::new(),
        thousand_rows: BTreeMap::new(),
        pgbench_tps: BTreeMap::new(),
        signins: None,
        ready_ms: rounded(server.ready.as_secs_f64() * 1_000.0),
        idle_rss_mb,
        peak_rss_mb: 0.0,
        viewer_gzip_kb: sizes::viewer_gzip_kb()?,
        first_widget_4x_ms: None,
        binary_mb: sizes::megabytes(&program)?,
    };
    let bench = Bench {
        postgres: &postgres,
        server: &server,
        app: &app,
        folder: &folder,
        quick: args.quick,
    };
    let wanted = |statement: &Statement| {
        args.only
            .as_deref()
            .is_none_or(|only| only == statement.name)
    };
    let all = CONNECTIONS.to_vec();
    for connections in if args.connections.is_empty() {
        all
    } else {
        args.connections.clone()
    } {
        if wanted(&ONE_ROW) {
            let one = bench.statement(&ONE_ROW, connections)?;
            figures
                .pgbench_tps
                .insert(connections.to_string(), one.pgbench_tps.unwrap_or_default());
            figures.one_row.insert(connections.to_string(), one);
        }
        if wanted(&THOUSAND_ROWS) {
            let thousand = bench.statement(&THOUSAND_ROWS, connections)?;
            figures
                .thousand_rows
                .insert(connections.to_string(), thousand);
        }
    }
    if args.only.as_deref().is_none_or(|only| only == "signins") {
        figures.signins = Some(bench.signins()?);
    }
    figures.peak_rss_mb = rounded(server.memory_mb("VmHWM")?);
    if args
        .only
        .as_deref()
        .is_none_or(|only| only == "first_widget")
    {
        figures.first_widget_4x_ms = Some(stage("first widget, CPU slowed four times", || {
            first_widget(&program, &server, &app)
        })?);
    }

    let text = serde_json::to_string_pretty(&figures)?;
    println!("{text}");
    if let Some(file) = &args.json {
        fs::write(file, format!("{text}\n"))
            .with_context(|| format!("write {}", file.display()))?;
    }
    Ok(())
}

struct Bench<'a> {
    postgres: &'a Postgres,
    server: &'a Server,
    app: &'a app::App,
    folder: &'a Temporary,
    quick: bool,
}

impl Bench<'_> {
    fn statement(&self, statement: &Statement, connections: usize) -> Result<Seen> {
        let seconds = if self.quick { 3 } else { 15 };
        stage(&format!("{} at {connections}", statement.name), || {
            let tps = self.pgbench(statement, connections, seconds)?;
            let mut seen = self.load(statement, connections)?;
            seen.ratio = Some(rounded(seen.rps / tps));
            seen.pgbench_tps = Some(tps);
            eprintln!(
                "  {:.0} a second, p50 {} ms, p99 {} ms, {} errors, {:.0} µs of the server's processor each; pgbench {tps:.0}, ratio {:.2}",
                seen.rps,
                seen.p50_ms,
                seen.p99_ms,
                seen.errors,
                seen.server_cpu_us,
                seen.rps / tps
            );
            Ok(seen)
        })
    }

    /// Runs of a statement's query, by so many connections.
    fn load(&self, statement: &Statement, connections: usize) -> Result<Seen> {
        let path = self.app.run_path(statement.name)?;
        let authority = self.server.authority();
        let request = |number: u64| {
            let body = format!(
                "{{\"inputs\":{{\"row.value\":{}}}}}",
                number % statement.rows + 1
            );
            http::request(
                "POST",
                &path,
                &authority,
                Some(&self.app.cookie),
                Some(&body),
            )
        };
        load::measure(&Load {
            to: self.server.address(),
            connections,
            warm_up: Duration::from_secs(if self.quick { 1 } else { 3 }),
            measured: Duration::from_secs(if self.quick { 3 } else { 15 }),
            request: &request,
            processor: &|| self.server.processor_seconds(),
            good: &is_complete,
        })
    }

    /// The query load with sign-ins beside it.
    fn signins(&self) -> Result<signins::Signins> {
        stage("one_row at 8, with sign-ins beside it", || {
            let seen = signins::measure(self.server, self.app, &|| self.load(&ONE_ROW, 8))?;
            eprintln!("  {}", serde_json::to_string(&seen)?);
            Ok(seen)
        })
    }

    fn pgbench(&self, statement: &Statement, clients: usize, seconds: u64) -> Result<f64> {
        let script = self.folder.path().join(format!("{}.sql", statement.name));
        fs::write(&script, statement.pgbench)?;
        let mut pgbench: Command = self.postgres.program("pgbench");
        pgbench.args([
            "-n",
            "-M",
            "prepared",
            "-j",
            "2",
            "-c",
            &clients.to_string(),
            "-T",
            &seconds.to_string(),
            "-f",
        ]);
        let said = process::read(pgbench.arg(&script).arg("crm"))?;
        let tps = said
            .lines()
            .find_map(|line| line.strip_prefix("tps = "))
            .and_then(|rest| rest.split(' ').next());
        Ok(rounded(tps.context("pgbench named no tps")?.parse()?))
    }
}

/// A run that went well ends by saying so.
fn is_complete(body: &[u8]) -> bool {
    let end = body
        .get(body.len().saturating_sub(400)..)
        .unwrap_or_default();
    String::from_utf8_lossy(end).contains("\"status\":\"ok\"")
}

/// The median time to the first widget of the console's first page, in Chromium at a quarter of the speed.
fn first_widget(program: &std::path::Path, server: &Server, app: &app::App) -> Result<f64> {
    let mut script = process::command("node", &web_folder()?);
    crate::serving::browser_environment(&mut script, program, crate::serving::CHROMIUM);
    script
        .arg("tools/first-widget.mjs")
        .env("SALLYPORT_URL", format!("http://{}", server.authority()));
    let said = process::read(
        script
            .env("SALLYPORT_COOKIE", &app.cookie)
            .env("SALLYPORT_APP", app.console()?),
    )?;
    let figure = said
        .lines()
        .last()
        .and_then(|line| line.trim().parse().ok())
        .context("no figure from tools/first-widget.mjs")?;
    Ok(rounded(figure))
}

fn web_folder() -> Result<PathBuf> {
    web::packages()?;
    let folder = crate::paths::web();
    if folder.join("tools/first-widget.mjs").is_file() {
        Ok(folder)
    } else {
        bail!("web/tools/first-widget.mjs is missing")
    }
}
