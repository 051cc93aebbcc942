"""Comments are contributions about another contribution."""

from __future__ import annotations

from participation.contributions.models import Contribution
from participation.contributions.rules import ContributionKind


class Comment(Contribution):
    """Something said about a contribution, perhaps in answer to another comment."""

    __mapper_args__ = {"polymorphic_identity": ContributionKind.COMMENT.value}
