"""The result page, for officials and for the public: finished values in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from participation import i18n
from participation.i18n import capital, gettext, label, ngettext, number
from participation.survey_results import suppression
from participation.survey_results.labels import (
    block_label,
    channel_label,
    line_label,
    plain,
    version_label,
)
from participation.survey_results.numbers import Grouped, Result, in_groups, result_of, splits_of
from participation.survey_results.rules import MOST_UNASKED, WAYS
from participation.survey_results.tables import Block, Group, QuestionTable, SplitBlock, SplitTable, VersionTable
from participation.surveys import words as _words  # noqa: F401 - names the sorts of questions
from participation.surveys.models import Survey
from participation.surveys.rules import WRITTEN, QuestionType
from participation.texts import Rendered

_Ways = Sequence[tuple[str, Grouped]]
"""What the splits by channel and by language are called, as far as there are several, and the answers in them."""


@dataclass(frozen=True)
class LineView:
    """A line of a table and of its chart. ``width``: of the bar, in per cent."""

    label: Rendered
    count: str
    percent: str
    width: str


@dataclass(frozen=True)
class BlockView:
    """A table and the chart of the same numbers."""

    title: Rendered | None
    base: str
    lines: Sequence[LineView]
    has_percent: bool


@dataclass(frozen=True)
class SharesView:
    """A line of a chart in groups: for each group that has shares its share ("" if it is not told) and a bar."""

    label: Rendered
    bars: Sequence[tuple[Rendered, str, str]]


@dataclass(frozen=True)
class SplitView:
    """A table with a column for each group, "" for what is not told; a chart of its shares, and who is not in it."""

    title: Rendered | None
    heads: Sequence[Rendered]
    rows: Sequence[tuple[Rendered, Sequence[str]]]
    bases: Sequence[str]
    withheld: bool
    chart: Sequence[SharesView]
    without_shares: str


@dataclass(frozen=True)
class WayView:
    """The same version by channel or by language."""

    label: str
    splits: Sequence[SplitView]


@dataclass(frozen=True)
class VersionView:
    """One version of a question with its blocks, whole or split."""

    label: str
    text: Rendered
    blocks: Sequence[BlockView]
    splits: Sequence[SplitView]
    ways: Sequence[WayView]
    mean: str


@dataclass(frozen=True)
class QuestionResult:
    """A question and what was answered to it."""

    id: str
    place: str
    text: Rendered
    kind: str
    versions: Sequence[VersionView]
    note: str
    missing: str
    confidential: bool
    words_href: str
    words: str


@dataclass(frozen=True)
class SplitChoice:
    """Something answers can be split by."""

    key: str
    label: str
    href: str
    current: bool
    count: int | None = None


@dataclass(frozen=True)
class ResultPage:
    """Everything on the page."""

    responses: int
    hidden: int
    channels: BlockView
    languages: BlockView
    questions: Sequence[QuestionResult]
    choices: Sequence[SplitChoice]
    split: str


def result_page(
    survey: Survey,
    *,
    public: bool,
    by: str,
    address: Callable[[str], str],
    words_href: Callable[[str], str] | None = None,
) -> ResultPage:
    """The page of a survey's results; ``by`` names what to split by, "" for nothing or anything unknown."""
    result = result_of(survey, public=public)
    splits = splits_of(result)
    chosen = splits.get(by)
    grouped = in_groups(result, chosen) if chosen is not None else None
    unasked = chosen is None and result.counts.responses <= MOST_UNASKED
    ways = [(s.label, in_groups(result, s)) for s in map(splits.get, WAYS) if s] if unasked else []
    return ResultPage(
        responses=result.counts.responses,
        hidden=0 if public else result.counts.hidden,
        channels=_share_block(result.counts.channels, channel_label, result.counts.responses),
        languages=_share_block(result.counts.languages, i18n.language_name, result.counts.responses),
        questions=[_question(result, table, grouped, ways, words_href) for table in result.tables],
        choices=[
            SplitChoice(key, name, address(key), key == (by if chosen is not None else ""))
            for key, name in [("", gettext("Everybody together")), *((k, s.label) for k, s in splits.items())]
        ],
        split=chosen.label if chosen is not None else "",
    )


def _share_block(counts: Mapping[str, int], name: Callable[[str], str], total: int) -> BlockView:
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    lines = [_line(plain(capital(name(key))), n, total) for key, n in ordered]
    return BlockView(None, _answered(total), lines, any(line.percent for line in lines))


def _answered(n: int) -> str:
    return ngettext("%(n)s person answered", "%(n)s people answered", n)


def _line(name: Rendered, count: int, base: int) -> LineView:
    said = suppression.percent(count, base)
    width = f"{100 * count / base:.1f}%" if base else "0%"
    return LineView(name, number(count), _share(said), width)


