"""Writes of redirects."""

from __future__ import annotations

from sqlalchemy import select

from participation import clock, content_version, db, event_log
from participation.access import Actor, NotFound, Refused, require
from participation.channels.models import OtherChannel
from participation.contributions.models import Contribution
from participation.contributions.rules import NEVER_SHOWN
from participation.dialogues.models import Dialogue
from participation.redirects import emails
from participation.redirects.models import ContributionRedirect
from participation.redirects.permissions import RedirectPermission
from participation.redirects.queries import redirect_of
from participation.redirects.rules import leads_somewhere

REDIRECTED = "contribution.redirected"


def redirect_contribution(
    actor: Actor, dialogue: Dialogue, contribution: Contribution, *, channel: OtherChannel | None, reason: str
) -> ContributionRedirect:
    """Tell the author that the contribution belongs to another channel, on the receipt and by mail if there is an
    address; everybody sees it beside the contribution. It stays in the dialogue. A second time gives the first
    redirect, unchanged.

    Raises Refused (E-ROLE, E-I03); NotFound for a contribution of another dialogue, a survey response and a written
    statement: the public reads none of those, and who redirects does not read them either.
    """
    require(actor, RedirectPermission.REDIRECT, dialogue)
    if contribution.dialogue_id != dialogue.id or contribution.contribution_kind in NEVER_SHOWN:
        raise NotFound
    reasons = leads_somewhere(channel is not None and channel.shown, reason)
    if reasons or channel is None:
        raise Refused(*reasons, by_guard=True)
    session = db.session()
    session.scalars(
        select(Contribution).where(Contribution.id == contribution.id).with_for_update(of=Contribution)
    ).one()
    found = redirect_of(contribution.id)
    if found is not None:
        return found
    found = ContributionRedirect(
        contribution_id=contribution.id,
        channel_id=channel.id,
        channel=channel,
        reason=reason.strip(),
        at=clock.now(),
        by_id=actor.account_id,
    )
    session.add(found)
    session.flush()
    event_log.record(
        actor, REDIRECTED, dialogue_id=dialogue.id, contribution_id=contribution.id, data={"channel": channel.id}
    )
    content_version.bump(content_version.scope_of(dialogue.id))
    emails.redirected(dialogue, contribution, found)
    return found
