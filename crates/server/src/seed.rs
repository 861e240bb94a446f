//! Puts the demo in place on a new instance.

use crate::demo::{self, DemoPerson, Dialect, LEADS, SUPPORT};
use crate::wiring::Instance;
use anyhow::{Context as _, Result};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sallyport_connectors::Allowance;
use sallyport_identity::email;
use sallyport_kernel::id::{AppId, DatasourceId, GroupId, PersonId, TenantId, WorkspaceId};
use sallyport_kernel::{Environment, Limit, Random, Secret, Timestamp, random};
use sallyport_model::document::{Document, WidgetCatalogue, validate};
use sallyport_model::entity::{
    App, Datasource, DatasourceKind, Group, Person, PersonKind, PersonStatus, Release,
    SourceConfiguration, Workspace,
};
use sallyport_model::source::{PostgresSettings, SourceSettings, SqliteSettings, TlsMode};
use sallyport_policy::{Grant, Level, Principal, ResourceRef, Role, SystemPermit};
use sallyport_query::Credential;
use sallyport_query::sources::SealedTo;
use sallyport_store::{Store, Transaction};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use url::Url;

/// Whether someone can administer the tenant.
pub async fn has_administrator(store: &dyn Store, tenant: TenantId) -> Result<bool> {
    let mut read = store.read(tenant).await?;
    let mut after = None;
    loop {
        let people = read.people(after, Limit::MAX).await?;
        let administers = |person: &Person| {
            person.status == PersonStatus::Active
                && person
                    .roles
                    .iter()
                    .any(|role| role == Role::Administrator.as_str())
        };
        if people.iter().any(administers) {
            return Ok(true);
        }
        match people.last() {
            Some(last) => after = Some(last.id),
            None => return Ok(false),
        }
    }
}

/// Whether nobody has an account yet: a start that failed half-way is seeded by the next.
pub async fn is_empty(store: &dyn Store, tenant: TenantId) -> Result<bool> {
    Ok(store.read(tenant).await?.people(None, 1).await?.is_empty())
}

/// The destination of the demo's PostgreSQL database: whoever names it on the command line allows it.
pub fn allowance(url: Option<&str>) -> Result<Option<Allowance>> {
    let Some(url) = url else { return Ok(None) };
    let (settings, _) = postgres(url)?;
    let allowance = format!("{}:{}", settings.host, settings.port).parse();
    Ok(Some(allowance.map_err(|error| {
        anyhow::anyhow!("the demo's database can't be allowed: {error}")
    })?))
}

/// Seeds people, data and the support console; returns who can sign in with which password.
pub async fn seed(
    instance: &Instance,
    folder: &Path,
    postgres_url: Option<&str>,
) -> Result<Vec<(DemoPerson, String)>> {
    let (clock, random) = (&instance.service.clock, &*instance.service.random);
    let now = clock.now();
    let id = DatasourceId::random(random);
    let (settings, password, dialect) = if let Some(url) = postgres_url {
        generate_postgres(url, now).await?;
        let (settings, password) = postgres(url)?;
        (
            SourceSettings::Postgres(settings),
            password,
            Dialect::Postgres,
        )
    } else {
        std::fs::create_dir_all(folder)?;
        let path = folder.join("support.db");
        demo::generate_sqlite(&path, now).context("generate the demo's data")?;
        let path = path
            .to_str()
            .context("the demo's path is not text")?
            .to_owned();
        (
            SourceSettings::Sqlite(SqliteSettings {
                path,
                read_only: false,
            }),
            None,
            Dialect::Sqlite,
        )
    };
    let datasource = datasource(instance, id, settings, password, now).await?;
    let console = demo::console(dialect, id, random)?;
    let faults = validate(&console.document, WidgetCatalogue::built_in())
        .err()
        .unwrap_or_default();
    anyhow::ensure!(
        faults.is_empty(),
        "the support console is not valid: {faults:?}"
    );

    let mut change = instance.store.begin(instance.home).await?;
    let groups = add_groups(&mut *change, random, now).await?;
    let people = add_people(instance, &mut *change, &groups, now).await?;
    change.add_datasource(&datasource).await?;
    let place = Placed {
        groups: &groups,
        builder: id_of(&people, "builder")?,
        now,
    };
    let restricted: Vec<_> = console.restricted().collect();
    let app = add_app(&mut *change, random, &console.document, &place).await?;
    for query in restricted {
        grant(
            &mut *change,
            place.group(LEADS)?,
            Level::Use,
            ResourceRef::Query(query),
        )
        .await?;
    }
    let permit = SystemPermit::because("the demo was asked for on the command line");
    let receipt = permit.receipt(instance.home, now, "service.seed_demo", None);
    change.commit(receipt.with("app", app.to_string())).await?;
    Ok(people
        .into_iter()
        .map(|(person, _, password)| (person, password))
        .collect())
}

struct Placed<'a> {
    groups: &'a BTreeMap<&'static str, GroupId>,
    builder: PersonId,
    now: Timestamp,
}

impl Placed<'_> {
    fn group(&self, name: &str) -> Result<Principal> {
        let id = self
            .groups
            .get(name)
            .with_context(|| format!("the demo has no group `{name}`"))?;
        Ok(Principal::Group(*id))
    }
}

type Seeded = (DemoPerson, PersonId, String);

fn id_of(people: &[Seeded], part: &str) -> Result<PersonId> {
    let found = people.iter().find(|(person, ..)| person.part == part);
    Ok(found.with_context(|| format!("the demo has no {part}"))?.1)
}

