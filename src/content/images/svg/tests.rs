use super::*;

fn svg(body: &str) -> String {
    format!("<svg xmlns=\"{NAMESPACE}\" xmlns:xlink=\"http://www.w3.org/1999/xlink\">{body}</svg>")
}

fn messages(svg: &str) -> Vec<String> {
    faults(svg.as_bytes()).into_iter().map(|fault| fault.message).collect()
}

#[test]
fn drawings_are_fine() {
    for body in [
        "<defs><g id='a'/><clipPath id='c'/></defs><use href='#a'/><g clip-path='url(#c)' style='fill:url(#a)'/>",
        "<a xlink:href='https://example.org/' target='_blank'><text>a &lt;script&gt; tag</text></a>",
        "<a href='../blips/kafka.html'/><a href='mailto:a@example.org'/>",
        "<image href='data:image/png;base64,iVBORw0KGgo='/>",
        "<image href='data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4='/>",
        "<style>@font-face{font-family:x;src:url(data:font/woff2;base64,AAAA)}text{content:'\\201C'}</style>",
        "<animate attributeName='r' values='1;2'/><set attributeName='fill' to='url(#a)'/>",
        "<metadata><r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:c='http://creativecommons.org/ns#'>\
         <c:Work r:about=''><c:license r:resource='https://example.org/'/></c:Work></r:RDF></metadata>",
        "<i:pgf xmlns:i='http://ns.adobe.com/AdobeIllustrator/10.0/'>x</i:pgf><title>on a click</title>",
        "<!-- <script> --><?xpacket begin='x'?>",
        "<g data-label='fromSrc(a)' aria-label='calls url(x)' content='a{b:url(x)}'/>",
        "<g i:label='curl(2)' xmlns:i='http://www.inkscape.org/namespaces/inkscape'/>",
        "<image href='data:image/bmp;base64,AAAA'/>",
    ] {
        assert_eq!(messages(&svg(body)), [""; 0], "{body}");
    }
    let doctype = "<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\">";
    for prolog in [
        "\u{feff}",
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>\n",
        "<?xml version='1.0' encoding='iso-8859-1'?><!-- [ -->",
        doctype,
    ] {
        assert_eq!(messages(&format!("{prolog}{}", svg(""))), [""; 0], "{prolog}");
    }
}

#[test]
fn the_help_fits_what_is_embedded() {
    for (address, help) in [
        ("data:;base64,AAAA", NO_TYPE),
        ("x.png", NO_LOADS),
        (
            "data:image/svg+xml,&lt;svg xmlns=%22http://www.w3.org/2000/svg%22 onload=%22x%22/&gt;",
            NO_SCRIPTS,
        ),
    ] {
        let faults = faults(svg(&format!("<image href='{address}'/>")).as_bytes());
        assert_eq!(faults.iter().map(|fault| fault.help).collect::<Vec<_>>(), [help], "{address}");
    }
}

