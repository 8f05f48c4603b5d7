"""Find listed Hangul forms in running Korean text, where words take particles and lose spaces."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from nksearch.romanisation import southern
from nksearch.romanisation.tables import words
from nksearch.vocabulary.entries import Form

Found = tuple[int, int, str]
"""Start, end and the key."""

_RUN = re.compile("[가-힣]+")
_PARTICLES = words(
    "은 는 이 가 을 를 의 에 에서 에서는 에서도 에는 에도 에까지 와 과 도 만 부터 까지 으로 로 "
    "로부터 으로부터 에서의 으로의 로의 보다 처럼 이나 나 이란 란 이라는 라는 이다 다 였다 이였다 "
    "이었다 입니다 이며 며 이고 고 과의 와의 엔 서 서는 인 등 등지 등지에서 등의 들 뿐 마저 조차"
)
_AFTER_PLACES = words(
    "시 도 군 구역 구 읍 리 동 역 항 시내 시민 시민들 주민 주민들 사람 사람들 지구 지방 지역 "
    "일대 인근 근교 교외 중심 중심부 방향 방면 행 발 출신 당 시당 도당 군당 인민위원회 "
    "시인민위원회 도인민위원회 군인민위원회 당위원회 시당위원회 도당위원회 군당위원회 공항 "
    "비행장 항구 공단 앞바다 남북 사이 사무소 주재 측 시장 장마당 세관 철도 대학 화력발전소 "
    "탄광 광산 제철소 공장 기지 발사장 핵시설 협동농장 농장 온천 온천문화휴양지 해안관광지구"
)
_TAIL = re.compile(
    "(?:" + "|".join(sorted(_AFTER_PLACES, key=len, reverse=True)) + "){0,2}"
    "(?:" + "|".join(sorted(_PARTICLES, key=len, reverse=True)) + ")?(?![가-힣])"
)
_LONGEST_KEPT = 64  # syllables of a run that is remembered: hostile ones have millions
_INSIDE = 3  # syllables that a form needs to count inside a run


class _Listed(NamedTuple):
    text: str
    key: str
    inside: bool
    named: bool


class HangulForms:
    """Forms in Hangul only; at a place in the text the longest one counts."""

    def __init__(self, forms: Iterable[Form]) -> None:
        heads: dict[str, dict[str, _Listed]] = defaultdict(dict)
        for form in forms:
            for written in _written(form):
                inside = form.rule == "loose" and len(written.replace(" ", "")) >= _INSIDE
                listed = _Listed(written, form.key, inside, form.rule == "name")
                heads[written[:2]].setdefault(written, listed)
        self._heads = {
            head: sorted(found.values(), key=lambda listed: -len(listed.text))
            for head, found in heads.items()
        }
        self._starts = lru_cache(maxsize=65536)(self._starts_in)

    def find(self, text: str) -> Iterator[Found]:
        """Yield the forms in a text, left to right, without overlaps."""
        end = 0
        for run in _RUN.finditer(text):
            starts = self._starts if len(run[0]) <= _LONGEST_KEPT else self._starts_in
            for offset in starts(run[0]):
                start = run.start() + offset
                if start < end:
                    continue
                if found := self._longest(text, start, offset == 0):
                    end = start + len(found.text)
                    yield start, end, found.key

    def _starts_in(self, run: str) -> tuple[int, ...]:
        """Return where in a run a form may begin."""
        heads = self._heads
        inside = (i for i in range(1, len(run) - 1) if run[i : i + 2] in heads)
        return ((0,) if f"{run} "[:2] in heads else ()) + tuple(inside)

    def _longest(self, text: str, start: int, first: bool) -> _Listed | None:
        for listed in self._heads.get(text[start : start + 2], ()):
            if not (first or listed.inside) or not text.startswith(listed.text, start):
                continue
            if not listed.named or _TAIL.match(text, start + len(listed.text)):
                return listed
        return None


def _written(form: Form) -> set[str]:
    """Return the ways to write a form: each of its spaces or none, in both Koreas' spelling.

    Places bring their Southern spelling themselves, where it is no other word (라선, but 나선).
    """
    parts = form.text.split(" ")
    ways = {
        "".join(part + space for part, space in zip(parts, (*spaces, "")))
        for spaces in product((" ", ""), repeat=len(parts) - 1)
    }
    if form.rule == "name":
        return ways
    return ways | {" ".join(map(southern, way.split(" "))) for way in ways}
