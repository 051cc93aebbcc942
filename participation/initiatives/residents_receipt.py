"""The receipt of an initiative as its page shows it: what was sent, where it is, and the answer."""

from __future__ import annotations

from dataclasses import dataclass

import flask
import segno

from participation import i18n
from participation.initiatives.models import Initiative
from participation.initiatives.queries import address_of, hiding_of
from participation.initiatives.rules import WAITING
from participation.initiatives.views import InitiativeView, initiative_view
from participation.letters import link
from participation.moderation.complaining import HiddenView, hidden_view


@dataclass(frozen=True)
class InitiativeReceipt:
    """Everything on the page but the form for an address."""

    initiative: InitiativeView
    code: str
    qr: str
    received: str
    shown_href: str | None
    withdraw_href: str | None
    withdrawn: bool
    hidden: HiddenView | None
    has_address: bool
    takes_address: bool


def initiative_receipt(initiative: Initiative) -> InitiativeReceipt:
    """The receipt, in the reader's language."""
    address = link("residents.receipts.show", code=initiative.return_code)
    public = flask.url_for("residents.initiatives.show", number=initiative.id)
    withdrawn = initiative.withdrawn_at is not None
    waits, hiding = initiative.state in WAITING, hiding_of(initiative)
    return InitiativeReceipt(
        initiative=initiative_view(initiative, public),
        code=initiative.return_code,
        qr=segno.make(address, error="m").svg_data_uri(scale=4, border=3, dark="#06323a", light="#ffffff"),
        received=i18n.format_datetime(initiative.received_at),
        shown_href=public if initiative.is_visible and not withdrawn else None,
        withdraw_href=flask.url_for("residents.initiatives.withdraw", code=initiative.return_code) if waits else None,
        withdrawn=withdrawn,
        hidden=hidden_view(hiding, flask.url_for("residents.initiatives.complain", code=initiative.return_code))
        if hiding
        else None,
        has_address=address_of(initiative.id) is not None,
        takes_address=waits,
    )
