//! What happens on an event: a chain of acts.

use sallyport_kernel::id::{PageId, QueryId, WidgetId};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// The acts of one event of a widget.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// The event: a name from the widget's definition.
    pub on: String,
    /// The acts, in order.
    pub acts: Vec<Act>,
}

/// One act, told apart by its `type`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum Act {
    /// Runs a query and waits for it; its failure stops the chain.
    RunQuery {
        /// The query.
        query: QueryId,
    },
    /// Gives a widget a value.
    SetValue {
        /// The widget.
        widget: WidgetId,
        /// The value: JSON whose strings are templates.
        value: Value,
    },
    /// Opens a page.
    Navigate {
        /// The page.
        page: PageId,
        /// Its parameters; each value is a template.
        params: BTreeMap<String, String>,
    },
    /// Shows a message.
    Notify {
        /// The message, a template.
        message: String,
        /// How it is meant.
        tone: Tone,
    },
    /// Opens a modal.
    Open {
        /// The widget.
        widget: WidgetId,
    },
    /// Closes a modal.
    Close {
        /// The widget.
        widget: WidgetId,
    },
    /// Asks the reader; a refusal stops the chain.
    Confirm {
        /// The question, a template.
        message: String,
    },
    /// Copies a text to the clipboard.
    Copy {
        /// The text, a template.
        value: String,
    },
    /// Sets a widget, and those in it, back to the values they began with.
    Reset {
        /// The widget.
        widget: WidgetId,
    },
}

impl Act {
    /// The widget that the act is about.
    pub const fn widget(&self) -> Option<WidgetId> {
        match self {
            Self::SetValue { widget, .. }
            | Self::Open { widget }
            | Self::Close { widget }
            | Self::Reset { widget } => Some(*widget),
            Self::RunQuery { .. }
            | Self::Navigate { .. }
            | Self::Notify { .. }
            | Self::Confirm { .. }
            | Self::Copy { .. } => None,
        }
    }
}

/// How a message is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// To know.
    Info,
    /// It went well.
    Success,
    /// To heed.
    Warning,
    /// It went wrong.
    Error,
}