async fn add_groups(
    change: &mut dyn Transaction,
    random: &dyn Random,
    now: Timestamp,
) -> Result<BTreeMap<&'static str, GroupId>> {
    let mut groups = BTreeMap::new();
    for name in [SUPPORT, LEADS] {
        let id = GroupId::random(random);
        change
            .add_group(&Group {
                id,
                name: name.to_owned(),
                parents: Vec::new(),
                created_at: now,
            })
            .await?;
        groups.insert(name, id);
    }
    Ok(groups)
}

async fn add_people(
    instance: &Instance,
    change: &mut dyn Transaction,
    groups: &BTreeMap<&'static str, GroupId>,
    now: Timestamp,
) -> Result<Vec<Seeded>> {
    let random = &*instance.service.random;
    let mut seeded = Vec::new();
    for person in demo::people() {
        let password = URL_SAFE_NO_PAD.encode(random::array::<15>(random));
        let hash = instance
            .service
            .identity
            .hash_password(&Secret::new(password.clone()))
            .await?;
        let id = PersonId::random(random);
        let record = Person {
            id,
            kind: PersonKind::Person,
            email: email::normalize(person.email)?,
            name: person.name.to_owned(),
            status: PersonStatus::Active,
            roles: person.roles.iter().map(|role| (*role).to_owned()).collect(),
            groups: person
                .groups
                .iter()
                .filter_map(|name| groups.get(name).copied())
                .collect(),
            attributes: serde_json::Map::new(),
            description: String::new(),
            password_hash: Some(hash),
            password_set_at: Some(now),
            email_verified_at: Some(now),
            created_at: now,
            last_sign_in_at: None,
        };
        change.add_person(&record).await?;
        seeded.push((person, id, password));
    }
    Ok(seeded)
}

async fn datasource(
    instance: &Instance,
    id: DatasourceId,
    settings: SourceSettings,
    password: Option<Secret<String>>,
    now: Timestamp,
) -> Result<Datasource> {
    let mut environments = BTreeMap::new();
    for environment in Environment::ALL {
        let credential = match &password {
            None => None,
            Some(password) => {
                let to = SealedTo {
                    tenant: instance.home,
                    datasource: id,
                    environment,
                    destination: settings.destination()?,
                };
                Some(
                    instance
                        .sealer
                        .seal(&to, &Credential::Password(password.clone()).to_plaintext())
                        .await?,
                )
            }
        };
        environments.insert(
            environment,
            SourceConfiguration {
                settings: settings.clone(),
                credential,
                version: 1,
            },
        );
    }
    let kind = match settings {
        SourceSettings::Postgres(_) => DatasourceKind::Postgres,
        SourceSettings::Sqlite(_) => DatasourceKind::Sqlite,
        SourceSettings::Rest(_) => DatasourceKind::Rest,
    };
    Ok(Datasource {
        id,
        name: "support".to_owned(),
        kind,
        environments,
        created_at: now,
    })
}

/// The workspace and the released console in it. Support uses it, the builder owns the workspace.
async fn add_app(
    change: &mut dyn Transaction,
    random: &dyn Random,
    document: &Document,
    place: &Placed<'_>,
) -> Result<AppId> {
    let now = place.now;
    let workspace = Workspace {
        id: WorkspaceId::random(random),
        name: "Customer service".to_owned(),
        created_at: now,
    };
    change.add_workspace(&workspace).await?;
    grant(
        change,
        Principal::Person(place.builder),
        Level::Own,
        ResourceRef::Workspace(workspace.id),
    )
    .await?;
    let app = App {
        id: AppId::random(random),
        workspace: workspace.id,
        name: document
            .app()
            .map(|app| app.name.clone())
            .unwrap_or_default(),
        released: None,
        revision: 1,
        created_at: now,
        updated_at: now,
    };
    change.add_app(&app, document).await?;
    let mut hash = String::with_capacity(64);
    for byte in document.hash().0 {
        let _ = write!(hash, "{byte:02x}");
    }
    let release = Release {
        app: app.id,
        number: 1,
        note: "The first release".to_owned(),
        revision: 1,
        hash,
        created_by: place.builder,
        created_at: now,
    };
    change.add_release(&release, document).await?;
    grant(
        change,
        place.group(SUPPORT)?,
        Level::Use,
        ResourceRef::App(app.id),
    )
    .await?;
    Ok(app.id)
}

async fn grant(
    change: &mut dyn Transaction,
    principal: Principal,
    level: Level,
    on: ResourceRef,
) -> Result<()> {
    Ok(change
        .put_grant(&Grant {
            principal,
            level,
            on,
        })
        .await?)
}

/// The settings and password that a PostgreSQL URL names.
fn postgres(url: &str) -> Result<(PostgresSettings, Option<Secret<String>>)> {
    let url = Url::parse(url).context("the demo's PostgreSQL URL can't be read")?;
    let text = |text: &str| percent_decode(text);
    let settings = PostgresSettings {
        host: url.host_str().unwrap_or("127.0.0.1").to_owned(),
        port: url.port().unwrap_or(5432),
        database: text(url.path().trim_start_matches('/')),
        username: text(url.username()),
        tls: TlsMode::Disable,
    };
    Ok((
        settings,
        url.password().map(|password| Secret::new(text(password))),
    ))
}

fn percent_decode(text: &str) -> String {
    url::form_urlencoded::parse(format!("v={}", text.replace('+', "%2B")).as_bytes())
        .next()
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}

#[expect(
    clippy::disallowed_methods,
    reason = "the operator's own database, named on the command line"
)]
async fn generate_postgres(url: &str, now: Timestamp) -> Result<()> {
    let (mut client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await?;
    let connection = tokio::spawn(connection);
    demo::generate_postgres(&mut client, now)
        .await
        .context("generate the demo's data")?;
    drop(client);
    connection.await??;
    Ok(())
}
