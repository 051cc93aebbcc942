"""Reads of results. What residents get leaves out hidden contributions, and everything that is not yet published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload

from participation import db, event_log
from participation.access import NotFound
from participation.bodies.models import Body
from participation.bodies.queries import bodies_of_kind
from participation.bodies.rules import BodyKind
from participation.contributions.models import ContactAddress, Contribution
from participation.contributions.queries import visible
from participation.contributions.rules import ContributionKind, Speaker
from participation.dialogues.models import Decision, Dialogue
from participation.dialogues.queries import body_facts
from participation.dialogues.rules import DecisionKind, Influence, Kind, Participation
from participation.moderation.models import Report
from participation.offline.queries import waiting_entries
from participation.results.guards import CompileFacts, ParticipantsFacts, PublicFacts, handling_bodies
from participation.results.models import Feedback, ResultReport, Stance, Theme, ThemeContribution
from participation.results.rules import (
    RANKED,
    FeedbackKind,
    MeasureStatus,
    ReportSection,
    StanceValue,
    sections_for,
)
from participation.results.versions import version_of
from participation.statements.queries import Counts, review_pending
from participation.statements.queries import counts as statement_counts
from participation.texts import Texts

REPORT_WRITTEN = "results.report_written"
"""The event of writing in a result report: who did so may not record the decision about it."""


def counted() -> ColumnElement[bool]:
    """What is in the report: visible contributions of residents, whatever the channel. What those in office wrote is
    not residents' participation."""
    return and_(visible(), Contribution.speaker == Speaker.RESIDENT.value)


@dataclass(frozen=True)
class ThemeTrace:
    """A theme that a contribution is part of, and what became of it so far."""

    title: Texts
    is_other: bool
    stance: StanceValue | None = None
    motive: Texts = field(default_factory=Texts)
    measure_status: MeasureStatus | None = None
    measure_due: date | None = None


@dataclass(frozen=True)
class Trace:
    """What has become of a contribution so far, as far as it is public."""

    themes: tuple[ThemeTrace, ...] = ()
    decision: Decision | None = None
    report_published_at: datetime | None = None
    feedback_published_at: datetime | None = None


def trace_of(contribution_id: int) -> Trace:
    """From contribution to theme, stance, measure and feedback; at most four queries.

    Themes appear with the published report, stances with the handling decision. A contribution that is not visible
    is in no report, and so in no theme.
    """
    session = db.session()
    dialogue_id = session.scalar(select(Contribution.dialogue_id).where(Contribution.id == contribution_id))
    if dialogue_id is None:
        return Trace()
    published_at = session.scalar(select(ResultReport.published_at).where(ResultReport.dialogue_id == dialogue_id))
    if published_at is None:
        return Trace()
    row = session.execute(
        select(Decision, Feedback.published_at)
        .outerjoin(
            Feedback,
            (Feedback.dialogue_id == Decision.dialogue_id) & (Feedback.kind == FeedbackKind.PARTICIPANTS.value),
        )
        .where(Decision.dialogue_id == dialogue_id, Decision.kind == DecisionKind.HANDLE_RESULTS.value)
    ).one_or_none()
    themes = session.scalars(
        select(Theme)
        .join(ThemeContribution, ThemeContribution.theme_id == Theme.id)
        .join(Contribution, Contribution.id == ThemeContribution.contribution_id)
        .where(ThemeContribution.contribution_id == contribution_id, visible())
        .options(joinedload(Theme.stance).joinedload(Stance.measure))
        .order_by(Theme.is_other, Theme.position, Theme.id)
    )
    return Trace(
        themes=tuple(_trace(theme) for theme in themes),
        decision=row[0] if row else None,
        report_published_at=published_at,
        feedback_published_at=row[1] if row else None,
    )


def _trace(theme: Theme) -> ThemeTrace:
    stance = theme.stance
    if stance is None:
        return ThemeTrace(theme.title, theme.is_other)
    measure = stance.measure
    return ThemeTrace(
        title=theme.title,
        is_other=theme.is_other,
        stance=StanceValue(stance.value),
        motive=stance.motive,
        measure_status=MeasureStatus(measure.status) if measure else None,
        measure_due=measure.due if measure else None,
    )


def themes_in(dialogue_id: int) -> list[Theme]:
    """The dialogue's themes in the officials' order, "other" last, with stances and measures; read anew, since two
    officials may write at once."""
    return list(
        db.session().scalars(
            select(Theme)
            .where(Theme.dialogue_id == dialogue_id)
            .options(joinedload(Theme.stance).joinedload(Stance.measure))
            .order_by(Theme.is_other, Theme.position, Theme.id)
            .execution_options(populate_existing=True)
        )
    )


