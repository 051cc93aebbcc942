"""What a section's form can offer from the registers, and which of its fields a kind of dialogue has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from participation import clock, i18n, settings
from participation.access import Role
from participation.accounts.queries import accounts_with_role, assignments_for_dialogue
from participation.bodies.models import ElectedPerson
from participation.bodies.queries import elected_by_id, elected_persons, goal_review_cycles, policy_areas, valid_bodies
from participation.dialogues import sections
from participation.dialogues.forms.lists import SectionForm
from participation.dialogues.models import Dialogue
from participation.dialogues.queries import representatives
from participation.dialogues.rules import ActivityType, Kind, Section
from participation.dialogues.statutory.reads import case_of
from participation.dialogues.statutory.rules import BASIS_FIELDS
from participation.i18n import gettext
from participation.legal.queries import in_force
from participation.legal.rules import LegalPhase

CHOSEN_IDS = (
    "decision_body_id",
    "policy_area_id",
    "goal_review_cycle_id",
    "account_id",
    "elected_person_id",
    *BASIS_FIELDS.values(),
)
"""Fields whose value is an id, and in a form the text of it."""

OF_KIND: Mapping[str, Kind] = {
    "policy_area_id": Kind.COMMITTEE,
    "goal_review_cycle_id": Kind.MUNICIPALITY_WIDE,
    "review_opens_on": Kind.STATUTORY,
    "review_closes_on": Kind.STATUTORY,
}
"""Fields that only one kind of dialogue has."""

Offered = list[tuple[str, str]]


def fitted(form: SectionForm, dialogue: Dialogue) -> SectionForm:
    """The form without the fields that other kinds of dialogues have."""
    for name, kind in OF_KIND.items():
        if name in form and dialogue.kind != kind.value:
            del form[name]
    return form


def register_choices(dialogue: Dialogue, form: SectionForm, empty: tuple[str, str]) -> dict[str, Offered]:
    """What can be chosen from the registers of organs, with what is already stored though it is no longer offered."""
    locale = i18n.current().code
    found: dict[str, Offered] = {}
    if "policy_area_id" in form:
        found["policy_area_id"] = [empty, *((str(a.id), a.names.in_(locale).text) for a in policy_areas())]
    if "goal_review_cycle_id" in form:
        found["goal_review_cycle_id"] = [
            empty,
            *(
                (
                    str(c.id),
                    gettext("%(first)s to %(last)s", first=i18n.format_date(c.starts), last=i18n.format_date(c.ends)),
                )
                for c in goal_review_cycles()
            ),
        ]
    if "activities" in form and dialogue.kind != Kind.STATUTORY.value:
        ways = [(value, str(text)) for value, text in i18n.choices(ActivityType)]
        found["type"] = [empty, *(way for way in ways if way[0] != ActivityType.WRITTEN_STATEMENT)]
    if "samrad_basis_id" in form:
        found |= _laws(dialogue, empty)
    if "representatives" in form:
        nobody = ("", gettext("Nobody from the register"))
        found["elected_person_id"] = [nobody, *((str(p.id), _who(p, locale)) for p in _offered(dialogue))]
    return found


def _laws(dialogue: Dialogue, empty: tuple[str, str]) -> dict[str, Offered]:
    """The versions that hold today, and the one that the dialogue keeps; it says so if they are not the same."""
    case, locale = case_of(dialogue), i18n.current().code
    found: dict[str, Offered] = {}
    for phase, name in BASIS_FIELDS.items():
        rows = {row.id: row for row in in_force(phase=phase)}
        kept = case.laws.get(phase) if case else None
        offered = [(str(i), f"{row.names.in_(locale).text} ({row.provision})") for i, row in rows.items()]
        if kept is not None and kept.id not in rows:
            text = gettext(
                "%(law)s, the version from %(date)s",
                law=f"{kept.names.in_(locale).text} ({kept.provision})",
                date=i18n.format_date(kept.valid_from),
            )
            offered.insert(0, (str(kept.id), text))
        found[name] = offered if name == BASIS_FIELDS[LegalPhase.SAMRAD] else [empty, *offered]
    return found


def _offered(dialogue: Dialogue) -> list[ElectedPerson]:
    """Those in office in the responsible body today, and whoever is chosen already."""
    people = {p.id: p for p in elected_persons([dialogue.responsible_body_id], clock.today())}
    for row in representatives(dialogue.id):
        if row.elected_person_id is not None and row.elected_person_id not in people:
            people[row.elected_person_id] = elected_by_id(row.elected_person_id)
    return list(people.values())


def _who(person: ElectedPerson, locale: str) -> str:
    role = person.role.in_(locale).text
    return f"{person.name}, {role}" if role else person.name


def choices_for(dialogue: Dialogue, form: SectionForm) -> dict[str, list[tuple[str, str]]]:
    """What can be chosen from the registers, with what is already stored though it is no longer offered."""
    locale = i18n.current().code
    empty = ("", gettext("Choose …"))
    found = register_choices(dialogue, form, empty)
    if "decision_body_id" in form:
        bodies = {b.id: b for b in valid_bodies()}
        if dialogue.decision_body is not None:
            bodies.setdefault(dialogue.decision_body.id, dialogue.decision_body)
        found["decision_body_id"] = [empty, *((str(b.id), b.names.in_(locale).text) for b in bodies.values())]
    if "moderators" in form:
        people = {a.id: a.name for a in accounts_with_role(Role.MODERATOR)}
        for _, account in assignments_for_dialogue(dialogue.id, Role.MODERATOR):
            people.setdefault(account.id, account.name)
        found["account_id"] = [empty, *((str(i), name) for i, name in people.items())]
    if "languages" in form:
        found["languages"] = [(c, i18n.language_name(c)) for c in settings.LOCALES if c not in ("sv", "sv-lattlast")]
    return found


def values_for_form(dialogue: Dialogue, section: Section) -> dict[str, Any]:
    """What is stored in the section, as its form takes it: ids as texts, instants on the municipality's clocks."""
    values = sections.stored(dialogue, section)
    for row in values.get("activities", ()):
        starts_at = sections.instant(row["starts_at"])
        row["starts_at"] = clock.local(starts_at) if starts_at else None
    for row in (values, *values.get("moderators", ()), *values.get("representatives", ())):
        row.update({name: str(row[name] or "") for name in CHOSEN_IDS if name in row})
    return values
