"""The programs of tests: put together once for each of a process's databases, and made as new for each test."""

from __future__ import annotations

from pathlib import Path
from weakref import WeakKeyDictionary

from flask import Flask
from sqlalchemy.engine import Engine

from participation import clock, letters, settings
from participation.app import create_app
from participation.page import SESSION_COOKIE, Limiter
from participation.page_cache import KeptValues, PageCache
from participation.settings import Settings

_MOST = 6
_kept: WeakKeyDictionary[Engine, dict[Settings, Flask]] = WeakKeyDictionary()
"""By database, and by everything in the settings but the folders of one test."""


def program(config: Settings, engine: Engine) -> Flask:
    """As ``create_app``, but what takes long is done once: routes, templates, static files.

    Who adds to a program what is not in the product (a route, a configuration) takes ``create_app``.
    """
    kept = _kept.setdefault(engine, {})
    like = config.but(data_dir=Path(), mail="file:mail" if config.mail else "")
    if like not in kept:
        if len(kept) >= _MOST:
            kept.clear()
        kept[like] = create_app(config, engine)
        return kept[like]
    app = kept[like]
    settings.install(config)
    clock.configure(config.municipality.time_zone, config.days_ahead)
    letters.install(app.jinja_env, app.url_map, config)
    app.extensions["participation_settings"] = config
    app.extensions["participation_limiter"] = Limiter(config.redis_url)
    if config.page_cache_bytes:
        app.extensions["participation_kept"] = KeptValues(engine)
        served = app.wsgi_app
        assert isinstance(served, PageCache)
        app.wsgi_app = PageCache(served.app, engine, SESSION_COOKIE, config.page_cache_bytes)  # type: ignore[method-assign]
    return app
