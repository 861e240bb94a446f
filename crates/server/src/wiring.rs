//! Puts the pieces together.

use crate::assets::Embedded;
use crate::config::Config;
use crate::rules::Rules;
use crate::sms::Gateways;
use crate::system::{SystemClock, SystemRandom};
use crate::vault::StoreVault;
use anyhow::{Context as _, Result, bail};
use sallyport_apps::Apps;
use sallyport_audit::Sequencer;
use sallyport_connectors::{Allowance, Egress, Errands, Postgres, Rest, Sqlite, Vault};
use sallyport_crypto::RootKey;
use sallyport_http::Service;
use sallyport_http::layers::proxies::Proxies;
use sallyport_http::service::{Origin, Parts};
use sallyport_identity::password::Cost;
use sallyport_identity::sms::Messenger;
use sallyport_identity::{Duties, Identity, Passkeys, Passwords, Post};
use sallyport_kernel::id::TenantId;
use sallyport_kernel::{Clock, Random};
use sallyport_limits::Limits;
use sallyport_mail::{Smtp, Worker};
use sallyport_model::entity::Tenant;
use sallyport_policy::SystemPermit;
use sallyport_query::sources::{Sealer, Sources};
use sallyport_query::{Connectors, PlanCache, Proxy};
use sallyport_sandbox::{Cage, CageConfig};
use sallyport_store::Store;
use sallyport_store_postgres::PostgresStore;
use sallyport_store_sqlite::SqliteStore;
use std::fs;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Password hashes at the same time: each takes 7 MiB and half of a processor.
const PASSWORD_SLOTS: usize = 2;

/// Everything that the pieces are put together from.
pub struct Foundation {
    /// The store.
    pub store: Arc<dyn Store>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub random: Arc<dyn Random>,
    /// What a password hash costs.
    pub cost: Cost,
    /// Destinations on private networks that an administrator allowed.
    pub allowances: Vec<Allowance>,
    /// Folders whose SQLite files may be opened.
    pub sqlite_folders: Vec<PathBuf>,
    /// The program that a cage's child runs, and its arguments.
    pub cage: CageConfig,
    /// Where people reach the server.
    pub origin: Origin,
    /// The mail server, if there is one.
    pub mail: Option<Smtp>,
    /// How often anything may be asked and tried.
    pub limits: Limits,
    /// The proxies whose word is taken for where requests come from.
    pub proxies: Proxies,
}

/// A running instance.
pub struct Instance {
    /// What answers requests.
    pub service: Service,
    /// Where everything is kept.
    pub store: Arc<dyn Store>,
    /// Who seals credentials, for the demo's seeding.
    pub sealer: Arc<dyn Sealer>,
    /// The tenant that people sign in to.
    pub home: TenantId,
    /// Gives audit records their place.
    pub sequencer: Sequencer,
    /// Send what waits: messages by SMS, and e-mails if there is a mail server.
    pub workers: Vec<Worker>,
    /// Writes down that tries have to wait, and reminds people of what ends soon.
    pub duties: Duties,
}

/// What a start on the command line is built on.
pub async fn foundation(config: &Config) -> Result<Foundation> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let random: Arc<dyn Random> = Arc::new(SystemRandom);
    let store = open_store(config, &clock, &random).await?;
    let mut sqlite_folders = config.sqlite_folder.clone();
    let mut allowances = config.allow_destination.clone();
    if config.demo {
        sqlite_folders.push(config.demo_folder()?);
        allowances.extend(crate::seed::allowance(config.demo_postgres.as_deref())?);
    }
    let program = std::env::current_exe().context("find the server's own program")?;
    Ok(Foundation {
        store,
        clock: Arc::clone(&clock),
        random,
        cost: Cost::REAL,
        allowances,
        sqlite_folders,
        cage: CageConfig::new(program, ["cage".into()]),
        origin: config.origin()?,
        mail: config.mail()?,
        limits: limits(config, clock)?,
        proxies: Proxies::new(config.trusted_proxy.clone()),
    })
}

/// Counts what is asked on this node, or in Redis for all that name the same one.
fn limits(config: &Config, clock: Arc<dyn Clock>) -> Result<Limits> {
    Ok(match &config.redis {
        Some(url) => Limits::redis(url, clock)?,
        None => Limits::local(clock),
    })
}

async fn open_store(
    config: &Config,
    clock: &Arc<dyn Clock>,
    random: &Arc<dyn Random>,
) -> Result<Arc<dyn Store>> {
    let root = root_key(&config.root_key, &config.data, &**random)?;
    let (clock, random) = (Arc::clone(clock), Arc::clone(random));
    if let Some(url) = &config.store {
        let store = PostgresStore::open(url, &root, random, clock).await;
        return Ok(Arc::new(store.context("open the PostgreSQL store")?));
    }
    let store = SqliteStore::open(&config.data, &root, random, clock);
    Ok(Arc::new(store.with_context(|| {
        format!("open the store in `{}`", config.data.display())
    })?))
}

