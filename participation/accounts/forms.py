"""Forms of accounts."""

from __future__ import annotations

import wtforms

from participation import i18n
from participation.access import Role
from participation.accounts import words as _words  # noqa: F401 - names the choices
from participation.forms import BaseForm, Required, choice, day, email, hidden
from participation.i18n import lazy


class SignInForm(BaseForm):
    """E-mail and password. ``next`` is where to go afterwards."""

    email = email(lazy("E-mail"), required=lazy("Write your e-mail address."))
    password = wtforms.PasswordField(lazy("Password"), validators=[Required(lazy("Write your password."))])
    next = hidden()


class AssignForm(BaseForm):
    """A role for somebody: for one body or the whole municipality, between dates."""

    role = choice(lazy("Role"), [("", lazy("Choose …")), *i18n.choices(Role)], required=lazy("Choose a role."))
    body = choice(lazy("For which body?"), [])
    valid_from = day(lazy("First day"), hint=lazy("Today, if you leave it empty."))
    valid_to = day(lazy("Last day"), hint=lazy("Leave it empty if no end is settled."))


class EndForm(BaseForm):
    """The last day of an assignment."""

    last_day = day(lazy("Last day"), required=lazy("Write the last day."))
