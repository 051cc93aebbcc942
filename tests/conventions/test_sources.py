"""How the program is written: sizes, words, what templates and stylesheets may hold; each check with a planted case."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from participation import catalogues
from tests import sources

LIMIT = 500
"""No file is longer, whatever it holds; the aims are 400 for a module, 200 for a template, 600 for a test."""

LONGER = {"templates": 300, "tests": 700}


# -- Python ------------------------------------------------------------------------------------------------------


def calls(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every call in the tree: its line, and what is called."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node.lineno, ast.unparse(node.func)


CLOCKS = ("datetime.now", "datetime.utcnow", "datetime.today", "date.today", "datetime.datetime.now")


def clock_faults(tree: ast.AST) -> list[int]:
    return [line for line, called in calls(tree) if called in CLOCKS]


def markup_faults(tree: ast.AST) -> list[int]:
    return [line for line, called in calls(tree) if called in ("Markup", "markupsafe.Markup", "flask.Markup")]


def print_faults(tree: ast.AST) -> list[int]:
    return [line for line, called in calls(tree) if called in ("print", "pprint", "breakpoint")]


def commit_faults(tree: ast.AST) -> list[int]:
    return [line for line, called in calls(tree) if called.endswith((".commit", ".rollback"))]


AT_HOME: dict[Callable[[ast.AST], list[int]], set[str]] = {
    clock_faults: {"participation/clock.py"},
    markup_faults: {"participation/rich_text.py"},
    print_faults: set(),
    commit_faults: {"participation/db.py", "participation/migrations/env.py"},
}
"""Which modules may do what the check looks for."""

PLANTED_PYTHON = {
    clock_faults: "from datetime import datetime\nx = datetime.now()\n",
    markup_faults: "from markupsafe import Markup\nx = Markup('<b>')\n",
    print_faults: "def f():\n    print('x')\n",
    commit_faults: "def f(s):\n    s.commit()\n",
}


@pytest.mark.parametrize("check", AT_HOME, ids=lambda c: c.__name__)
def test_one_module_alone_does_it(check: Callable[[ast.AST], list[int]]) -> None:
    """Only ``clock`` asks what time it is, only ``rich_text`` makes markup, only ``db`` commits, and nothing prints."""
    found = {
        f"{sources.name(path)}:{line}"
        for path in sources.python("participation")
        if sources.name(path) not in AT_HOME[check]
        for line in check(sources.tree(path))
    }
    assert found == set()


@pytest.mark.parametrize("check", PLANTED_PYTHON, ids=lambda c: c.__name__)
def test_a_planted_call_is_seen(check: Callable[[ast.AST], list[int]]) -> None:
    assert check(ast.parse(PLANTED_PYTHON[check])) == [2]


def require_faults(tree: ast.Module) -> list[str]:
    """Functions of an ``actions`` module that take an actor first and never ask whether they may."""
    return [
        function.name
        for function in tree.body
        if isinstance(function, ast.FunctionDef)
        and not function.name.startswith("_")
        and function.args.args
        and function.args.args[0].arg == "actor"
        and not any(called in ("require", "_begin") for _, called in calls(function))
    ]


ASKED_ELSEWHERE = {
    "note",  # what a page has shown, whose right the page has asked for
    "log_move",  # a note of a move that has been allowed
    "add_assignment",  # checked by the action that gives the role
    "submit_idea",  # contributions.actions.receive asks
    "submit_comment",
    "submit_statement",
    "submit_response",
    "hide_several",  # hide asks, for each
    "sort_wordless",  # make_other asks
    "require_secretary",  # is itself the question
    "show_again",  # restore_initiative and settle_complaint ask
}
"""Actions whose right is checked by the one they are part of."""


def test_every_action_asks_whether_the_actor_may() -> None:
    found = {
        name
        for path in sources.python("participation")
        if path.stem == "actions" or path.parent.name == "actions"
        for name in require_faults(sources.tree(path))
    }
    assert found - ASKED_ELSEWHERE == set()
    assert require_faults(ast.parse("def do(actor, thing):\n    thing.x = 1\n")) == ["do"]


# -- every file ----------------------------------------------------------------------------------------------------

ROOTS = ("participation", "templates", "static", "tests", "translations")
SUFFIXES = (".py", ".html", ".txt", ".css", ".js", ".toml", ".yaml", ".md")
UNDONE = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|X" r"XX|HA" r"CK)\b")


def every_file() -> Iterator[Path]:
    for root in ROOTS:
        yield from sources.files(root, *SUFFIXES)


def test_nothing_is_left_undone() -> None:
    found = [
        f"{sources.name(path)}:{number}"
        for path in every_file()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if UNDONE.search(line)
    ]
    assert found == []
    assert UNDONE.search("# TO" + "DO: later")


def test_no_file_is_too_long() -> None:
    found = {}
    for path in every_file():
        if path.suffix not in (".py", ".html") or "versions" in path.parts:
            continue
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > LONGER.get(path.relative_to(sources.ROOT).parts[0], LIMIT):
            found[sources.name(path)] = lines
    assert found == {}, "split by noun: actions/submit.py"


BALLOT = re.compile(r"\b(?:röst(?:a|ar|at|ning|ningar)|votes?|voted|voting|ballots?)\b|تصويت", re.IGNORECASE)


def test_nobody_is_said_to_vote() -> None:
    """A resident dialogue is not a vote: POLICY.md keeps the word for those who decide."""
    found = [str(m.id) for m in catalogues.template() if m.id and BALLOT.search(" ".join(catalogues.ids_of(m)))]
    for path in sources.files("translations", ".po"):
        found += [line for line in path.read_text(encoding="utf-8").splitlines() if BALLOT.search(line)]
    assert found == []
    assert BALLOT.search("Rösta nu") and BALLOT.search("3 votes") and not BALLOT.search("rösten")


# -- templates -----------------------------------------------------------------------------------------------------

_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_TAG = re.compile(r"<(?:\"[^\"]*\"|'[^']*'|[^>\"'])*>", re.DOTALL)
_PIECES = re.compile(r"\b[\w-]+=\"[^\"]*\"|-(?:hint|error|counter)\b")
"""Attributes and ids that a template puts together before it uses them."""
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_ENTITY = re.compile(r"&\w+;")
_ATTRIBUTE = re.compile(r'\b(?:alt|title|placeholder|aria-label|aria-description|label)="([^"{]*[^\W\d_]{2,}[^"{]*)"')
_FORBIDDEN = re.compile(
    r"<style\b|<script\b(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=\"|javascript:|\|\s*safe\b|autoescape", re.I
)

UNTRANSLATED = {"PDF", "RSS", "Atom", "Integritetsskyddsmyndigheten", "IMY"}
"""Words and names that are the same in every language."""

MAKES_MARKUP = {"templates/components/icon.html"}
"""Holds its drawings itself, as constants."""


def plain(source: str) -> str:
    """The template's own words: without comments, expressions and tags; lines are kept."""
    for pattern in (_COMMENT, _JINJA, _TAG, _PIECES):
        source = pattern.sub(lambda found: "\n" * found.group(0).count("\n") + " ", source)
    return _ENTITY.sub(" ", source)


