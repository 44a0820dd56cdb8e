//! The names that HTML knows. Anything else in angle brackets is text, such as `List<String>`.

/// The elements of HTML, with those that older pages have.
const ELEMENTS: &str = " a abbr acronym address applet area article aside audio b base basefont bdi bdo big \
    blink blockquote body br button canvas caption center cite code col colgroup data datalist dd del details \
    dfn dialog dir div dl dt em embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 \
    h6 head header hgroup hr html i iframe img input ins kbd label legend li link main map mark marquee math \
    menu meta meter nav nobr noembed noframes noscript object ol optgroup option output p param picture \
    plaintext pre progress q rp rt ruby s samp script section select small source span strike strong style sub \
    summary sup svg table tbody td template textarea tfoot th thead time title tr track tt u ul var video wbr \
    xmp ";

/// The elements within `<svg>` and `<math>` that occur in texts.
const SHAPES: &str = " circle clippath defs desc ellipse g image line lineargradient mask mi mn mo mrow path \
    polygon polyline radialgradient rect stop symbol text tspan use ";

/// Attributes without a value.
const BOOLEANS: &str = " allowfullscreen async autofocus autoplay checked compact controls default defer disabled \
    download hidden ismap loop multiple muted nohref noresize noshade novalidate nowrap open playsinline readonly \
    required reversed selected webkitallowfullscreen mozallowfullscreen ";

/// Whether a name in lower case is that of an element. Names with a colon are those of Word and Confluence.
pub(super) fn is_element(name: &str) -> bool {
    has(ELEMENTS, name) || name.contains(':')
}

pub(super) fn is_shape(name: &str) -> bool {
    has(SHAPES, name)
}

pub(super) fn is_boolean(attribute: &str) -> bool {
    has(BOOLEANS, attribute)
}

fn has(words: &str, word: &str) -> bool {
    !word.is_empty() && words.split_ascii_whitespace().any(|known| known == word)
}
