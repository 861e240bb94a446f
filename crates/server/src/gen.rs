//! `sallyport gen`: writes what is generated from the code itself.

use anyhow::{Context as _, Result};
use sallyport_http::{Code, api, endpoints};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Writes the generated files into a folder.
pub fn write(out: &Path) -> Result<()> {
    let operations = endpoints::api();
    let openapi = serde_json::to_string_pretty(&api::document(&operations)?)?
        + "
";
    let mut public = String::new();
    let mut matrix = String::from("Generated; do not edit.\n\nWho may do what, by action:\n\n");
    matrix.push_str(&sallyport_policy::matrix::table());
    matrix.push_str("\nWhich action each operation is:\n\n");
    for route in operations.routes() {
        let address = format!("{} /api/v1{}", route.method.as_str(), route.path);
        let _ = writeln!(
            matrix,
            "{:<28}{:<28}{:<12}{address}",
            route.id,
            route.action,
            route.need.as_str()
        );
        if let Some(reason) = route.public {
            let _ = writeln!(public, "{address}  {}", reason.0);
        }
    }
    for (name, text) in [
        ("openapi.json", openapi),
        ("access-matrix.txt", matrix),
        ("public-endpoints.txt", public),
        ("problems.md", Code::document()),
        ("policy.cedarschema", sallyport_policy::schema()),
    ] {
        fs::write(out.join(name), text).with_context(|| format!("write `{name}`"))?;
    }
    Ok(())
}
