"""Places on a map: GeoJSON as a map sends it, and coordinates as people type them. Pure.

Coordinates are read in SWEREF 99 TM (Lantmäteriet's grid: northing and easting in metres) and in WGS 84 (latitude and
longitude in degrees), in either order and only inside Sweden; anything else stays the words it is.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any

from participation.surveys.rules import MAXIMUM_POINTS, Shape

LATITUDES, LONGITUDES = (55.0, 69.5), (10.5, 24.5)
NORTHINGS, EASTINGS = (6_100_000, 7_700_000), (200_000, 950_000)


def tidy_place(text: str, shape: Shape) -> str | None:
    """GeoJSON of a point or a line in WGS 84, in one fixed way of writing; None for anything else."""
    if len(text) > MAXIMUM_POINTS * 60:
        return None
    try:
        sent: Any = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(sent, dict) or not isinstance(sent.get("coordinates"), list):
        return None
    kind, coordinates = sent.get("type"), sent["coordinates"]
    if shape is Shape.POINT and kind == "Point":
        point = _position(coordinates)
        return None if point is None else _geojson("Point", point)
    if shape is Shape.LINE and kind == "LineString" and 2 <= len(coordinates) <= MAXIMUM_POINTS:
        points = [_position(c) for c in coordinates]
        return None if None in points else _geojson("LineString", points)
    return None


def place_words(place: str) -> str:
    """A stored place as people read it: latitude and longitude of the point, or of the line's first and last."""
    coordinates = json.loads(place)["coordinates"]
    points = coordinates if isinstance(coordinates[0], list) else [coordinates]
    ends = [points[0]] if len(points) == 1 else [points[0], points[-1]]
    return " – ".join(f"{latitude:.5f}, {longitude:.5f}" for longitude, latitude in ends)


def typed_place(words: str, shape: Shape) -> str | None:
    """The place, if the words are nothing but coordinates: a pair, or for a line one pair on each row."""
    rows = [row for row in words.translate(_PLAIN).splitlines() if row.strip()]
    wanted = range(1, 2) if shape is Shape.POINT else range(2, MAXIMUM_POINTS + 1)
    if len(rows) not in wanted:
        return None
    points = [_pair(row) for row in rows]
    if None in points:
        return None
    return _geojson("Point", points[0]) if shape is Shape.POINT else _geojson("LineString", points)


_PLAIN = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u066b": ".", "\u060c": ",", "°": " ", "\u2212": "-"})
_LETTERS = re.compile(r"(?i)\b(?:sweref\s*99\s*tm|wgs\s*84|lat(?:itude)?|long?(?:itude)?|[neö])\b\s*[:=]?")
_GROUPS = re.compile(r"(?<=\d) (?=\d{3}\b)")
_NUMBER = r"\d{1,8}(?:[.,]\d{1,10})?"
_TWO = re.compile(rf"({_NUMBER})(?:\s*[;/]\s*|\s*,\s+|\s+)({_NUMBER})")
_CLOSE = re.compile(r"(\d{1,8}(?:\.\d{1,10})?),(\d{1,8}(?:\.\d{1,10})?)")


def _pair(row: str) -> list[float] | None:
    """Longitude and latitude of two numbers on a row."""
    plain = _GROUPS.sub("", _LETTERS.sub(" ", row)).strip(" .;,()[]")
    found = _TWO.fullmatch(plain) or _CLOSE.fullmatch(plain)
    if found is None:
        return None
    first, second = (float(number.replace(",", ".")) for number in found.groups())
    for a, b in ((first, second), (second, first)):
        if _within(a, LATITUDES) and _within(b, LONGITUDES):
            return _position([b, a])
        if _within(a, NORTHINGS) and _within(b, EASTINGS):
            return _position(list(_from_sweref(a, b)))
    return None


def _within(number: float, limits: tuple[float, float]) -> bool:
    return limits[0] <= number <= limits[1]


def _from_sweref(northing: float, easting: float) -> tuple[float, float]:
    """Longitude and latitude of a position in SWEREF 99 TM: Gauss-Krüger on GRS 80, the formulas of Lantmäteriet
    (Gauss Conformal Projection, Krüger's formulas), right to a millimetre in Sweden."""
    axis, flattening, scale, meridian, false_easting = 6_378_137.0, 1 / 298.257222101, 0.9996, 15.0, 500_000.0
    e2 = flattening * (2 - flattening)
    n = flattening / (2 - flattening)
    radius = axis / (1 + n) * (1 + n**2 / 4 + n**4 / 64)
    deltas = (
        n / 2 - 2 * n**2 / 3 + 37 * n**3 / 96 - n**4 / 360,
        n**2 / 48 + n**3 / 15 - 437 * n**4 / 1440,
        17 * n**3 / 480 - 37 * n**4 / 840,
        4397 * n**4 / 161_280,
    )
    xi, eta = northing / (scale * radius), (easting - false_easting) / (scale * radius)
    up = xi - sum(d * math.sin(2 * k * xi) * math.cosh(2 * k * eta) for k, d in enumerate(deltas, 1))
    right = eta - sum(d * math.cos(2 * k * xi) * math.sinh(2 * k * eta) for k, d in enumerate(deltas, 1))
    conformal = math.asin(math.sin(up) / math.cosh(right))
    back = (
        e2 + e2**2 + e2**3 + e2**4,
        -(7 * e2**2 + 17 * e2**3 + 30 * e2**4) / 6,
        (224 * e2**3 + 889 * e2**4) / 120,
        -(4279 * e2**4) / 1260,
    )
    sine = math.sin(conformal)
    latitude = conformal + sine * math.cos(conformal) * sum(b * sine ** (2 * k) for k, b in enumerate(back))
    longitude = math.radians(meridian) + math.atan(math.sinh(right) / math.cos(up))
    return math.degrees(longitude), math.degrees(latitude)


def _position(pair: Any) -> list[float] | None:
    """Longitude and latitude with six decimals: a tenth of a metre."""
    if not isinstance(pair, list) or len(pair) != 2:
        return None
    if not all(isinstance(n, int | float) and not isinstance(n, bool) for n in pair):
        return None
    longitude, latitude = pair
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
        return None
    return [round(float(longitude), 6), round(float(latitude), 6)]


def _geojson(kind: str, coordinates: Any) -> str:
    return json.dumps({"type": kind, "coordinates": coordinates}, separators=(",", ":"))
