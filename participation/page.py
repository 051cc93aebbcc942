"""What every page uses: who is asking, in which language, whether the answer may be shared, and how often."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import math
import secrets
import time
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

import flask
from flask.typing import ResponseReturnValue
from limits import parse
from limits.storage import Storage, storage_from_string
from limits.strategies import FixedWindowRateLimiter
from werkzeug.wrappers import Response

from participation import i18n
from participation.access import VISITOR, Actor, NotFound
from participation.page_cache import KEEPS, KeptValues, Values
from participation.settings import Settings

P = ParamSpec("P")
T = TypeVar("T")
View = Callable[P, ResponseReturnValue]

SESSION_COOKIE = "participation_session"


def current_actor() -> Actor:
    """Whoever sent this request."""
    return cast(Actor, flask.g.get("actor", VISITOR))


def app_settings() -> Settings:
    """The settings of the application that answers."""
    return cast(Settings, flask.current_app.extensions["participation_settings"])


def browsing(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Decorator: the page is the same for every visitor without a session, so it may be cached until it changes.

    Such a page carries no form token and nothing about the reader. Visitors with a session get it rendered for
    themselves, from what it said to the last of them, until that changes.
    """

    @wraps(view)
    def marked(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        flask.g.browsing = True
        kept: KeptValues | None = flask.current_app.extensions.get("participation_kept")
        if kept is None or KEEPS in flask.request.environ or current_actor().signed_in:
            return view(*args, **kwargs)
        key = (flask.request.path, flask.request.query_string)
        version = kept.versions.of(key[0])
        found = kept.find(key, version)
        if found is not None:
            return render(found.template, **found.values)
        answer = view(*args, **kwargs)
        rendered = flask.g.pop("rendered", None)
        if isinstance(answer, Response) and answer.status_code == 200 and rendered is not None:
            until = flask.g.get("valid_until") or flask.current_app.extensions["participation_next_boundary"]()
            kept.put(key, Values(version, until, *rendered))
        return answer

    marked.browsing = True  # type: ignore[attr-defined] # a mark on the page
    return marked


def shows_personal_data(what: StrEnum) -> Callable[[View[P]], View[P]]:
    """Decorator: the page shows the staff personal data of the sort, so that it was shown is logged. A page that would
    be shown without being logged is not shown."""

    def mark(view: View[P]) -> View[P]:
        @wraps(view)
        def marked(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            answer = view(*args, **kwargs)
            if current_actor().signed_in and not (isinstance(answer, Response) and 300 <= answer.status_code < 400):
                flask.g.shown = what
            return answer

        marked.shows = what  # type: ignore[attr-defined] # a mark on the page
        return marked

    return mark


def takes_files(largest: int) -> Callable[[Callable[P, ResponseReturnValue]], Callable[P, ResponseReturnValue]]:
    """Decorator: what is sent to this page may be as large as so many bytes, and a little for the form around it."""

    def mark(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
        view.largest_body = largest + 64 * 1024  # type: ignore[attr-defined] # a mark on the page
        return view

    return mark


def shown_of(dialogue_id: int) -> None:
    """Say whose dialogue's personal data this page shows, where its address does not."""
    flask.g.shown_of = dialogue_id


def valid_until(instant: datetime) -> None:
    """Say when the clock next changes this browsing page, if the page knows: it spares the question."""
    flask.g.valid_until = instant


def see_other(location: str) -> Response:
    """303: after a successful POST, to a page that can be reloaded."""
    return flask.redirect(location, code=303)


def render(template: str, status: int = 200, **values: Any) -> Response:
    """The template with the values, as a response."""
    flask.g.rendered = (template, values)
    return flask.make_response(flask.render_template(template, **values), status)


def invalid(template: str, **values: Any) -> Response:
    """The form again, with everything that was sent and what to mend (422)."""
    return render(template, 422, **values)


def browser_key(purpose: str) -> str:
    """A random key of this browser for one purpose, kept in its session."""
    keys = dict(flask.session.get("keys", {}))
    if purpose not in keys:
        keys[purpose] = secrets.token_urlsafe(18)
        flask.session["keys"] = keys
    return str(keys[purpose])


def remember_browser_key(purpose: str, key: str) -> None:
    """Let this browser go on as whoever has the key for the purpose."""
    flask.session["keys"] = {**flask.session.get("keys", {}), purpose: key}


def known_browser_key(purpose: str) -> str | None:
    """The key of this browser for the purpose, if it has one."""
    found = flask.session.get("keys", {}).get(purpose)
    return str(found) if found else None


def forget_browser_key(purpose: str) -> None:
    """Let the next person at this browser be somebody else for the purpose."""
    keys = dict(flask.session.get("keys", {}))
    keys.pop(purpose, None)
    flask.session["keys"] = keys


def sender_prefix() -> str:
    """The sender's network, hashed with a key that changes daily: /24 for IPv4, /56 for IPv6, never the address."""
    address = flask.request.remote_addr or "0.0.0.0"  # noqa: S104 - an unknown sender, not a listening address
    try:
        parsed = ipaddress.ip_address(address)
        network = ipaddress.ip_network(f"{parsed}/{24 if parsed.version == 4 else 56}", strict=False)
        text = str(network)
    except ValueError:
        text = address
    key = f"{app_settings().secret_key}|{int(time.time() // 86400)}".encode()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:24]


class Limiter:
    """Counts what senders do, in this process or (``PARTICIPATION_REDIS_URL``) in Redis for all of them."""

    def __init__(self, redis_url: str) -> None:
        self._storage = cast(Storage, storage_from_string(redis_url or "memory://"))
        self._windows = FixedWindowRateLimiter(self._storage)

    def wait(self, limit: str, *key: str) -> int:
        """Count one; 0 if it is within the limit, else the seconds until the next try."""
        item = parse(limit)
        if self._windows.hit(item, *key):
            return 0
        reset = self._windows.get_window_stats(item, *key).reset_time
        return max(1, math.ceil(reset - time.time()))


def limiter() -> Limiter:
    """The application's limiter."""
    return cast(Limiter, flask.current_app.extensions["participation_limiter"])


def wait_before_contributing() -> int:
    """Count a contribution by this sender; seconds to wait, 0 if it may go ahead."""
    limits = app_settings().rate_limits
    return max(
        limiter().wait(limits.contributions_per_prefix, "contribution", sender_prefix()),
        limiter().wait(limits.contributions_per_session, "contribution-session", browser_key("rate")),
    )


def too_many(template: str, seconds: int, **values: Any) -> Response:
    """429 with the form as it was sent: ``form`` gets an error that says when to try again."""
    minutes = math.ceil(seconds / 60)
    values["form"].fail(
        None,
        i18n.ngettext(
            "Much is being sent from your network just now. What you wrote is still here: send it in %(n)s minute.",
            "Much is being sent from your network just now. What you wrote is still here: send it in %(n)s minutes.",
            minutes,
        ),
    )
    response = render(template, 429, **values)
    response.headers["Retry-After"] = str(seconds)
    return response


def absolute_url(endpoint: str, **values: Any) -> str:
    """The address of a page as a mail or a printed code needs it."""
    with_language = {"lang": i18n.current().code, **values}
    path = flask.url_for(endpoint, **with_language)
    return app_settings().base_url + path


def keep_what_is_stored() -> None:
    """Commit what this request has stored, whatever its status: a page of a draft is kept with its faults."""
    flask.g.keeps_what_is_stored = True


def with_code(code: str, find: Callable[[str], T]) -> T | Response:
    """What the return code leads to. One that leads to nothing is counted: :class:`NotFound`, or 429 if the sender's
    network has tried too many."""
    try:
        return find(code)
    except NotFound:
        seconds = wait_for_receipt()
        if not seconds:
            raise
    return wait(seconds)


def wait_for_receipt() -> int:
    """Count a try to find a receipt; seconds to wait, 0 if it may go ahead."""
    return limiter().wait(app_settings().rate_limits.receipts_per_prefix, "receipt", sender_prefix())


def wait(seconds: int) -> Response:
    """429: too much has come from the sender's network."""
    response = render("errors/too_many.html", 429, request_id=flask.g.get("request_id", "-"))
    response.headers["Retry-After"] = str(seconds)
    return response


def wait_before_page(files: int = 0) -> int:
    """Count a page of a survey that is kept as a draft, and so many files with it; seconds to wait, 0 if it may go
    ahead. A page is small and a file is not: each has a limit of its own."""
    limits = app_settings().rate_limits
    return max(
        limiter().wait(limits.pages_per_prefix, "page", sender_prefix()),
        limiter().wait(limits.pages_per_session, "page-session", browser_key("rate")),
        *(limiter().wait(limits.files_per_prefix, "file", sender_prefix()) for _ in range(files)),
    )


def number_in(text: str) -> int | None:
    """The whole number that an address names, 0 to 999,999,999; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
