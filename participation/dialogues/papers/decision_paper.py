"""The decision paper in words: headings with texts, lists and tables, the same on the page and in the document.

Labels are in the reader's language; a body's own texts too, or in Swedish, and then they say so (``Rendered``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from participation import i18n
from participation.dialogues.papers.contents import Contents
from participation.dialogues.principles import Principle
from participation.dialogues.rules import ActivityType, ClosedReason, Influence, Kind, Participation
from participation.dialogues.words import PARTICIPATION_MEANS, PROMISE
from participation.i18n import capital, gettext, label, language_name
from participation.texts import Rendered, Texts


@dataclass(frozen=True)
class Paragraph:
    """A text; line breaks are kept."""

    text: Rendered


@dataclass(frozen=True)
class Items:
    """A list; ``numbered`` for what is decided point by point."""

    items: tuple[Rendered, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Table:
    """Rows under headings; the first cell of a row is its heading."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Rendered, ...], ...]


@dataclass(frozen=True)
class Chapter:
    """A heading and what stands under it."""

    heading: str
    blocks: tuple[Paragraph | Items | Table, ...]


@dataclass(frozen=True)
class Paper:
    """The whole."""

    title: Rendered
    kind: str
    proposed_on: str
    chapters: tuple[Chapter, ...]


def paper(contents: Contents, proposed_at: datetime | None) -> Paper:
    """The paper in the present language."""
    chapters = (
        Chapter(gettext("Proposal for decision"), (Items(tuple(_points(contents)), numbered=True),)),
        Chapter(gettext("The matter in brief"), (_brief(contents),)),
        Chapter(gettext("The question"), tuple(_texts(contents, "question", "summary"))),
        Chapter(gettext("What can be influenced"), (_open(contents),)),
        Chapter(gettext("What cannot be influenced"), (_closed(contents),)),
        *_frame(contents),
        Chapter(gettext("Goal and purpose"), (_goal(contents),)),
        Chapter(gettext("Target groups"), tuple(_groups(contents))),
        Chapter(gettext("Participation and influence"), (_degrees(contents),)),
        Chapter(gettext("The decision it informs"), (_decision(contents),)),
        Chapter(gettext("Schedule"), (_schedule(contents),)),
        Chapter(gettext("Ways to take part"), (_ways(contents),)),
        Chapter(gettext("How results are handled"), tuple(_texts(contents, "handling_plan"))),
        Chapter(gettext("Who stands behind the question"), (_representatives(contents),)),
        Chapter(gettext("People"), (_people(contents),)),
        Chapter(gettext("Data protection and records"), (_data_protection(contents),)),
        *_self_check(contents),
    )
    return Paper(
        title=_in(contents["title"]),
        kind=capital(label(Kind(contents["kind"]))),
        proposed_on=i18n.format_date(proposed_at) if proposed_at else "",
        chapters=tuple(c for c in chapters if c.blocks),
    )


def _in(texts: Mapping[str, str]) -> Rendered:
    return Texts(texts).in_(i18n.current().code)


def _said(text: str) -> Rendered:
    """Words of the page's own language."""
    return Rendered(text, i18n.current().code, False)


def _written(text: str) -> Rendered:
    """What an official has written in one language only, which is Swedish."""
    return Rendered(text, "sv", i18n.current().code != "sv") if text else _said("–")


def _day(iso: str | None) -> Rendered:
    return _said(i18n.format_date(date.fromisoformat(iso)) if iso else "–")


def _texts(contents: Contents, *names: str) -> Iterable[Paragraph]:
    return [Paragraph(_in(contents[name])) for name in names if contents[name]]


def _pairs(caption: str, rows: Iterable[tuple[str, Rendered]]) -> Table:
    made = tuple((_said(name), value if value else _said("–")) for name, value in rows)
    return Table(caption, (gettext("What"), gettext("Proposal")), made)


