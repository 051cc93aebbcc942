"""What the benchmark's servers run: the product with and without its page cache, and the floors it is measured against.

A floor is a bare Flask application. ``/bytes/<name>`` returns a page of ours, prebuilt; ``/template/<name>`` renders
the very template of ours from the very values, which lie in memory. Addresses in the template are Flask's to build.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import flask
from flask import Flask, template_rendered

from participation.app import create_app, for_good
from participation.settings import RateLimits, Settings

ENVIRONMENT = "BENCH_DATABASE_URL", "BENCH_DATA_DIR", "BENCH_PAGES"
NO_LIMITS = RateLimits(
    contributions_per_prefix="1000000/minute",
    contributions_per_session="1000000/minute",
    pages_per_prefix="1000000/minute",
    pages_per_session="1000000/minute",
)


def settings(**changes: Any) -> Settings:
    """The product's settings, on the database that the benchmark has filled."""
    return Settings(
        data_dir=Path(os.environ["BENCH_DATA_DIR"]),
        database_url=os.environ["BENCH_DATABASE_URL"],
        secret_key="a secret for benchmarks only",
        rate_limits=NO_LIMITS,
        **changes,
    )


def pages() -> dict[str, str]:
    """The measured pages: name and path."""
    found: dict[str, str] = json.loads(os.environ["BENCH_PAGES"])
    return found


def cached() -> Flask:
    """The product as it is served."""
    return create_app(settings())


def fresh() -> Flask:
    """The product, every page made anew."""
    return create_app(settings(page_cache_bytes=0))


def floor() -> Flask:
    """Both floors."""
    product = fresh()
    app = Flask("floor", static_folder=None)
    app.url_map.converters.update(product.url_map.converters)
    for rule in product.url_map.iter_rules():
        app.add_url_rule(rule.rule, rule.endpoint, _nothing, methods=["GET"])

    @app.url_defaults
    def give_language(endpoint: str, values: dict[str, Any]) -> None:
        if "lang" not in values and app.url_map.is_endpoint_expecting(endpoint, "lang"):
            values["lang"] = "sv"

    prebuilt = cached().test_client()
    for name, path in pages().items():
        ours = prebuilt.get(path, headers={"Accept-Encoding": "br"})
        if ours.status_code != 200:
            raise RuntimeError(f"{path} answers {ours.status}")
        app.add_url_rule(f"/bytes/{name}", f"bytes-{name}", _prebuilt(ours.data, dict(ours.headers)))
        app.add_url_rule(f"/template/{name}", f"template-{name}", _rendered(product, path))
    product.jinja_env.globals["url_for"] = app.url_for
    return app


def _nothing(**_values: Any) -> str:
    return ""


def _prebuilt(body: bytes, headers: dict[str, str]) -> Callable[[], flask.Response]:
    def view() -> flask.Response:
        return flask.Response(body, headers=headers)

    return view


def _rendered(product: Flask, path: str) -> Callable[[], str]:
    """The page's template and values, taken once."""
    taken: list[tuple[Any, dict[str, Any]]] = []

    def take(_sender: Flask, template: Any, context: dict[str, Any], **_more: Any) -> None:
        taken.append((template, context))

    with template_rendered.connected_to(take, product):
        answer = product.test_client().get(path)
    if answer.status_code != 200 or len(taken) != 1:
        raise RuntimeError(f"{path} answers {answer.status}")
    template, context = taken[0]

    def view() -> str:
        rendered: str = template.render(context)
        return rendered

    return view


def __getattr__(name: str) -> Flask:
    """``tests.bench.apps:app`` is the application that BENCH_APP names, made when a server asks for it."""
    if name != "app":
        raise AttributeError(name)
    return for_good({"cached": cached, "fresh": fresh, "floor": floor}[os.environ["BENCH_APP"]]())
