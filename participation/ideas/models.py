"""Ideas are contributions with a title."""

from __future__ import annotations

from participation.contributions.models import Contribution
from participation.contributions.rules import ContributionKind


class Idea(Contribution):
    """A proposal in a dialogue, open to comments."""

    __mapper_args__ = {"polymorphic_identity": ContributionKind.IDEA.value}
