"""Every code that is raised has a sentence, and every placeholder of a sentence is one that is given."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from enum import StrEnum

import pytest

from participation import i18n
from participation.access import Reason, Role
from participation.bodies.rules import BodyKind
from participation.dialogues import guards
from participation.dialogues.facts import BodyFacts, DialogueFacts
from participation.dialogues.rules import Kind
from participation.refusals import SENTENCES, sentence
from participation.texts import Texts
from tests import sources

PLACEHOLDER = re.compile(r"%\((\w+)\)s")
TODAY = date(2026, 6, 17)

MAY_BE_LEFT_OUT = {"E-ROLE": {"role", "body"}}
"""Refusals where nobody can be named: the sentence ends before."""


def raised() -> Iterator[tuple[str, str, set[str] | None]]:
    """Where, which code, and the names of its parameters (None where they are not written out)."""
    for path in sources.python("participation"):
        for call in ast.walk(sources.tree(path)):
            if not (isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Reason" and call.args):
                continue
            if not isinstance(call.args[0], ast.Constant):
                continue
            given: set[str] | None = set()
            params = call.args[1] if len(call.args) > 1 else None
            if isinstance(params, ast.Dict):
                given = {k.value for k in params.keys if isinstance(k, ast.Constant)}
            elif params is not None:
                given = None
            yield f"{sources.name(path)}:{call.lineno}", str(call.args[0].value), given


def test_every_code_that_is_raised_has_a_sentence() -> None:
    assert [(where, code) for where, code, _ in raised() if code not in SENTENCES] == []


def test_every_sentence_is_raised_somewhere() -> None:
    codes = {code for _, code, _ in raised()} | {"E-RACE"}  # Conflict says E-RACE without a Reason
    assert set(SENTENCES) - codes == set()


def test_what_is_given_is_what_the_sentence_says() -> None:
    wrong = []
    for where, code, given in raised():
        if given is None or code not in SENTENCES:
            continue
        said = set(PLACEHOLDER.findall(SENTENCES[code].message))
        missing, unsaid = said - given - MAY_BE_LEFT_OUT.get(code, set()), given - said
        if missing or unsaid:
            wrong.append(f"{where} {code}: not given {sorted(missing)}, not said {sorted(unsaid)}")
    assert wrong == []


def test_no_sentence_has_a_broken_placeholder() -> None:
    for code, words in SENTENCES.items():
        assert "%" not in PLACEHOLDER.sub("", words.message), code


@pytest.mark.parametrize("locale", ["en", "sv", "ar"])
def test_the_sentences_of_an_empty_dialogue_have_no_holes(locale: str) -> None:
    body = BodyFacts(1, BodyKind.COUNCIL, Texts(sv="Kommunfullmäktige"))
    board = BodyFacts(2, BodyKind.EXECUTIVE_BOARD, Texts(sv="Kommunstyrelsen"))
    empty = DialogueFacts(Kind.DEVELOPMENT, body, right_bodies=(board,))
    late = replace(empty, opens_on=TODAY, closes_on=TODAY, first_day_without_moderator=TODAY)
    reasons: list[Reason] = []
    for facts in (empty, late):
        for move in guards.GUARDS.values():
            reasons += guards.failing(move, facts, TODAY)
    assert {r.code for r in reasons} >= {"E-G01", "E-G02", "E-G10", "E-G16", "E-G18", "E-G19", "E-G21", "E-G28"}
    with i18n.using(locale):
        for reason in reasons:
            words = sentence(reason)
            assert "–" not in words and "%(" not in words, f"{reason.code}: {words}"


def test_a_missing_parameter_becomes_a_dash_and_not_a_failure() -> None:
    with i18n.using("en"):
        assert sentence(Reason("E-M02")) == "The time for a complaint ended on –."


def test_who_may_do_it_is_said_as_far_as_it_is_known() -> None:
    officer, body = {"role": Role.OFFICER}, {"body": Texts(sv="Nämnden")}
    with i18n.using("en"):
        assert sentence(Reason("E-ROLE")) == sentence(Reason("E-ROLE", body)) == "You are not allowed to do this."
        assert sentence(Reason("E-ROLE", officer)).endswith("It is done by case officer.")
        assert sentence(Reason("E-ROLE", officer | body)).endswith("It is done by case officer in Nämnden.")


RULES = ("bodies", "contributions", "dialogues", "moderation", "results", "surveys")

WITHOUT_WORDS = {"participation.surveys.rules.Direction"}
"""Enums that no page names."""


def test_every_word_of_the_vocabulary_is_called_something() -> None:
    nameless = []
    for feature in RULES:
        module = importlib.import_module(f"participation.{feature}.rules")
        for kind in vars(module).values():
            if isinstance(kind, type) and issubclass(kind, StrEnum) and kind.__module__ == module.__name__:
                for member in kind:
                    try:
                        i18n.label(member)
                    except KeyError:
                        nameless.append(f"{module.__name__}.{kind.__name__}.{member.name}")
    assert [n for n in nameless if n.rsplit(".", 1)[0] not in WITHOUT_WORDS] == []
