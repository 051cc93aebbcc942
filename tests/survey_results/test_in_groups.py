"""The chart of answers in groups: the same numbers as its table, and shares only where there are enough people."""

from __future__ import annotations

from participation import i18n
from participation.survey_results.queries import Counts, Part
from participation.survey_results.tables import Line, LineKind, SplitBlock, blocks_of, version_table
from participation.survey_results.views import SplitView, split_view
from participation.surveys.definition import Asked
from participation.surveys.rules import QuestionType
from participation.texts import Rendered


def drawn() -> SplitView:
    lines = tuple(Line(key, LineKind.OPTION, 0) for key in ("yes", "no"))
    counts = ((15, 5, 10), (5, None, 10))
    block = SplitBlock("", lines, counts, bases=(20, 25, 15))
    with i18n.using("en"):
        return split_view(block, [_words("Yes"), _words("No")], [_words("Paper"), _words("Web"), _words("Phone")])


def _words(text: str) -> Rendered:
    return Rendered(text, "en", False)


def test_bars_are_the_shares_of_the_table() -> None:
    view = drawn()
    assert [list(cells) for _, cells in view.rows] == [["15 (75 %)", "5 (20 %)", "10"], ["5 (25 %)", "", "10"]]
    assert [[(head.text, share, width) for head, share, width in line.bars] for line in view.chart] == [
        [("Paper", "75 %", "75%"), ("Web", "20 %", "20%")],
        [("Paper", "25 %", "25%"), ("Web", "", "0%")],
    ]


def test_a_group_with_too_few_people_has_no_bar_and_is_named() -> None:
    assert (
        drawn().without_shares
        == "Not in the picture: Phone. They are too few, or a smaller group could be worked out from them."
    )


def test_numbers_with_decimals_are_in_bands_that_leave_out_none() -> None:
    asked = Asked("q", QuestionType.NUMBER, whole=False)
    parts = {Part(number=n): 10 for n in (0, 250, 499, 500, 1275)}
    (block,) = blocks_of(asked, parts, 50)
    assert [(str(line.low), str(line.high), line.count) for line in block.lines] == [
        ("0", "2.49", 10),
        ("2.5", "4.99", 20),
        ("5", "7.49", 10),
        ("7.5", "9.99", 0),
        ("10", "12.49", 0),
        ("12.5", "12.75", 10),
    ]
    assert version_table(asked, Counts(50, answered={0: 50}, parts={0: parts})).mean == 50
