"""Where the browser for tests is: PARTICIPATION_TEST_BROWSER, or Chromium on the path. Missing is a failure.

The same Chromium without a window to draw (Debian's chromium-headless-shell) comes first: it is a third faster.
"""

from __future__ import annotations

import os
import shutil
import sys

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HOW_TO_GET_ONE = (
    "The tests need a browser and found none. Install Chromium (on Debian: apt-get install chromium fonts-noto-core), "
    "or set PARTICIPATION_TEST_BROWSER to the path of one."
)
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def path() -> str:
    """The browser's path; raises LookupError that says how to get one."""
    named = os.environ.get("PARTICIPATION_TEST_BROWSER")
    found = shutil.which(named) if named else next(filter(None, map(shutil.which, NAMES)), None)
    if not found:
        raise LookupError(HOW_TO_GET_ONE)
    return found


if __name__ == "__main__":
    try:
        path()
    except LookupError as error:
        sys.exit(str(error))
