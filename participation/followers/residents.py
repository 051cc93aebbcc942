"""Pages where anybody begins to follow a dialogue by e-mail, confirms it, and stops."""

from __future__ import annotations

import hashlib
from typing import Any

import flask
from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from participation import i18n, page
from participation.access import NotFound
from participation.contributions.taking_part import Crumb, look_automatic, title_of, way_to
from participation.dialogues.queries import dialogue_by_id, public_dialogue, slug_of
from participation.followers import words as words
from participation.followers.actions import confirm, follow, stop_by_owner
from participation.followers.forms import FollowForm
from participation.followers.models import Follower
from participation.followers.queries import follower_by_token
from participation.forms import ActionForm, is_one_click

bp = Blueprint("followers", __name__)


@bp.route("/dialogues/<slug>/follow", methods=["GET", "POST"])
def new(slug: str) -> ResponseReturnValue:
    dialogue = public_dialogue(slug)
    form = FollowForm()
    values: dict[str, Any] = {
        "form": form,
        "title": title_of(dialogue),
        "slug": slug,
        "breadcrumbs": way_to(slug, dialogue, Crumb(i18n.gettext("Follow the dialogue"))),
        "days": page.app_settings().clocks.follow_confirm_days,
    }
    if request.method == "GET":
        return page.render("residents/followers/new.html", **values)
    if not form.validate():
        return page.invalid("residents/followers/new.html", **values)
    if form.looks_automatic:
        look_automatic(form)
        return page.invalid("residents/followers/new.html", **values)
    limits = page.app_settings().rate_limits
    seconds = page.limiter().wait(limits.follows_per_prefix, "follow", page.sender_prefix())
    if seconds:
        return page.too_many("residents/followers/new.html", seconds, **values)
    address = form.email.data.strip().lower()
    # Whoever types somebody else's address learns nothing, and cannot fill that person's letter box either.
    if not page.limiter().wait(limits.follows_per_address, "follow-to", _hash(address)):
        follow(page.current_actor(), dialogue, email=address, locale=i18n.current().code, key=form.key(address))
    return page.see_other(flask.url_for("residents.followers.asked", slug=slug))


def _hash(address: str) -> str:
    return hashlib.sha256(f"{page.app_settings().secret_key}|{address}".encode()).hexdigest()[:24]


@bp.route("/dialogues/<slug>/follow/asked", methods=["GET"])
@page.browsing
def asked(slug: str) -> ResponseReturnValue:
    dialogue = public_dialogue(slug)
    return page.render(
        "residents/followers/asked.html",
        title=title_of(dialogue),
        slug=slug,
        breadcrumbs=way_to(slug, dialogue, Crumb(i18n.gettext("Follow the dialogue"))),
        days=page.app_settings().clocks.follow_confirm_days,
    )


@bp.route("/follow/<token>", methods=["GET", "POST"])
def show(token: str) -> ResponseReturnValue:
    """The link in the letter. Opening it changes nothing, because mail programs open links by themselves."""
    follower = _found(token)
    if follower is None:
        return _gone()
    form = ActionForm()
    if request.method == "POST" and form.validate():
        confirm(follower)
        return page.see_other(flask.url_for("residents.followers.show", token=token))
    return _page("show", follower, form)


@bp.route("/follow/<token>/stop", endpoint="stop", methods=["GET", "POST"])
def end(token: str) -> ResponseReturnValue:
    """Stop following. Also what a mail program sends when its own button for it is pressed (RFC 8058)."""
    follower = _found(token)
    if follower is None:
        return _gone()
    form = ActionForm()
    if request.method == "POST" and (is_one_click(request.form) or form.validate()):
        stop_by_owner(follower)
        return page.see_other(flask.url_for("residents.followers.stopped"))
    return _page("stop", follower, form)


@bp.route("/follow/stopped", methods=["GET"])
@page.browsing
def stopped() -> ResponseReturnValue:
    return page.render("residents/followers/stopped.html")


def _found(token: str) -> Follower | None:
    try:
        return follower_by_token(token)
    except NotFound:
        return None


def _gone() -> Response:
    return page.render("residents/followers/gone.html", 404)


def _page(name: str, follower: Follower, form: ActionForm) -> Response:
    dialogue = dialogue_by_id(follower.dialogue_id)
    return page.render(
        f"residents/followers/{name}.html",
        422 if form.errors else 200,
        form=form,
        title=title_of(dialogue),
        slug=slug_of(dialogue.id, dialogue.title),
        confirmed=follower.confirmed_at is not None,
        token=follower.token,
    )