/// Reads the root key, or makes it on the first start.
fn root_key(file: &Path, data: &Path, random: &dyn Random) -> Result<RootKey> {
    let (file, data) = (std::path::absolute(file)?, std::path::absolute(data)?);
    if file.starts_with(&data) {
        bail!(
            "the root key `{}` must lie outside the data folder, or a copy of the folder would hold both",
            file.display()
        );
    }
    match fs::read_to_string(&file) {
        Ok(text) => {
            RootKey::parse(&text).with_context(|| format!("read the root key `{}`", file.display()))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            if data.join("control.db").exists() {
                bail!(
                    "there is data in `{}` but no root key at `{}`: put the key back",
                    data.display(),
                    file.display()
                );
            }
            let key = RootKey::generate(random);
            if let Some(folder) = file.parent() {
                fs::create_dir_all(folder)?;
            }
            let mut made = fs::OpenOptions::new()
                .write(true)
                .create_new(true)
                .mode(0o600)
                .open(&file)?;
            made.write_all(key.to_text().expose().as_bytes())?;
            made.sync_all()?;
            Ok(key)
        }
        Err(error) => Err(error).with_context(|| format!("read the root key `{}`", file.display())),
    }
}

/// Puts the pieces together, and makes the home tenant if there is none.
pub async fn assemble(foundation: Foundation) -> Result<Instance> {
    let Foundation {
        store,
        clock,
        random,
        cost,
        allowances,
        sqlite_folders,
        cage,
        origin,
        mail,
        limits,
        proxies,
    } = foundation;
    let limits = Arc::new(limits);
    let home = home(&*store, &*clock, &*random).await?;
    let vault = Arc::new(StoreVault::new(Arc::clone(&store), Arc::clone(&random)));
    let (sealer, opener): (Arc<dyn Sealer>, Arc<dyn Vault>) = (vault.clone(), vault);
    let egress = Egress::new(allowances);
    let gateways = Gateways::new(Errands::new(egress.clone()));
    let connectors = Connectors {
        postgres: Arc::new(Postgres::new(egress.clone(), Arc::clone(&opener))),
        sqlite: Arc::new(Sqlite::new(sqlite_folders)),
        rest: Arc::new(Rest::new(egress, opener)),
    };
    let cage = Cage::start(cage).context("start the processes that evaluate expressions")?;
    let passwords = Passwords::new(cost, PASSWORD_SLOTS, &*random);
    let plans = PlanCache::default();
    let post = Post {
        sends: mail.is_some(),
        public_url: origin.as_url(),
        ..Post::default()
    };
    let identity = Identity::new(
        Arc::clone(&store),
        Arc::clone(&random),
        passwords,
        Arc::clone(&limits),
        home,
    );
    let identity = identity
        .with_post(post)
        .with_transmit(Arc::new(gateways))
        .with_passkeys(Passkeys::at(&origin.as_url()));
    let identity = Arc::new(identity);
    let workers = workers(&identity, &clock, mail);
    let duties = Duties::start(Arc::clone(&identity), Arc::clone(&clock));
    let parts = Parts {
        identity,
        limits,
        proxies,
        apps: Apps::new(
            Arc::clone(&store),
            Arc::clone(&random),
            Arc::new(Rules::new(plans.clone())),
        ),
        sources: Sources::new(Arc::clone(&store), Arc::clone(&random), Arc::clone(&sealer)),
        proxy: Proxy::new(Arc::clone(&store), Arc::new(cage), connectors),
        plans,
        assets: Arc::new(Embedded),
        store: Arc::clone(&store),
        clock,
        random,
        origin,
    };
    let sequencer = Sequencer::start(Arc::clone(&store));
    Ok(Instance {
        service: Service::new(parts),
        store,
        sealer,
        home,
        sequencer,
        workers,
        duties,
    })
}

/// Who sends what waits. A tenant may set up a gateway for SMS at any time; a mail server is there from the start.
fn workers(identity: &Arc<Identity>, clock: &Arc<dyn Clock>, mail: Option<Smtp>) -> Vec<Worker> {
    let messenger = Messenger::new(Arc::clone(identity));
    let sms = Worker::start(Arc::clone(identity), Arc::clone(clock), messenger);
    let mail = mail.map(|smtp| Worker::start(Arc::clone(identity), Arc::clone(clock), smtp));
    std::iter::once(sms).chain(mail).collect()
}

/// The tenant that people sign in to: the oldest, made on the first start.
async fn home(store: &dyn Store, clock: &dyn Clock, random: &dyn Random) -> Result<TenantId> {
    if let Some(oldest) = store.tenants().await?.first() {
        return Ok(oldest.id);
    }
    let tenant = Tenant {
        id: TenantId::random(random),
        name: "Home".to_owned(),
        created_at: clock.now(),
    };
    store
        .create_tenant(
            &tenant,
            SystemPermit::because("a new instance needs its first tenant"),
        )
        .await?;
    Ok(tenant.id)
}
