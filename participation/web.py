"""The audiences: blueprints with one guard each, the unit of work around a request, error pages, headers.

The only importer of pages. Order of a request: language, unit of work, who is asking, the audience's guard, the page;
then headers, and the one commit.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import flask
import flask_login
from flask import Blueprint, Flask, g, request
from flask.typing import ResponseReturnValue
from sqlalchemy.engine import Engine
from werkzeug.exceptions import HTTPException
from werkzeug.routing import IntegerConverter, Map
from werkzeug.wrappers import Response

from participation import clock, db, event_log, i18n, page, refusals
from participation.about import residents as about_residents
from participation.about import site as about_site
from participation.access import VISITOR, Conflict, NotFound, Refused, Role, latest_refusal
from participation.access_log import actions as access_log
from participation.access_log import officials as access_log_officials
from participation.access_log.rules import Shown
from participation.accounts import officials as accounts_officials
from participation.accounts import queries as accounts
from participation.accounts import residents as accounts_residents
from participation.accounts.sessions import SignedIn
from participation.bodies import officials as bodies_officials
from participation.calendar import officials as calendar_officials
from participation.calendar import residents as calendar_residents
from participation.changes import officials as changes_officials
from participation.channels import officials as channels_officials
from participation.channels import residents as channels_residents
from participation.checklists import officials as checklists_officials
from participation.comments import residents as comments_residents
from participation.contributions import officials as contributions_officials
from participation.contributions import residents as receipts_residents
from participation.desk import officials as desk_officials
from participation.dialogues import officials as dialogues_officials
from participation.dialogues import residents as dialogues_residents
from participation.dialogues.guides import guide_to
from participation.dialogues.models import Dialogue
from participation.dialogues.queries import next_boundary
from participation.due_dates import officials as due_dates_officials
from participation.followers import residents as followers_residents
from participation.handbook import officials as handbook_officials
from participation.handbook import residents as handbook_residents
from participation.ideas import residents as ideas_residents
from participation.initiatives import officials as initiatives_officials
from participation.initiatives import residents as initiatives_residents
from participation.legal import officials as legal_officials
from participation.meetings import officials as meetings_officials
from participation.moderation import moderators as moderation_moderators
from participation.moderation import residents as moderation_residents
from participation.offline import officials as offline_officials
from participation.offline import residents as offline_residents
from participation.page import SESSION_COOKIE
from participation.page_cache import KEEPS, VALID_UNTIL, WSGI
from participation.policy import officials as policy_officials
from participation.population import officials as population_officials
from participation.redirects import officials as redirects_officials
from participation.results import officials as results_officials
from participation.results import residents as results_residents
from participation.search import residents as search_residents
from participation.settings import Settings
from participation.statements import officials as statements_officials
from participation.statements import residents as statements_residents
from participation.support import officials as support_officials
from participation.survey_results import officials as survey_results_officials
from participation.survey_results import residents as survey_results_residents
from participation.surveys import officials as surveys_officials
from participation.surveys import residents as surveys_residents

log = logging.getLogger("participation")

RESIDENTS: tuple[Blueprint, ...] = (
    accounts_residents.bp,
    dialogues_residents.bp,
    calendar_residents.bp,
    followers_residents.bp,
    ideas_residents.bp,
    comments_residents.bp,
    surveys_residents.bp,
    statements_residents.bp,
    survey_results_residents.bp,
    offline_residents.bp,
    results_residents.bp,
    receipts_residents.bp,
    moderation_residents.bp,
    moderation_residents.complaints,
    search_residents.bp,
    about_residents.bp,
    initiatives_residents.bp,
    channels_residents.bp,
    handbook_residents.bp,
)
OFFICIALS: tuple[Blueprint, ...] = (
    accounts_officials.bp,
    desk_officials.bp,
    dialogues_officials.bp,
    bodies_officials.bp,
    legal_officials.bp,
    population_officials.bp,
    surveys_officials.bp,
    statements_officials.bp,
    survey_results_officials.bp,
    offline_officials.bp,
    contributions_officials.bp,
    due_dates_officials.bp,
    results_officials.bp,
    changes_officials.bp,
    initiatives_officials.bp,
    redirects_officials.bp,
    channels_officials.bp,
    access_log_officials.bp,
    calendar_officials.bp,
    meetings_officials.bp,
    support_officials.bp,
    checklists_officials.bp,
    handbook_officials.bp,
    policy_officials.bp,
)
MODERATORS: tuple[Blueprint, ...] = (
    moderation_moderators.queue,
    moderation_moderators.several,
    moderation_moderators.complaints,
)

STAFF = frozenset(Role)
MODERATING = frozenset({Role.MODERATOR, Role.COORDINATOR})

_CSP = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": _CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


@dataclass(frozen=True)
class LanguageLink:
    """The same page in another language."""

    code: str
    lang: str
    dir: str
    name: str
    href: str
    current: bool


class _Number(IntegerConverter):
    """A number in an address. One that no integer column can hold names nothing, so the address does not exist."""

    def __init__(self, map: Map, max: int = 2**31 - 1, **more: Any) -> None:
        super().__init__(map, max=max, **more)


def _heads_of(program: WSGI) -> WSGI:
    """The program, where the head of a page is that of the page: no page tells HEAD from a form that was sent."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "HEAD":
            return program(environ, start_response)
        body = program({**environ, "REQUEST_METHOD": "GET"}, start_response)
        close = getattr(body, "close", None)
        if close is not None:
            close()
        return []

    return answer


