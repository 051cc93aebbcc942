"""What officials do before a dialogue opens, through the pages."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from participation import clock
from tests.browser.harness import Visitor

TITLE = "Vägen till skolan"
QUESTION = "Var känns vägen till skolan otrygg?"

PREPARING_DAYS = 20
"""The dialogue opens so many days after the story's first day,"""
OPEN_DAYS = 30
"""and is open for so many."""


def _days_ahead(n: int) -> str:
    return (clock.today() + timedelta(days=n)).isoformat()


def sections(decision_body: str, moderator: str) -> dict[str, list[dict[str, Any]]]:
    """What is written in each section: one dict for each time it is saved, because a list shows one empty row."""
    closes = PREPARING_DAYS + OPEN_DAYS - 1
    return {
        "question": [
            {
                "title": TITLE,
                "question": QUESTION,
                "summary": "Vi bygger om vägen till skolan och vill veta vad som är viktigast.",
            }
        ],
        "influence": [
            {
                "open_items-0-text": "Ordningen mellan platserna",
                "closed_items-0-text": "Summan pengar",
                "closed_items-0-reason": "budget",
            },
            {"open_items-1-text": "Sorten av åtgärd"},
        ],
        "goal": [
            {
                "goal": "Nämnden har en lista som barnen har varit med och gjort.",
                "goal_followup": "Vi räknar hur många barn som har deltagit.",
                "purpose": "De som går till skolan vet bäst var det är farligt.",
            }
        ],
        "target_groups": [
            {
                "target_groups-0-label": "Elever",
                "target_groups-0-seldom_heard": True,
                "target_groups-0-outreach": "Besök i klassrummen",
            }
        ],
        "degrees": [{"degree_of_participation": "contribute", "degree_of_influence": "consultation"}],
        "decision_point": [
            {
                "decision_matter": "Åtgärder för skolvägar",
                "decision_body_id": decision_body,
                "decision_meeting": _days_ahead(closes + 30),
            }
        ],
        "people": [
            {
                "representatives-0-name": "Bo Ledamot",
                "representatives-0-role": "ordförande i nämnden",
                "contact_name": "Kim Handläggare",
                "contact_email": "kim@town.example",
                "contact_phone": "0521-72 10 00",
                "coordinator_name": "Sam Samordnare",
                "moderators-0-account_id": moderator,
            }
        ],
        "schedule": [
            {
                "opens_on": _days_ahead(PREPARING_DAYS),
                "closes_on": _days_ahead(closes),
                "results_due": _days_ahead(closes + 20),
                "handling_meeting": _days_ahead(closes + 30),
                "feedback_due": _days_ahead(closes + 45),
            }
        ],
        "activities": [
            {"activities-0-type": "survey"},
            {"activities-1-type": "ideas"},
            {"activities-2-type": "comments"},
            {"activities-3-type": "paper_form", "activities-3-place": "Biblioteket"},
        ],
        "handling": [{"handling_plan": "Förvaltningen sammanställer, nämnden behandlar vid sitt möte."}],
        "self_check": [
            {
                "self_check_p1": "Ordföranden ställer frågan.",
                "self_check_p2": "Eleverna bestämmer ordningen.",
                "self_check_p3": "Vi besöker de yngsta.",
                "self_check_p4": "Vi säger när svaret kommer.",
                "self_check_p5": "Listan går med till beslutet.",
            }
        ],
        "data_protection": [
            {
                "legal_basis": "Uppgift av allmänt intresse",
                "privacy_notice": "Vi behandlar det du skriver för att kunna besluta.",
                "retention": "Bidragen bevaras. E-postadresser gallras efter återkopplingen.",
                "dpia_screened": True,
            }
        ],
        "languages": [{"languages": ["ar"]}],
    }


SAVE = "main form.form button[name=then][value=stay]:not([aria-hidden=true])"
SAVE_AND_GO_ON = "main form.form button[name=then][value=next]"


