"""People who walk through the pages: they follow the links that are there, and fill in the fields that are there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from flask import Flask

from tests import factories
from tests.checking_client import CheckingClient, Page, text_of


class Walker:
    """Somebody in front of a page. Whatever is not on it cannot be done."""

    def __init__(self, app: Flask, name: str = "", locale: str = "en") -> None:
        self.client = CheckingClient(app)
        self.path = f"/{locale}/"
        if name:
            self.open(f"/{locale}/sign-in")
            self.send({"email": f"{name}@town.example", "password": factories.PASSWORD})
        else:
            self.open(self.path)

    def open(self, path: str) -> None:
        """Go to the address, and on to wherever it leads."""
        self._arrive(path, self.client.get(path))

    def _arrive(self, path: str, page: Page) -> None:
        while 300 <= page.status < 400:
            there = urlsplit(page.response.location)
            path = there.path + (f"?{there.query}" if there.query else "")
            page = self.client.get(path)
        self.path, self.page = path, page

    def follow(self, ending: str) -> None:
        """Follow the first link whose address ends so."""
        found = next((link for link in self.page.links if link.split("?")[0].endswith(ending)), None)
        assert found is not None, f"no link to …{ending} on {self.path}: {self.page.links}"
        self.open(found)

    def choose(self, words: str) -> None:
        """Follow the first link on what the page is about that has the words."""
        found = next((a for a in self.main().iter("a") if words in text_of(a)), None)
        assert found is not None, f"no link {words} on {self.path}"
        self.open(found.get("href") or "")

    def send(self, values: Mapping[str, Any] | None = None, *, to: str = "", button: str = "") -> None:
        """Fill in fields of the form and press its button; ``to`` is how the form's address ends, if there are several.

        ``button`` is the value of the button, if there are several. A list of choices is answered by value or words.
        """
        form = self._form(to, values or {})
        controls = self.page.controls(form)
        sent = _standing(controls)
        for name, value in (values or {}).items():
            fields = [c for c in controls if c.get("name") == name]
            assert fields, f"no field {name} on {self.path}: {sorted({c.get('name') or '' for c in controls})}"
            _answer(sent, name, fields, value)
        pressed = next((c for c in controls if c.tag == "button" and button and c.get("value") == button), None)
        assert pressed is not None or not button, f"no button {button} on {self.path}"
        if pressed is not None:
            sent[pressed.get("name") or ""] = [button]
        path = (pressed.get("formaction") if pressed is not None else None) or form.get("action") or self.path
        self._arrive(path, self.client.post(path, sent))
        assert self.page.status == 200, f"{path} ({self.page.status}): {self.refusals() or text_of(self.main())[:3000]}"

    def _form(self, to: str, values: Mapping[str, Any]) -> Element:
        for form in self.page.forms():
            held = {c.get("name") for c in self.page.controls(form)}
            if (form.get("action") or self.path).split("?")[0].endswith(to) and held >= values.keys():
                return form
        forms = [(f.get("action"), [c.get("name") for c in self.page.controls(f)]) for f in self.page.forms()]
        raise AssertionError(f"no form to …{to} with {sorted(values)} on {self.path}: {forms}")

    @property
    def name(self) -> str | None:
        """Which page it is."""
        return self.page.name

    def main(self) -> Element:
        """What the page is about."""
        return self.page.all("main")[0]

    def translate(self) -> None:
        """Write every text of the form, which is for another language than Swedish."""
        fields = self.page.controls(self._form("", {}))
        texts = [e.get("name") or "" for e in fields if e.tag == "textarea" or e.get("type") == "text"]
        self.send({name: f"Lätt: {number}" for number, name in enumerate(texts)}, button="stay")

    def sort(self) -> None:
        """Tick everything that is to be sorted, and put it into the first theme."""
        offered = [e for e in self.page.all("input") if e.get("name") in ("contribution", "theme")]
        said = [e.get("value") or "" for e in offered if e.get("name") == "contribution"]
        theme = next(e.get("value") or "" for e in offered if e.get("name") == "theme")
        self.send({"contribution": said, "theme": [theme]}, to="/themes/sort", button="sort")

    def theme(self) -> str:
        """How the form names its first theme (``theme_7``)."""
        names = [e.get("name") or "" for e in self.page.all("input", "select")]
        return next(name.removesuffix("_value") for name in names if name.endswith("_value"))

    def log(self) -> list[str]:
        """The lines of the timeline on a dialogue's page."""
        lists = [e for e in self.page.all("ol") if e.get("class") == "log"]
        return [text_of(line.find("span")) for line in lists[0]]

    def main_says(self, words: str) -> int:
        """How often the page says the words."""
        return text_of(self.main()).count(words)

    def refusals(self) -> list[str]:
        """Why the page says no."""
        return [f"{li.get('data-code')}: {text_of(li)}" for li in self.page.all("li") if li.get("data-code")]


def _standing(controls: list[Element]) -> dict[str, list[str]]:
    """What a browser would send of the fields as they stand, by name."""
    sent: dict[str, list[str]] = {}
    for element in controls:
        name = element.get("name")
        if not name or element.tag == "button":
            continue
        if element.tag == "select":
            options = list(element.iter("option"))
            chosen = [o for o in options if o.get("selected") is not None]
            if not chosen and element.get("multiple") is None:
                chosen = options[:1]
            sent.setdefault(name, []).extend(o.get("value", text_of(o)) for o in chosen)
        elif element.tag == "textarea":
            sent.setdefault(name, []).append((element.text or "").removeprefix("\n"))
        elif element.get("type") not in ("checkbox", "radio", "submit") or element.get("checked") is not None:
            sent.setdefault(name, []).append(element.get("value", ""))
    return sent


def _answer(sent: dict[str, list[str]], name: str, fields: list[Element], value: Any) -> None:
    first = fields[0]
    if first.tag == "select":
        offered = {text_of(o): o.get("value", "") for o in first.iter("option")}
        known = offered.get(str(value), str(value))
        assert known in offered.values(), f"{name} does not offer {value}: {offered}"
        sent[name] = [known]
    elif first.get("type") in ("checkbox", "radio"):
        offered_values = [f.get("value", "on") for f in fields]
        wanted = offered_values[: int(value)] if isinstance(value, bool) else value
        wanted = wanted if isinstance(wanted, list) else [str(wanted)]
        assert set(wanted) <= set(offered_values), f"{name} does not offer {value}: {offered_values}"
        sent[name] = wanted
    else:
        sent[name] = [str(value)]
