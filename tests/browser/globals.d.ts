// The globals that the theme's scripts find when they run, for the type check.

/** The texts that theme.toml lists, put before the bundle. */
declare const radarTexts: Texts;

/** The radar's past: a script of its own (src/export/history.rs). */
declare const radarHistory: Past;

/** What the search looks through: a script of its own (src/export/search.rs). */
declare const radarSearch: SearchIndex;
