"""Every table there is, in one place: what migrations compare the database with, and what each process needs known."""

from participation import content_version, event_log, outbox
from participation.access_log import models as access_log
from participation.accounts import models as accounts
from participation.bodies import models as bodies
from participation.channels import models as channels
from participation.checklists import models as checklists
from participation.comments import models as comments
from participation.contributions import models as contributions
from participation.db import Base, metadata
from participation.dialogues import models as dialogues
from participation.dialogues.consultation import models as consultation
from participation.dialogues.handover import models as handover
from participation.dialogues.papers import models as papers
from participation.dialogues.statutory import models as statutory
from participation.due_dates import models as due_dates
from participation.followers import models as followers
from participation.handbook import models as handbook
from participation.ideas import models as ideas
from participation.initiatives import models as initiatives
from participation.legal import models as legal
from participation.meetings import models as meetings
from participation.moderation import models as moderation
from participation.policy import models as policy
from participation.population import models as population
from participation.redirects import models as redirects
from participation.results import models as results
from participation.search import models as search
from participation.statements import models as statements
from participation.support import models as support
from participation.surveys import models as surveys

MODELS = (
    access_log,
    accounts,
    bodies,
    channels,
    checklists,
    comments,
    consultation,
    content_version,
    contributions,
    dialogues,
    due_dates,
    event_log,
    followers,
    handbook,
    handover,
    ideas,
    initiatives,
    meetings,
    legal,
    moderation,
    outbox,
    papers,
    redirects,
    policy,
    population,
    results,
    search,
    support,
    statements,
    statutory,
    surveys,
)

__all__ = ["MODELS", "metadata", "require"]


def require() -> None:
    """Have every table known and fitted together. They refer to each other by name, so a process that has imported
    only some of them would fail at its first write."""
    Base.registry.configure()
