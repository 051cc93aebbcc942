"""The form with which somebody begins to follow."""

from __future__ import annotations

from participation.forms import ContributionForm, email
from participation.i18n import lazy


class FollowForm(ContributionForm):
    """One address. Sent twice, it is asked once."""

    email = email(lazy("E-mail address"), required=lazy("Write the e-mail address that we may write to."))
