"""What an address of the queue asks for. Whatever is misshapen asks for everything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import flask
from flask import request

from participation.moderation.rules import Waiting
from participation.moderation.waiting import Place
from participation.page import number_in


@dataclass(frozen=True)
class View:
    """Which part of the queue the page shows: filters that every link on it keeps."""

    only: Waiting
    dialogue_id: int | None
    at: Place | None

    @classmethod
    def asked(cls) -> View:
        """What the address asks for; anything misshapen means everything."""
        only = request.values.get("list", "")
        dialogue = request.values.get("dialogue", "")
        return cls(
            Waiting(only) if only in set(Waiting) else Waiting.ALL,
            number_in(dialogue),
            Place.parse(request.values.get("at")),
        )

    def address(self, endpoint: str, **more: Any) -> str:
        """The address of a page of the queue with the same filters."""
        values: dict[str, Any] = {
            "list": self.only.value if self.only is not Waiting.ALL else None,
            "dialogue": self.dialogue_id,
            **more,
        }
        kept: dict[str, Any] = {k: str(v) for k, v in values.items() if v is not None}
        return flask.url_for(endpoint, **kept)


def whole_number(name: str) -> int | None:
    """A number in the address; None for anything misshapen."""
    return number_in(request.args.get(name, ""))
