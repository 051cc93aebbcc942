"""What the moderators' pages show: the queue's reads as finished values, addresses and words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import flask
from flask import request

from participation import clock, i18n, refusals
from participation.access import Actor, Refused, allowed
from participation.contributions.models import Contribution
from participation.contributions.paging import FilterGroup, FilterLink
from participation.contributions.queries import full_number
from participation.contributions.rules import ContributionKind, Visibility
from participation.contributions.taking_part import author, before_change, foreign
from participation.dialogues.models import Dialogue
from participation.dialogues.queries import slug
from participation.initiatives.queries import complaints_waiting
from participation.moderation import emails, waiting
from participation.moderation.models import Complaint, Report, RulingRecord
from participation.moderation.moderators.view import View, whole_number
from participation.moderation.permissions import ModerationPermission
from participation.moderation.queries import authors_ruling
from participation.moderation.rules import GROUNDS_BY_LAW, ComplaintOutcome, Ground, Ruling, Waiting
from participation.moderation.waiting import Around, Counted, DialogueCount, Item, Row
from participation.moderation.words import ADVICE
from participation.texts import direction, language_tag


@dataclass(frozen=True)
class Text:
    """Somebody's words with their language; ``number`` is what they are registered under."""

    number: str
    kind: ContributionKind
    author: str
    title: str
    body: str
    lang: str
    dir: str
    language_name: str
    received_at: datetime
    before_change: str
    hidden: bool


@dataclass(frozen=True)
class Earlier:
    """A ruling from before, and the complaint about it if there was one."""

    ruling: Ruling
    ground: Ground | None
    reasons: str
    by: str
    at: datetime
    complaint_text: str
    complaint_outcome: ComplaintOutcome | None
    complaint_reasons: str
    has_complaint: bool


@dataclass(frozen=True)
class Ballot:
    """A contribution in the list where several are chosen."""

    value: str
    text: Text
    dialogue: str
    since: datetime
    reports: int
    href: str


@dataclass(frozen=True)
class Counts:
    """What waits in all, and since when."""

    all: int
    new: int
    reported: int
    complaints: int
    since: datetime | None


def text_of(contribution: Contribution, dialogue: Dialogue) -> Text:
    """The contribution to the dialogue as pages show it."""
    return Text(
        number=full_number(dialogue.registry_number, contribution),
        kind=contribution.contribution_kind,
        author=author(contribution.display_name),
        title=contribution.title,
        body=contribution.body,
        lang=language_tag(contribution.language),
        dir=direction(contribution.language),
        language_name=foreign(contribution.language),
        received_at=contribution.received_at,
        before_change=before_change(dialogue, contribution.received_at),
        hidden=contribution.visibility == Visibility.HIDDEN.value,
    )


def counted(actor: Actor) -> Counted:
    """What waits for the actor; complaints about hidden initiatives are no dialogue's, and wait for every moderator."""
    return waiting.counts(actor, complaints_waiting())


def totals(found: Counted) -> Counts:
    """The sums over dialogues, and what is no dialogue's."""
    counts = found.dialogues
    return Counts(
        all=sum(c.all for c in counts),
        new=sum(c.new for c in counts),
        reported=sum(c.reported for c in counts),
        complaints=sum(c.complaints for c in counts) + found.elsewhere,
        since=min((c.since for c in counts if c.since is not None), default=None),
    )


def filter_groups(view: View, counts: Sequence[DialogueCount], endpoint: str) -> list[FilterGroup]:
    """The filters by what waits and by dialogue, with how many each has."""
    chosen = [c for c in counts if view.dialogue_id in (None, c.dialogue_id)]
    numbers = {
        Waiting.ALL: sum(c.all for c in chosen),
        Waiting.NEW: sum(c.new for c in chosen),
        Waiting.REPORTED: sum(c.reported for c in chosen),
    }
    sorts = [
        FilterLink(
            i18n.label(only).capitalize(),
            View(only, view.dialogue_id, None).address(endpoint),
            only is view.only,
            numbers[only],
        )
        for only in Waiting
    ]
    everywhere = FilterLink(
        i18n.gettext("All dialogues"), View(view.only, None, None).address(endpoint), view.dialogue_id is None
    )
    dialogues = [
        FilterLink(
            c.title.in_(i18n.current().code).text,
            View(view.only, c.dialogue_id, None).address(endpoint),
            view.dialogue_id == c.dialogue_id,
            {Waiting.ALL: c.all, Waiting.NEW: c.new, Waiting.REPORTED: c.reported}[view.only],
        )
        for c in counts
        if c.all
    ]
    groups = [FilterGroup(i18n.gettext("What waits"), sorts)]
    if len(dialogues) > 1 or view.dialogue_id is not None:
        groups.append(FilterGroup(i18n.gettext("In which dialogue"), [everywhere, *dialogues]))
    return groups


