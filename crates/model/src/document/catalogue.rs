//! Which types of widgets there are. The widgets themselves live in the web part, whose generator
//! writes `spec/widgets.json`; the server needs only their names, events and whether they hold others.

use serde::{Deserialize, Deserializer};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    sync::LazyLock,
};

static BUILT_IN: LazyLock<WidgetCatalogue> = LazyLock::new(|| {
    // A test reads the same text and fails when it is broken.
    WidgetCatalogue::parse(include_str!("../../../../spec/widgets.json")).unwrap_or_default()
});

/// The types of widgets, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WidgetCatalogue(BTreeMap<String, WidgetDefinition>);

/// What the server knows of a type of widget.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct WidgetDefinition {
    /// The name of the type.
    #[serde(rename = "type")]
    pub widget_type: String,
    /// The events that it raises.
    #[serde(deserialize_with = "event_names")]
    pub events: BTreeSet<String>,
    /// Whether other widgets may lie in it.
    pub container: bool,
}

/// The file around the definitions.
#[derive(Deserialize)]
struct Written {
    widgets: Vec<WidgetDefinition>,
}

/// An event is written as its name, or as an object with a `name`.
#[derive(Deserialize)]
#[serde(untagged)]
enum EventName {
    Bare(String),
    Described { name: String },
}

fn event_names<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeSet<String>, D::Error> {
    let names = Vec::<EventName>::deserialize(deserializer)?;
    Ok(names
        .into_iter()
        .map(|event| match event {
            EventName::Bare(name) | EventName::Described { name } => name,
        })
        .collect())
}

/// The catalogue's text is broken.
#[derive(Debug)]
pub struct InvalidCatalogue(serde_json::Error);

impl fmt::Display for InvalidCatalogue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the widget catalogue cannot be read: {}", self.0)
    }
}

impl std::error::Error for InvalidCatalogue {}

impl WidgetCatalogue {
    /// The catalogue that this program was built with.
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    /// Reads a catalogue; what the server does not need of it is passed over.
    pub fn parse(text: &str) -> Result<Self, InvalidCatalogue> {
        let written: Written = serde_json::from_str(text).map_err(InvalidCatalogue)?;
        Ok(Self(
            written
                .widgets
                .into_iter()
                .map(|definition| (definition.widget_type.clone(), definition))
                .collect(),
        ))
    }

    /// The definition of a type.
    pub fn get(&self, widget_type: &str) -> Option<&WidgetDefinition> {
        self.0.get(widget_type)
    }

    /// The names of all types, in order.
    pub fn types(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}
