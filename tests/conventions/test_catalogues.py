"""The catalogues hold every source text, translated; and the check that says so sees each sort of fault."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import polib
import pytest
import wtforms.fields
from babel.messages.catalog import Catalog
from click.testing import CliRunner
from jinja2 import Environment, nodes

from participation import catalogues
from participation.cli import main
from participation.i18n import PLURAL_FORMS
from participation.settings import INTERFACE_LOCALES
from tests import sources

SINGULAR, PLURAL = "%(n)s idea", "%(n)s ideas"
SV = PLURAL_FORMS["sv"]


def test_every_language_of_the_interface_is_translated_whole() -> None:
    faults = catalogues.check()
    assert faults == [], (
        f"{len(faults)} faults; run `participation translations update`, then fill in translations/*.po:\n"
        + "\n".join(faults[:60])
    )


def test_each_language_has_a_plural_rule_of_our_own() -> None:
    assert set(INTERFACE_LOCALES) - {"en"} <= set(PLURAL_FORMS)


@pytest.mark.parametrize(
    ("ids", "strings", "fault"),
    [
        (("Opens on %(date)s",), ("Öppnar %(date)s",), None),
        (("Opens on %(date)s",), ("Öppnar",), "other placeholders than the source"),
        (("Opens on %(date)s",), ("Öppnar %(datum)s",), "other placeholders than the source"),
        (("Opens on %(date)s",), ("Öppnar %(date)",), "other placeholders than the source"),
        (("Opens on %(date)s",), ("Öppnar %(date)s, 100 % säkert",), "other placeholders than the source"),
        (("Hello ",), ("Hej",), "other spaces or line breaks at its ends than the source"),
        (("Hello",), ("Hej\n",), "other spaces or line breaks at its ends than the source"),
        ((SINGULAR, PLURAL), ("en idé", "%(n)s idéer"), None),
        ((SINGULAR, PLURAL), ("%(n)s idé", "%(m)s idéer"), "other placeholders than the source"),
        ((SINGULAR, PLURAL), ("%(n)s idé",), "1 plural forms instead of 2"),
        ((SINGULAR, PLURAL), ("%(n)s idé", ""), "a plural form is not translated"),
    ],
)
def test_a_fault_in_a_translation_is_seen(ids: tuple[str, ...], strings: tuple[str, ...], fault: str | None) -> None:
    assert list(catalogues.message_faults(ids, strings, SV)) == ([fault] if fault else [])


def source(*messages: str | tuple[str, str]) -> Catalog:
    made = Catalog(charset="utf-8", fuzzy=False)
    for message in messages:
        made.add(message, None, [("participation/x.py", 0)])
    return made


def test_what_is_missing_fuzzy_or_gone_is_seen(tmp_path: Path) -> None:
    catalogues.update(tmp_path, source("One", "Two", "Three"))
    path = tmp_path / "sv.po"
    written = polib.pofile(str(path))
    for entry in written:
        entry.msgstr = {"One": "Ett", "Two": "Två", "Three": ""}[entry.msgid]
    written[1].flags.append("fuzzy")  # Three comes before Two
    written[2].flags.append("fuzzy")
    written.save(str(path))
    assert list(catalogues.faults(path, "sv", source("One", "Two", "Three", "Four"), whole=True)) == [
        "marked fuzzy: 'Two'",
        "not translated: 'Three' (participation/x.py)",
        "not translated: 'Four' (participation/x.py)",
    ]
    assert list(catalogues.faults(path, "sv", source("One"), whole=False)) == [
        "not in the sources any more: 'Three'",
        "not in the sources any more: 'Two'",
    ]
    path.write_text(path.read_text().replace("n != 1", "n > 1"))
    assert list(catalogues.faults(path, "sv", source("One", "Two", "Three"), whole=False)) == [
        "the Plural-Forms header is not that of participation/i18n.py",
        "marked fuzzy: 'Two'",
    ]


def test_updating_keeps_translations_drops_what_is_gone_and_changes_nothing_the_second_time(tmp_path: Path) -> None:
    catalogues.update(tmp_path, source("One", (SINGULAR, PLURAL)))
    path = tmp_path / "ar.po"
    written = polib.pofile(str(path))
    assert len(written.find(SINGULAR).msgstr_plural) == 6
    written.find("One").msgstr = "واحد"
    written.save(str(path))
    catalogues.update(tmp_path, source("One", "New"))
    assert {e.msgid: e.msgstr for e in polib.pofile(str(path))} == {"New": "", "One": "واحد"}
    first = path.read_bytes()
    catalogues.update(tmp_path, source("One", "New"))
    assert path.read_bytes() == first
    assert path.read_text(encoding="utf-8").splitlines()[3:5] == [
        '"Language: ar\\n"',
        f'"Plural-Forms: {PLURAL_FORMS["ar"]}\\n"',
    ]


def test_every_message_in_the_code_is_a_literal() -> None:
    """The extractor reads the source, so a message that is put together is in no catalogue."""
    wrong = []
    for path in sources.python("participation"):
        if path.name == "i18n.py":
            continue
        for call in ast.walk(sources.tree(path)):
            if isinstance(call, ast.Call) and _called(call) in catalogues.KEYWORDS:
                count = 1 if _called(call) in ("_", "gettext", "lazy") else 2
                if not all(isinstance(a, ast.Constant) and isinstance(a.value, str) for a in call.args[:count]):
                    wrong.append(f"{sources.name(path)}:{call.lineno}")
    # The form library's messages are looked up as they come; they are listed in forms.LIBRARY_MESSAGES.
    assert [w for w in wrong if not w.startswith("participation/forms.py:")] == []


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def test_every_message_in_the_templates_is_a_literal() -> None:
    environment = Environment()
    wrong = []
    for path in sources.templates():
        for call in environment.parse(path.read_text(encoding="utf-8")).find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name in catalogues.KEYWORDS:
                count = 1 if call.node.name in ("_", "gettext") else 2
                if not all(isinstance(a, nodes.Const) and isinstance(a.value, str) for a in call.args[:count]):
                    wrong.append(f"{sources.name(path)}:{call.lineno}")
    assert wrong == []


USED_FIELDS = ("choices", "core", "datetime", "simple", "list", "form")
UNSEEN = {"Choices cannot be None.", "Not a valid time value.", "Not a valid week value."}
"""Messages of fields that no form of ours has, and one that only a defect can show."""


def test_the_form_librarys_messages_are_in_the_catalogues() -> None:
    package = Path(inspect.getfile(wtforms.fields)).parent
    said = {
        call.args[0].value
        for name in USED_FIELDS
        for call in ast.walk(ast.parse((package / f"{name}.py").read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and _called(call) == "gettext" and isinstance(call.args[0], ast.Constant)
    }
    known = {m.id for m in catalogues.template()}
    assert sorted(said - UNSEEN - known) == [], "add them to LIBRARY_MESSAGES in participation/forms.py"


def test_the_commands_work_on_the_checkout_one_stands_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for command in ("update", "check"):
        said = CliRunner().invoke(main, ["translations", command])
        assert (said.exit_code, "is not there" in said.output) == (1, True)
    assert list(tmp_path.iterdir()) == []
