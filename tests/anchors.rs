//! Every fragment on a site leads to an id, wherever a text is shown.

mod folder;

use std::collections::{BTreeMap, BTreeSet};

use folder::Folder;

const TEXT: &str = r"
# Why?

[here](#why), [there](blips/helm.html#why), [its trail](blips/helm.html#trail), [about](about.html#why),
[edition](editions/spring.html#why), [second](blips/helm.html#why-1), [![C#](C%23.png)](blips/helm.html#text.why)[^1]

# Why?

[^1]: So.[^1]
";

/// Returns the values of an attribute in a page.
fn values<'p>(page: &'p str, attribute: &str) -> Vec<&'p str> {
    let start = format!(" {attribute}=\"");
    page.split(&start).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn every_fragment_leads_to_an_id() {
    let folder = Folder::new();
    folder.write("radar/images/C#.png", "png");
    folder.write("radar/about.md", TEXT);
    let settings = r#"title = "Fixture"
quadrant = [{ id = "platforms", name = "Platforms", description = "D" }, { id = "tools", name = "Tools" }]
edition = [{ id = "spring", name = "Spring", date = 2026-05-01, intro = "D" }]
ring = [{ id = "adopt", name = "Adopt", description = "D" }, { id = "hold", name = "Hold" }]
"#;
    folder.write("radar/radar.toml", settings.replace("\"D\"", &format!("'''{TEXT}'''")));
    for id in ["kafka", "helm"] {
        let text = format!(
            "description = '''{TEXT}# Only here\n'''\n\n[[question]]\ndate = 2026-05-02\nby = \"max\"\ntext = '''{TEXT}[up](#only-here)'''\n\
             answer = {{ date = 2026-05-03, by = \"ada\", text = '''{TEXT}''' }}\n\n\
             [[review]]\ndate = 2026-06-02\nby = [\"max\"]\nring = \"hold\"\nnote = '''{TEXT}'''\n\n\
             [[review]]\ndate = 2026-06-02\nby = [\"max\"]\nnote = '''{TEXT}'''\n\n[[review]]"
        );
        let blip = folder::blip(id).replacen("[[review]]", &text, 1);
        folder.write(&format!("radar/blips/{id}.toml"), blip.replacen("\"adopt\"", "\"hold\"", 1));
    }
    let people = "[person.ada]\nname = \"Ada\"\npractising = [{ from = 2020-01-01 }]\n\
                  [person.max]\nname = \"Max\"\n[team.platform]\nname = \"Platform\"\n";
    folder.write("radar/people.toml", people);
    let run = folder.run(&["build"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    for code in ["broken-link", "missing-image", "broken-footnote"] {
        assert!(!run.stderr.contains(code), "{}", run.stderr);
    }

    let pages: BTreeMap<String, String> = folder
        .files("output")
        .into_iter()
        .filter(|(path, _)| path.ends_with(".html"))
        .map(|(path, bytes)| (path, String::from_utf8(bytes).expect("a page is UTF-8")))
        .collect();
    let ids: BTreeMap<&str, BTreeSet<&str>> = pages
        .iter()
        .map(|(path, page)| {
            let all = values(page, "id");
            let ids: BTreeSet<&str> = all.iter().copied().collect();
            assert_eq!(all.len(), ids.len(), "{path} has an id twice: {all:?}");
            (path.as_str(), ids)
        })
        .collect();
    let mut count = 0;
    for (path, page) in &pages {
        for href in values(page, "href").into_iter().filter(|href| !href.contains("://")) {
            let Some((target, fragment)) = href.split_once('#') else { continue };
            let target = target.trim_start_matches("../");
            let target = if target.is_empty() { path } else { target };
            // The script finds a blip on the radar; without it, the link leads to the radar.
            let blip = fragment.strip_prefix("at-").map(|id| format!("data-id=\"{id}\""));
            let is_there = blip.is_some_and(|blip| pages[target].contains(&blip));
            assert!(is_there || ids[target].contains(fragment), "{path}: {href}");
            count += usize::from(fragment.contains("why"));
        }
    }
    // The board of reviews shows the questions too, with links to the page of the blip.
    assert!(pages["reviews.html"].contains("\"blips/kafka.html#text.only-here\""), "the board");
    assert!(count > 60, "{count}");
}