def register(app: Flask, settings: Settings, engine: Engine) -> None:
    """Put everything of this module on the application."""
    app.extensions["participation_next_boundary"] = lambda: next_boundary(clock.now())
    app.url_map.converters["int"] = _Number
    app.wsgi_app = _heads_of(app.wsgi_app)  # type: ignore[assignment, method-assign] # as in app.py
    _sign_in(app)
    _around_each_request(app, settings, engine)
    _languages(app, settings)
    _errors(app, settings)
    _audiences(app, settings)
    _template_names(app, settings)


def _sign_in(app: Flask) -> None:
    manager = flask_login.LoginManager()
    manager.session_protection = None
    manager.init_app(app, add_context_processor=False)

    @manager.user_loader  # type: ignore[untyped-decorator] # no types
    def load(key: str) -> SignedIn | None:
        account = accounts.account_by_session(key)
        return SignedIn(account) if account else None


def _around_each_request(app: Flask, settings: Settings, engine: Engine) -> None:
    @app.before_request
    def begin() -> None:
        g.request_id = uuid.uuid4().hex[:12]
        if request.endpoint == "static":
            return
        g.end_unit = db.open_unit(engine, write=request.method not in ("GET", "HEAD", "OPTIONS"))
        g.actor = VISITOR
        latest_refusal.set(None)
        if SESSION_COOKIE in request.cookies:
            user = flask_login.current_user
            if user.is_authenticated:
                g.actor = accounts.actor_for(user.account)
        if "\0" in request.path:
            # No address of ours has one, and no database need be asked: PostgreSQL refuses such a text.
            flask.abort(404)
        if request.method == "POST":
            largest = getattr(app.view_functions.get(request.endpoint or ""), "largest_body", None)
            if largest is not None:
                request.max_content_length = largest
            _check_what_is_sent(app.config["MAX_FORM_PARTS"])

    @app.after_request
    def finish(response: Response) -> Response:
        _cache_headers(response)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if settings.secure_cookies:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
        end = g.pop("end_unit", None)
        shown = g.pop("shown", None)
        if end is not None:
            # The one commit: what returns commits, what is refused or fails leaves nothing behind, unless a page says
            # that what it has stored is a draft.
            end(response.status_code < 400 or (response.status_code < 500 and g.get("keeps_what_is_stored", False)))
            if request.method == "POST" and response.status_code in _REFUSED and g.actor.signed_in:
                _note_refusal(engine, response.status_code)
        if shown is not None:
            _log_what_is_shown(engine, shown)
        return response

    @app.teardown_request
    def give_up(_error: BaseException | None) -> None:
        end = g.pop("end_unit", None)
        if end is not None:
            end(False)


_REFUSED = frozenset({403, 404, 409})


