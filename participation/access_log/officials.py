"""The access log as the data protection officer reads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from participation import i18n, page
from participation.access import require
from participation.access_log import queries
from participation.access_log.forms import FilterForm
from participation.access_log.permissions import AccessLogPermission
from participation.access_log.rules import Shown
from participation.contributions.paging import Pager
from participation.dialogues.work import titles_of
from participation.i18n import gettext, label
from participation.texts import Rendered, Texts

bp = Blueprint("access_log", __name__, url_prefix="/access-log")


@dataclass(frozen=True)
class Row:
    """Somebody was shown something."""

    when: str
    iso: str
    who: str
    what: str
    dialogue: Rendered | None
    about: str


@bp.route("", methods=["GET"])
@page.shows_personal_data(Shown.ACCESS_LOG)
def index() -> ResponseReturnValue:
    require(page.current_actor(), AccessLogPermission.READ)
    locale = i18n.current().code
    titles = titles_of(queries.dialogues_seen())
    form = FilterForm(request.args)
    everything = ("", gettext("All"))
    form.offer("who", [everything, *((str(identity), name) for identity, name in queries.readers())])
    form.offer("what", [everything, *((s.value, label(s)) for s in Shown)])
    form.offer("dialogue", [everything, *((str(i), t.in_(locale).text or str(i)) for i, t in titles.items())])
    form.validate()
    wanted = queries.Wanted(
        actor_id=int(form.who.data) if form.who.data else None,
        what=Shown(form.what.data) if form.what.data else None,
        dialogue_id=int(form.dialogue.data) if form.dialogue.data else None,
        first=None if form.first.errors else form.first.data,
        last=None if form.last.errors else form.last.data,
    )
    before = request.args.get("before", "")
    found, older = queries.sightings(wanted, page.number_in(before))
    chosen = {name: request.args.get(name) for name in ("who", "what", "dialogue", "first", "last")}
    kept: dict[str, Any] = {name: value for name, value in chosen.items() if value}
    return page.render(
        "officials/access_log/index.html",
        form=form,
        rows=[
            Row(
                i18n.format_datetime(seen.at),
                seen.at.isoformat(),
                seen.actor_name,
                label(Shown(seen.what)),
                titles.get(seen.dialogue_id, Texts()).in_(locale) if seen.dialogue_id else None,
                seen.about,
            )
            for seen in found
        ],
        is_filtered=bool(kept),
        pager=Pager(
            url_for(".index", **kept) if before else None,
            url_for(".index", before=older, **kept) if older else None,
        ),
    )