def _points(contents: Contents) -> Iterable[Rendered]:
    """What the body is asked to decide, point by point; the policy asks for each of them (POLICY.md S14, S18)."""
    body, title = _in(contents["body"]).text, _in(contents["title"]).text
    yield _said(gettext("%(body)s decides to hold the dialogue “%(title)s”.", body=body, title=title))
    participation, influence = contents["degree_of_participation"], contents["degree_of_influence"]
    if participation and influence:
        yield _said(
            gettext(
                "The degree of participation is “%(participation)s” and the degree of influence is “%(influence)s”. "
                "The promise to residents is: “%(promise)s”",
                participation=label(Participation(participation)),
                influence=label(Influence(influence)),
                promise=str(PROMISE[Influence(influence)]),
            )
        )
    yield _said(gettext("%(body)s is open to being influenced in the question.", body=body))
    yield _said(
        gettext(
            "The dialogue is open from %(first)s to %(last)s. The results are handled on %(meeting)s, before the "
            "decision that they inform is taken.",
            first=_day(contents["opens_on"]).text,
            last=_day(contents["closes_on"]).text,
            meeting=_day(contents["handling_meeting"]).text,
        )
    )
    names = [p["name"] for p in contents["representatives"]]
    if names:
        yield _said(gettext("Behind the question stand: %(names)s.", names=i18n.join(names)))


def _brief(contents: Contents) -> Table:
    rows = [
        (gettext("Sort of dialogue"), _said(capital(label(Kind(contents["kind"]))))),
        (gettext("Decided by"), _in(contents["body"])),
        (gettext("Carried out by"), _in(contents["executing_body"] or contents["body"])),
        (gettext("Registry number"), _written(contents["registry_number"])),
        (gettext("Languages"), _said(i18n.join([language_name(code) for code in contents["languages"]]))),
    ]
    if contents["policy_area"]:
        rows.insert(3, (gettext("Area of activity"), _in(contents["policy_area"])))
    if contents["goal_review_cycle"]:
        first, last = (_day(iso).text for iso in contents["goal_review_cycle"])
        rows.insert(3, (gettext("Goal review period"), _said(f"{first} – {last}")))
    return _pairs(gettext("The matter in brief"), rows)


def _open(contents: Contents) -> Items:
    return Items(tuple(_in(text) for text in contents["open_items"]))


def _closed(contents: Contents) -> Paragraph | Table:
    if not contents["closed_items"]:
        return Paragraph(_said(gettext("Everything in the question can be influenced.")))
    rows = tuple(
        (_in(item["text"]), _said(label(ClosedReason(item["reason"])) if item["reason"] else "–"))
        for item in contents["closed_items"]
    )
    return Table(gettext("What cannot be influenced"), (gettext("What"), gettext("Reason")), rows)


def _frame(contents: Contents) -> Sequence[Chapter]:
    """Only where residents' choice binds the body is there a frame around it (POLICY.md A3.2)."""
    if contents["degree_of_influence"] != Influence.CO_DETERMINATION.value:
        return ()
    rows = [
        (gettext("Money"), _in(contents["frame_money"])),
        (gettext("Place"), _in(contents["frame_place"])),
        (gettext("Law"), _in(contents["frame_law"])),
    ]
    return (Chapter(gettext("The frame"), (_pairs(gettext("The frame"), rows),)),)


def _goal(contents: Contents) -> Table:
    rows = [
        (gettext("Goal"), _in(contents["goal"])),
        (gettext("How it is noticed that the goal is reached"), _in(contents["goal_followup"])),
        (gettext("Purpose"), _in(contents["purpose"])),
    ]
    return _pairs(gettext("Goal and purpose"), rows)


def _groups(contents: Contents) -> Iterable[Paragraph | Table]:
    headings = (gettext("Group"), gettext("Seldom heard"), gettext("How the group is reached"))
    rows = tuple(
        (
            _in(g["label"]),
            _said(gettext("Yes") if g["seldom_heard"] else gettext("No")),
            _in(g["outreach"]) if g["outreach"] else _said("–"),
        )
        for g in contents["target_groups"]
    )
    yield Table(gettext("Target groups"), headings, rows)
    if contents["no_seldom_heard_motive"]:
        yield Paragraph(_in(contents["no_seldom_heard_motive"]))


