"""Letters about an initiative: to its author the receipt and the answer, to the staff what waits."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from participation import clock, letters, outbox
from participation.accounts.models import Account
from participation.contributions.rules import MAXIMUM_RECEIPTS
from participation.initiatives.models import Initiative, InitiativeAddress, InitiativeComplaint
from participation.initiatives.queries import address_of, due_of, hiding_of
from participation.moderation.rules import ComplaintOutcome
from participation.moderation.words import PLAIN

LANGUAGE = "sv"
"""What the staff are written to in: the language in which the municipality decides."""


def receipt_event(initiative: Initiative) -> str:
    """One letter an address."""
    return f"initiative.received:{initiative.id}"


def receipt(initiative: Initiative, address: InitiativeAddress) -> bool:
    """N01: what was sent, what happens next, that it is a public record. False if enough such letters were sent."""
    event = receipt_event(initiative)
    if outbox.count(event) >= MAXIMUM_RECEIPTS:
        return False
    return _post(initiative, address, "receipt", event, why=initiative.why, concerns=initiative.concerns)


def answered(initiative: Initiative) -> bool:
    """The answer of an end state, to whoever left an address."""
    address = address_of(initiative.id)
    if address is None:
        return False
    locale = letters.offered(address.locale)
    name = initiative.state.value
    channel = initiative.channel
    values = {
        "accepted": {"body": _body(initiative, locale), "decision": _decision(initiative)},
        "declined": {
            "body": "" if initiative.outside_competence else _body(initiative, locale),
            "decision": "" if initiative.outside_competence else _decision(initiative),
        },
        "redirected": {
            "channel": channel.title.in_(locale).text if channel else "",
            "channel_text": channel.text.in_(locale).text if channel else "",
        },
        "withdrawn": {},
    }[name]
    event = f"initiative.{name}:{initiative.id}"
    return _post(initiative, address, name, event, answer=initiative.answer.in_(locale).text, **values)


def delayed(initiative: Initiative) -> bool:
    """The answer is late: said once, with the reason if the body has given one."""
    address = address_of(initiative.id)
    if address is None:
        return False
    locale = letters.offered(address.locale)
    return _post(
        initiative,
        address,
        "delayed",
        f"initiative.delayed:{initiative.id}",
        due=due_of(initiative).due,
        reason=initiative.delay_reason.in_(locale).text,
        expected_on=initiative.expected_on,
    )


def hidden(initiative: Initiative) -> bool:
    """A person has hidden it: on which ground, why, and how to complain."""
    address, hiding = address_of(initiative.id), hiding_of(initiative)
    if address is None or hiding is None or initiative.hidden_at is None:
        return False
    return _post(
        initiative,
        address,
        "hidden",
        f"initiative.hidden:{initiative.id}:{initiative.hidden_at.isoformat()}",
        ground=hiding.ground,
        plain=PLAIN[hiding.ground],
        reasons=hiding.reasons,
        decided_on=hiding.decided_on,
        complain_until=hiding.complain_until,
    )


def complaint_settled(initiative: Initiative, complaint: InitiativeComplaint) -> bool:
    """What became of the author's complaint, and why."""
    address = address_of(initiative.id)
    if address is None:
        return False
    upheld, event = complaint.outcome == ComplaintOutcome.UPHELD.value, f"initiative.complaint:{complaint.id}:settled"
    return _post(initiative, address, "complaint_settled", event, upheld=upheld, reasons=complaint.reasons)


def restored(initiative: Initiative) -> bool:
    """It is shown again."""
    address = address_of(initiative.id)
    event = f"initiative.restored:{initiative.id}:{clock.now().isoformat()}"
    return address is not None and _post(initiative, address, "restored", event)


def _post(initiative: Initiative, address: InitiativeAddress, template: str, event: str, **values: Any) -> bool:
    unsubscribe = letters.link(
        "residents.receipts.unsubscribe", lang=letters.offered(address.locale), token=address.unsubscribe_token
    )
    return letters.post(
        f"initiatives/{template}",
        recipient=address.email,
        event=event,
        locale=address.locale,
        unsubscribe_url=unsubscribe,
        **{
            "number": initiative.id,
            "question": initiative.question,
            "code": initiative.return_code,
            "answer_by": due_of(initiative).due,
            **values,
        },
    )


def _body(initiative: Initiative, locale: str) -> str:
    return initiative.body.names.in_(locale).text if initiative.body else ""


def _decision(initiative: Initiative) -> str:
    return decision_words(initiative)


def decision_words(initiative: Initiative) -> str:
    """Where the decision stands: ``2026-05-28 § 45, KS 2026/123``; "" where a body has decided nothing."""
    if initiative.decision_on is None:
        return ""
    return f"{initiative.decision_on.isoformat()} § {initiative.decision_paragraph}, {initiative.decision_number}"


def forwarded(initiative: Initiative, note: str, to: Iterable[Account]) -> int:
    """To those who work for the body that it now lies with."""
    event = f"initiative.forwarded:{initiative.id}:{initiative.body_id}"
    return _tell(initiative, "forwarded", event, to, note=note)


def soon(initiative: Initiative, due: date, to: Iterable[Account]) -> int:
    """The answer is due before long."""
    return _tell(initiative, "soon", f"initiative.soon:{initiative.id}", to, due=due)


def overdue(initiative: Initiative, due: date, to: Iterable[Account]) -> int:
    """The answer is late, and residents see it."""
    return _tell(initiative, "overdue", f"initiative.overdue:{initiative.id}", to, due=due)


def _tell(initiative: Initiative, template: str, event: str, to: Iterable[Account], **values: Any) -> int:
    addresses = [account.email for account in to]
    told = outbox.told(event, addresses)
    return sum(
        letters.post(
            f"initiatives/{template}",
            recipient=address,
            event=event,
            locale=LANGUAGE,
            **{
                "number": initiative.id,
                "question": initiative.question,
                "body": _body(initiative, LANGUAGE),
                "answer_by": due_of(initiative).due,
                **values,
            },
        )
        for address in addresses
        if address not in told
    )
