"""What a worker of the production server is like."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from participation.app import for_good
from tests.load.server import HOST, Browser, free_port

ROOT = Path(__file__).resolve().parents[2]


def flags(_environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """A WSGI program that tells how its interpreter runs."""
    start_response("200 OK", [("Content-Type", "application/json")])
    malloc = {n: v for n, v in os.environ.items() if n.startswith("MALLOC_")}
    return [json.dumps({"pid": os.getpid(), "optimize": sys.flags.optimize, "malloc": malloc}).encode()]


def test_a_worker_is_an_interpreter_of_its_own_that_keeps_little() -> None:
    port = free_port()
    serving = f"from participation.serving import serve; serve({HOST!r}, {port}, 1, target='{__name__}:flags')"
    with subprocess.Popen([sys.executable, "-c", serving], cwd=ROOT, stderr=subprocess.DEVNULL) as server:
        try:
            seen = json.loads(_answer(port))
        finally:
            server.terminate()
        assert server.wait(15) == 0
    assert seen["pid"] != server.pid
    assert seen["optimize"] == 2
    assert seen["malloc"]["MALLOC_ARENA_MAX"] == "1"


def _answer(port: int) -> str:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        browser = Browser(port)
        try:
            return browser.get("/").body
        except OSError:
            time.sleep(0.05)
        finally:
            browser.close()
    pytest.fail("the server did not answer within 30 seconds")


def test_what_a_served_program_is_made_of_is_not_gone_through_for_garbage() -> None:
    before = gc.get_freeze_count()
    try:
        assert for_good(Flask("served")).name == "served"
        assert gc.get_freeze_count() > before + 10_000
    finally:
        gc.unfreeze()
