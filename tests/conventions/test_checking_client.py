"""The checking client sees each fault: every check planted with one."""

from __future__ import annotations

import pytest

from tests.checking_client import faults

PAGE = """<!doctype html>
<html lang="sv" dir="ltr"><head><meta charset="utf-8"><title>Idéer – Kommunen</title>
<link rel="stylesheet" href="/static/css/app.css"><script src="/static/js/app.js" defer></script></head>
<body><main id="main" data-page="x"><h1>Idéer</h1>
<form method="post"><input type="hidden" name="csrf_token" value="t">
<label for="title">Rubrik</label> <input id="title" name="title" aria-describedby="hint"><p id="hint">Kort.</p>
<fieldset><legend>Val</legend><label><input type="radio" name="a"> Ja</label></fieldset>
<button>Skicka</button></form>
<a href="/sv/">Start</a> <a href="#hint">Hjälp</a> <img src="/static/x.svg" alt="">
</main></body></html>
"""

PLANTED = [
    ('lang="sv"', 'lang="en"', "<html lang='en'> on a page in sv"),
    ('dir="ltr"', 'dir="rtl"', "<html dir='rtl'> on a page in sv"),
    ("<h1>Idéer</h1>", "<h1>Idéer</h1><h1>Idéer</h1>", "2 h1 instead of one"),
    ("<h1>Idéer</h1>", "<h2>Idéer</h2>", "0 h1 instead of one"),
    ("<title>Idéer", "<title>Kommunen", "the title 'Kommunen – Kommunen' does not begin with the h1 'Idéer'"),
    ('<p id="hint">', '<p id="title">', "the id 'title' occurs 2 times"),
    ('for="title"', 'for="titel"', "names 'titel', which is not on the page"),
    ('aria-describedby="hint"', 'aria-describedby="hints"', "names 'hints', which is not on the page"),
    ('href="#hint"', 'href="#hints"', "leads nowhere on the page"),
    ('<label for="title">Rubrik</label>', "", 'name="title" aria-describedby="hint"> has no label'),
    ('<a href="/sv/">Start</a>', '<a href="/sv/"><svg></svg></a>', '<a href="/sv/"> is empty'),
    ("<button>Skicka</button>", "<button> </button>", "<button> is empty"),
    ("<button>Skicka</button>", '<button type="button">Skicka</button>', "it cannot be sent without a script"),
    (' alt=""', "", "has no alt"),
    ("<legend>Val</legend>", "", "<fieldset> has no legend"),
    ("</main>", "<style>p{}</style></main>", "inline <style>"),
    ("</main>", "<script>go()</script></main>", "inline <script>"),
    ('<p id="hint">', '<p id="hint" style="color:red">', "attribute style"),
    ('<p id="hint">', '<p id="hint" onclick="go()">', "attribute onclick"),
    ('href="/sv/"', 'href="javascript:go()"', "a script as an address"),
    ('src="/static/js/app.js"', 'src="https://elsewhere.example/app.js"', "is fetched from elsewhere"),
    ('<input type="hidden" name="csrf_token" value="t">', "", "carries no token"),
    ('method="post"', 'method="get"', "shows its token in the address"),
    ("Kort.", "Kort %(n)s.", "shows '%('"),
    ("Kort.", "None", "shows None"),
    ("Kort.", "&amp;lt;b>", "shows '&lt;'"),
    ("<main", "<div><main", "end-tag"),
    ("</h1>", "</h2>", "end-tag-too-early"),
    ('id="title" name', 'id="title" id="x" name', "duplicate-attribute"),
    ('id="main"', 'id="content"', "instead of one with the id main"),
]


def test_a_page_without_faults_has_none() -> None:
    assert faults(PAGE, "sv") == []


@pytest.mark.parametrize(("sound", "broken", "fault"), PLANTED, ids=[p[2] for p in PLANTED])
def test_a_fault_is_seen(sound: str, broken: str, fault: str) -> None:
    assert sound in PAGE
    found = faults(PAGE.replace(sound, broken, 1), "sv")
    assert any(fault in f for f in found), found
