"""What the pages of initiatives in the back office share: their blueprint, the way to them, what a refusal says."""

from __future__ import annotations

from flask import Blueprint, url_for

from participation.access import Refused
from participation.contributions.taking_part import Crumb
from participation.i18n import gettext
from participation.initiatives.models import Initiative
from participation.refusals import Refusal, sentence

bp = Blueprint("initiatives", __name__, url_prefix="/initiatives")


def way(*more: Crumb) -> list[Crumb]:
    """The breadcrumbs of the list and of the pages below it."""
    own = gettext("Initiatives")
    way = [Crumb(gettext("Back office"), url_for("officials.dialogues.start"))]
    return [*way, Crumb(own, url_for("officials.initiatives.index")), *more] if more else [*way, Crumb(own)]


def address_of(initiative: Initiative) -> str:
    """The page of one initiative."""
    return url_for("officials.initiatives.show", initiative_id=initiative.id)


def said(error: Refused) -> list[Refusal]:
    """Every reason in words, each leading to its field."""
    return [Refusal(r.code, sentence(r), f"#{r.field}" if r.field else None) for r in error.reasons]
