"""The workspace's sections: what each holds, how a stored section is recognised, and how it is written.

Sections hold Swedish; other languages are written beside it (:func:`translatable`). A fingerprint of what was stored
when a form was shown lets the later of two officials be told, instead of overwriting the earlier.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import delete

from participation import clock, db
from participation.access import Role
from participation.accounts.queries import assignments_for_dialogue
from participation.bodies.queries import elected_by_id
from participation.dialogues import queries
from participation.dialogues.models import (
    Activity,
    Dialogue,
    InfluenceItem,
    Phase,
    Representative,
    TargetGroup,
)
from participation.dialogues.principles import FIELD_OF
from participation.dialogues.rules import MAXIMUM, MAXIMUM_ROWS, Kind, Section
from participation.dialogues.statutory import sections as statutory
from participation.dialogues.statutory.rules import MAXIMUM as STATUTORY_MAXIMUM
from participation.i18n import Lazy, lazy
from participation.legal.rules import LegalPhase
from participation.texts import Texts

TEXT_FIELDS: Mapping[Section, tuple[str, ...]] = {
    Section.QUESTION: ("title", "question", "summary"),
    Section.GOAL: ("goal", "goal_followup", "purpose"),
    Section.TARGET_GROUPS: ("no_seldom_heard_motive",),
    Section.DEGREES: ("frame_money", "frame_place", "frame_law"),
    Section.DECISION_POINT: ("decision_matter",),
    Section.HANDLING: ("handling_plan",),
    Section.SELF_CHECK: tuple(FIELD_OF.values()),
}
"""Fields whose Swedish the section writes."""

PLAIN_FIELDS: Mapping[Section, tuple[str, ...]] = {
    Section.QUESTION: ("policy_area_id",),
    Section.INFLUENCE: ("everything_open",),
    Section.DEGREES: ("degree_of_participation", "degree_of_influence"),
    Section.DECISION_POINT: (
        "decision_body_id",
        "decision_meeting",
        "decision_taken_on",
        "decision_taken_paragraph",
    ),
    Section.PEOPLE: ("contact_name", "contact_email", "contact_phone", "coordinator_name"),
    Section.SCHEDULE: ("results_due", "handling_meeting", "feedback_due", "goal_review_cycle_id"),
    Section.DATA_PROTECTION: ("legal_basis", "privacy_notice", "retention", "dpia_screened"),
    Section.LANGUAGES: ("languages",),
}
"""Fields the section writes as they are."""


def stored(dialogue: Dialogue, section: Section) -> dict[str, Any]:
    """The section's stored values as plain data: what a form starts from and what a fingerprint is taken of."""
    values: dict[str, Any] = {name: getattr(dialogue, name).sv for name in TEXT_FIELDS.get(section, ())}
    values |= {name: getattr(dialogue, name) for name in PLAIN_FIELDS.get(section, ())}
    if section is Section.INFLUENCE:
        values["open_items"] = [
            {"id": i.id, "text": i.text.sv} for i in queries.influence_items(dialogue.id, is_open=True)
        ]
        values["closed_items"] = [
            {"id": i.id, "text": i.text.sv, "reason": i.reason or ""}
            for i in queries.influence_items(dialogue.id, is_open=False)
        ]
    elif section is Section.TARGET_GROUPS:
        values["target_groups"] = [
            {"id": g.id, "label": g.label.sv, "seldom_heard": g.seldom_heard, "outreach": g.outreach.sv}
            for g in queries.target_groups(dialogue.id)
        ]
    elif section is Section.PEOPLE:
        values["representatives"] = [
            {"id": r.id, "elected_person_id": r.elected_person_id, "name": r.name, "role": r.role.sv}
            for r in queries.representatives(dialogue.id)
        ]
        values["moderators"] = [
            {"id": a.id, "account_id": account.id, "valid_from": a.valid_from, "valid_to": a.valid_to}
            for a, account in assignments_for_dialogue(dialogue.id, Role.MODERATOR)
        ]
    elif section is Section.SCHEDULE:
        values |= {"opens_on": queries.opens_on(dialogue), "closes_on": queries.closes_on(dialogue)}
    elif section is Section.ACTIVITIES:
        values["activities"] = [
            {
                "id": a.id,
                "type": a.type,
                "place": a.place.sv,
                "starts_at": clock.local(a.starts_at).strftime("%Y-%m-%dT%H:%M") if a.starts_at else "",
                "elected_present": a.elected_present,
            }
            for a in queries.activities(dialogue.id)
        ]
    return values | statutory.stored(dialogue, section)