def _question(
    result: Result,
    table: QuestionTable,
    grouped: Grouped | None,
    ways: _Ways,
    words_href: Callable[[str], str] | None,
) -> QuestionResult:
    locale = i18n.current().code
    asked = table.asked
    n = result.numbers.get(table.key, 0)
    written = sum(t.answered for t in table.versions) if asked.type in (*WRITTEN, QuestionType.MAP) else 0
    has_words = written or asked.other is not None
    return QuestionResult(
        id=table.key,
        place=gettext("Question %(n)s", n=number(n)) if n else gettext("No longer asked"),
        text=asked.text.in_(locale),
        kind=label(asked.type),
        versions=[_version(table, at, grouped, ways) for at in range(len(table.versions))],
        note=_versions_note(table),
        missing=ngettext(
            "%(n)s person did not answer this, or was not asked.",
            "%(n)s people did not answer this, or were not asked.",
            table.missing,
        )
        if table.missing
        else gettext("Everybody answered this."),
        confidential=any(t.asked.confidential for t in table.versions),
        words_href=words_href(table.key) if words_href is not None and has_words else "",
        words=gettext(
            "What people wrote in their own words is read by officials and sorted into themes. It is not shown here."
        )
        if written
        else "",
    )


def _versions_note(table: QuestionTable) -> str:
    if len(table.versions) == 1:
        return ""
    parts = [
        ngettext(
            "%(n)s person answered version %(version)s",
            "%(n)s people answered version %(version)s",
            t.answered,
            version=number(t.asked.version),
        )
        for t in reversed(table.versions)
    ]
    said = gettext("The question was changed while people answered: %(versions)s.", versions=i18n.join(parts))
    return f"{said} {gettext('The answers are shown version by version.')}"


def _version(table: QuestionTable, at: int, grouped: Grouped | None, ways: _Ways) -> VersionView:
    version = table.versions[at]
    split = grouped.table(version.asked) if grouped is not None else None
    in_ways = [(name, way.table(version.asked), way.groups) for name, way in ways]
    own_words = version.asked.type in (*WRITTEN, QuestionType.MAP, QuestionType.FILE)
    return VersionView(
        label=version_label(table.versions, at),
        text=version.asked.text.in_(i18n.current().code),
        blocks=() if split is not None else [_block(version, b, own_words) for b in version.blocks],
        splits=() if split is None or grouped is None else _split_views(split, grouped.groups),
        ways=[WayView(name, _split_views(found, groups)) for name, found, groups in in_ways if found is not None],
        mean=gettext("Mean: %(mean)s", mean=number(version.mean / 10)) if version.mean is not None else "",
    )


def _block(version: VersionTable, block: Block, own_words: bool) -> BlockView:
    lines = [] if own_words else [_line(line_label(version.asked, x), x.count, block.base) for x in block.lines]
    return BlockView(block_label(block), _answered(block.base), lines, any(x.percent for x in lines))


def _split_views(table: SplitTable, groups: Sequence[Group]) -> list[SplitView]:
    heads = [g.text.in_(i18n.current().code) for g in groups]
    return [split_view(b, [line_label(table.asked, line) for line in b.lines], heads) for b in table.blocks]


def split_view(block: SplitBlock, labels: Sequence[Rendered], heads: Sequence[Rendered]) -> SplitView:
    """The block as a table and a chart; ``labels`` of its lines, ``heads`` of its groups."""
    shares = [[block.percent(n, g) for g in range(len(heads))] for n in range(len(labels))]
    drawn = [g for g in range(len(heads)) if any(row[g] is not None for row in shares)]
    others = [head.text for g, head in enumerate(heads) if g not in drawn]
    return SplitView(
        title=block_label(block),
        heads=heads,
        rows=[
            (name, [_cell(block.counts[n][g], shares[n][g]) for g in range(len(heads))])
            for n, name in enumerate(labels)
        ],
        bases=["" if base is None else number(base) for base in block.bases],
        withheld=block.withheld,
        chart=[
            SharesView(name, [(heads[g], _share(shares[n][g]), f"{shares[n][g] or 0}%") for g in drawn])
            for n, name in enumerate(labels)
        ]
        if drawn
        else (),
        without_shares=gettext(
            "Not in the picture: %(groups)s. They are too few, or a smaller group could be worked out from them.",
            groups=i18n.join(others),
        )
        if drawn and others
        else "",
    )


def _share(percent: int | None) -> str:
    return "" if percent is None else i18n.percent(percent)


def _cell(count: int | None, percent: int | None) -> str:
    if count is None:
        return ""
    return number(count) if percent is None else f"{number(count)} ({_share(percent)})"