def item_values(actor: Actor, view: View, found: Item, around: Around | None) -> dict[str, Any]:
    """Everything the page of one contribution shows."""
    contribution, dialogue = found.contribution, found.dialogue
    may_rule = allowed(actor, ModerationPermission.RULE, found.dialogue)
    visible = contribution.visibility == Visibility.VISIBLE.value
    waits = visible and (contribution.reviewed_at is None or found.reports_open > 0)
    hiding = authors_ruling(contribution) if not visible else None
    complaint = hiding.complaint if hiding else None
    return {
        "text": text_of(contribution, dialogue),
        "subject": text_of(found.subject, dialogue) if found.subject else None,
        "parent": text_of(found.parent, dialogue)
        if found.parent and found.parent.id != contribution.subject_id
        else None,
        "contribution_id": contribution.id,
        "dialogue_title": found.dialogue.title.in_(i18n.current().code),
        "public_href": public_href(found) if visible else None,
        "is_new": contribution.reviewed_at is None and visible,
        "reports": [_report(r) for r in found.reports],
        "reports_open": found.reports_open,
        "report_grounds": _by_ground(found.reports),
        "earlier": [_earlier(*row) for row in found.rulings],
        "seen": str(found.seen),
        "may_approve": may_rule and waits,
        "may_hide": may_rule and visible,
        "may_restore": may_rule and hiding is not None and (complaint is None or complaint.decided_at is not None),
        "complaint_href": _complaint_href(complaint),
        "may_rule": may_rule,
        "next_href": view.address("moderators.queue.index", at=around.next) if around and around.next else None,
        "previous_href": (
            view.address("moderators.queue.index", at=around.previous) if around and around.previous else None
        ),
        "by_law": len(GROUNDS_BY_LAW),
        "kept_view": kept_view(view, around),
    }


def frame(view: View, counts: Counted, endpoint: str = "moderators.queue.index") -> dict[str, Any]:
    """What every page of the queue has around it: counts, filters, and what has just been done."""
    did, was = request.args.get("did", ""), whole_number("was")
    return {
        "counts": totals(counts),
        "filter_groups": filter_groups(view, counts.dialogues, endpoint),
        "did": did if did in {*Ruling, "settled"} else "",
        "was_href": flask.url_for("moderators.queue.show", contribution=was) if was else None,
    }


def said(refused: Refused | None) -> list[refusals.Refusal]:
    """A refusal ready to show; nothing where there is none."""
    return refusals.shown(refused.reasons) if refused else []


def preview(contribution: Contribution, dialogue: Dialogue, ground: Ground, reasons: str) -> str:
    """The letter that an author would get, in the moderator's language."""
    ruling = RulingRecord(ground=ground.value, reasons=reasons.strip(), decided_at=clock.now())
    return emails.preview_hidden(contribution, dialogue, ruling, locale=i18n.current().code).text


def kept_view(view: View, around: Around | None) -> list[tuple[str, str]]:
    """The hidden fields that lead on to the next in the same part of the queue."""
    fields = [("list", view.only.value)]
    if view.dialogue_id is not None:
        fields.append(("dialogue", str(view.dialogue_id)))
    place = around.here if around else view.at
    return [*fields, ("at", str(place))] if place else fields


def public_href(found: Item) -> str:
    """Where residents see it."""
    about = found.subject or found.contribution
    return flask.url_for("residents.ideas.show", slug=slug(found.dialogue), number=about.number)


def ballots(rows: Sequence[Row], counts: Sequence[DialogueCount]) -> list[Ballot]:
    """The rows of a list of several."""
    titles = {c.dialogue_id: c.title.in_(i18n.current().code).text for c in counts}
    return [
        Ballot(
            value=f"{row.contribution.id}:{row.seen}",
            text=text_of(row.contribution, row.dialogue),
            dialogue=titles.get(row.contribution.dialogue_id, ""),
            since=row.place.since,
            reports=row.reports,
            href=flask.url_for("moderators.queue.show", contribution=row.contribution.id),
        )
        for row in rows
    ]


def _report(report: Report) -> dict[str, Any]:
    return {"ground": Ground(report.ground), "text": report.text, "at": report.reported_at}


def _by_ground(reports: Sequence[Report]) -> list[tuple[Ground, str, int]]:
    """The grounds reported, the most frequent first, with what else to do about each."""
    numbers: dict[Ground, int] = {}
    for report in reports:
        numbers[Ground(report.ground)] = numbers.get(Ground(report.ground), 0) + 1
    return [
        (ground, str(ADVICE.get(ground, "")), number)
        for ground, number in sorted(numbers.items(), key=lambda pair: (-pair[1], pair[0]))
    ]


def _earlier(ruling: RulingRecord, by: str, complaint: Complaint | None) -> Earlier:
    return Earlier(
        ruling=Ruling(ruling.ruling),
        ground=Ground(ruling.ground) if ruling.ground else None,
        reasons=ruling.reasons,
        by=by,
        at=ruling.decided_at,
        complaint_text=complaint.text if complaint else "",
        complaint_outcome=ComplaintOutcome(complaint.outcome) if complaint and complaint.outcome else None,
        complaint_reasons=complaint.reasons if complaint else "",
        has_complaint=complaint is not None,
    )


def _complaint_href(complaint: Complaint | None) -> str | None:
    if complaint is None or complaint.decided_at is not None:
        return None
    return flask.url_for("moderators.complaints.show", complaint=complaint.id)
