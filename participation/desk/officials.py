"""How the dialogues of a body, or of the whole municipality, stand."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from participation import page
from participation.access import NotFound
from participation.bodies.queries import body_by_code
from participation.desk.bodies import all_bodies_page, body_page, may_read

bp = Blueprint("desk", __name__)


@bp.route("/bodies", methods=["GET"])
def bodies() -> ResponseReturnValue:
    return page.render("officials/desk/bodies.html", page=all_bodies_page(page.current_actor()))


@bp.route("/bodies/<code>", methods=["GET"])
def body(code: str) -> ResponseReturnValue:
    actor = page.current_actor()
    found = body_by_code(code)
    if found is None or not may_read(actor, found):
        raise NotFound
    return page.render("officials/desk/body.html", page=body_page(actor, found))
