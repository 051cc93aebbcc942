"""Receiving contributions: numbered once, kept as written, visible at once, told about."""

from __future__ import annotations

import secrets
from datetime import date, datetime, time
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from participation import clock, content_version, db
from participation.access import Actor, Conflict, require
from participation.contributions import emails
from participation.contributions.models import ContactAddress, Contribution, RunningNumber, Tally
from participation.contributions.permissions import ContributionPermission
from participation.contributions.queries import by_key
from participation.contributions.rules import (
    CODE_ALPHABET,
    CODE_LENGTH,
    Channel,
    Speaker,
    Visibility,
    tidy_code,
)
from participation.dialogues.actions import lock
from participation.dialogues.models import Dialogue
from participation.search import index as search_index
from participation.texts import Texts

Kind = TypeVar("Kind", bound=Contribution)

_PERMISSION = {
    Speaker.RESIDENT: ContributionPermission.SUBMIT,
    Speaker.OFFICIAL: ContributionPermission.SPEAK_AS_OFFICIAL,
    Speaker.ELECTED: ContributionPermission.SPEAK_AS_ELECTED,
}


def new_code() -> str:
    """A return code that cannot be guessed: twelve characters, some 58 bits."""
    return tidy_code("".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH)))


def arrival(day: date) -> datetime:
    """When something of that day counts as received: noon, or now for what came today."""
    return min(datetime.combine(day, time(12), tzinfo=clock.zone()), clock.now())


def receive(
    actor: Actor,
    dialogue: Dialogue,
    model: type[Kind],
    *,
    key: str,
    language: str,
    title: str = "",
    body: str = "",
    display_name: str = "",
    channel: Channel = Channel.WEB,
    speaker: Speaker = Speaker.RESIDENT,
    speaker_label: Texts | None = None,
    reviewed_at: datetime | None = None,
    visibility: Visibility = Visibility.VISIBLE,
    received_at: datetime | None = None,
    **more: Any,
) -> tuple[Kind, bool]:
    """Store a contribution; returns it and whether it is new. The same ``key`` again gives the same contribution.

    ``received_at``: when it reached the municipality, if that was not now. Raises Refused (E-STATE) unless the dialogue
    is open (or, for another channel than the web, has closed), E-ROLE for speaking in an office one does not hold and
    for another channel than the web unless the actor is an official of the dialogue.
    """
    earlier = by_key(dialogue.id, key)
    if earlier is not None:
        return _same(earlier, model), False
    if channel is not Channel.WEB:
        # It can be typed in until the results are compiled, which somebody may be doing at this instant. What residents
        # send is let in by the clock alone, and they need not wait for each other here.
        lock(dialogue)
    permission = _PERMISSION[speaker] if channel is Channel.WEB else ContributionPermission.ENTER
    require(actor, permission, dialogue)
    number_row = lock_number(dialogue.id)
    earlier = by_key(dialogue.id, key)
    if earlier is not None:
        return _same(earlier, model), False
    number_row.last += 1
    contribution = model(
        dialogue_id=dialogue.id,
        number=number_row.last,
        channel=channel.value,
        language=language,
        title=title,
        body=body,
        display_name=display_name,
        speaker=speaker.value,
        speaker_label=speaker_label or Texts(),
        account_id=actor.account_id if speaker is not Speaker.RESIDENT else None,
        received_at=received_at or clock.now(),
        return_code=new_code(),
        idempotency_key=key,
        visibility=visibility.value,
        reviewed_at=reviewed_at,
        shuffle=secrets.randbelow(2**31),
        **more,
    )
    db.session().add(contribution)
    db.session().flush()
    if visibility is Visibility.VISIBLE:
        _count(contribution, +1)
        search_index.put(dialogue.id, contribution.id, language, f"{title}\n{body}")
        content_version.bump(content_version.SITE, content_version.scope_of(dialogue.id))
    return contribution, True


def _same(earlier: Contribution, model: type[Kind]) -> Kind:
    if not isinstance(earlier, model):
        raise Conflict  # a key that belongs to another sort of contribution: no form of ours sends it
    return earlier


def lock_number(dialogue_id: int) -> RunningNumber:
    """The dialogue's counter, held until the transaction ends: numbers have no gaps and no doubles."""
    session = db.session()
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    session.execute(insert(RunningNumber).values(dialogue_id=dialogue_id, last=0).on_conflict_do_nothing())
    return session.scalars(
        select(RunningNumber)
        .where(RunningNumber.dialogue_id == dialogue_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def _count(contribution: Contribution, change: int) -> None:
    """What is said in office is shown, but is no resident's participation: it counts for nothing (POLICY.md A9)."""
    session = db.session()
    if contribution.speaker != Speaker.RESIDENT.value:
        change = 0
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = insert(Tally).values(dialogue_id=contribution.dialogue_id, kind=contribution.kind, visible=change)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=[Tally.dialogue_id, Tally.kind], set_={"visible": Tally.visible + change}
        )
    )


def set_visibility(contribution: Contribution, visibility: Visibility) -> None:
    """Show or hide a contribution; the caller has checked the right and records why. Counts and pages follow."""
    session = db.session()
    session.flush()  # refreshing forgets what is not written yet
    session.refresh(contribution, with_for_update={"of": Contribution})
    before = Visibility(contribution.visibility)
    if before is visibility:
        return
    contribution.visibility = visibility.value
    if before is Visibility.VISIBLE:
        _count(contribution, -1)
    elif visibility is Visibility.VISIBLE:
        _count(contribution, +1)
    session.flush()
    content_version.bump(content_version.SITE, content_version.scope_of(contribution.dialogue_id))


def leave_address(contribution: Contribution, *, email: str, locale: str) -> ContactAddress:
    """Keep an address for feedback, apart from the contribution, and send the receipt to it (N01).

    Whoever holds the return code may: the page has checked it. A later address replaces an earlier one; after
    :data:`MAXIMUM_RECEIPTS` letters about the contribution an address is kept and nothing is sent, so that nobody can
    make the municipality write to strangers without end.
    """
    session = db.session()
    found = session.scalar(
        select(ContactAddress).where(ContactAddress.contribution_id == contribution.id).with_for_update()
    )
    address = email.strip().lower()
    if found is not None:
        if found.email != address:
            found.unsubscribe_token = _new_token()  # the link in an earlier letter is not this person's
        found.email, found.locale, found.unsubscribed_at = address, locale, None
        contact = found
    else:
        contact = ContactAddress(
            contribution_id=contribution.id,
            dialogue_id=contribution.dialogue_id,
            email=address,
            locale=locale,
            unsubscribe_token=_new_token(),
            created_at=clock.now(),
        )
        session.add(contact)
    session.flush()
    emails.post_receipt(contribution, contact)
    return contact


def _new_token() -> str:
    return secrets.token_urlsafe(24)


def unsubscribe(contact: ContactAddress) -> None:
    """Write no more to the address about its contribution. Whoever holds the link may; again changes nothing."""
    if contact.unsubscribed_at is None:
        contact.unsubscribed_at = clock.now()
        db.session().flush()
