"""The self-check against the policy's five principles (POLICY.md S09, P1-P5). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from participation.access import Reason
from participation.texts import Texts


class Principle(StrEnum):
    """A principle of the policy, in its order."""

    RESPONSIBILITY = "p1"
    INFLUENCE = "p2"
    GROUPS = "p3"
    TRUST = "p4"
    KNOWLEDGE = "p5"


FIELD_OF: Mapping[Principle, str] = {principle: f"self_check_{principle.value}" for principle in Principle}
"""The field of a dialogue that holds the answer."""


@dataclass(frozen=True)
class Answer:
    """How a dialogue lives up to a principle, in its official's words. Empty if it has not been answered."""

    principle: Principle
    text: Texts


def self_check(dialogue: Any) -> tuple[Answer, ...]:
    """The five answers of a dialogue, in the principles' order: for its page and for the decision paper."""
    return tuple(Answer(principle, getattr(dialogue, name)) for principle, name in FIELD_OF.items())


def self_check_answered(f: Any, _day: date) -> list[Reason]:
    """E-G17b: one answer for each principle, in Swedish."""
    missing = tuple(answer.principle for answer in f.self_check if not answer.text.sv)
    return [Reason("E-G17b", {"list": missing}, field=FIELD_OF[missing[0]])] if missing else []
