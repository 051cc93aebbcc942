"""``create_app``: the order in which the program is put together, and nothing else."""

from __future__ import annotations

import gc
import importlib
import logging
from datetime import timedelta
from typing import Any

import flask
from flask import Flask, has_request_context
from jinja2 import StrictUndefined
from sqlalchemy.engine import Engine
from werkzeug.middleware.proxy_fix import ProxyFix

from participation import clock, db, i18n, letters, resources, schema, settings
from participation.assets import Assets
from participation.page import SESSION_COOKIE, Limiter
from participation.page_cache import KeptValues, PageCache
from participation.settings import Settings
from participation.surveys import areas

WORDS = (
    "bodies",
    "accounts",
    "dialogues",
    "dialogues.papers",
    "contributions",
    "due_dates",
    "ideas",
    "moderation",
    "results",
    "surveys",
    "access_log",
    "calendar",
    "meetings",
)

MOST_ADDRESSES = 2_000
LONGEST_KEPT_ADDRESS = 400


class Program(Flask):
    """Flask, keeping the addresses it has built: a page asks for fifty, nearly all of them again and again."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._addresses: dict[tuple[Any, ...], str] = {}

    def url_for(
        self,
        /,
        endpoint: str,
        *,
        _anchor: str | None = None,
        _method: str | None = None,
        _scheme: str | None = None,
        _external: bool | None = None,
        **values: Any,
    ) -> str:
        """As Flask's. What depends on the request besides its language and its root is built anew."""
        special = {"_anchor": _anchor, "_method": _method, "_scheme": _scheme, "_external": _external}
        if endpoint[0] == "." or any(special.values()) or not has_request_context():
            return super().url_for(endpoint, **special, **values)  # type: ignore[arg-type] # values of several types
        key = (endpoint, i18n.current().code, flask.request.script_root, *values.items())
        try:
            return self._addresses[key]
        except KeyError:
            address = super().url_for(endpoint, **values)
        except TypeError:  # a list among the values
            return super().url_for(endpoint, **values)
        if len(address) <= LONGEST_KEPT_ADDRESS:  # what somebody made up need not be kept
            if len(self._addresses) >= MOST_ADDRESSES:
                self._addresses.clear()
            self._addresses[key] = address
        return address


def for_good(app: Flask) -> Flask:
    """The application, when its process does nothing but serve it: what it was put together of is garbage never, so
    the collector need not go through it. It then looks at the rest often, and little garbage lies about."""
    gc.collect()
    gc.freeze()
    return app


def create_app(configuration: Settings | None = None, engine: Engine | None = None) -> Flask:
    """The application; its settings come from the environment unless they are given."""
    config = configuration or Settings.from_environment()
    schema.require()
    settings.install(config)
    clock.configure(config.municipality.time_zone, config.days_ahead)
    areas.use(config.municipality.areas)
    for feature in WORDS:
        importlib.import_module(f"participation.{feature}.words")

    app = Program("participation", template_folder=str(resources.folder("templates")), static_folder=None)
    app.config.update(
        SECRET_KEY=config.secret_key,
        SESSION_COOKIE_NAME=SESSION_COOKIE,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=config.secure_cookies,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=12),
        WTF_CSRF_TIME_LIMIT=None,
        MAX_CONTENT_LENGTH=config.maximum_body_bytes,
        MAX_FORM_MEMORY_SIZE=config.maximum_body_bytes,
        MAX_FORM_PARTS=3000,
        TESTING=config.testing,
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True

    engine = engine or db.make_engine(config.database_url)
    assets = Assets(resources.folder("static"), config.data_dir)
    app.extensions["participation_settings"] = config
    app.extensions["participation_engine"] = engine
    app.extensions["participation_limiter"] = Limiter(config.redis_url)
    app.extensions["participation_assets"] = assets.address

    from participation import web

    web.register(app, config, engine)
    _health(app, engine)
    letters.install(app.jinja_env, app.url_map, config)

    # What stands around the program is put in its place: Flask says so, mypy takes it for a method.
    if config.trusted_proxies:
        n = config.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=n, x_proto=n, x_host=n)  # type: ignore[method-assign]
    app.wsgi_app = assets.serve(app.wsgi_app)  # type: ignore[method-assign]
    if config.page_cache_bytes:
        app.extensions["participation_kept"] = KeptValues(engine)
        app.wsgi_app = PageCache(app.wsgi_app, engine, SESSION_COOKIE, config.page_cache_bytes)  # type: ignore[method-assign]
    logging.getLogger("participation").setLevel(logging.INFO)
    return app


def _health(app: Flask, engine: Engine) -> None:
    from participation.migrations import is_current

    @app.get("/healthz")
    def healthz() -> flask.typing.ResponseReturnValue:
        return flask.Response("ok\n", mimetype="text/plain")

    @app.get("/readyz")
    def readyz() -> flask.typing.ResponseReturnValue:
        try:
            db.ping(engine)
            ready = is_current(engine)
        except Exception:
            ready = False
        return flask.Response(
            "ready\n" if ready else "not ready\n", status=200 if ready else 503, mimetype="text/plain"
        )
