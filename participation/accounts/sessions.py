"""Signed-in sessions: who a session belongs to, and until when."""

from __future__ import annotations

import flask_login

from participation.accounts.models import Account


class SignedIn(flask_login.UserMixin):  # type: ignore[misc] # a base without types
    """The signed-in account as a session knows it: ``id:generation`` ends every session when it changes."""

    def __init__(self, account: Account) -> None:
        self.account = account

    def get_id(self) -> str:
        return f"{self.account.id}:{self.account.generation}"
