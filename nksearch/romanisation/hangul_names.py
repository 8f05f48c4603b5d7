"""Find personal names in Korean text: surname, given name, and what may follow a name."""

import re
from collections.abc import Iterator
from functools import cache

from nksearch.romanisation.everyday import AFTER_EVERYDAY, EVERYDAY
from nksearch.romanisation.inventory import GIVEN
from nksearch.romanisation.people import person_key
from nksearch.romanisation.surnames import hangul_surnames, split_name
from nksearch.romanisation.tables import words

TITLES = words(
    "동지 동무 위원장 총비서 국무위원장 부위원장 제1비서 비서 주석 수령 장군 대장 상장 중장 "
    "소장 원수 차수 총리 부총리 외무상 부장 제1부부장 부부장 국장 과장 사령관 총참모장 "
    "총정치국장 의장 부의장 대사 대통령 총재 대표 의원 장관 차관 총장 교수 박사 기자 선생 씨 "
    "여사 녀사 대좌 중좌 상좌 소좌 대위 정치국 감독 선수 지배인 관리위원장 작업반장 부원 연구사 "
    "시인 작가 배우 회장 사장 원장 소장 대변인"
)
_PARTICLES = words(
    "은 는 이 가 을 를 의 에 에게 에게서 께 께서 께서는 께서도 와 과 도 만 이나 나 랑 이랑 처럼 "
    "보다 부터 까지 으로 로 라는 이라는 이라고 라고 이다 다 였다 이였다 이었다 입니다 이며 며 "
    "이고 고 인 역시 등 외 측 님 들 이가 이는 이를 이의 네 한테 마저 조차 뿐 이란 란 과의 와의 "
    "에는 에도 으로서 로서 였고 이던"
)


@cache
def _tail() -> re.Pattern[str]:
    titles = "|".join(_longest_first(TITLES))
    particles = "|".join(_longest_first(_PARTICLES))
    return re.compile(f"(?P<title>{titles})?(?:{particles})?")


@cache
def _scanner() -> re.Pattern[str]:
    """A run of Hangul that begins as a surname does.

    The class of first syllables stands before the look-behind: so `re` skips other text quickly.
    """
    firsts = "".join(sorted({surname[0] for surname in hangul_surnames()}))
    return re.compile(f"[{firsts}](?<![가-힣].)[가-힣]{{1,11}}", re.DOTALL)


def _longest_first(alternatives: frozenset[str]) -> list[str]:
    return sorted(sorted(alternatives), key=len, reverse=True)


_TITLE_BEFORE = re.compile("(?:" + "|".join(_longest_first(TITLES)) + r")\s\Z")

# Few words begin with these syllables, so two syllables of given names after them are a name.
_STRONG = frozenset("김박최윤류곽허홍송황림권")
# As the last syllable of a run these are more often a particle or an ending than part of a name.
_ENDS = frozenset("은는이가을를의에도만로와과나고지한하기인여아해자서면다라들")
# Two syllables with a particle are a name after these (김구는), unless they are a word.
_MANY_NAMES = frozenset("김박최윤")
_LEAST = 3  # syllables of a name whose surname begins many words
# Particles that follow persons only.
_PERSONAL = ("에게", "께서", "한테", "께")

Found = tuple[int, int, frozenset[str], bool]


def find_hangul_names(text: str) -> list[Found]:
    """Return (start, end, keys, sure) of the personal names in Hangul.

    A name is a surname and two syllables of given names (one, if a title stands beside it or a
    particle follows and the surname is frequent), then nothing, a particle, or a title. It is sure
    if a title or a personal particle stands beside it, or does so elsewhere in the text; otherwise
    it counts only if its surname begins few words.
    """
    found = list(_candidates(text))
    sure = {keys for _, _, keys, titled in found if titled}
    return [
        (start, end, keys, keys in sure)
        for start, end, keys, _ in found
        if keys in sure or text[start] in _STRONG
    ]


def name_in_run(run: str) -> str | None:
    """Return the name that a run of Hangul may begin with: 리설주 in 리설주는, 김구 in 김구는.

    It needs no title and no telling surname, so ask whether a text has the name too. None where
    no name fits, or another word is as likely (조선인, 정치국, 고난).
    """
    name = run[: _name_size(run)[0]]
    other = len(name) < _LEAST and run[:1] not in _STRONG
    return None if not name or other or is_everyday(name) else name


def is_everyday(hangul: str) -> bool:
    """Say whether what is spelled like a name is an everyday word: 조선인, 정치국, 이상한."""
    return hangul in EVERYDAY or (hangul[:2] in EVERYDAY and hangul[2:] in _ENDS | AFTER_EVERYDAY)


def _candidates(text: str) -> Iterator[Found]:
    for match in _scanner().finditer(text):
        run, start = match[0], match.start()
        size, tail = _name_size(run)
        if not size:
            continue
        end = start + size
        titled = tail.startswith((*TITLES, *_PERSONAL)) or _beside(text, start, end, not tail)
        strong = run[0] in _STRONG
        if size == 2 and not (strong and titled) and not (tail and run[0] in _MANY_NAMES):
            continue
        ending = run[size - 1] in _ENDS
        everyday = run[:2] in EVERYDAY and (ending or not strong)
        if not everyday and (strong or tail or not ending):
            yield start, end, frozenset({person_key(run[:size])}), titled


def _name_size(run: str) -> tuple[int, str]:
    """Return how many syllables of a run are a name, 0 for none, and what follows them in it."""
    first = split_name(run)[0]
    surname = len(first) if first in hangul_surnames() else len(run)
    for given in (2, 1):
        size = surname + given
        if len(run) < size or not GIVEN.issuperset(run[surname:size]):
            continue
        if run[:size] not in EVERYDAY and _tail().fullmatch(run, size):
            return size, run[size:]
    return 0, ""


def _beside(text: str, start: int, end: int, alone: bool) -> bool:
    """Say whether a title stands before the name, or is the word after it."""
    if _TITLE_BEFORE.search(text[max(0, start - 8) : start]):
        return True
    return alone and _title_after().match(text, end) is not None


@cache
def _title_after() -> re.Pattern[str]:
    return re.compile(r"\s(?=[가-힣])" + _tail().pattern.replace(")?", ")", 1) + "(?![가-힣])")