def fingerprint(dialogue: Dialogue, section: Section) -> str:
    """A short name for what is stored in the section now."""
    return _short(stored(dialogue, section))


def write(dialogue: Dialogue, section: Section, values: Mapping[str, Any]) -> None:
    """Write the section's values; a list replaces the stored rows, keeping those whose id it names."""
    for name in TEXT_FIELDS.get(section, ()):
        if name in values:
            setattr(dialogue, name, _in_swedish(getattr(dialogue, name), _tidy(values[name]), dialogue.languages))
    for name in PLAIN_FIELDS.get(section, ()):
        if name in values:
            setattr(dialogue, name, values[name])
    if section is Section.INFLUENCE:
        _write_items(dialogue, values.get("open_items", ()), is_open=True)
        _write_items(dialogue, values.get("closed_items", ()), is_open=False)
    elif section is Section.TARGET_GROUPS:
        _write_groups(dialogue, values.get("target_groups", ()))
    elif section is Section.PEOPLE:
        _write_representatives(dialogue, values.get("representatives", ()))
    elif section is Section.SCHEDULE:
        _write_period(dialogue, values.get("opens_on"), values.get("closes_on"))
    elif section is Section.ACTIVITIES:
        _write_activities(dialogue, values.get("activities", ()))
    statutory.write(dialogue, section, values)
    db.session().flush()


def _in_swedish(texts: Texts, swedish: str, promised: Collection[str]) -> Texts:
    """The texts with the Swedish one written.

    The first Swedish one takes the place of an initiative's words in a language that the dialogue does not promise:
    no form shows them, and its readers would go on being told what the draft began with.
    """
    began_elsewhere = swedish and not texts.sv
    kept = Texts({code: text for code, text in texts.items() if code in promised}) if began_elsewhere else texts
    return kept.put("sv", swedish)


def _tidy(text: Any) -> str:
    return str(text or "").strip()


Row = TypeVar("Row", InfluenceItem, TargetGroup, Representative, Activity)


def _replace(
    existing: Sequence[Row],
    rows: Iterable[Mapping[str, Any]],
    make: Callable[[], Row],
    fill: Callable[[Row, Mapping[str, Any]], None],
) -> None:
    session = db.session()
    by_id = {row.id: row for row in existing}
    kept = set()
    for position, values in enumerate(list(rows)[:MAXIMUM_ROWS], start=1):
        row = by_id.get(values.get("id") or 0)
        if row is None or row.id in kept:
            row = make()
            session.add(row)
        else:
            kept.add(row.id)
        row.position = position
        fill(row, values)
    gone = [i for i in by_id if i not in kept]
    if gone:
        model = type(by_id[gone[0]])
        session.execute(delete(model).where(model.id.in_(gone)))
    session.flush()


def _write_items(dialogue: Dialogue, rows: Iterable[Mapping[str, Any]], *, is_open: bool) -> None:
    def fill(item: InfluenceItem, values: Mapping[str, Any]) -> None:
        item.text = (item.text or Texts()).put("sv", _tidy(values.get("text")))
        item.reason = None if is_open else (values.get("reason") or None)

    _replace(
        queries.influence_items(dialogue.id, is_open=is_open),
        [r for r in rows if _tidy(r.get("text"))],
        lambda: InfluenceItem(dialogue_id=dialogue.id, is_open=is_open),
        fill,
    )


