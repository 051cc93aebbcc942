"""Every acceptance test of the policy that asks about something built is there, under its number, where it is said."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from tests import sources
from tests.acceptance import conftest

ASKED = range(1, 31)
NOT_BUILT = {23, 26}
"""Accounts of residents, and the annual follow-up. Take out what is built."""

ONE_IS_ENOUGH = {5, 6, 7, 8, 9, 10, 11, 12, 13, 15, 16, 17, 18, 21, 27, 29}
"""Where one test goes through the pages and to the action. Of every other number there are two tests at least."""

NAMED = re.compile(r"test_a9_(\d+)_")


def numbered(paths: Iterable[Path]) -> dict[int, list[str]]:
    """The files with tests of each number, a file as often as it has tests."""
    found: dict[int, list[str]] = defaultdict(list)
    for path in paths:
        for node in ast.walk(sources.tree(path)):
            if isinstance(node, ast.FunctionDef) and (name := NAMED.match(node.name)):
                assert len(name[1]) == 2, f"{node.name}: two digits, so that they stand in order"
                found[int(name[1])].append(sources.name(path))
    return found


def lacking(found: dict[int, list[str]]) -> dict[int, int]:
    """The numbers with too few tests, and how many they have."""
    wanted = {n: 1 if n in ONE_IS_ENOUGH else 2 for n in ASKED if n not in NOT_BUILT}
    return {n: len(found.get(n, [])) for n, least in wanted.items() if len(found.get(n, [])) < least}


def listed() -> dict[int, set[str]]:
    """The files of each number as the table of tests/acceptance/conftest.py has them."""
    found: dict[int, set[str]] = {}
    number = 0
    for line in (conftest.__doc__ or "").splitlines():
        if begins := re.match(r"(\d\d) \w", line):
            number = int(begins[1])
            found[number] = set()
        if number and not line.startswith("=="):
            found[number] |= set(re.findall(r"tests/[\w/]+\.py", line))
        elif line.startswith("=="):
            number = 0
    return found


def test_every_number_that_is_built_has_its_tests() -> None:
    found = numbered(sources.python("tests"))
    assert lacking(found) == {}
    assert set(found) <= set(ASKED) - NOT_BUILT
    for number in (1, 29):  # planted: a test taken away, or given another name, is missed
        assert list(lacking({n: paths for n, paths in found.items() if n != number})) == [number]
    assert lacking({**found, 24: found[24][:1]}) == {24: 1}


def test_the_table_says_where_each_is() -> None:
    assert listed() == {number: set(paths) for number, paths in sorted(numbered(sources.python("tests")).items())}