def _degrees(contents: Contents) -> Table:
    headings = (gettext("Degree"), gettext("Proposal"), gettext("What it means for residents"))
    rows = []
    if contents["degree_of_participation"]:
        degree = Participation(contents["degree_of_participation"])
        rows.append((gettext("Participation"), label(degree), str(PARTICIPATION_MEANS[degree])))
    if contents["degree_of_influence"]:
        promised = Influence(contents["degree_of_influence"])
        rows.append((gettext("Influence"), label(promised), str(PROMISE[promised])))
    return Table(
        gettext("Participation and influence"), headings, tuple(tuple(_said(cell) for cell in row) for row in rows)
    )


def _decision(contents: Contents) -> Table:
    rows = [
        (gettext("The matter"), _in(contents["decision_matter"])),
        (gettext("Decided by"), _in(contents["decision_body"] or contents["body"])),
        (gettext("Planned meeting"), _day(contents["decision_meeting"])),
    ]
    return _pairs(gettext("The decision it informs"), rows)


def _schedule(contents: Contents) -> Table:
    rows = (
        (gettext("Opens"), contents["opens_on"]),
        (gettext("Closes"), contents["closes_on"]),
        (gettext("Result report"), contents["results_due"]),
        (gettext("The results are handled"), contents["handling_meeting"]),
        (gettext("Feedback at the latest"), contents["feedback_due"]),
    )
    return Table(
        gettext("Schedule"),
        (gettext("Step"), gettext("Day")),
        tuple((_said(name), _day(iso)) for name, iso in rows),
    )


def _ways(contents: Contents) -> Table:
    headings = (
        gettext("Way to take part"),
        gettext("Place"),
        gettext("Time"),
        gettext("Elected representatives take part"),
    )
    rows = tuple(
        (
            _said(label(ActivityType(a["type"]))),
            _in(a["place"]) if a["place"] else _said("–"),
            _said(i18n.format_datetime(datetime.fromisoformat(a["starts_at"])) if a["starts_at"] else "–"),
            _said(gettext("Yes") if a["elected_present"] else gettext("No")),
        )
        for a in contents["activities"]
    )
    return Table(gettext("Ways to take part"), headings, rows)


def _representatives(contents: Contents) -> Table:
    rows = tuple((_written(p["name"]), _in(p["role"])) for p in contents["representatives"])
    return Table(gettext("Who stands behind the question"), (gettext("Name"), gettext("Role")), rows)


def _people(contents: Contents) -> Table:
    contact = ", ".join(contents[f"contact_{n}"] for n in ("name", "email", "phone") if contents[f"contact_{n}"])
    rows = [
        (gettext("Contact person"), _written(contact)),
        (gettext("Coordinator"), _written(contents["coordinator_name"])),
    ]
    return _pairs(gettext("People"), rows)


def _data_protection(contents: Contents) -> Table:
    rows = [
        (gettext("Legal basis"), _written(contents["legal_basis"])),
        (gettext("Privacy notice"), _written(contents["privacy_notice"])),
        (gettext("Retention"), _written(contents["retention"])),
        (
            gettext("Privacy risks are screened"),
            _said(gettext("Yes") if contents["dpia_screened"] else gettext("No")),
        ),
    ]
    return _pairs(gettext("Data protection and records"), rows)


def _self_check(contents: Contents) -> Sequence[Chapter]:
    """The answers to the policy's principles, if the paper has them: pairs of the principle and the answer."""
    answers: Sequence[Mapping[str, Any]] = contents.get("self_check") or ()
    if not answers:
        return ()
    rows = tuple((_said(label(Principle(a["principle"]))), _in(a["answer"])) for a in answers)
    headings = (gettext("Principle"), gettext("Answer"))
    return (Chapter(gettext("Self-check"), (Table(gettext("Self-check"), headings, rows),)),)
