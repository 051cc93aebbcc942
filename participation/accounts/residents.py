"""Signing in and out. What an official was sending when the session ended is kept and sent on afterwards."""

from __future__ import annotations

import flask
import flask_login
from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from participation import i18n, page
from participation.accounts.actions import password_fits
from participation.accounts.forms import SignInForm
from participation.accounts.models import Account
from participation.accounts.queries import account_by_email
from participation.accounts.sessions import SignedIn
from participation.forms import ActionForm

bp = Blueprint("accounts", __name__)

DEMO_ACCOUNTS = (
    "officer@demo.example",
    "secretary@demo.example",
    "council-secretary@demo.example",
    "coordinator@demo.example",
    "moderator@demo.example",
    "moderator2@demo.example",
    "registrar@demo.example",
    "elected@demo.example",
    "admin@demo.example",
)
_KEPT = "kept-"
_NOT_KEPT = frozenset({"csrf_token"})


@bp.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    form = SignInForm()
    if request.method == "GET":
        form.next.data = request.args.get("next", "")
        return _page(form, 200)
    if not form.validate_on_submit():
        return _page(form, 422)
    seconds = _wait(form.email.data)
    if seconds:
        return page.too_many("residents/accounts/sign_in.html", seconds, form=form, **_extras())
    account = account_by_email(form.email.data)
    if not password_fits(account, form.password.data) or account is None:
        form.fail("password", i18n.gettext("The e-mail address or the password is wrong. Try again."))
        return _page(form, 422)
    _start_session(account)
    kept = _kept_fields()
    if kept:
        return page.render(
            "residents/accounts/send_again.html",
            action=_own_path(form.next.data),
            fields=kept,
            form=ActionForm(formdata=None),
        )
    return page.see_other(_own_path(form.next.data))


@bp.route("/sign-out", methods=["GET", "POST"])
def sign_out() -> ResponseReturnValue:
    form = ActionForm()
    if form.validate_on_submit():
        flask_login.logout_user()
        flask.session.clear()
        return page.see_other(flask.url_for("residents.dialogues.start"))
    return page.render("residents/accounts/sign_out.html", 422 if form.is_submitted() else 200, form=form)


def ask_to_sign_in() -> Response:
    """For a page that needs it: a POST's fields are carried through signing in, so that nothing is lost."""
    here = request.full_path.rstrip("?")
    if request.method == "GET":
        return flask.redirect(flask.url_for("residents.accounts.sign_in", next=here), code=302)
    form = SignInForm(formdata=None)
    form.next.data = here
    kept = [(_KEPT + n, v) for n, v in request.form.items(multi=True) if n not in _NOT_KEPT]
    return page.render("residents/accounts/sign_in.html", 401, form=form, kept=kept, expired=True, **_accounts())


def _start_session(account: Account) -> None:
    flask.session.clear()
    flask_login.login_user(SignedIn(account))
    flask.session.permanent = True


def _wait(email: str) -> int:
    limits = page.app_settings().rate_limits
    return max(
        page.limiter().wait(limits.sign_in_per_account, "sign-in", email.strip().lower()),
        page.limiter().wait(limits.sign_in_per_prefix, "sign-in-prefix", page.sender_prefix()),
    )


def _kept_fields() -> list[tuple[str, str]]:
    return [(n.removeprefix(_KEPT), v) for n, v in request.form.items(multi=True) if n.startswith(_KEPT)]


def _page(form: SignInForm, status: int) -> Response:
    return page.render("residents/accounts/sign_in.html", status, form=form, **_extras())


def _extras() -> dict[str, object]:
    return {
        "kept": [(n, v) for n, v in request.form.items(multi=True) if n.startswith(_KEPT)],
        "expired": False,
        **_accounts(),
    }


def _accounts() -> dict[str, object]:
    return {"demo_accounts": DEMO_ACCOUNTS if page.app_settings().demo else ()}


def _own_path(target: str | None) -> str:
    """Only a path of this service, never another site; the staff start page otherwise."""
    path = target or ""
    # Browsers take a backslash for a slash, and leave out line breaks and tabs.
    if path.startswith("/") and not path.startswith("//") and "\\" not in path and path.isprintable():
        return path
    return flask.url_for("officials.dialogues.start")
