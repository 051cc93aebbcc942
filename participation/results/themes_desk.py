"""What the pages of sorting show: the themes and their sizes, what is listed, filters and pages. Finished values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import flask
from flask import request

from participation import i18n
from participation.access import NotFound, allowed
from participation.contributions.paging import FilterGroup, FilterLink, Pager
from participation.contributions.rules import Channel, ContributionKind
from participation.contributions.taking_part import before_change
from participation.dialogues.models import Dialogue
from participation.forms import ActionForm, one_line
from participation.page import current_actor
from participation.results import sorting
from participation.results.models import Theme
from participation.results.officials_desk import frame, here, tongues, why_not
from participation.results.permissions import ResultsPermission
from participation.results.queries import coverage, theme_sizes, themes_in
from participation.results.rules import OTHER_TITLE
from participation.survey_results.permissions import SurveyResultsPermission
from participation.texts import Rendered, direction, language_tag

OTHER = "other"
"""How the form names the theme for all else before it has been needed."""


@dataclass(frozen=True)
class ThemeRow:
    """A theme as the page lists it; ``key`` is how the form names it."""

    key: str
    title: Rendered
    size: int
    share: float
    edit_href: str | None
    raise_href: str | None


@dataclass(frozen=True)
class AnswerShown:
    """A question and its answer in words; ``words`` are the respondent's own."""

    question: Rendered
    text: str
    words: str


@dataclass(frozen=True)
class ItemShown:
    """A contribution to tick."""

    id: int
    number: str
    kind: str
    channel: str
    when: datetime
    title: str
    body: str
    lang: str
    dir: str
    language_name: str | None
    before_change: str
    about: str
    themes: Sequence[Rendered]
    answers: Sequence[AnswerShown]


def theme_page(dialogue: Dialogue, form: Any, found: Theme | None) -> dict[str, Any]:
    """What the page of one theme shows."""
    title = i18n.gettext("New theme") if found is None else here(found.title).text
    return {
        "form": form,
        **frame(dialogue, title),
        "tongues": tongues(dialogue),
        "is_other": found is not None and found.is_other,
        "back_href": list_href(dialogue, {}),
        "remove_href": None
        if found is None or found.is_other
        else flask.url_for(".remove_theme", dialogue_id=dialogue.id, theme_id=found.id),
        "button": ActionForm(formdata=None),
    }


def themes_page(dialogue: Dialogue, form: ActionForm | None = None) -> dict[str, Any]:
    """What the page of sorting shows."""
    found = themes_in(dialogue.id)
    sizes, covered = theme_sizes(dialogue.id), coverage(dialogue.id)
    choice = _choice(found)
    after, before = request.args.get("after", type=int), request.args.get("before", type=int)
    confidential = allowed(current_actor(), SurveyResultsPermission.EXPORT, dialogue)
    page = sorting.page_of(dialogue.id, choice, confidential=confidential, after=_id(after), before=_id(before))
    titles = {t.id: here(t.title) for t in found}
    locked = why_not(ResultsPermission.SORT, dialogue)
    return {
        **frame(dialogue, i18n.gettext("Sort into themes"), "themes"),
        "form": form or ActionForm(formdata=None),
        "locked": locked,
        "covered": covered,
        "rows": _rows(dialogue, found, sizes, covered.counted, locked is None),
        "items": [_shown(dialogue, item, titles) for item in page.items],
        "ticked": set(numbers(request.form.getlist("contribution"))),
        "ticked_themes": set(request.form.getlist("theme")),
        "filters": _filters(dialogue, found, sizes, covered, choice),
        "pager": _pager(dialogue, page),
        "done": request.args.get("done", type=int),
        "sort_href": flask.url_for(".sort", dialogue_id=dialogue.id, **_kept(request.args)),
        "new_href": flask.url_for(".new_theme", dialogue_id=dialogue.id),
        "wordless_href": flask.url_for(".wordless", dialogue_id=dialogue.id),
        "report_href": flask.url_for(".report", dialogue_id=dialogue.id),
    }


def _rows(
    dialogue: Dialogue, found: Sequence[Theme], sizes: dict[int, int], total: int, may_edit: bool
) -> list[ThemeRow]:
    rows = [_row(dialogue, t, sizes.get(t.id, 0), total, may_edit, first=n == 0) for n, t in enumerate(found)]
    if not any(t.is_other for t in found):
        rows.append(ThemeRow(OTHER, here(OTHER_TITLE), 0, 0, None, None))
    return rows


def _row(dialogue: Dialogue, theme: Theme, size: int, total: int, may_edit: bool, *, first: bool) -> ThemeRow:
    at: Any = {"dialogue_id": dialogue.id, "theme_id": theme.id}
    return ThemeRow(
        key=str(theme.id),
        title=here(theme.title),
        size=size,
        share=100 * size / total if total else 0,
        edit_href=flask.url_for(".theme", **at) if may_edit else None,
        raise_href=flask.url_for(".raise_theme", **at) if may_edit and not first and not theme.is_other else None,
    )


