"""The road of a dialogue: who walks it, on which days, and what is written in each section on the way."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

from flask import Flask

from participation import clock
from participation.dialogues.rules import Kind
from tests import factories
from tests.acceptance.walking import Walker
from tests.checking_client import text_of

BOARD, COUNCIL, COMMITTEE = "Municipal executive board", "Municipal council", "Community development committee"
TITLE = "Vägen till skolan"

DECIDED, MINUTES, ANNOUNCED, OPENS, CLOSES = 2, 4, 5, 30, 59
RESULTS, MEETING, FEEDBACK = 70, 80, 90
"""Days of the story, counted from the first."""
REPORTED, REVIEW_OPENS, REVIEW_CLOSES = 62, 75, 104
"""Those of a statutory dialogue besides, between its two periods and in the second,"""
LATER = 50
"""and so many days later than elsewhere comes what follows."""

LAW = "Plan consultation, standard procedure (PBL 5:11–17)"
REVIEW_LAW = "Public review of a plan, standard procedure (PBL 5:18)"
DOCUMENTS = ("plan_map", "plan_description", "background")
"""What these laws demand to be on the website, in each period."""


class Road:
    """The program, its people, and the days of the story."""

    def __init__(self, app: Flask, kind: Kind, send_mail: Callable[[], object]) -> None:
        self.app, self.kind, self.send_mail = app, kind, send_mail
        self.first = clock.today()
        self.statutory = kind is Kind.STATUTORY
        self.body = {Kind.MUNICIPALITY_WIDE: COUNCIL, Kind.DEVELOPMENT: BOARD}.get(kind, COMMITTEE)
        self.secretary = "council-secretary" if kind is Kind.MUNICIPALITY_WIDE else "secretary"

    def day(self, number: int) -> date:
        return self.first + timedelta(days=number)

    def on(self, number: int) -> AbstractContextManager[None]:
        """Noon of the day of the story."""
        return clock.at(factories.noon(self.day(number)))

    @property
    def after(self) -> int:
        """So many days later is what comes after the last period."""
        return LATER if self.statutory else 0

    def official(self, name: str) -> Walker:
        """An official at their start page."""
        return Walker(self.app, name)

    def resident(self) -> Walker:
        """A resident who has found the dialogue from the start page."""
        someone = Walker(self.app)
        someone.follow("/dialogues")
        someone.choose(TITLE)
        return someone

    def listed(self, stage: str) -> bool:
        """Whether residents find the dialogue among those of the stage."""
        someone = Walker(self.app)
        someone.follow("/dialogues")
        someone.choose(stage)
        return TITLE in text_of(someone.main())

    def at_desk(self, name: str, desk: str) -> Walker:
        """An official who has gone from the start page to the dialogue."""
        someone = self.official(name)
        someone.follow(desk)
        return someone


def sections(here: Road, officer: Walker) -> dict[str, list[dict[str, Any]]]:
    """What is written in each section: one dict for each time it is saved, because a list shows one empty row."""
    meeting = MEETING + here.after
    written: dict[str, list[dict[str, Any]]] = {
        "question": [
            {"title": TITLE, "question": "Var är vägen otrygg?", "summary": "Vi bygger om vägen till skolan."},
        ],
        "influence": [
            {
                "open_items-0-text": "Ordningen mellan platserna",
                "closed_items-0-text": "Summan pengar",
                "closed_items-0-reason": "budget",
            }
        ],
        "goal": [
            {
                "goal": "En lista som barnen har gjort.",
                "goal_followup": "Vi räknar hur många barn som deltar.",
                "purpose": "De som går vägen vet var den är farlig.",
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
            {"decision_matter": "Skolvägar", "decision_body_id": here.body, "decision_meeting": here.day(meeting)}
        ],
        "people": [
            {
                "representatives-0-name": "Bo Ledamot",
                "representatives-0-role": "ordförande",
                "contact_name": "Kim Handläggare",
                "contact_email": "kim@town.example",
                "contact_phone": "0521-72 10 00",
                "coordinator_name": "Sam Samordnare",
                "moderators-0-account_id": "Moderator",
            }
        ],
        "schedule": [
            {
                "opens_on": here.day(OPENS),
                "closes_on": here.day(CLOSES),
                "results_due": here.day(RESULTS + here.after),
                "handling_meeting": here.day(meeting),
                "feedback_due": here.day(FEEDBACK + here.after),
            }
        ],
        "activities": [
            {"activities-0-type": "ideas"},
            {"activities-1-type": "paper_form", "activities-1-place": "Biblioteket"},
        ],
        "handling": [{"handling_plan": "Förvaltningen sammanställer, organet behandlar."}],
        "self_check": [{f"self_check_p{n}": f"Så lever vi upp till princip {n}." for n in range(1, 6)}],
        "data_protection": [
            {
                "legal_basis": "Uppgift av allmänt intresse",
                "privacy_notice": "Vi behandlar det du skriver för att kunna besluta.",
                "retention": "Bidragen bevaras.",
                "dpia_screened": True,
            }
        ],
        "languages": [{}],
    }
    if here.statutory:
        of_the_law(here, written)
    return written


def of_the_law(here: Road, written: dict[str, list[dict[str, Any]]]) -> None:
    """What a statutory dialogue says besides."""
    written["schedule"][0] |= {
        "review_opens_on": here.day(REVIEW_OPENS),
        "review_closes_on": here.day(REVIEW_CLOSES),
    }
    written["activities"][:0] = [{"activities-0-type": "written_statement"}]
    written["activities"][1:] = [{"activities-1-type": "paper_form", "activities-1-place": "Biblioteket"}]
    written["legal_basis"] = [
        {
            "granskning_basis_id": REVIEW_LAW,
            "place": "Kvarteret vid ån",
            "comprehensive_plan": "follows",
            "environment": "not_significant",
            "available_at": "Kommunhuset",
            "send_to": "Nämnden, 462 85 Vänersborg",
        }
    ]
    demanded = [(phase, kind) for phase in ("samrad", "granskning") for kind in DOCUMENTS]
    written["documents"] = [
        {
            f"documents-{n}-title": f"{kind} {phase}",
            f"documents-{n}-kind": kind,
            f"documents-{n}-phase": phase,
            f"documents-{n}-url": f"https://www.example.com/{phase}/{kind}.pdf",
            f"documents-{n}-published_on": here.day(ANNOUNCED),
        }
        for n, (phase, kind) in enumerate(demanded)
    ]
