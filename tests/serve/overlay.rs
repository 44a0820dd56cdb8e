//! What the pages are told of problems.

use crate::preview::{Preview, blip, radar, write};

#[test]
fn a_mistake_is_told_with_its_place_and_goes_when_it_is_mended() {
    let folder = radar();
    let root = folder.path();
    let arguments = ["--port", "0", "--editor", "vscode://file/{path}:{line}:{column}"];
    let mut preview = Preview::with(root, &arguments, &[]);
    preview.listen();
    let before = preview.state("/blips/helm.html");
    assert_eq!(before["problems"].as_array().map(Vec::len), Some(0));
    preview.save("radar/blips/helm.toml", blip("Helm", "adpot", "<b>&"));
    let state = preview.state("/blips/helm.html");
    let problem = &state["problems"][0];
    assert_eq!(problem["code"], "unknown-ring");
    assert_eq!(problem["place"], "radar/blips/helm.toml:3:8");
    assert!(problem["message"].as_str().is_some_and(|text| text.contains("`adpot`")));
    assert!(problem["excerpt"].as_str().is_some_and(|text| text.contains("3 | ring = \"adpot\"")));
    assert_eq!(problem["help"][0], "did you mean `adopt`?");
    let file = root.join("radar/blips/helm.toml");
    let href = format!("vscode://file{}:3:8", file.display());
    assert_eq!(problem["href"], href);
    assert_eq!(state["version"], before["version"], "the last good page stays");
    let line = preview.line(|line| line.contains("helm.toml") && line.contains(" ms"));
    assert!(line.contains("2 errors") && line.ends_with("the site stays as it was"), "{line}");

    preview.save("radar/blips/helm.toml", blip("Helm", "adopt", "Mended."));
    let state = preview.state("/blips/helm.html");
    assert_eq!(state["problems"].as_array().map(Vec::len), Some(0));
    assert_ne!(state["version"], before["version"]);
}

#[test]
fn the_first_build_may_fail() {
    let folder = radar();
    write(folder.path(), "radar/radar.toml", "title = \n");
    let mut preview = Preview::of(folder.path());
    assert!(preview.greeting.contains("invalid-toml"), "{}", preview.greeting);
    preview.listen();
    let answer = preview.get("/");
    assert_eq!(answer.status, 503);
    assert!(String::from_utf8_lossy(&answer.body).contains("/_radar/reload.js"));
    assert_eq!(preview.state("/")["problems"][0]["code"], "invalid-toml");
    preview.save("radar/radar.toml", crate::preview::SETTINGS);
    assert_eq!(preview.get("/").status, 200);
    assert_ne!(preview.state("/")["version"], "none");
}

#[test]
fn a_template_that_fails_is_told_and_the_last_page_stays() {
    let folder = radar();
    let root = folder.path();
    let mut preview = Preview::of(root);
    preview.listen();
    let good = preview.page("about.html");
    let template = "themes/default/templates/about.html";
    write(
        root,
        template,
        "{% extends \"base.html\" %}{% block main %}{{ nothing.of.the.kind }}{% endblock %}",
    );
    preview.event();
    // Told at once by the page itself, and to every other page when all have been tried.
    assert_eq!(preview.state("/about.html")["problems"][0]["code"], "invalid-template");
    preview.event();
    assert_eq!(preview.state("/")["problems"][0]["code"], "invalid-template");
    assert_eq!(preview.page("about.html"), good);
    preview.line(|line| line.contains("invalid-template"));
    preview.save(template, "{% extends \"base.html\" %}{% block main %}Mended{% endblock %}");
    assert!(preview.page("about.html").contains("Mended"));
    assert_eq!(preview.state("/")["problems"].as_array().map(Vec::len), Some(0));
}

#[test]
fn style_sheets_alone_leave_the_version_and_images_do_not() {
    let folder = radar();
    let mut preview = Preview::of(folder.path());
    preview.listen();
    let [radar, kafka] = ["/", "/blips/kafka.html"].map(|path| preview.state(path));
    preview.save("themes/default/theme.toml", "[light]\npaper = \"#abcdef\"\n");
    let [other_radar, other_kafka] = ["/", "/blips/kafka.html"].map(|path| preview.state(path));
    assert_eq!(radar["version"], other_radar["version"]);
    assert_eq!(kafka["version"], other_kafka["version"]);
    assert_ne!(radar["styles"], other_radar["styles"]);
    preview
        .save("radar/images/dot.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" id=\"other\"/>");
    assert_eq!(preview.state("/")["version"], radar["version"], "it does not show the image");
    let version = preview.state("/blips/kafka.html")["version"].clone();
    assert_ne!(version, kafka["version"]);
    let page = String::from_utf8(preview.get("/blips/kafka.html").body).expect("UTF-8");
    assert!(
        page.contains(&format!("data-version={version}")),
        "the page has the version it is told"
    );
}