def _write_groups(dialogue: Dialogue, rows: Iterable[Mapping[str, Any]]) -> None:
    def fill(group: TargetGroup, values: Mapping[str, Any]) -> None:
        group.label = (group.label or Texts()).put("sv", _tidy(values.get("label")))
        group.seldom_heard = bool(values.get("seldom_heard"))
        group.outreach = (group.outreach or Texts()).put("sv", _tidy(values.get("outreach")))

    _replace(
        queries.target_groups(dialogue.id),
        [r for r in rows if _tidy(r.get("label"))],
        lambda: TargetGroup(dialogue_id=dialogue.id),
        fill,
    )


def _write_representatives(dialogue: Dialogue, rows: Sequence[Mapping[str, Any]]) -> None:
    """Whoever is chosen in the register of elected representatives has the name and the role that stand there."""
    chosen = {i: elected_by_id(i) for r in rows if (i := r.get("elected_person_id"))}

    def fill(person: Representative, values: Mapping[str, Any]) -> None:
        elected = chosen.get(values.get("elected_person_id"))
        person.elected_person_id = elected.id if elected else None
        person.name = elected.name if elected else _tidy(values.get("name"))
        own = (person.role or Texts()).put("sv", _tidy(values.get("role")))
        person.role = elected.role if elected else own

    _replace(
        queries.representatives(dialogue.id),
        [r for r in rows if _tidy(r.get("name")) or r.get("elected_person_id")],
        lambda: Representative(dialogue_id=dialogue.id),
        fill,
    )


def _write_activities(dialogue: Dialogue, rows: Iterable[Mapping[str, Any]]) -> None:
    def fill(activity: Activity, values: Mapping[str, Any]) -> None:
        activity.type = values["type"]
        activity.place = (activity.place or Texts()).put("sv", _tidy(values.get("place")))
        activity.starts_at = instant(values.get("starts_at"))
        activity.elected_present = bool(values.get("elected_present"))

    _replace(
        queries.activities(dialogue.id),
        [r for r in rows if r.get("type")],
        lambda: Activity(dialogue_id=dialogue.id),
        fill,
    )


def instant(value: Any) -> datetime | None:
    """What a row of activities says about when, as an instant; without a zone it is the municipality's clock."""
    if not value:
        return None
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return moment if moment.tzinfo else moment.replace(tzinfo=clock.zone())


def _write_period(dialogue: Dialogue, opens_on: date | None, closes_on: date | None) -> None:
    """Both dates make a collection period; with one missing or in the wrong order they are kept as written."""
    if opens_on is None or closes_on is None or closes_on < opens_on:
        dialogue.phases = []
        dialogue.draft_opens_on, dialogue.draft_closes_on = opens_on, closes_on
        return
    dialogue.draft_opens_on = dialogue.draft_closes_on = None
    opens_at, closes_at = clock.start_of_day(opens_on), clock.end_of_day(closes_on)
    if dialogue.phases:
        dialogue.phases[0].opens_at, dialogue.phases[0].closes_at = opens_at, closes_at
    else:
        kind = LegalPhase.SAMRAD.value if dialogue.kind == Kind.STATUTORY.value else "collection"
        dialogue.phases = [Phase(position=1, kind=kind, opens_at=opens_at, closes_at=closes_at)]


def translation_fingerprint(dialogue: Dialogue, locale: str) -> str:
    """A short name for the dialogue's texts in the language as they are stored now."""
    return _short({text.key: text.texts.get(locale, "") for text in translatable(dialogue)})


