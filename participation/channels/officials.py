"""The list of other channels in the back office: the coordinator's to change, everybody's to read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from participation import db, i18n, page, refusals
from participation.access import Conflict, allowed, require
from participation.accounts.queries import names_of
from participation.channels import actions
from participation.channels.actions import ChannelWords
from participation.channels.forms import LANGUAGES, PARTS, ChannelForm, EveryLanguageForm
from participation.channels.models import OtherChannel
from participation.channels.permissions import ChannelPermission
from participation.channels.queries import all_channels, channel_by_id
from participation.contributions.taking_part import Crumb
from participation.dialogues.comparing import Differing, compared
from participation.i18n import gettext
from participation.texts import Rendered, direction, language_tag

bp = Blueprint("channels", __name__, url_prefix="/channels")

_STEP = 10


@dataclass(frozen=True)
class Row:
    """A channel of the list."""

    title: Rendered
    languages: str
    shown: bool
    changed: str
    href: str | None


@bp.route("", methods=["GET"])
def index() -> ResponseReturnValue:
    may = allowed(page.current_actor(), ChannelPermission.KEEP)
    found = all_channels()
    people = names_of(c.changed_by_id for c in found)
    return page.render(
        "officials/channels/index.html",
        crumbs=_way(),
        rows=[
            Row(
                title=c.title.in_(i18n.current().code),
                languages=i18n.join([i18n.language_name(code) for code in LANGUAGES if code in c.title]),
                shown=c.shown,
                changed=_changed(i18n.format_date(c.changed_at), people.get(c.changed_by_id or 0, "")),
                href=url_for("officials.channels.change", channel_id=c.id) if may else None,
            )
            for c in found
        ],
        new_href=url_for("officials.channels.new") if may else None,
    )


def _changed(when: str, by: str) -> str:
    return gettext("%(name)s, %(when)s", name=by, when=when) if by else when


def _way(here: str = "") -> list[Crumb]:
    own = gettext("Other ways to influence")
    way = [Crumb(gettext("Back office"), url_for("officials.dialogues.start"))]
    return [*way, Crumb(own, url_for("officials.channels.index")), Crumb(here)] if here else [*way, Crumb(own)]


@bp.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    require(page.current_actor(), ChannelPermission.KEEP)
    form = EveryLanguageForm()
    if not form.is_submitted():
        form.position.data = max((c.position for c in all_channels()), default=0) + _STEP
        form.shown.data = True
        return _form("new", form, gettext("Add a channel"))
    if not form.validate():
        return _form("new", form, gettext("Add a channel"), 422)
    actions.add_channel(page.current_actor(), _words(form))
    return page.see_other(url_for("officials.channels.index"))


@bp.route("/<int:channel_id>", methods=["GET", "POST"])
def change(channel_id: int) -> ResponseReturnValue:
    require(page.current_actor(), ChannelPermission.KEEP)
    channel = channel_by_id(channel_id)
    title = channel.title.in_(i18n.current().code).text
    form = EveryLanguageForm()
    if not form.is_submitted():
        _fill(form, channel)
        return _form("change", form, title)
    if not form.validate():
        return _form("change", form, title, 422)
    try:
        actions.change_channel(page.current_actor(), channel, _words(form), seen=form.seen.data)
    except Conflict:
        db.start_over()
        channel = channel_by_id(channel_id)
        stored = EveryLanguageForm(formdata=None)
        _fill(stored, channel)
        form.seen.data = stored.seen.data
        return _form("change", form, channel.title.in_(i18n.current().code).text, 409, _differing(stored, form))
    return page.see_other(url_for("officials.channels.index"))


def _fill(form: ChannelForm, channel: OtherChannel) -> None:
    """What is stored, as the form holds it."""
    for part in PARTS:
        form.show(part, getattr(channel, part))
    form.href.data, form.position.data, form.shown.data = channel.href, channel.position, channel.shown
    form.seen.data = actions.version(channel)


def _differing(stored: ChannelForm, form: ChannelForm) -> list[Differing]:
    """Where what a colleague has stored differs from what is sent, each language's texts with its name."""
    found = []
    for code in LANGUAGES:
        names = {field.name for field in form.fields_of(code)}
        for row in compared(stored, form, names, language=code):
            words = gettext("%(what)s In %(language)s", what=row.label, language=i18n.language_name(code))
            found.append(replace(row, label=words))
    return [*found, *compared(stored, form, ("href", "position", "shown"))]


def _words(form: ChannelForm) -> ChannelWords:
    return ChannelWords(
        title=form.texts("title"),
        text=form.texts("text"),
        signs=form.texts("signs"),
        href=(form.href.data or "").strip(),
        position=form.position.data or 0,
        shown=bool(form.shown.data),
    )


def _form(
    name: str, form: ChannelForm, title: str, status: int = 200, differences: Sequence[Differing] | None = None
) -> ResponseReturnValue:
    """``differences``: a colleague has changed the channel meanwhile, and where that differs from the form."""
    languages = [
        (i18n.language_name(code), language_tag(code), direction(code), form.fields_of(code), code == "sv")
        for code in LANGUAGES
    ]
    return page.render(
        f"officials/channels/{name}.html",
        status,
        crumbs=_way(title),
        title=title,
        form=form,
        languages=languages,
        errors=refusals.race(compared=bool(differences)) if differences is not None else [],
        differences=differences,
    )
