//! Apps: the list, the reader's view, the draft.

mod create;
mod delete;
mod draft;
mod list;
mod preview;
mod rename;
mod save;
mod view;

use super::list_of;
use super::session::{CurrentUser, TenantView, tenant};
use crate::api::{Api, Find, Locate, acts};
use crate::problem::Problem;
use sallyport_kernel::id::{AppId, PageId, WorkspaceId};
use sallyport_kernel::{Environment, Timestamp};
use sallyport_model::document::{Document, FunctionView, PageView, QueryView, Theme, WidgetView};
use sallyport_model::entity::App;
use sallyport_policy::{Actor, resource};
use serde::{Deserialize, Serialize};
use utoipa::openapi::schema::Array;
use utoipa::{IntoParams, ToSchema};

pub use create::{CreateApp, CreateAppBody};
pub use delete::DeleteApp;
pub use draft::ReadDraft;
pub use list::ListApps;
pub use preview::{PreviewApp, PreviewQuery};
pub use rename::{RenameApp, RenameAppBody};
pub use save::{SaveDraft, SaveDraftBody, SavedDraft};
pub use view::ViewApp;

pub(super) fn operations(api: Api) -> Api {
    api.op(ListApps, list::list)
        .op(CreateApp, create::create)
        .op(ViewApp, view::view)
        .op(RenameApp, rename::rename)
        .op(DeleteApp, delete::delete)
        .op(PreviewApp, preview::preview)
        .op(ReadDraft, draft::draft)
        .op(SaveDraft, save::save)
}

/// An app in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct AppSummary {
    /// Its id.
    pub id: AppId,
    /// Its name.
    pub name: String,
    /// The workspace that it stands in.
    pub workspace: WorkspaceId,
    /// The number of the current release, or `null` before the first.
    pub released: Option<u32>,
    /// When its draft last changed.
    #[schema(value_type = String, format = DateTime)]
    pub updated_at: Timestamp,
    /// What the caller may do with it.
    #[schema(schema_with = may_do)]
    pub can: Vec<String>,
}

list_of! {
    /// Apps.
    AppList of AppSummary
}

/// An app as a reader gets it.
#[derive(Debug, Serialize, ToSchema)]
pub struct AppView {
    /// Its id.
    pub id: AppId,
    /// Its name.
    pub name: String,
    /// The release's number; `null` in a preview.
    pub release: Option<u32>,
    /// Where its queries run.
    pub environment: Environment,
    /// The page that opens first.
    pub home: Option<PageId>,
    /// How it looks.
    pub theme: Theme,
    /// The pages, in order.
    pub pages: Vec<PageView>,
    /// The widgets that this reader may see.
    pub widgets: Vec<WidgetView>,
    /// The queries that this reader may run: what to send, never what they ask.
    pub queries: Vec<QueryView>,
    /// The named functions.
    pub functions: Vec<FunctionView>,
    /// The reader.
    pub user: CurrentUser,
    /// The tenant.
    pub tenant: TenantView,
    /// What the caller may do with the app.
    #[schema(schema_with = may_do)]
    pub can: Vec<String>,
}

/// A draft with its revision.
#[derive(Debug, Serialize, ToSchema)]
pub struct DraftView {
    /// What the next change is made on.
    pub revision: u64,
    /// The document.
    pub document: Document,
    /// What the caller may do with the app.
    #[schema(schema_with = may_do)]
    pub can: Vec<String>,
}

/// The app in a path.
#[derive(Debug, Deserialize, Serialize, IntoParams)]
pub struct AppPath {
    /// The app.
    pub app: AppId,
}

/// The acts on an app that answers tell of.
const APP_ACTS: &[&str] = &[
    "app.view",
    "app.edit",
    "app.save",
    "app.rename",
    "app.release",
    "app.rollback",
    "app.share",
    "app.delete",
];

fn may_do() -> Array {
    acts(APP_ACTS, "What the caller may do with the app.")
}

impl Locate<resource::App> for AppPath {
    async fn locate(&self, find: Find<'_>) -> Result<resource::App, Problem> {
        locate(&find, self.app).await
    }
}

pub(super) async fn locate(find: &Find<'_>, id: AppId) -> Result<resource::App, Problem> {
    if let Some(released) = find
        .service
        .apps
        .released(find.tenant, find.version, id)
        .await?
    {
        return Ok(released.app);
    }
    let found = find
        .read()
        .await?
        .app(id)
        .await?
        .ok_or_else(Problem::not_found)?;
    Ok(resource::App {
        tenant: find.tenant,
        id,
        workspace: found.workspace,
    })
}

fn summary(actor: &Actor, app: App) -> AppSummary {
    let on = resource::App {
        tenant: actor.tenant(),
        id: app.id,
        workspace: app.workspace,
    };
    AppSummary {
        id: app.id,
        name: app.name,
        workspace: app.workspace,
        released: app.released,
        updated_at: app.updated_at,
        can: actor.can(&on, APP_ACTS),
    }
}

async fn app_view(
    service: &crate::Service,
    actor: &Actor,
    user: CurrentUser,
    on: resource::App,
    view: sallyport_apps::AppView,
) -> Result<AppView, Problem> {
    let content = view.content;
    Ok(AppView {
        id: on.id,
        name: view.name,
        release: view.release,
        environment: if view.release.is_some() {
            Environment::Production
        } else {
            Environment::Development
        },
        home: content.home,
        theme: content.theme,
        pages: content.pages,
        widgets: content.widgets,
        queries: content.queries,
        functions: content.functions,
        user,
        tenant: tenant(service, actor).await?,
        can: actor.can(&on, APP_ACTS),
    })
}