def _short(values: Mapping[str, Any]) -> str:
    text = json.dumps(values, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Translatable:
    """A text that can be written in another language: its key in forms, its texts, and how to set them."""

    key: str
    texts: Texts
    put: Callable[[Texts], None]


def translatable(dialogue: Dialogue) -> list[Translatable]:
    """Every text of the dialogue that residents read and that exists in Swedish, in the page's order."""
    found: list[Translatable] = []

    def offer(key: str, thing: Any, name: str) -> None:
        texts: Texts = getattr(thing, name)
        if texts.sv:
            found.append(Translatable(key, texts, lambda new: setattr(thing, name, new)))

    for name in ("title", "question", "summary"):
        offer(name, dialogue, name)
    for item in queries.influence_items(dialogue.id, is_open=True):
        offer(f"open_item-{item.id}", item, "text")
    for item in queries.influence_items(dialogue.id, is_open=False):
        offer(f"closed_item-{item.id}", item, "text")
    for name in ("goal", "goal_followup", "purpose"):
        offer(name, dialogue, name)
    for group in queries.target_groups(dialogue.id):
        offer(f"target_group-{group.id}", group, "label")
    for name in (
        "frame_money",
        "frame_place",
        "frame_law",
        "no_seldom_heard_motive",
        "decision_matter",
        "handling_plan",
        *FIELD_OF.values(),
    ):
        offer(name, dialogue, name)
    for person in queries.representatives(dialogue.id):
        offer(f"representative-{person.id}", person, "role")
    for activity in queries.activities(dialogue.id):
        offer(f"activity-{activity.id}", activity, "place")
    for key, thing, name in statutory.translatable(dialogue):
        offer(key, thing, name)
    return found


_NAMES: Mapping[str, tuple[Lazy, str]] = {
    "title": (lazy("Title"), "title"),
    "question": (lazy("The question"), "question"),
    "summary": (lazy("Summary"), "summary"),
    "open_item": (lazy("Can be influenced"), "item"),
    "closed_item": (lazy("Cannot be influenced"), "item"),
    "goal": (lazy("Goal"), "text"),
    "goal_followup": (lazy("How will you notice that the goal is reached?"), "text"),
    "purpose": (lazy("Purpose"), "text"),
    "target_group": (lazy("Group"), "label"),
    "no_seldom_heard_motive": (lazy("If no group is seldom heard: why does it not apply?"), "text"),
    "frame_money": (lazy("The frame: money"), "text"),
    "frame_place": (lazy("The frame: place"), "text"),
    "frame_law": (lazy("The frame: law"), "text"),
    "decision_matter": (lazy("The matter"), "text"),
    "handling_plan": (lazy("How will the results be handled?"), "text"),
    "self_check_p1": (lazy("The politicians are responsible"), "text"),
    "self_check_p2": (lazy("More participation and more influence"), "text"),
    "self_check_p3": (lazy("Different groups are heard"), "text"),
    "self_check_p4": (lazy("It deserves trust"), "text"),
    "self_check_p5": (lazy("What residents know is used"), "text"),
    "representative": (lazy("Role of the elected representative"), "label"),
    "activity": (lazy("Place, or how to get there"), "place"),
    "case_place": (lazy("Which area is it about?"), "case_place"),
    "case_available_at": (lazy("Where are the documents?"), "case_available_at"),
    "case_send_to": (lazy("Where are written statements sent?"), "case_send_to"),
    "document": (lazy("Title of the document"), "document"),
}

_LIMITS: Mapping[str, int] = {
    **MAXIMUM,
    **{f"case_{name}": STATUTORY_MAXIMUM[name] for name in statutory.TEXTS},
    "document": STATUTORY_MAXIMUM["title"],
}


_MORE_NAMES: Mapping[str, Lazy] = {
    "open_items": lazy("Can be influenced"),
    "closed_items": lazy("Cannot be influenced"),
    "policy_area_id": lazy("Area of activity"),
    "everything_open": lazy("Everything in the question can be influenced"),
    "target_groups": lazy("Target groups"),
    "degree_of_participation": lazy("Degree of participation"),
    "degree_of_influence": lazy("Degree of influence"),
    "decision_body_id": lazy("Decided by"),
    "decision_meeting": lazy("Planned meeting"),
    "decision_taken_on": lazy("Decision taken on"),
    "decision_taken_paragraph": lazy("Section in the minutes (§)"),
}


def name_of(field: str) -> str:
    """What a field of a section is called."""
    found = _MORE_NAMES.get(field) or (_NAMES[field][0] if field in _NAMES else None)
    return str(found) if found is not None else field


def name_and_limit(key: str) -> tuple[str, int]:
    """What a translatable text is called, and how long it may be."""
    name, limit = _NAMES[key.split("-", 1)[0]]
    return str(name), _LIMITS[limit]