#[test]
fn what_runs_or_loads_is_found() {
    let embedded = BASE64.encode(svg("<script/>").as_bytes());
    let quoted =
        "data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 onload=%22x%22/%3E";
    for body in [
        "<script>x</script>",
        "<SCRIPT/>",
        "<x:script xmlns:x='http://www.w3.org/2000/svg'/>",
        "<h:script xmlns:h='http://www.w3.org/1999/xhtml'/>",
        "<h:p xmlns:h='http://www.w3.org/1999/xhtml'/>",
        "<m:math xmlns:m='http://www.w3.org/1998/Math/MathML'/>",
        "<foreignObject/>",
        "<g><g><g><foreignObject><p/></foreignObject></g></g></g>",
        "<iframe src='x'/>",
        "<g onload='x'/>",
        "<g OnClick='x'/>",
        "<g x:onload='x' xmlns:x='x'/>",
        "<a href='javascript:x'/>",
        "<a xlink:href=' java&#10;script:x'/>",
        "<a xlink:href='j&#x61;vascript:x'/>",
        "<a href='data:text/html,x'/>",
        "<a><animate attributeName='href' values='javascript:x'/></a>",
        "<set attributeName='xlink:href' to='x'/>",
        "<set attributeName=' onclick' to='x'/>",
        "<use href='https://example.org/x.svg#a'/>",
        "<use href='other.svg#a'/>",
        "<use href='data:image/svg+xml,&lt;svg/>#a'/>",
        "<image xlink:href='//example.org/x.png'/>",
        "<image href='file:///etc/passwd'/>",
        "<feImage href='x.png'/>",
        "<image href='data:text/html,x'/>",
        "<image href='data:,x'/>",
        "<g xml:base='https://example.org/'/>",
        "<g fill='url(https://example.org/#a)'/>",
        "<g style='fill:\\75 rl(//example.org)'/>",
        "<set attributeName='fill' to='url(//example.org/#a)'/>",
        "<style>@import 'x'</style>",
        "<style>@im<!-- -->port 'x'</style>",
        "<style><![CDATA[@import 'x']]></style>",
        "<style>a{b:&#117;rl(x)}</style>",
        "<h:style xmlns:h='x'>a{b:url(x)}</h:style>",
        "<a href='#a' ping='https://example.org'/>",
        &format!("<image href='data:image/svg+xml;base64,{embedded}'/>"),
        &format!("<image href='data:image/svg+xml;charset=utf-8;base64,{embedded}'/>"),
        &format!("<use href='data:image/svg+xml;base64,{embedded}#x'/>"),
        &format!("<image href='{quoted}'/>"),
        &format!("<g fill=\"url('{quoted}')\"/>"),
    ] {
        assert_eq!(messages(&svg(body)).len(), 1, "{body}: {:?}", messages(&svg(body)));
    }
}

#[test]
fn what_cannot_be_read_for_certain_is_refused() {
    let good = svg("");
    for text in [
        String::new(),
        "x".to_owned(),
        "<svg/>".to_owned(),
        "<html xmlns='http://www.w3.org/1999/xhtml'/>".to_owned(),
        good.replace("</svg>", ""),
        format!("{good}<script/>"),
        format!("<?xml version='1.0' encoding='utf-7'?>{good}"),
        format!("<?xml version='1.0' encoding='ISO-2022-JP'?>{good}"),
        format!("<?xml-stylesheet href='x.css'?>{good}"),
        format!("<!-- x --><?xml-stylesheet type='text/xsl' href='#x'?>{good}"),
        format!("{good}<?xml-stylesheet href='x.css'?>"),
        format!("<!DOCTYPE svg [<!ENTITY x '&#60;script/>'>]>{}", svg("&x;")),
        format!("<!DOCTYPE svg [<!ATTLIST svg onload CDATA 'x'>]>{good}"),
        format!("<!-- --><!DOCTYPE svg SYSTEM 'x' [\n<!ATTLIST svg onload CDATA 'x'>]>{good}"),
        svg("<g a='1' a='2'/>"),
        svg("&unknown;"),
        svg("\u{0}"),
        svg("\u{1b}"),
    ] {
        assert_eq!(messages(&text).len(), 1, "{text}");
    }
    assert_eq!(faults(b"\xff\xfe<\0s\0v\0g\0").len(), 1);
}

#[test]
fn faults_have_their_places() {
    let text = svg("\n<g>\n<circle onclick='x'/><script/><script/></g>");
    let found: Vec<&str> =
        faults(text.as_bytes()).into_iter().map(|f| &text[f.range.expect("a place")]).collect();
    assert_eq!(found, ["onclick='x'", "<script"]);
    let broken = svg("\n\n  </g>");
    let range = faults(broken.as_bytes())[0].range.clone().expect("a place");
    assert_eq!(broken[..range.start].lines().count(), 3);
}

/// A hostile file is read in the time of a friendly one, without a deep stack.
#[test]
#[allow(clippy::disallowed_methods, reason = "the time is the test")]
fn large_and_deep_files_are_read_quickly() {
    let started = std::time::SystemTime::now();
    let deep = svg(&format!("{}{}", "<g>".repeat(100_000), "</g>".repeat(100_000)));
    let wide = svg(&format!(
        "<g {}/>",
        (0..200_000).fold(String::new(), |all, n| all + &format!("a{n}='' "))
    ));
    let styles = svg(&format!("<style>{}</style>", "url(#a)\\".repeat(100_000)));
    for text in [deep, wide, styles] {
        faults(text.as_bytes());
    }
    let took = started.elapsed().expect("time goes on");
    assert!(took.as_secs() < 10, "{took:?}");
}
