"""Letters of support: a body has asked, the coordinator has answered. One each."""

from __future__ import annotations

from participation import letters
from participation.access import Role
from participation.accounts.queries import accounts_with_role
from participation.support.models import SupportTicket

LOCALE = "sv"
"""Accounts have no language of their own: the municipality's staff are written to in Swedish."""


def asked(ticket: SupportTicket) -> int:
    """To every coordinator. Returns how many letters that made."""
    return sum(_post("asked", ticket, account.email) for account in accounts_with_role(Role.COORDINATOR))


def answered(ticket: SupportTicket) -> int:
    """To whoever asked."""
    return _post("answered", ticket, ticket.asked_by.email) if ticket.asked_by and ticket.asked_by.active else 0


def _post(template: str, ticket: SupportTicket, address: str) -> int:
    return int(
        letters.post(
            f"support/{template}",
            recipient=address,
            event=f"support-{template}:{ticket.id}",
            locale=LOCALE,
            subject=ticket.subject,
            body=ticket.body.names.in_(LOCALE),
            ticket_id=ticket.id,
        )
    )
