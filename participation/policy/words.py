"""What becomes of a proposed text of the policy, in words."""

from __future__ import annotations

from participation.i18n import lazy, name
from participation.policy.rules import Outcome

name({Outcome.PUBLISHED: lazy("Published"), Outcome.DECLINED: lazy("Declined")})
