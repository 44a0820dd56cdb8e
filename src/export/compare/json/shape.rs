//! The shape of the file: docs/json.md describes each key.

use jiff::civil::Date;
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct File<'r> {
    pub(super) version: u32,
    pub(super) today: Date,
    pub(super) base: BaseJson<'r>,
    pub(super) concerns: Vec<ConcernJson<'r>>,
    pub(super) came: Vec<BlipJson<'r>>,
    pub(super) gone: Vec<BlipJson<'r>>,
    pub(super) renamed: Vec<RenamedJson<'r>>,
    pub(super) moved: Vec<MovedJson<'r>>,
    pub(super) reviews: Vec<ReviewJson<'r>>,
    pub(super) questions: Vec<QuestionJson<'r>>,
    pub(super) standing: Vec<StandingJson<'r>>,
    pub(super) people: Vec<PersonJson<'r>>,
    pub(super) teams: Vec<TeamJson<'r>>,
    pub(super) owners: Vec<OwnersJson<'r>>,
    pub(super) settings: Vec<SettingJson<'r>>,
    pub(super) keys: Vec<KeysJson<'r>>,
    pub(super) not_compared: Vec<&'r str>,
}

#[derive(Serialize)]
pub(super) struct BaseJson<'r> {
    pub(super) name: &'r str,
    pub(super) commit: &'r str,
    pub(super) fork: bool,
    pub(super) radar: bool,
    pub(super) folder: Option<&'r str>,
}

#[derive(Serialize)]
pub(super) struct ConcernJson<'r> {
    pub(super) kind: &'static str,
    pub(super) blip: Option<&'r str>,
    pub(super) person: Option<&'r str>,
    pub(super) setting: Option<&'r str>,
    pub(super) text: String,
}

#[derive(Serialize)]
pub(super) struct BlipJson<'r> {
    pub(super) id: &'r str,
    pub(super) name: &'r str,
    pub(super) ring: Option<&'r str>,
    pub(super) freshness: Option<&'static str>,
    pub(super) flagged: bool,
}

#[derive(Serialize)]
pub(super) struct RenamedJson<'r> {
    pub(super) from: &'r str,
    pub(super) to: &'r str,
    pub(super) name: &'r str,
}

#[derive(Serialize)]
pub(super) struct MovedJson<'r> {
    pub(super) id: &'r str,
    pub(super) name: &'r str,
    pub(super) from: Option<&'r str>,
    pub(super) to: Option<&'r str>,
    pub(super) by: Vec<&'r str>,
    pub(super) kind: Option<&'static str>,
    pub(super) first_hand: Option<bool>,
}

#[derive(Serialize)]
pub(super) struct ReviewJson<'r> {
    pub(super) blip: &'r str,
    pub(super) change: &'static str,
    pub(super) date: Date,
    pub(super) by: Vec<&'r str>,
    pub(super) ring: Option<&'r str>,
    pub(super) kind: &'static str,
    pub(super) first_hand: bool,
    pub(super) was: Option<WasJson<'r>>,
    pub(super) keys: &'r [&'static str],
}

#[derive(Serialize)]
pub(super) struct WasJson<'r> {
    pub(super) date: Date,
    pub(super) by: Vec<&'r str>,
    pub(super) ring: Option<&'r str>,
    pub(super) kind: &'static str,
    pub(super) first_hand: bool,
}

#[derive(Serialize)]
pub(super) struct QuestionJson<'r> {
    pub(super) blip: &'r str,
    pub(super) change: &'static str,
    pub(super) date: Date,
    pub(super) by: &'r str,
}

#[derive(Serialize)]
pub(super) struct StandingJson<'r> {
    pub(super) blip: &'r str,
    pub(super) change: &'static str,
}

#[derive(Serialize)]
pub(super) struct PersonJson<'r> {
    pub(super) id: &'r str,
    pub(super) name: &'r str,
    pub(super) changes: Vec<EventJson>,
}

#[derive(Serialize)]
pub(super) struct EventJson {
    pub(super) change: &'static str,
    pub(super) from: Option<String>,
    pub(super) to: Option<String>,
}

#[derive(Serialize)]
pub(super) struct TeamJson<'r> {
    pub(super) id: &'r str,
    pub(super) name: &'r str,
    pub(super) change: &'static str,
}

#[derive(Serialize)]
pub(super) struct OwnersJson<'r> {
    pub(super) blip: &'r str,
    pub(super) added: Vec<&'r str>,
    pub(super) removed: Vec<&'r str>,
}

#[derive(Serialize)]
pub(super) struct SettingJson<'r> {
    pub(super) key: &'r str,
    pub(super) from: Option<&'r str>,
    pub(super) to: Option<&'r str>,
    pub(super) looser: bool,
}

#[derive(Serialize)]
pub(super) struct KeysJson<'r> {
    pub(super) blip: &'r str,
    pub(super) keys: &'r [&'static str],
}

impl<'r> File<'r> {
    /// Returns a file on a base, with nothing in its lists.
    pub(super) fn empty(base: BaseJson<'r>, today: Date) -> Self {
        Self {
            version: 1,
            today,
            base,
            concerns: Vec::new(),
            came: Vec::new(),
            gone: Vec::new(),
            renamed: Vec::new(),
            moved: Vec::new(),
            reviews: Vec::new(),
            questions: Vec::new(),
            standing: Vec::new(),
            people: Vec::new(),
            teams: Vec::new(),
            owners: Vec::new(),
            settings: Vec::new(),
            keys: Vec::new(),
            not_compared: Vec::new(),
        }
    }
}
