"""You said – we decided – this happens: an outcome as its reader sees it, and nothing of it before its time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from markupsafe import Markup

from participation import clock, i18n, rich_text
from participation.dialogues.rules import Influence, Stage, stage
from participation.i18n import Lazy, lazy, ngettext
from participation.results import evaluation, numbers, promises
from participation.results.evaluation import EvaluationShown
from participation.results.models import Feedback, Measure, Stance
from participation.results.numbers import Bar
from participation.results.outcome import Outcome, ThemeOutcome
from participation.results.promises import DateShown
from participation.results.rules import MeasureStatus, ReportSection, StanceValue, departs, is_web_address
from participation.results.words import STANCE_MEANS
from participation.texts import Rendered, Texts

ICONS: Mapping[StanceValue, str] = {
    StanceValue.ADOPTED: "check",
    StanceValue.PARTLY_ADOPTED: "half",
    StanceValue.NOT_ADOPTED: "close",
    StanceValue.ALREADY_IN_PLACE: "flag",
    StanceValue.OUTSIDE_MANDATE: "lock",
    StanceValue.FORWARDED: "forward",
}

CHANGED = frozenset({StanceValue.ADOPTED, StanceValue.PARTLY_ADOPTED})
"""Stances by which something becomes different because of what people said."""

HEADINGS: Mapping[ReportSection, Lazy] = {
    ReportSection.SUMMARY: lazy("In short"),
    ReportSection.HOW: lazy("How the dialogue was carried out"),
    ReportSection.MINORITY_VIEWS: lazy("Views that only a few had"),
    ReportSection.SELDOM_HEARD: lazy("Perspectives that might not have reached us otherwise"),
    ReportSection.LIMITS: lazy("What the material cannot tell"),
    ReportSection.PRIORITIES: lazy("How the priorities were ranked"),
    ReportSection.PARTICIPANTS_DRAFT: lazy("What the participants drafted"),
}

TRACK = (MeasureStatus.PLANNED, MeasureStatus.DOING, MeasureStatus.DONE)


@dataclass(frozen=True)
class Rich:
    """A text with headings and lists, as safe HTML."""

    html: Markup
    lang: str
    dir: str
    locale: str
    is_fallback: bool


@dataclass(frozen=True)
class StanceShown:
    """What was decided about a theme."""

    word: str
    means: str
    icon: str
    kind: str
    motive: Rendered
    forwarded_to: str


@dataclass(frozen=True)
class TrackStep:
    """A step of a measure's way: done, now or coming."""

    word: str
    state: str


@dataclass(frozen=True)
class MeasureShown:
    """What is done because of it, how far it has come, and by when."""

    word: str
    kind: str
    track: Sequence[TrackStep]
    due: str
    due_iso: str
    late: bool


@dataclass(frozen=True)
class ThemeShown:
    """A theme from what was said to what happens."""

    anchor: str
    rank: int | None
    title: Rendered
    text: Rendered
    count: int
    share: float
    count_text: str
    stance: StanceShown | None
    measure: MeasureShown | None
    departs: bool = False


@dataclass(frozen=True)
class SectionShown:
    """A part of the report."""

    key: str
    heading: str
    text: Rich


@dataclass(frozen=True)
class DecisionShown:
    """What is on record about the decision."""

    body: Rendered
    on: date
    paragraph: str
    registry_number: str
    minutes_href: str | None
    minutes_on: date | None
    effect: Rendered


@dataclass(frozen=True)
class FeedbackShown:
    """What somebody was told, when, and when it was promised."""

    text: Rendered
    on: datetime
    recipients: int
    motive: str
    channels: Sequence[str]


@dataclass(frozen=True)
class Story:
    """The whole page."""

    stage: Stage
    title: Rendered
    question: Rendered
    total: int
    themes: Sequence[ThemeShown]
    changed: int
    ranked: bool
    decision: DecisionShown | None
    body: str
    sections: Sequence[SectionShown]
    by_kind: Sequence[Bar]
    by_channel: Sequence[Bar]
    theme_bars: Sequence[Bar]
    participants: FeedbackShown | None
    public: FeedbackShown | None
    evaluation: EvaluationShown | None
    dates: Sequence[DateShown]
    waiting: str
    other_languages: str

    @property
    def has_report(self) -> bool:
        return bool(self.sections)


def story_of(outcome: Outcome, *, preview: bool = False) -> Story:
    """The outcome in the reader's language. ``preview`` shows officials the report before it is published."""
    dialogue, now = outcome.dialogue, clock.now()
    locale = i18n.current().code
    at = stage(dialogue.stage_facts, now)
    told = preview or (outcome.report is not None and outcome.report.published_at is not None)
    handled = outcome.decision is not None and dialogue.handled_at is not None
    ranked = dialogue.degree_of_influence in (Influence.INFLUENCE.value, Influence.CO_DETERMINATION.value)
    themes = [_theme(t, n, outcome.total, ranked, handled) for n, t in enumerate(outcome.themes, 1)] if told else []
    decision = _decision(outcome, locale) if handled else None
    sections = _sections(outcome, locale) if told else []
    feedbacks = [_feedback(f, locale) if handled else None for f in (outcome.participants, outcome.public)]
    evaluated = evaluation.shown(outcome.evaluation) if at is Stage.EVALUATED else None
    return Story(
        stage=at,
        title=dialogue.title.in_(locale),
        question=dialogue.question.in_(locale),
        total=outcome.total,
        themes=themes,
        changed=sum(t.theme.stance is not None and t.theme.stance.value in CHANGED for t in outcome.themes)
        if handled
        else 0,
        ranked=ranked,
        decision=decision,
        body=dialogue.responsible_body.names.in_(locale).text,
        sections=sections,
        by_kind=numbers.by_kind(outcome),
        by_channel=numbers.by_channel(outcome),
        theme_bars=[Bar(t.title.text, t.count, t.share) for t in themes],
        participants=feedbacks[0],
        public=feedbacks[1],
        evaluation=evaluated,
        dates=promises.dates(outcome, at, clock.today()),
        waiting=promises.waiting(outcome),
        other_languages=_other_languages(themes, decision, sections, feedbacks, evaluated),
    )


