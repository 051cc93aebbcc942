"""Pages about the service: accessibility, privacy, rules, policy, cookies."""

from __future__ import annotations

from dataclasses import dataclass

import flask
from flask import Blueprint
from flask.typing import ResponseReturnValue

from participation import clock, i18n, page
from participation.about.statement import DIGG_COMPLAINT, STATEMENT
from participation.access import NotFound
from participation.dialogues.rules import PROMISED_INFLUENCE, Participation
from participation.dialogues.words import PARTICIPATION_MEANS, PROMISE
from participation.handbook.editions import Told, told
from participation.moderation.rules import GROUNDS_BY_LAW, GROUNDS_BY_RULES, Ground
from participation.moderation.words import PLAIN
from participation.page import SESSION_COOKIE
from participation.policy import queries as policies
from participation.policy.models import PolicyVersion

bp = Blueprint("about", __name__, url_prefix="/about")

_SESSION_HOURS = 12


@dataclass(frozen=True)
class GroundWords:
    """A ground for hiding a contribution: its name in law or rules, and what it means."""

    name: str
    plain: str


@bp.route("/accessibility", methods=["GET"])
@page.browsing
def accessibility() -> ResponseReturnValue:
    _only_midnight_changes()
    return page.render(
        "residents/about/accessibility.html",
        statement=STATEMENT,
        digg=DIGG_COMPLAINT,
        service=page.app_settings().base_url,
    )


@bp.route("/privacy", methods=["GET"])
@page.browsing
def privacy() -> ResponseReturnValue:
    _only_midnight_changes()
    return page.render("residents/about/privacy.html")


@bp.route("/rules", methods=["GET"])
@page.browsing
def rules() -> ResponseReturnValue:
    _only_midnight_changes()
    clocks = page.app_settings().clocks
    return page.render(
        "residents/about/rules.html",
        by_law=[_words(g) for g in GROUNDS_BY_LAW],
        by_rules=[_words(g) for g in GROUNDS_BY_RULES],
        complaint_months=round(clocks.complaint_open_days / 30.5),
        answer_days=clocks.complaint_answer_days,
    )


def _words(ground: Ground) -> GroundWords:
    return GroundWords(i18n.label(ground), str(PLAIN[ground]))


@bp.route("/how-we-work", methods=["GET"])
@page.browsing
def how_we_work() -> ResponseReturnValue:
    """How a dialogue goes, what it rests on, and who does what."""
    _only_midnight_changes()
    return page.render(
        "residents/about/how_we_work.html",
        participation=[(i18n.label(d), str(PARTICIPATION_MEANS[d])) for d in Participation],
        influence=[(i18n.label(d), str(PROMISE[d])) for d in PROMISED_INFLUENCE],
    )


@dataclass(frozen=True)
class PolicyText:
    """A version of the policy as its reader gets it."""

    number: int
    reference: str
    registry_number: str
    published: str
    told: Told
    href: str


@bp.route("/policy", methods=["GET"])
@bp.route("/policy/versions/<int:number>", methods=["GET"])
@page.browsing
def policy(number: int | None = None) -> ResponseReturnValue:
    """The policy as the municipality has loaded it, or an earlier version of it."""
    _only_midnight_changes()
    versions = policies.published_versions()
    shown = next((v for v in versions if number is None or v.number == number), None)
    if shown is None and number is not None:
        raise NotFound
    return page.render(
        "residents/about/policy.html",
        shown=_policy(shown) if shown else None,
        newest=versions[0].number if versions else None,
        versions=[_policy(v) for v in versions],
    )


def _policy(version: PolicyVersion) -> PolicyText:
    return PolicyText(
        number=version.number or 0,
        reference=version.reference,
        registry_number=version.registry_number,
        published=i18n.format_date(version.settled_at) if version.settled_at else "",
        told=told(version.text),
        href=flask.url_for("residents.about.policy", number=version.number),
    )


@bp.route("/cookies", methods=["GET"])
@page.browsing
def cookies() -> ResponseReturnValue:
    _only_midnight_changes()
    return page.render("residents/about/cookies.html", session_cookie=SESSION_COOKIE, hours=_SESSION_HOURS)


def _only_midnight_changes() -> None:
    page.valid_until(clock.end_of_day(clock.today()))