def theme_in(dialogue_id: int, theme_id: int) -> Theme:
    """The dialogue's theme with the id; :class:`NotFound` also for a theme of another dialogue."""
    wanted = select(Theme).where(Theme.id == theme_id, Theme.dialogue_id == dialogue_id)
    found = db.session().scalar(wanted.execution_options(populate_existing=True))
    if found is None:
        raise NotFound
    return found


def other_theme(dialogue_id: int) -> Theme | None:
    """The theme for all that fits nowhere else, once it has been needed."""
    return db.session().scalar(select(Theme).where(Theme.dialogue_id == dialogue_id, Theme.is_other.is_(True)))


def theme_sizes(dialogue_id: int) -> dict[int, int]:
    """How many counted contributions each theme has; a contribution can be in several."""
    rows = db.session().execute(
        select(ThemeContribution.theme_id, func.count())
        .join(Contribution, Contribution.id == ThemeContribution.contribution_id)
        .where(Contribution.dialogue_id == dialogue_id, counted())
        .group_by(ThemeContribution.theme_id)
    )
    return {theme_id: n for theme_id, n in rows}  # noqa: C416 - rows are not pairs to mypy


def in_report(themes: Sequence[Theme], sizes: dict[int, int]) -> list[Theme]:
    """The themes that the report holds: an empty "other" says nothing and needs no stance."""
    return [theme for theme in themes if not theme.is_other or sizes.get(theme.id)]


@dataclass(frozen=True)
class Coverage:
    """How many contributions count, and how many of them are in a theme."""

    counted: int
    covered: int

    @property
    def without_theme(self) -> int:
        return self.counted - self.covered


def has_theme() -> ColumnElement[bool]:
    """The contribution is in at least one theme."""
    return exists().where(ThemeContribution.contribution_id == Contribution.id)


def coverage(dialogue_id: int) -> Coverage:
    """How far the sorting has come."""
    row = db.session().execute(
        select(func.count(), func.count().filter(has_theme())).where(Contribution.dialogue_id == dialogue_id, counted())
    )
    n, covered = row.one()
    return Coverage(n, covered)


def waiting_for_review(dialogue_id: int) -> int:
    """How many of the dialogue's contributions a moderator has yet to look at: the new and the reported that are
    shown. Survey responses are never shown to others, so nobody reviews them."""
    reported = exists().where(Report.contribution_id == Contribution.id, Report.settled_at.is_(None))
    found = db.session().scalar(
        select(func.count())
        .select_from(Contribution)
        .where(
            Contribution.dialogue_id == dialogue_id,
            Contribution.kind != ContributionKind.SURVEY_RESPONSE.value,
            visible(),
            or_(Contribution.reviewed_at.is_(None), reported),
        )
    )
    return found or 0


def report_of(dialogue_id: int) -> ResultReport | None:
    """The dialogue's result report, published or not; read anew, since two officials may write at once."""
    wanted = select(ResultReport).where(ResultReport.dialogue_id == dialogue_id)
    return db.session().scalar(wanted.execution_options(populate_existing=True))


def sections_of(report: ResultReport | None) -> dict[ReportSection, Texts]:
    """The report's texts by section."""
    return {s: getattr(report, s.value) if report else Texts() for s in ReportSection}


def fingerprint(report: ResultReport | None) -> str:
    """A short name for what the report says now, to notice that somebody else has written in it."""
    return version_of({s.value: dict(t) for s, t in sections_of(report).items()})


def writers_of_report(dialogue_id: int) -> set[int]:
    """The accounts that have written in the dialogue's report."""
    rows = db.session().scalars(
        select(event_log.Event.actor_id)
        .where(event_log.Event.dialogue_id == dialogue_id, event_log.Event.action == REPORT_WRITTEN)
        .distinct()
    )
    return {actor_id for actor_id in rows if actor_id is not None}


def compile_facts(dialogue: Dialogue) -> CompileFacts:
    """What publishing the report rests on."""
    covered = coverage(dialogue.id)
    degrees = degrees_of(dialogue)
    ranked = [t for t in themes_in(dialogue.id) if not t.is_other] if degrees[1] in RANKED else None
    written = statement_counts(dialogue.id) if dialogue.kind == Kind.STATUTORY.value else Counts()
    return CompileFacts(
        waiting=waiting_for_review(dialogue.id),
        half_typed=len(waiting_entries(dialogue.id)),
        counted=covered.counted,
        without_theme=covered.without_theme,
        languages=tuple(dialogue.languages),
        sections=sections_of(report_of(dialogue.id)),
        demanded=sections_for(*degrees),
        ranked_themes=len(ranked) if ranked is not None else None,
        review_pending=review_pending(dialogue),
        statements=written.all,
        statements_unanswered=written.unanswered,
    )