def hard_coded(source: str) -> list[str]:
    """Words in the template that no catalogue holds, with their lines."""
    without = _COMMENT.sub(lambda found: "\n" * found.group(0).count("\n"), source)
    said = [
        (number, word)
        for number, line in enumerate(plain(source).splitlines(), 1)
        for word in _LETTERS.findall(line)
        if word not in UNTRANSLATED
    ]
    said += [(without[: f.start()].count("\n") + 1, f.group(1)) for f in _ATTRIBUTE.finditer(without)]
    return [f"{number}: {word}" for number, word in said]


def forbidden(source: str) -> list[str]:
    """Inline scripts and styles, and what would let them in."""
    return [found.group(0).strip() for found in _FORBIDDEN.finditer(_COMMENT.sub("", source))]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ('<p class="lead">{{ _("Hello") }}</p>', []),
        ("<p>Hello</p>", ["1: Hello"]),
        ("{# not shown #}\n<p>\n{{ x }} times</p>", ["3: times"]),
        ('<img alt="A map">', ["1: A map"]),
        ('<img alt="{{ _("A map") }}">', []),
        ("<p>{{ a }} &nbsp;· {{ b }}</p>", []),
        ('<a href="x" {% if a > 1 %}rel="next"{% endif %}>{{ a }}</a>', []),
    ],
)
def test_words_outside_a_catalogue_are_seen(source: str, words: list[str]) -> None:
    assert hard_coded(source) == words


@pytest.mark.parametrize(
    "source",
    [
        "<style>p{}</style>",
        "<script>go()</script>",
        '<p style="x">',
        '<p onclick="go()">',
        "{{ x|safe }}",
        "{% autoescape false %}",
    ],
)
def test_what_a_template_may_not_hold_is_seen(source: str) -> None:
    assert forbidden(source) != []


def test_every_word_of_a_template_is_in_the_catalogues() -> None:
    found = [
        f"{sources.name(path)}:{word}"
        for path in sources.templates(".html")
        for word in hard_coded(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_no_template_holds_a_script_or_a_style() -> None:
    found = {}
    for path in sources.templates():
        source = path.read_text(encoding="utf-8")
        wrong = forbidden(source)
        if sources.name(path) in MAKES_MARKUP:
            wrong = [w for w in wrong if w != "|safe"]
        if "emails" in path.parts:  # mail programs know no other styles
            wrong = [w for w in wrong if not w.startswith(("style=", "<style"))]
        if wrong:
            found[sources.name(path)] = wrong
    assert found == {}


# -- stylesheets ---------------------------------------------------------------------------------------------------

_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_PHYSICAL = re.compile(
    r"(?:^|[;{\s])((?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right)(?:-\w+)?|left|right|"
    r"border-(?:top|bottom)-(?:left|right)-radius)\s*:"
    r"|(?:text-align|float|clear)\s*:\s*(left|right)\b"
)


def physical(css: str) -> list[str]:
    """Properties that say left or right, and so are wrong in Arabic."""
    return [next(filter(None, found.groups())) for found in _PHYSICAL.finditer(_CSS_COMMENT.sub("", css))]


@pytest.mark.parametrize(
    ("css", "found"),
    [
        ("p { margin-left: 1rem }", ["margin-left"]),
        ("p{left:0}", ["left"]),
        ("p { text-align: right; }", ["right"]),
        ("p { border-top-left-radius: 2px }", ["border-top-left-radius"]),
        ("p { margin-inline-start: 1rem; inset-inline: 0; text-align: start }", []),
        ("/* left: 0 */ p { background: linear-gradient(to right, red, blue) }", []),
    ],
)
def test_a_physical_direction_is_seen(css: str, found: list[str]) -> None:
    assert physical(css) == found


def test_no_stylesheet_says_left_or_right() -> None:
    found = {sources.name(p): physical(p.read_text(encoding="utf-8")) for p in sources.files("static", ".css")}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_no_stylesheet_or_script_fetches_from_elsewhere() -> None:
    elsewhere = re.compile(r"url\(\s*['\"]?(?:https?:)?//|@import|import\s*\(|\bfetch\(\s*['\"`]https?:|eval\(")
    found = [
        sources.name(p)
        for p in sources.files("static", ".css", ".js")
        if elsewhere.search(p.read_text(encoding="utf-8"))
    ]
    assert found == []
