"""A file of either sort, told by how it begins. Pure."""

from __future__ import annotations

from participation.population import csv_file, json_stat
from participation.population.figures import Understood


def read(content: bytes) -> Understood:
    """What the file says in our own bands, or Unreadable."""
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    return json_stat.read(content) if start in (b"{", b"[") else csv_file.read(content)
