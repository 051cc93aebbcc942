"""The catalogues in ``translations/``: brought up to the source texts, and checked. Works in a checkout only.

English source texts are the message ids, so English has no catalogue. A language is checked whole if the interface is
offered in it; what a language that is not yet offered does have is checked, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from participation.i18n import PLURAL_FORMS
from participation.settings import INTERFACE_LOCALES

ROOT = Path(__file__).resolve().parent.parent
TRANSLATIONS = ROOT / "translations"
SOURCES = (("participation", [("**.py", "python")]), ("templates", [("**.html", "jinja2"), ("**.txt", "jinja2")]))
KEYWORDS = {"_": None, "gettext": None, "lazy": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}

_PLACEHOLDER = re.compile(r"%(?:\((\w+)\)([a-z]?)|(%)|(.?))", re.DOTALL)
_NOISE = (
    "Project-Id-Version|Report-Msgid-Bugs-To|POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|"
    "Generated-By"
)


class NoCheckout(Exception):
    """There are no sources to read in the folder."""


def template(root: Path = ROOT) -> Catalog:
    """Every message in the sources, in a stable order."""
    catalogue = Catalog(charset="utf-8", fuzzy=False)
    for folder, methods in SOURCES:
        if not (root / folder).is_dir():
            raise NoCheckout(f"{root / folder} is not there: catalogues are made in a checkout")
        found = extract_from_dir(root / folder, method_map=methods, keywords=KEYWORDS, comment_tags=("Note:",))
        for name, _line, message, comments, context in sorted(found, key=lambda f: (f[0], f[1])):
            catalogue.add(message, None, [(f"{folder}/{name}", 0)], auto_comments=comments, context=context)
    return catalogue


def read(path: Path, code: str) -> Catalog:
    """The catalogue of a language; an empty one if there is none yet."""
    if not path.is_file():
        return Catalog(locale=code.split("-")[0], charset="utf-8", fuzzy=False, header_comment="#")
    with path.open("rb") as stream:
        return read_po(stream, locale=code.split("-")[0])


def update(folder: Path = TRANSLATIONS, source: Catalog | None = None) -> None:
    """Add new source texts to each catalogue and take out those that are gone; nothing is guessed.

    A language that is not offered begins when somebody makes an empty file for it.
    """
    messages = source or template()
    for code in PLURAL_FORMS:
        path = folder / f"{code}.po"
        if code not in INTERFACE_LOCALES and not path.is_file():
            continue
        catalogue = read(path, code)
        catalogue.update(messages, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        with path.open("wb") as stream:
            write_po(stream, catalogue, width=0, sort_output=True, include_lineno=False)
        _fix_header(path, PLURAL_FORMS[code])


def _fix_header(path: Path, plural: str) -> None:
    """Our own plural rule, and nothing that changes with each run or names a person or a machine."""
    text = path.read_text(encoding="utf-8")
    text = re.sub(r'^"Plural-Forms: .*\\n"$', lambda _: f'"Plural-Forms: {plural}\\n"', text, count=1, flags=re.M)
    text = re.sub(rf'^"({_NOISE}): .*\\n"\n', "", text, flags=re.M)
    path.write_text(text, encoding="utf-8")


def check(folder: Path = TRANSLATIONS, source: Catalog | None = None) -> list[str]:
    """What is wrong with the catalogues, a line each; empty if nothing is."""
    messages = source or template()
    return [
        f"{code}: {fault}"
        for code in PLURAL_FORMS
        for fault in faults(folder / f"{code}.po", code, messages, whole=code in INTERFACE_LOCALES)
    ]


def faults(path: Path, code: str, source: Catalog, *, whole: bool) -> Iterator[str]:
    """What is wrong with one catalogue; ``whole`` if every message must be translated."""
    if not path.is_file():
        if whole:
            yield "there is no catalogue; run: participation translations update"
        return
    if f'"Plural-Forms: {PLURAL_FORMS[code]}\\n"' not in path.read_text(encoding="utf-8"):
        yield "the Plural-Forms header is not that of participation/i18n.py"
    wanted = {_key(m): m for m in source if m.id}
    had = {_key(m): m for m in read(path, code) if m.id}
    for singular, context in sorted(set(had) - set(wanted)):
        yield f"not in the sources any more: {singular!r}" + (f" ({context})" if context else "")
    for key, message in wanted.items():
        translated = had.get(key)
        if translated is None or not any(_strings(translated)):
            if whole:
                yield f"not translated: {key[0]!r} ({message.locations[0][0]})"
        elif translated.fuzzy:
            yield f"marked fuzzy: {key[0]!r}"
        else:
            for fault in message_faults(ids_of(message), _strings(translated), PLURAL_FORMS[code]):
                yield f"{fault}: {key[0]!r}"


def message_faults(ids: tuple[str, ...], strings: tuple[str, ...], plural_forms: str) -> Iterator[str]:
    """What is wrong with a translation: missing forms, other placeholders, other white space around it."""
    forms = int(plural_forms.split("nplurals=")[1].split(";")[0]) if len(ids) > 1 else 1
    if len(strings) != forms:
        yield f"{len(strings)} plural forms instead of {forms}"
    allowed = set().union(*map(_placeholders, ids))
    # A plural form may leave its number out ("one minute", "two minutes" in one word), as languages do.
    optional = {"%(n)s"} if len(ids) > 1 else set()
    for text in strings:
        if not text:
            yield "a plural form is not translated"
            continue
        found = _placeholders(text)
        if found - allowed or allowed - found - optional:
            yield "other placeholders than the source"
        if _around(text) != _around(ids[0]):
            yield "other spaces or line breaks at its ends than the source"


def _placeholders(text: str) -> set[str]:
    """The placeholders as they are written, so that a broken one is another one."""
    return {found.group(0) for found in _PLACEHOLDER.finditer(text)}


def _around(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def _key(message: Message) -> tuple[str, str]:
    return ids_of(message)[0], message.context or ""


def ids_of(message: Message) -> tuple[str, ...]:
    """The source texts: one, or singular and plural."""
    return _tuple(message.id)


def _strings(message: Message) -> tuple[str, ...]:
    return _tuple(message.string)


def _tuple(value: str | Iterable[str] | None) -> tuple[str, ...]:
    return (value or "",) if isinstance(value, str | None) else tuple(value)
