//! What a reviewer of a change must see first: whatever makes advice look better than somebody who practises made it.

use super::Moved;
use super::blips::{Blips, Pair, Side};
use super::people::{Names, PersonChange, PersonEvent};
use super::periods::Range;
use super::rules::{Effect, SettingChange};
use super::told::Told;
use super::trail::{QuestionChange, QuestionEvent, ReviewChange, ReviewEvent, Trail};
use crate::radar::freshness::practises;
use crate::radar::interval::Interval;
use crate::radar::{Person, Placement};

/// Something that a reviewer of a change must see first.
#[derive(Clone)]
pub(crate) enum Concern<'r> {
    /// A blip was flagged and is not, and no hands-on review is new.
    FlagGone { pair: Pair<'r>, why: Why<'r> },
    /// The file of a blip is gone, with its trail.
    Gone(Side<'r>),
    /// A new review counts only by what the same change says about those who signed it.
    SelfMade(ReviewChange<'r>),
    /// Nobody whose review holds put the blip on its ring.
    Moved(Moved<'r>),
    /// A new blip is on a ring by somebody whose review does not hold.
    NewImposed { blip: Side<'r>, review: Told<'r> },
    /// Somebody who practises put a blip on its ring, but works with something else as far as is known.
    FromOutside { blip: Side<'r>, review: Told<'r> },
    /// A ring was imposed and no longer is, and no hands-on review is the reason.
    MarkGone(Pair<'r>),
    /// A review is gone.
    ReviewRemoved(ReviewChange<'r>),
    /// A review has another date, other signers or another ring.
    ReviewRewritten(ReviewChange<'r>),
    /// A question or its answer is gone.
    QuestionRemoved(QuestionChange<'r>),
    /// Somebody counts as practising on more days than before.
    Prolonged { person: &'r Person, range: Range },
    /// A setting lets more hold than before.
    Loosened(SettingChange),
    /// A review holds longer than before, and no hands-on review is new.
    HoldsLonger(Pair<'r>),
}

/// Why a flag is gone without a new hands-on review.
#[derive(Clone, Copy)]
pub(crate) enum Why<'r> {
    /// Reviews hold for another time.
    Interval { from: Interval, to: Interval },
    /// A review that was there counts now.
    Recounted(Told<'r>),
    /// A review that was there has a later date.
    Redated { was: Told<'r>, is: Told<'r> },
    /// Nobody who practises retired it.
    Retired(Option<Told<'r>>),
    /// It is not on the radar yet.
    Postponed,
    /// None of these.
    Unknown,
}

/// What was found, from which concerns are picked.
pub(super) struct Found<'f, 'r> {
    pub(super) blips: &'f Blips<'r>,
    pub(super) moved: &'f [Moved<'r>],
    pub(super) trails: &'f [Trail<'r>],
    pub(super) reviews: &'f [ReviewChange<'r>],
    pub(super) questions: &'f [QuestionChange<'r>],
    pub(super) people: &'f [PersonChange<'r>],
    pub(super) settings: &'f [SettingChange],
    pub(super) names: &'f Names<'r>,
}

/// Returns what must be seen first, the gravest first.
pub(super) fn concerns<'r>(found: &Found<'_, 'r>) -> Vec<Concern<'r>> {
    let Found { blips, moved, trails, reviews, questions, people, settings, names } = *found;
    let mut concerns: Vec<Concern> = trails.iter().filter_map(flag_gone).collect();
    concerns.extend(blips.gone.iter().copied().map(Concern::Gone));
    let rests_on_itself = |change: &&ReviewChange<'r>| is_self_made(change, names);
    concerns.extend(reviews.iter().filter(rests_on_itself).cloned().map(Concern::SelfMade));
    concerns.extend(moved.iter().copied().filter(is_by_others).map(Concern::Moved));
    concerns.extend(blips.came.iter().filter_map(new_imposed));
    concerns.extend(trails.iter().filter_map(mark_gone));
    let was_outside =
        trails.iter().map(|trail| (trail.pair.before.is_set_from_outside(), trail.pair.after));
    let blips = was_outside.chain(blips.came.iter().map(|side| (false, *side)));
    concerns.extend(blips.filter_map(|(was, blip)| from_outside(was, blip)));
    let of = |event: ReviewEvent| reviews.iter().filter(move |change| change.event == event);
    concerns.extend(of(ReviewEvent::Removed).cloned().map(Concern::ReviewRemoved));
    let is_rewritten = |change: &&ReviewChange| {
        change.keys.iter().any(|key| matches!(*key, "date" | "by" | "ring"))
    };
    let rewritten = of(ReviewEvent::Changed).filter(is_rewritten);
    concerns.extend(rewritten.cloned().map(Concern::ReviewRewritten));
    let is_removed = |change: &&QuestionChange| {
        matches!(change.event, QuestionEvent::Removed | QuestionEvent::AnswerRemoved)
    };
    concerns.extend(questions.iter().filter(is_removed).cloned().map(Concern::QuestionRemoved));
    concerns.extend(people.iter().flat_map(prolonged));
    let is_looser = |setting: &&SettingChange| setting.effect == Effect::Looser;
    concerns.extend(settings.iter().filter(is_looser).cloned().map(Concern::Loosened));
    concerns.extend(
        trails
            .iter()
            .filter(|trail| holds_longer(trail))
            .map(|trail| Concern::HoldsLonger(trail.pair)),
    );
    concerns
}

fn flag_gone<'r>(trail: &Trail<'r>) -> Option<Concern<'r>> {
    let pair = trail.pair;
    if !pair.before.is_flagged() || pair.after.is_flagged() {
        return None;
    }
    let why = match pair.after.placement() {
        None => Why::Postponed,
        Some(Placement::Retired) => {
            let by = pair.after.setting();
            if by.is_some_and(|by| by.holds()) {
                return None;
            }
            Why::Retired(by)
        }
        Some(Placement::Ring(_)) => {
            let is = pair.after.last_review()?;
            let was = trail.earlier(is.review)?;
            let every = |side: Side| side.judged.map(|judged| judged.judgement.every);
            match (every(pair.before), every(pair.after)) {
                _ if !was.holds() => Why::Recounted(is),
                _ if was.date() < is.date() => Why::Redated { was, is },
                (Some(from), Some(to)) if from != to => Why::Interval { from, to },
                _ => Why::Unknown,
            }
        }
    };
    Some(Concern::FlagGone { pair, why })
}

/// Returns whether a new review holds only by what the same change says about those who signed it.
fn is_self_made<'r>(change: &ReviewChange<'r>, names: &Names<'r>) -> bool {
    let is_new = match change.event {
        ReviewEvent::Added => true,
        ReviewEvent::Changed => change.keys.iter().any(|key| matches!(*key, "date" | "by")),
        ReviewEvent::Removed | ReviewEvent::Recounted => false,
    };
    let (before, date) = (names.before(), change.review.date());
    let practised =
        |id: &str| names.earlier(id).is_some_and(|person| practises(before, person, date));
    is_new && change.review.holds() && !change.review.ids().into_iter().any(practised)
}

/// Returns whether nobody who practises put a blip on its ring, or confirmed it there.
fn is_by_others(moved: &Moved) -> bool {
    let Some(placement) = moved.to else { return false };
    let flag_says_it = placement == Placement::Retired && moved.pair.before.is_flagged();
    let Some(by) = moved.by else { return !flag_says_it };
    let last = moved.pair.after.last_review();
    let is_confirmed = last.is_some_and(|last| by.date() <= last.date());
    !by.holds() && !is_confirmed && !flag_says_it
}

fn from_outside(was: bool, blip: Side<'_>) -> Option<Concern<'_>> {
    let is = !was && blip.is_set_from_outside();
    let review =
        blip.setting().filter(|_| is && blip.judged.is_some_and(|it| it.ring().is_some()))?;
    Some(Concern::FromOutside { blip, review })
}

fn new_imposed<'r>(blip: &Side<'r>) -> Option<Concern<'r>> {
    let review = blip.setting().filter(|_| blip.is_imposed())?;
    Some(Concern::NewImposed { blip: *blip, review })
}