def _note_refusal(engine: Engine, status: int) -> None:
    """Keep that somebody signed in was refused something, in a transaction of its own: theirs has been undone.

    What it was about is there as they sent it: ids of what they may not know of, or of nothing.
    """
    refused = latest_refusal.get()
    codes = sorted({reason.code for reason in refused.reasons}) if refused else ["E-RACE"] if status == 409 else []
    sent = {name: str(value)[:100] for name, value in (request.view_args or {}).items()}
    identity = (request.view_args or {}).get("dialogue_id")
    try:
        with db.transaction(engine) as session:
            known = session.get(Dialogue, identity) is not None if isinstance(identity, int) else False
            event_log.record(
                g.actor,
                event_log.REFUSED,
                dialogue_id=identity if known else None,
                data={"status": status, "codes": codes, "endpoint": request.endpoint or "", "about": sent},
            )
    except Exception:
        # The answer is right without it, and must reach whoever waits for it.
        log.exception("the refusal of request %s could not be kept", g.get("request_id", "-"))


def _log_what_is_shown(engine: Engine, what: Shown) -> None:
    """Pages only read, so what they showed is logged after them, before the answer leaves: if that fails, it does
    not."""
    values = request.view_args or {}
    about = next((str(v) for name, v in values.items() if name not in ("dialogue_id", "lang")), "")
    with db.transaction(engine):
        dialogue_id = values.get("dialogue_id", g.get("shown_of"))
        access_log.note(page.current_actor(), what, dialogue_id=dialogue_id, about=about)


def _check_what_is_sent(most_fields: int) -> None:
    """Take nothing that another site makes a browser send, and no more fields than a form can have.

    The first is not left to tokens alone: who is signed out is asked to sign in and then to send it, and must not be
    led to do what somebody else has filled in. The second holds for forms of parts; the library leaves out the others.
    """
    if request.headers.get("Sec-Fetch-Site", "none") in ("cross-site", "same-site"):
        flask.abort(400)
    if sum(map(len, request.form.listvalues())) > most_fields:
        flask.abort(413)


def _cache_headers(response: Response) -> None:
    if g.get("browsing") and response.status_code == 200 and SESSION_COOKIE not in request.cookies:
        response.headers["Cache-Control"] = "public, no-cache"
        response.headers["Vary"] = "Accept-Encoding, Cookie"
        if request.environ.get(KEEPS):
            until = g.get("valid_until") or next_boundary(clock.now())
            response.headers[VALID_UNTIL] = until.isoformat()
    elif "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "private, no-store"