def begin(officer: Visitor, body: str) -> str:
    """Begin a draft; returns the path of its workspace, without the language."""
    officer.open("/officials/")
    officer.follow("main a[href$='/officials/dialogues/new']")
    assert officer.send() == 422
    officer.fill({"kind": "committee", "body": body, "title": "Arbetsnamn"})
    assert officer.send() == 200
    assert officer.where() == "officials.dialogues.show"
    return officer.page.url.removeprefix(f"{officer.site.url}/{officer.locale}")


def fill_sections(officer: Visitor, desk: str, values: dict[str, list[dict[str, Any]]]) -> None:
    """Every section in its order, saved as one goes."""
    officer.open(f"{desk}/sections/question")
    for section, steps in values.items():
        assert officer.page.url.split("?")[0].endswith(f"/sections/{section}")
        for number, step in enumerate(steps, 1):
            officer.fill(step)
            assert officer.send(SAVE if number < len(steps) else SAVE_AND_GO_ON) == 200
    assert officer.where() == "officials.dialogues.show"


def written(visitor: Visitor, step: dict[str, Any]) -> dict[str, Any]:
    """What the form in front of the visitor holds in those fields."""
    found: dict[str, Any] = {}
    for name, value in step.items():
        fields = visitor.page.locator(f'main [name="{name}"]:not([type=hidden])')
        kind = fields.first.get_attribute("type")
        if kind == "radio" or (kind == "checkbox" and not isinstance(value, bool)):
            chosen = visitor.page.locator(f'main [name="{name}"]:checked').all()
            values = [c.get_attribute("value") for c in chosen]
            found[name] = values if isinstance(value, list) else values[0]
        elif kind == "checkbox":
            found[name] = fields.first.is_checked()
        elif isinstance(value, list):
            found[name] = fields.first.evaluate("e => [...e.selectedOptions].map((o) => o.value)")
        else:
            found[name] = fields.first.input_value()
    return found


def translate(officer: Visitor, desk: str, code: str) -> None:
    """Every text of the dialogue in the language: the Swedish one, marked."""
    officer.open(f"{desk}/languages/{code}")
    for field in officer.page.locator("main form .pair").all():
        swedish = field.locator(".pair-source").inner_text()
        field.locator("textarea, input[type=text]").fill(f"[{code}] {swedish}")
    assert officer.send(SAVE) == 200


def propose(officer: Visitor, desk: str) -> int:
    """Ask the body to decide."""
    officer.open(f"{desk}/propose")
    return officer.send()


def decision(body: str, day: date) -> dict[str, Any]:
    """A decision as the secretary records it."""
    return {
        "body": body,
        "taken_by": "body",
        "taken_on": day.isoformat(),
        "paragraph": "12",
        "registry_number": "SBN 2026/77",
        "degree_of_participation": "contribute",
        "degree_of_influence": "consultation",
        "openness_confirmed": True,
    }


def option(visitor: Visitor, field: str, name: str) -> str:
    """The value of the choice with the name in a list of choices."""
    found = visitor.page.locator(f'main select[name="{field}"] option').filter(has_text=re.compile(name)).first
    return found.get_attribute("value") or ""


MISSING_AT_FIRST = [
    "E-G01",
    "E-G02",
    "E-G02b",
    "E-G03",
    "E-G03c",
    "E-G04",
    "E-G05",
    "E-G06",
    "E-G06b",
    "E-G07",
    "E-G08",
    "E-G16",
    "E-G17",
    "E-G17b",
    "E-G18",
    "E-G19",
    "E-G20",
]
"""Why an empty draft cannot be proposed."""


def type_without_saving(officer: Visitor, desk: str) -> None:
    """What is typed is saved by itself, so that it is there when one comes back without having pressed Save."""
    officer.open(f"{desk}/sections/handling")
    field = officer.page.locator('main [name="handling_plan"]')
    text = "Förvaltningen sammanställer i teman. Nämnden behandlar dem vid sitt möte."
    field.fill(text)
    saved = officer.page.locator("[data-autosave-status]")
    saved.filter(has_text=re.compile(r"\d\d[:.]\d\d|[٠-٩]")).wait_for()
    officer.check()
    officer.open(f"{desk}/sections/handling")
    assert officer.page.locator('main [name="handling_plan"]').input_value() == text
