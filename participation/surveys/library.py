"""Surveys to begin with: written for a place, a service, a plan, young people, and trust before and after.

``library.yaml`` holds them in every language of the interface; they are copied into a dialogue and then its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from participation.surveys.definition import Asked, Choice, Condition, Definition, Line
from participation.surveys.rules import Operator, Purpose, QuestionType
from participation.texts import Texts

_FILE = Path(__file__).with_name("library.yaml")


@dataclass(frozen=True)
class Template:
    """A survey of the library: what it is for, and what it asks."""

    name: str
    title: Texts
    about: Texts
    intro: Texts
    definition: Definition


@cache
def templates() -> Sequence[Template]:
    """The library, in the order of its file."""
    rows = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return tuple(
        Template(
            row["name"],
            Texts(row["title"]),
            Texts(row["about"]),
            Texts(row["intro"]),
            Definition(tuple(_question(q) for q in row["questions"])),
        )
        for row in rows
    )


def template_by_name(name: str) -> Template | None:
    """The library's survey with the name."""
    return next((t for t in templates() if t.name == name), None)


def _question(row: Mapping[str, Any]) -> Asked:
    return Asked(
        key=row["key"],
        type=QuestionType(row["type"]),
        text=Texts(row.get("text", {})),
        help=Texts(row.get("help", {})),
        minimum=row.get("minimum"),
        maximum=row.get("maximum"),
        low_label=Texts(row.get("low", {})),
        high_label=Texts(row.get("high", {})),
        maximum_length=row.get("length"),
        purpose=Purpose(row.get("purpose", "")),
        options=tuple(
            Choice(f"{row['key']}-{n}", Texts(option["text"]), option.get("other", False))
            for n, option in enumerate(row.get("options", ()), 1)
        ),
        rows=tuple(Line(f"{row['key']}-r{n}", Texts(text)) for n, text in enumerate(row.get("rows", ()), 1)),
        conditions=tuple(_condition(c) for c in row.get("conditions", ())),
    )


def _condition(row: Mapping[str, Any]) -> Condition:
    option = f"{row['question']}-{row['option']}" if "option" in row else ""
    return Condition(row["question"], Operator(row["operator"]), option, row.get("number"))