def _languages(app: Flask, settings: Settings) -> None:
    @app.url_value_preprocessor
    def take_language(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        code = values.pop("lang", None) if values else None
        if code is None:
            # An address that leads nowhere still says in which language its reader wants to be told so.
            first = request.path.split("/", 2)[1]
            i18n.use(first if first in settings.locales else _negotiated(settings))
            return
        g.lang = code
        i18n.use(code if code in settings.locales else _negotiated(settings))
        if code not in settings.locales:
            flask.abort(404)

    @app.url_defaults
    def give_language(endpoint: str, values: dict[str, Any]) -> None:
        if "lang" not in values and app.url_map.is_endpoint_expecting(endpoint, "lang"):
            values["lang"] = i18n.current().code

    @app.get("/")
    def root() -> ResponseReturnValue:
        response = flask.redirect(flask.url_for("residents.dialogues.start", lang=_negotiated(settings)), code=302)
        response.headers["Cache-Control"] = "no-cache"
        response.headers["Vary"] = "Accept-Language"
        return response


def _negotiated(settings: Settings) -> str:
    return request.accept_languages.best_match(list(settings.locales), default="sv") or "sv"


def _audiences(app: Flask, settings: Settings) -> None:
    residents = Blueprint("residents", __name__, url_prefix="/<lang>")
    officials = Blueprint("officials", __name__, url_prefix="/<lang>/officials")
    moderators = Blueprint("moderators", __name__, url_prefix="/<lang>/moderators")
    officials.before_request(lambda: _only(STAFF))
    moderators.before_request(lambda: _only(MODERATING))
    for parent, features in ((residents, RESIDENTS), (officials, OFFICIALS), (moderators, MODERATORS)):
        for feature in features:
            parent.register_blueprint(feature)
        app.register_blueprint(parent)
    app.register_blueprint(about_site.bp)


def _only(roles: frozenset[Role]) -> ResponseReturnValue | None:
    """Let in who holds one of the roles; ask others to sign in, keeping what they sent."""
    actor = page.current_actor()
    if not actor.signed_in:
        return accounts_residents.ask_to_sign_in()
    if not actor.roles & roles:
        flask.abort(403)
    return None


def _template_names(app: Flask, settings: Settings) -> None:
    env = app.jinja_env
    env.globals.update(_=i18n.gettext, ngettext=i18n.ngettext, pgettext=i18n.pgettext, guide_to=guide_to)
    env.filters.update(
        date=i18n.format_date,
        date_long=i18n.format_date_long,
        datetime=i18n.format_datetime,
        number=i18n.number,
        isodate=lambda d: d.isoformat() if d else "",
        label=i18n.label,
        language_name=i18n.language_name,
    )

    @app.context_processor
    def names() -> dict[str, Any]:
        endpoint = request.endpoint or "errors.not_found"
        return {
            "locale": i18n.current(),
            "language_links": _language_links(settings),
            "municipality": settings.municipality,
            "demo": settings.demo,
            "demo_banner": i18n.gettext(
                "This is invented demonstration content. It is not the municipality’s decisions."
            ),
            "actor": page.current_actor(),
            "moderates": bool(page.current_actor().roles & MODERATING),
            "endpoint": endpoint,
            "audience": endpoint.split(".", 1)[0],
            "asset": app.extensions["participation_assets"],
        }


def _language_links(settings: Settings) -> list[LanguageLink]:
    links = []
    for code in settings.locales:
        locale = i18n.Locale(code)
        links.append(
            LanguageLink(code, locale.lang, locale.dir, locale.name, _same_page(code), code == i18n.current().code)
        )
    return links


def _same_page(code: str) -> str:
    """This page in the language; a page that only answers to a form leads to where that form is."""
    if request.endpoint and g.get("lang") and request.url_rule and "GET" in (request.url_rule.methods or ()):
        address = flask.url_for(request.endpoint, **{**(request.view_args or {}), "lang": code})
        query = request.query_string.decode("utf-8", "replace")
        return f"{address}?{query}" if query else address
    return flask.url_for("residents.dialogues.start", lang=code)


def _errors(app: Flask, settings: Settings) -> None:
    @app.errorhandler(Refused)
    def refused(error: Refused) -> ResponseReturnValue:
        return _refused(error)

    @app.errorhandler(Conflict)
    def conflict(_error: Conflict) -> ResponseReturnValue:
        race = refusals.race()
        return _error_page("conflict", 409, errors=race)

    @app.errorhandler(NotFound)
    def not_found(_error: NotFound) -> ResponseReturnValue:
        return _error_page("not_found", 404)

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> ResponseReturnValue:
        if error.response is not None or (error.code or 500) < 400:
            return error.get_response()
        names = {403: "forbidden", 404: "not_found", 405: "method", 413: "too_large", 429: "too_many"}
        code = error.code or 500
        response = _error_page(names.get(code, "bad_request" if code < 500 else "broken"), code)
        if isinstance(response, Response) and code == 405:
            response.headers["Allow"] = ", ".join(sorted(getattr(error, "valid_methods", None) or []))
        return response

    @app.errorhandler(Exception)
    def broken(error: Exception) -> ResponseReturnValue:
        log.exception("request %s failed", g.get("request_id", "-"), exc_info=error)
        if app.testing and app.config.get("PROPAGATE_EXCEPTIONS"):
            raise error
        return _error_page("broken", 500)


def _refused(error: Refused) -> ResponseReturnValue:
    status = 409 if error.by_guard else 403
    if request.accept_mimetypes.best == "application/json":
        return flask.jsonify(errors=[_in_both_languages(r) for r in error.reasons]), status
    errors = refusals.shown(error.reasons)
    return _error_page("refused", status, errors=errors)


def _in_both_languages(reason: Any) -> dict[str, Any]:
    guide = guide_to(reason.code)
    address = f"{page.app_settings().base_url}{guide.href}" if guide else None
    said: dict[str, Any] = {"code": reason.code, "field": reason.field, "handbook": address}
    for code in ("sv", "en"):
        with i18n.using(code):
            said[code] = refusals.sentence(reason)
    return said


def _error_page(name: str, status: int, **values: Any) -> ResponseReturnValue:
    g.browsing = False
    body = flask.render_template(f"errors/{name}.html", request_id=g.get("request_id", "-"), **values)
    return flask.make_response(body, status)
