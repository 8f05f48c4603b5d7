"""Numbers in English and Korean texts with their units: where they stand, what they are worth.

What looks like a number but cannot be read as one ("20-30", "two-thirds", 27만 5천) is found as
well, without a value, so that nobody takes a part of it for the whole.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from nksearch.answering.measures import (
    BOUNDS_BEFORE,
    BOUNDS_BEHIND,
    COUNTERS,
    MEASURES,
    MONEY,
    Bound,
)
from nksearch.text import Span

FIRST_NUMBERS = "one two three four five six seven eight nine ten eleven twelve".split()


@dataclass(frozen=True, slots=True)
class Amount:
    """A number at text[start:end] with its unit and bound; its value is None if it is not read.

    `figures` are the characters of the number itself. The unit is "" where nothing tells it,
    "share" for percentages (whose value is 1 at most); lengths and the like are in one unit each.
    """

    span: Span
    figures: Span
    value: float | None
    unit: str = ""
    bound: Bound = ""


_TEENS = "thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_VALUES = {
    **{word: number for number, word in enumerate([*FIRST_NUMBERS, *_TEENS], 1)},
    **{word: number * 10 for number, word in enumerate(_TENS, 2)},
    "a": 1,
    "half": 0.5,
}
_SCALES = {"dozen": 12, "hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9}
_SCALES["trillion"] = 10**12
_SCALE = f"(?:{'|'.join(_SCALES)})"
_WORD = (
    rf"(?:(?:{'|'.join(word for word in _VALUES if word not in {'a', 'one'})})|{_SCALE}"
    rf"|one(?=[ -]{_SCALE}\b)|an?(?= (?:half )?{_SCALE}\b)|a(?= half\b))\b"
)
_FIGURES = r"\d+(?:[.,:/]\d+)*[^\W\d_]*"
_SIGN = r"(?:(?:US|U\.S\. ?)?[$€£₩]\s?)?"
# All that hangs together, whether it can be read or not.
_RUN = re.compile(
    rf"(?<![\w.,$€£₩–-]){_SIGN}(?:{_FIGURES}|\b{_WORD})"
    rf"(?:(?:\s?[–—-]\s?|\s(?:(?:and|to|or)\s)?)(?:[$€£₩]\s?)?(?:{_FIGURES}|{_WORD}))*"
    r"(?:[–-]\w+|\s(?:thirds|quarters|fifths|tenths)\b)*(?:\s?(?:%|percent\b|per cent\b))?",
    re.IGNORECASE,
)
_TENS_AND_ONES = rf"(?:{'|'.join(_TENS)})[- ](?:{'|'.join(FIRST_NUMBERS[:9])})"
_READABLE = re.compile(
    rf"(?:US|U\.S\. ?)?(?P<money>[$€£₩]?)\s?"
    rf"(?:(?P<figures>\d+(?:\.\d+)?|\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?)"
    rf"|(?P<two>{_TENS_AND_ONES})|(?P<word>{'|'.join(_VALUES)}))"
    rf"(?P<half> and a half)?(?P<scales>(?:[ -]{_SCALE})*)\s?(?P<share>%|percent|per cent)?",
    re.IGNORECASE,
)


def _one_of(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


# "20 won the race" is no money.
_MEASURE = re.compile(
    rf"\s(?P<unit>{_one_of(MEASURES)})(?<!\bwon)(?:es|s)?\b(?!-)"
    rf"|\s(?P<won>(?:(?:South|North) Korean )?won)\b(?!\s(?:the|an?|by|over|his|her|its|their)\b)",
    re.IGNORECASE,
)
_COUNTER = _one_of(COUNTERS)
_KOREAN_VALUES = {
    word: number for number, word in enumerate("한 두 세 네 다섯 여섯 일곱 여덟 아홉 열".split(), 1)
}
_KOREAN_SCALES = {"백": 100, "천": 1000, "만": 10**4, "억": 10**8, "조": 10**12}
_PARTICLE = (
    r"(?:이|가|은|는|을|를|의|에|에서|도|만|로|으로|와|과|이다|이었다|였다|씩|까지|부터|중|이상|이하|정도|쯤|"
    r"가량|이나|나|뿐)?(?![가-힣])"
)
_KOREAN = re.compile(
    rf"(?P<figures>\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?)\s?(?P<scale>[백천만억조]?)\s?(?P<odd>여?)"
    rf"\s?(?P<counter>{_COUNTER}){_PARTICLE}"
    rf"|(?<![가-힣])(?P<word>{'|'.join(_KOREAN_VALUES)})\s?(?P<its>{_COUNTER}){_PARTICLE}"
)
_KOREAN_RUN = re.compile(
    rf"(?<![\w.,$€£₩–-])\d[\d.,]*(?:\s?[~–-]\s?\d[\d.,]*)?\s?[가-힣%]+(?:\s?\d[\d.,]*\s?[가-힣]+)*"
    rf"(?:\s(?:{_COUNTER}){_PARTICLE})?|(?<![가-힣])(?:{'|'.join(_KOREAN_VALUES)})\s?(?:{_COUNTER})"
    rf"{_PARTICLE}"
)
_BOUND_BEFORE = re.compile(rf"(?<![\w가-힣])({_one_of(BOUNDS_BEFORE)})\s?\Z", re.IGNORECASE)
_BOUND_BEHIND = re.compile(rf"\s?({_one_of(BOUNDS_BEHIND)})(?![A-Za-z])", re.IGNORECASE)
_LONGEST_BOUND = 16
_NOTHING = "¤"  # no part of a number or word


def find_amounts(text: str, *, beside: Iterable[Span] = ()) -> Iterator[Amount]:
    """Yield the numbers of a text in order, `beside` those in these spans: its times."""
    for start, end in beside:
        text = text[:start] + _NOTHING * (end - start) + text[end:]
    korean = [match.span() for match in _KOREAN_RUN.finditer(text)]
    found = [_read_korean(text, span) for span in korean]
    for match in _RUN.finditer(text):
        if not any(start < match.end() and end > match.start() for start, end in korean):
            found.append(_measured(text, _read(match[0], match.start())))
    for each in sorted(found, key=lambda each: each.span):
        yield _bounded(text, each)


def _read(run: str, start: int) -> Amount:
    span = (start, start + len(run))
    read = _READABLE.fullmatch(run)
    if not read:
        return Amount(span, span, None)
    if read["figures"]:
        value = float(read["figures"].replace(",", ""))
    elif read["two"]:
        value = float(sum(_VALUES[word] for word in re.split("[- ]", read["two"].lower())))
    else:
        value = float(_VALUES[read["word"].lower()])
    value += 0.5 * bool(read["half"])
    for scale in re.findall(_SCALE, read["scales"], re.IGNORECASE):
        value *= _SCALES[scale.lower()]
    if read["share"]:
        return Amount(span, span, value / 100, "share")
    unit = "share" if run.lower() == "half" else MONEY.get(read["money"], "")
    return Amount(span, span, value, unit)


def _measured(text: str, amount: Amount) -> Amount:
    """Return the amount with the unit that follows it."""
    match = _MEASURE.match(text, amount.span[1])
    if not match or amount.value is None or amount.unit:
        return amount
    unit, factor = MEASURES[" ".join((match["unit"] or match["won"]).lower().split())]
    span = (amount.span[0], match.end())
    return replace(amount, span=span, value=amount.value * factor, unit=unit)


def _read_korean(text: str, span: Span) -> Amount:
    read = _KOREAN.match(text, span[0])
    if not read or read.end() < span[1]:
        return Amount(span, span, None)
    if read["word"]:
        unit, factor = COUNTERS[read["its"]]
        within = (span[0], read.end("its"))
        return Amount(within, within, _KOREAN_VALUES[read["word"]] * factor, unit)
    value = float(read["figures"].replace(",", "")) * _KOREAN_SCALES.get(read["scale"], 1)
    unit, factor = COUNTERS[read["counter"]]
    within = (span[0], read.end("counter"))
    return Amount(within, within, value * factor, unit, "least" if read["odd"] else "")


def _bounded(text: str, amount: Amount) -> Amount:
    """Return the amount with the words that make it a bound: at least, or so, 이상."""
    start, end = amount.span
    said = {amount.bound} - {""}
    while before := _BOUND_BEFORE.search(text[max(0, start - _LONGEST_BOUND) : start]):
        start -= len(before[0])
        said.add(BOUNDS_BEFORE[before[1].lower()])
    if behind := _BOUND_BEHIND.match(text, end):
        end = behind.end()
        said.add(BOUNDS_BEHIND[behind[1].lower()])
    bound: Bound = "unclear" if len(said) > 1 else next(iter(said), "")
    return replace(amount, span=(start, end), bound=bound)
