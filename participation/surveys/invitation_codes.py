"""What is kept of a one-time code, and what stands for whoever answers with it. Pure.

Two hashes of one code, made for two ends: whoever has the table of invitations and the table of responses still cannot
tell which code gave which answers, because neither hash leads to the other without the code. A code has 58 random bits.
"""

from __future__ import annotations

import hashlib
import hmac

from participation.contributions.rules import tidy_code


def code_hash(survey_id: int, code: str) -> str:
    """What the invitation keeps. However the code was typed: case, spaces and dashes do not matter."""
    return _hash("invitation", survey_id, code)


def respondent_key(survey_id: int, code: str) -> str:
    """Who answers with the code: the key of their draft and of their one response."""
    return _hash("respondent", survey_id, code)


def account_key(secret: str, survey_id: int, account_id: int) -> str:
    """Who answers signed in: the same for the same account, and leading to it only with the installation's secret."""
    text = f"respondent|{survey_id}|{account_id}"
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()


def _hash(purpose: str, survey_id: int, code: str) -> str:
    return hashlib.sha256(f"{purpose}|{survey_id}|{tidy_code(code)}".encode()).hexdigest()