def degrees_of(dialogue: Dialogue) -> tuple[Participation | None, Influence | None]:
    """Both degrees that were decided."""
    return (
        Participation(dialogue.degree_of_participation) if dialogue.degree_of_participation else None,
        Influence(dialogue.degree_of_influence) if dialogue.degree_of_influence else None,
    )


def bodies_handling(dialogue: Dialogue) -> list[Body]:
    """The bodies that may handle the dialogue's results; the responsible one first."""
    council = next(iter(bodies_of_kind([BodyKind.COUNCIL])), None)
    facts = handling_bodies(
        Kind(dialogue.kind),
        body_facts(dialogue.responsible_body),
        body_facts(dialogue.decision_body) if dialogue.decision_body else None,
        body_facts(council) if council else None,
    )
    known = {b.id: b for b in (dialogue.responsible_body, council) if b is not None}
    return [known[f.id] for f in facts]


def feedbacks(dialogue_id: int) -> dict[FeedbackKind, Feedback]:
    """Both feedbacks, as far as they have been begun; read anew, since two officials may publish at once."""
    rows = db.session().scalars(
        select(Feedback)
        .where(Feedback.dialogue_id == dialogue_id)
        .order_by(Feedback.id)
        .execution_options(populate_existing=True)
    )
    return {FeedbackKind(f.kind): f for f in rows}


def feedback_version(feedback: Feedback | None) -> str:
    """A short name for what a feedback says now."""
    if feedback is None:
        return version_of(Texts(), [], "")
    return version_of(feedback.text, list(feedback.channels), feedback.no_one_contactable_motive)


def theme_version(theme: Theme) -> str:
    """A short name for what a theme says now."""
    return version_of(theme.title, theme.text)


def contactable(dialogue_id: int) -> int:
    """How many different addresses want to be told."""
    return len(addressees(dialogue_id))


def participants_facts(dialogue: Dialogue, feedback: Feedback | None) -> ParticipantsFacts:
    """Feedback to participants as the guards need it."""
    return ParticipantsFacts(
        contactable=contactable(dialogue.id),
        text=feedback.text if feedback else Texts(),
        motive=feedback.no_one_contactable_motive if feedback else "",
        published=feedback is not None and feedback.published_at is not None,
        uninformed=statement_counts(dialogue.id).uninformed if dialogue.kind == Kind.STATUTORY.value else 0,
    )


def public_facts(dialogue: Dialogue, feedback: Feedback | None) -> PublicFacts:
    """Feedback to citizens at large as the guards need it."""
    return PublicFacts(
        languages=tuple(dialogue.languages),
        text=feedback.text if feedback else Texts(),
        channels=tuple(feedback.channels) if feedback else (),
        published=feedback is not None and feedback.published_at is not None,
    )


@dataclass(frozen=True)
class Addressee:
    """An address that wants to be told, its language, and the receipts of everything sent in with it."""

    email: str
    locale: str
    unsubscribe_token: str
    receipts: tuple[tuple[int, str], ...]


def addressees(dialogue_id: int) -> list[Addressee]:
    """Whom to write to about the dialogue: each address once, in the language it was first left in.

    Unsubscribing covers everything the address was left with until then; leaving it again asks to be told again.
    """
    rows = db.session().execute(
        select(ContactAddress, Contribution.number, Contribution.return_code)
        .join(Contribution, Contribution.id == ContactAddress.contribution_id)
        .where(ContactAddress.dialogue_id == dialogue_id)
        .order_by(ContactAddress.id)
    )
    left: dict[str, list[tuple[ContactAddress, int, str]]] = {}
    gone: dict[str, datetime] = {}
    for contact, number, code in rows:
        if contact.unsubscribed_at is None:
            left.setdefault(contact.email, []).append((contact, number, code))
        else:
            gone[contact.email] = max(contact.unsubscribed_at, gone.get(contact.email, contact.unsubscribed_at))
    found = []
    for email, entries in left.items():
        wanted = [e for e in entries if email not in gone or e[0].created_at > gone[email]]
        if wanted:
            first = wanted[0][0]
            receipts = tuple((number, code) for _, number, code in wanted)
            found.append(Addressee(email, first.locale, first.unsubscribe_token, receipts))
    return found
