"""A map of places, ready to be drawn: the outlines of both Koreas, circles, and a few labels."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from nksearch.datamodels import Entity
from nksearch.text import hangul_share

# Equirectangular: a degree of longitude is shortened as it is in the middle of the peninsula.
_WEST, _EAST, _SOUTH, _NORTH = 123.6, 131.1, 32.9, 43.4
_SHORTENED = math.cos(math.radians(38.0))
WIDTH = 400
_DEGREE = WIDTH / ((_EAST - _WEST) * _SHORTENED)
HEIGHT = round((_NORTH - _SOUTH) * _DEGREE)

_LARGEST, _SMALLEST = 22.0, 2.5  # radii
_MOST_LABELS = 16
_LETTER, _SYLLABLE, _LINE = 6.6, 12.5, 15.0  # what a label takes up
_LONGEST = 24  # characters of a label
_UNIT = re.compile(" (?:Province|Municipality|City|County|District)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Circle:
    """A place on the map; its area stands for the number of articles that name it."""

    x: float
    y: float
    radius: float
    place: Entity


@dataclass(frozen=True, slots=True)
class Label:
    """A name beside its circle; `x` is where the text begins, has its middle, or ends."""

    x: float
    y: float
    anchor: Literal["start", "middle", "end"]
    text: str


@dataclass(frozen=True, slots=True)
class PlacesMap:
    """What is drawn, each list in the order of drawing; outlines are lists of points."""

    outlines: dict[str, str]
    circles: tuple[Circle, ...]
    labels: tuple[Label, ...]
    width: int = WIDTH
    height: int = HEIGHT


def map_of(places: Sequence[Entity]) -> PlacesMap | None:
    """Return the map of those that have coordinates on it, the most frequent first; None for none.

    The smallest circles are a little larger than their number of articles, to be seen and hit.
    """
    most = max((place.articles for place in places if place.latitude is not None), default=0)
    circles = tuple(
        circle for place in places if (circle := _circle(place, most)) and _is_inside(circle)
    )
    return PlacesMap(_outlines(), circles, tuple(_labels(circles))) if circles else None


def _circle(place: Entity, most: int) -> Circle | None:
    if place.latitude is None or place.longitude is None:
        return None
    x, y = _point(place.longitude, place.latitude)
    radius = max(_SMALLEST, _LARGEST * math.sqrt(place.articles / most))
    return Circle(x, y, round(radius, 1), place)


def _is_inside(circle: Circle) -> bool:
    x, y, radius = circle.x, circle.y, circle.radius
    return radius <= x <= WIDTH - radius and radius <= y <= HEIGHT - radius


def _point(longitude: float, latitude: float) -> tuple[float, float]:
    """Return where degrees are on the map, from its upper left corner."""
    x, y = (longitude - _WEST) * _SHORTENED * _DEGREE, (_NORTH - latitude) * _DEGREE
    return round(x, 1), round(y, 1)


@cache
def _outlines() -> dict[str, str]:
    text = (files(__package__) / "peninsula.txt").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return {country: " ".join(map(_written, ring.split())) for country, ring in rows}


def _written(degrees: str) -> str:
    longitude, latitude = degrees.split(",")
    return ",".join(map(str, _point(float(longitude), float(latitude))))


# --- labels ------------------------------------------------------------------------------------

Box = tuple[float, float, float, float]
"""Left, top, right and bottom."""


def _labels(circles: Sequence[Circle]) -> Iterator[Label]:
    """Yield labels of the most frequent places, of each where it covers none before it."""
    taken: list[Box] = []
    written = 0
    for circle in circles:
        text = _UNIT.sub("", circle.place.name)
        if written == _MOST_LABELS:
            return
        if len(text) > _LONGEST:
            continue
        own = (
            circle.x - circle.radius, circle.y - circle.radius,
            circle.x + circle.radius, circle.y + circle.radius,
        )  # fmt: skip
        for label, box in _positions(circle, text):
            if _fits(box) and not any(_overlap(box, other) for other in taken):
                taken += [box, own]
                written += 1
                yield label
                break


def _positions(circle: Circle, text: str) -> Iterator[tuple[Label, Box]]:
    """Yield a label to the right of a circle, to its left, below it and above it."""
    x, y, gap = circle.x, circle.y, circle.radius + 3
    width = len(text) * (_SYLLABLE if hangul_share(text) > 0 else _LETTER)
    half = _LINE / 2
    sides: tuple[tuple[float, float, Literal["start", "middle", "end"], float], ...] = (
        (x + gap, y, "start", x + gap),
        (x - gap, y, "end", x - gap - width),
        (x, y + gap + half, "middle", x - width / 2),
        (x, y - gap - half, "middle", x - width / 2),
    )
    for at, middle, anchor, left in sides:
        label = Label(round(at, 1), round(middle + 4, 1), anchor, text)  # 4 down to the base line
        yield label, (left, middle - half, left + width, middle + half)


def _fits(box: Box) -> bool:
    left, top, right, bottom = box
    return left >= 0 and top >= 0 and right <= WIDTH and bottom <= HEIGHT


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
