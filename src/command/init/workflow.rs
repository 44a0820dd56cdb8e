//! The workflow of a new radar, with the folder of the radar in it.

/// Fills in the folder; empty for the root of the repository.
pub(super) fn workflow(template: &str, folder: &str) -> String {
    if folder.is_empty() {
        return template.replace("@folder@", "").replace("@-C@", "").replace("@output@", "output");
    }
    // A string in JSON is one in YAML.
    let quoted = serde_json::to_string(folder).expect("a text is always JSON");
    template
        .replace(
            "@folder@",
            &format!("\n  RADAR_FOLDER: {quoted} # from the root of the repository"),
        )
        .replace("@-C@", " -C \"$RADAR_FOLDER\"")
        .replace("@output@", "${{ env.RADAR_FOLDER }}/output")
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEMPLATE: &str = include_str!("workflow.yml");

    #[test]
    fn every_place_has_the_folder() {
        let at_root = workflow(TEMPLATE, "");
        assert!(at_root.contains("bin/radar check --message-format github\n"));
        assert!(at_root.contains("path: output\n"));
        let below = workflow(TEMPLATE, "docs/our \"radar\"");
        assert!(below.contains("\n  RADAR_FOLDER: \"docs/our \\\"radar\\\"\" #"), "{below}");
        assert!(below.contains("bin/radar check -C \"$RADAR_FOLDER\" --message-format github\n"));
        assert!(below.contains("bin/radar build -C \"$RADAR_FOLDER\" --message-format github"));
        assert!(below.contains("path: ${{ env.RADAR_FOLDER }}/output\n"));
        for text in [at_root, below] {
            assert!(
                !text.contains("@folder@") && !text.contains("@-C@") && !text.contains("@output@")
            );
        }
    }
}