def _shown(dialogue: Dialogue, item: sorting.Item, titles: dict[int, Rendered]) -> ItemShown:
    c = item.contribution
    about = ""
    if item.subject_number is not None:
        about = i18n.gettext(
            "About idea %(number)s: %(title)s", number=str(item.subject_number), title=item.subject_title
        )
    return ItemShown(
        id=c.id,
        number=f"{dialogue.registry_number}-{c.number:04d}",
        kind=i18n.label(c.contribution_kind),
        channel=i18n.label(Channel(c.channel)),
        when=c.received_at,
        title=c.title,
        body=c.body,
        lang=language_tag(c.language),
        dir=direction(c.language),
        language_name=None if c.language == i18n.current().code else i18n.language_name(c.language),
        before_change=before_change(dialogue, c.received_at),
        about=about,
        themes=[titles[t] for t in item.themes if t in titles],
        answers=[_answer(a) for a in item.answers],
    )


def _answer(answer: sorting.SurveyAnswer) -> AnswerShown:
    text = i18n.join([here(o).text for o in answer.options])
    if answer.number is not None:
        text = i18n.number(answer.number)
        if answer.scale is not None:
            low, low_label, high, high_label = answer.scale
            ends = [
                f"{low} = {here(low_label)}" if low_label else "",
                f"{high} = {here(high_label)}" if high_label else "",
            ]
            text = i18n.gettext("%(number)s on a scale from %(low)s to %(high)s", number=text, low=low, high=high)
            if any(ends):
                text += f" ({', '.join(e for e in ends if e)})"
    return AnswerShown(here(answer.question), text, answer.words)


# -- which contributions are listed ------------------------------------------------------------------------------


def _choice(found: Sequence[Theme]) -> sorting.Choice:
    wanted = request.args.get("theme", "none")
    theme_id = None
    if wanted not in ("none", "all"):
        theme_id = next((t.id for t in found if str(t.id) == wanted), None)
        if theme_id is None:
            raise NotFound
    kind = request.args.get("kind")
    return sorting.Choice(
        without_theme=wanted == "none",
        theme_id=theme_id,
        kind=ContributionKind(kind) if kind in set(ContributionKind) else None,
        language=one_line(request.args.get("language"))[:16] or None,
    )


def _filters(
    dialogue: Dialogue, found: Sequence[Theme], sizes: dict[int, int], covered: Any, choice: sorting.Choice
) -> list[FilterGroup]:
    now = _kept(request.args)

    def to(label: str, current: bool, count: int | None = None, **change: str | None) -> FilterLink:
        return FilterLink(label, list_href(dialogue, {**now, **change}), current, count)

    everything = not choice.without_theme and choice.theme_id is None
    by_theme = [
        to(i18n.gettext("Without a theme"), choice.without_theme, covered.without_theme, theme=None),
        *(to(here(t.title).text, choice.theme_id == t.id, sizes.get(t.id, 0), theme=str(t.id)) for t in found),
        to(i18n.gettext("All"), everything, covered.counted, theme="all"),
    ]
    by_kind = [
        to(i18n.gettext("All"), choice.kind is None, kind=None),
        *(to(i18n.label(k), choice.kind is k, kind=k.value) for k in ContributionKind),
    ]
    codes = sorting.languages_written(dialogue.id)
    by_language = [
        to(i18n.gettext("All"), choice.language is None, language=None),
        *(to(i18n.language_name(c), choice.language == c, language=c) for c in codes),
    ]
    groups = [
        FilterGroup(i18n.gettext("Theme"), by_theme),
        FilterGroup(i18n.gettext("Kind"), by_kind),
    ]
    return [*groups, FilterGroup(i18n.gettext("Language"), by_language)] if len(codes) > 1 else groups


def _pager(dialogue: Dialogue, page: sorting.Page) -> Pager:
    kept = _kept(request.args)
    first, last = (page.items[0], page.items[-1]) if page.items else (None, None)
    back = {**kept, "before": first.contribution.id} if first and page.more_before else None
    on = {**kept, "after": last.contribution.id} if last and page.more_after else None
    return Pager(
        previous_href=list_href(dialogue, back) if back else None,
        next_href=list_href(dialogue, on) if on else None,
    )


def _kept(args: Any) -> dict[str, Any]:
    return {name: args.get(name) for name in ("theme", "kind", "language") if args.get(name)}


def list_href(dialogue: Dialogue, args: Mapping[str, Any], **more: Any) -> str:
    """The list with the filters kept."""
    wanted = {k: v for k, v in {**_kept(args), **_positions(args), **more}.items() if v is not None}
    return flask.url_for(".themes", dialogue_id=dialogue.id, **wanted)


def _positions(args: Any) -> dict[str, Any]:
    return {name: args[name] for name in ("after", "before") if isinstance(args.get(name), int)}


def numbers(texts: Sequence[str]) -> list[int]:
    """The ids among what was sent, each once."""
    return [int(t) for t in dict.fromkeys(texts) if t.isascii() and t.isdigit() and len(t) < 10]


def _id(value: int | None) -> int | None:
    return value if value is not None and 0 < value < 2**31 else None
