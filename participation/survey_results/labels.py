"""What the lines, blocks, groups and versions of results are called, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from babel.dates import format_skeleton

from participation import i18n
from participation.contributions import words as _words  # noqa: F401 - names the channels
from participation.contributions.rules import Channel
from participation.i18n import gettext, number
from participation.survey_results.rules import CHANNEL, LANGUAGE
from participation.survey_results.tables import Block, Line, LineKind, SplitBlock, VersionTable
from participation.surveys.definition import Asked
from participation.texts import Rendered, Texts


def plain(text: str) -> Rendered:
    """Words of the page's own language."""
    return Rendered(text, i18n.current().code, False)


def line_label(asked: Asked, line: Line) -> Rendered:
    """What the line stands for."""
    locale = i18n.current().code
    if line.kind is LineKind.OPTION:
        return line.text.in_(locale)
    if line.kind is LineKind.NUMBER:
        ends: dict[int | Decimal, Texts] = {asked.steps[0]: asked.low_label, asked.steps[-1]: asked.high_label}
        said = ends[line.low].in_(locale).text if line.low in ends else ""
        return plain(f"{number(line.low)} – {said}" if said else number(line.low))
    if line.kind is LineKind.BAND:
        unit = asked.unit.in_(locale).text
        said = number(line.low) if line.low == line.high else f"{number(line.low)}–{number(line.high)}"
        return plain(f"{said} {unit}".strip())
    if line.kind is LineKind.MONTH:
        year, month = line.key.split("-")
        return plain(str(format_skeleton("yMMMM", date(int(year), int(month), 1), locale=i18n.current().babel)))
    return plain(gettext("Agreed") if line.kind is LineKind.AGREED else gettext("Answered"))


def block_label(block: Block | SplitBlock) -> Rendered | None:
    """What the block is about, if the question has several."""
    if block.text:
        return block.text.in_(i18n.current().code)
    if block.key:
        return plain(gettext("Place %(n)s", n=number(int(block.key))))
    return None


def version_label(versions: Sequence[VersionTable], at: int) -> str:
    """Which version it is, if there are several."""
    if len(versions) == 1:
        return ""
    n = number(versions[at].asked.version)
    return gettext("Version %(n)s of the question", n=n)


def split_label(name: str) -> str:
    """What answers are split by, other than a question."""
    return {CHANNEL: gettext("Channel"), LANGUAGE: gettext("Language")}[name]


def channel_label(value: str) -> str:
    """How a response reached the municipality."""
    return i18n.label(Channel(value))