# -- themes ------------------------------------------------------------------------------------------------------


def _theme(outcome: ThemeOutcome, rank: int, total: int, ranked: bool, handled: bool) -> ThemeShown:
    theme, locale = outcome.theme, i18n.current().code
    stance = theme.stance if handled else None
    return ThemeShown(
        anchor=f"theme-{theme.id}",
        rank=rank if ranked and not theme.is_other else None,
        title=theme.title.in_(locale),
        text=theme.text.in_(locale),
        count=outcome.size,
        share=100 * outcome.size / total if total else 0,
        count_text=ngettext("contribution", "contributions", outcome.size),
        stance=_stance(stance, outcome) if stance else None,
        measure=_measure(stance.measure) if stance and stance.measure else None,
        departs=bool(stance and ranked and not theme.is_other and departs(StanceValue(stance.value))),
    )


def _stance(stance: Stance, outcome: ThemeOutcome) -> StanceShown:
    value, locale = StanceValue(stance.value), i18n.current().code
    return StanceShown(
        word=i18n.label(value),
        means=str(STANCE_MEANS[value]),
        icon=ICONS[value],
        kind=value.value.replace("_", "-"),
        motive=stance.motive.in_(locale),
        forwarded_to=outcome.forwarded_to.names.in_(locale).text if outcome.forwarded_to else "",
    )


def _measure(measure: Measure) -> MeasureShown:
    status = MeasureStatus(measure.status)
    reached = TRACK.index(status) if status in TRACK else -1
    states = ["done" if n < reached or status is MeasureStatus.DONE else "now" for n in range(reached + 1)]
    track = [TrackStep(i18n.label(s), states[n] if n < len(states) else "coming") for n, s in enumerate(TRACK)]
    settled = status in (MeasureStatus.DONE, MeasureStatus.DROPPED)
    return MeasureShown(
        word=i18n.label(status),
        kind=status.value,
        track=track if reached >= 0 else [],
        due=i18n.format_date(measure.due) if measure.due else "",
        due_iso=measure.due.isoformat() if measure.due else "",
        late=bool(measure.due and measure.due < clock.today() and not settled),
    )


# -- report, decision, feedback ----------------------------------------------------------------------------------


def _sections(outcome: Outcome, locale: str) -> list[SectionShown]:
    shown = []
    for section, heading in HEADINGS.items():
        texts: Texts = getattr(outcome.report, section.value) if outcome.report else Texts()
        text = texts.in_(locale)
        if text:
            rich = Rich(rich_text.render(text.text), text.lang, text.dir, text.locale, text.is_fallback)
            shown.append(SectionShown(section.value, str(heading), rich))
    return shown


def _decision(outcome: Outcome, locale: str) -> DecisionShown | None:
    decision = outcome.decision
    if decision is None:
        return None
    return DecisionShown(
        body=decision.body.names.in_(locale),
        on=decision.taken_on,
        paragraph=decision.paragraph,
        registry_number=decision.registry_number,
        minutes_href=decision.minutes_url if is_web_address(decision.minutes_url) else None,
        minutes_on=decision.minutes_announced_on,
        effect=decision.effect.in_(locale),
    )


def _feedback(feedback: Feedback | None, locale: str) -> FeedbackShown | None:
    if feedback is None or feedback.published_at is None:
        return None
    return FeedbackShown(
        text=feedback.text.in_(locale),
        on=feedback.published_at,
        recipients=feedback.recipients_count,
        motive=feedback.no_one_contactable_motive,
        channels=tuple(feedback.channels),
    )


def _other_languages(
    themes: Sequence[ThemeShown],
    decision: DecisionShown | None,
    sections: Sequence[SectionShown],
    feedbacks: Sequence[FeedbackShown | None],
    evaluated: EvaluationShown | None,
) -> str:
    """The languages in which some texts are shown because the reader's is missing, in words; "" if none."""
    found: list[Rendered | Rich] = [section.text for section in sections]
    for theme in themes:
        found += [theme.title, theme.text] + ([theme.stance.motive] if theme.stance else [])
    found += [decision.effect] if decision else []
    found += [f.text for f in feedbacks if f]
    found += [part.text for part in evaluated.parts] if evaluated else []
    codes = dict.fromkeys(t.locale for t in found if t.is_fallback)
    return i18n.join([i18n.language_name(code) for code in codes])