fn mark_gone<'r>(trail: &Trail<'r>) -> Option<Concern<'r>> {
    let pair = trail.pair;
    let is_on_ring = matches!(pair.after.placement(), Some(Placement::Ring(_)));
    let is_gone = pair.before.is_imposed() && !pair.after.is_imposed() && is_on_ring;
    // One sentence on a blip that lost both is enough.
    if !is_gone || flag_gone(trail).is_some() {
        return None;
    }
    let last = pair.after.last_review();
    let is_new = last.is_some_and(|last| trail.earlier(last.review).is_none());
    (!is_new).then_some(Concern::MarkGone(pair))
}

fn prolonged<'r>(change: &PersonChange<'r>) -> impl Iterator<Item = Concern<'r>> {
    let person = change.person;
    change.events.iter().filter_map(move |event| match event {
        PersonEvent::Gained(range) => Some(Concern::Prolonged { person, range: *range }),
        _ => None,
    })
}

fn holds_longer(trail: &Trail) -> bool {
    let Pair { before, after } = trail.pair;
    let (Some(was), Some(is)) = (before.judged, after.judged) else { return false };
    let (was, is) = (was.judgement, is.judgement);
    let is_on_ring = was.freshness.is_some() && is.freshness.is_some();
    let is_old = is.last_review.is_some_and(|review| trail.earlier(review).is_some());
    is_on_ring && is_old && !before.is_flagged() && was.review_until < is.review_until
}
