"""What an attacker may ask: pieces of questions and queries, and the classes of hostile input."""

import sys
from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from nksearch.request import MAX_QUESTION

# Words on which the rules for questions, names, dates, conversations and queries turn.
_WORDS = (
    "who |what about |and |he |that |it |how many |when |before that |the month before |a|"
    "A|A |A. |Kim |Kim Jong Un|Choe Son-hui |ComradeKim Il Sung|Sinuiju |North |S. |-dong|"
    "-|U.S. |DPRK |Workers' Party of |in |in 2024 |May |May 1, |from 2019 to |between |"
    "two years ago |last |early |quarter of |twenty |million |1|1,|1-|2 |2020. 1. 1.|"
    "Juche 113 |people |'s |’|'|의|가|평양 |김정은|로동|작년 |그 |몇 |에서 |7월 3일 |"
    "지난 |한 |그건 |누가 |신의주 |핵 |은 |도 "
).split("|")
_SIGNS = [*"\"'“”„()[]*?:;,.-–—/\\~^&|!<>{}#=+@%$ \t\n", "\r\n", ". ", '" "']
_OPERATORS = ["AND ", "OR ", "NOT ", "-(", "title:", "source:", "lang:", "topic:", "date:", "abc* "]
_OPERATORS += ['title:"', "date:2024-05..2024-08 ", "date:unknown ", "-title:", '"two words" ']
_ODD = ["\0", "\x1b[2J", "\x07", "\x85", "\u200b", "\u202e", "\u2066", "\ufeff", "\ufffe", "\ud800"]
_ODD += [
    "\u0301",
    "é",
    "ﷺ",
    "ᄀ",
    "ᅡ",
    "각",
    "ﬁ",
    "ſ",
    "İ",
    "😀",
    "👩‍👩‍👧",
    "²",
    "٣",
    "핵",
    "朝鮮",
    "かな",
]
PIECES = [each for each in (*_WORDS, *_SIGNS, *_OPERATORS, *_ODD) if each]

PIECE = st.sampled_from(PIECES) | st.text(min_size=1, max_size=3)
_SHORT = st.lists(PIECE, min_size=1, max_size=4).map("".join)


def repeated(most: int = MAX_QUESTION) -> st.SearchStrategy[str]:
    """Texts of a beginning, something again and again, and an end."""

    def fill(begin: str, each: str, end: str) -> str:
        return (begin + each * (most // len(each)))[: most - len(end)] + end

    return st.builds(fill, st.just("") | _SHORT, _SHORT, st.just("") | _SHORT)


QUESTIONS = repeated() | st.lists(PIECE, max_size=120).map("".join)


def _classes() -> dict[str, list[str]]:
    many = range(5_000)
    return {
        "of any length": ["a" * 10**n for n in range(8)] + ["핵 " * 10**n for n in range(7)],
        "one token of 100 kB": ["x" * 100_000, "한" * 33_000, "1" * 100_000, '"' + "y" * 100_000],
        "50,000 terms": [
            " ".join(f"w{n}" for n in range(50_000)),
            "a OR " * 50_000,
            "a,b;" * 25_000,
        ],
        "5,000 parentheses, quotes, NOTs": [
            *("(" * 5_000, ")" * 5_000, "(" * 5_000 + "a" + ")" * 5_000, "()" * 2_500, '"' * 5_000),
            *(
                "NOT " * 5_000 + "a",
                "-" * 5_000 + "a",
                "-(" * 250,
                "“" * 500,
                "(" * 255,
                '""' * 255,
            ),
            *("NOT " * 128, "-a " * 30, "OR AND " * 70, "((((((((a OR b)))))))) " * 20),
        ],
        "stars and question marks": [
            "*",
            "?*?*",
            "a*",
            "ab*",
            "abc*" * 30,
            "* " * 200,
            "핵*",
            "flo*d",
        ],
        "fields": [
            *(
                "title:" * 80,
                "title:title:a",
                "date:" * 90,
                "source:*",
                'source:"',
                "lang:\0",
                "x:y:z",
            ),
            *(
                "date:9999-99",
                "date:0000..9999",
                "topic:" + "a" * 500,
                "date:²⁰²⁴",
                "-date:2024" * 30,
            ),
        ],
        "NUL, control characters, surrogates": [
            "\0",
            "a\0b",
            "\x1b[31mred",
            "\ud800",
            "\udfff a",
            "\x85",
        ],
        "no words": [
            "",
            " ",
            "\n",
            "the of and",
            "?",
            "...",
            "-",
            "и",
            "the",
            "은 는 이",
            "\u200b",
            "\ufeff",
        ],
        "emoji and single syllables": [
            "😀",
            "👩‍👩‍👧‍👦 who?",
            "핵",
            "핵은",
            "🇰🇵",
            "한 북 남",
            "ㄱ",
            "각",
            "핵*",
        ],
        "dates": [
            f"what happened in {each}?"
            for each in (
                *(
                    "2024-99",
                    "9999-12-31",
                    "February 30, 2024",
                    "0000",
                    "Juche 99999",
                    "the 1e9 years",
                ),
                *(
                    "999999999999 years ago",
                    "month 13",
                    "٢٠٢٤",
                    "2024년 13월 45일",
                    "last last last year",
                ),
            )
        ],
        "many of one": [
            " ".join(f"{word}{n}" for n in many)[:512] for word in ("Kim ", "신의주", "May ")
        ],
    }


CLASSES = _classes()

# Values of options; each is refused in one line, or taken.
OPTIONS: tuple[Mapping[str, Any], ...] = (
    *(
        {"k": value}
        for value in (-1, 0, 10**9, 1e309, "1e309", float("nan"), "9" * 400, True, [], {})
    ),
    *({"mode": value} for value in ("", "x" * 10**6, [], {"a": 1}, 1)),
    *({"since": value} for value in ("2024-13-01", "0000-00-00", 20240101, "9" * 10**6, [])),
    *({"source": value} for value in ("x" * 10**6, "\0", "\ud800", 7, ["a"])),
    *({"without": value} for value in (["x" * 10**5], ["a"] * 10**5, {"a": "b"}, [None], "\ud800")),
    *(
        {"conversation": value}
        for value in ([None], ["q"] * 21, [{"question": "a" * 10**6}], {}, "q")
    ),
    *({"dates": value} for value in ("perhaps", 2, [], None)),
    {"x" * 10**5: 1},
    {"question": ["a"]},
)


def nested(depth: int) -> list[Any]:
    """Return a list in a list, so many times."""
    value: list[Any] = []
    for _ in range(depth):
        value = [value]
    return value


DEPTHS = [10, 100, 400, 700, 900, sys.getrecursionlimit() - 1]
