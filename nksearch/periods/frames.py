"""What stands around a time in a sentence: the word that makes it one, or the noun it describes."""

import re
from dataclasses import dataclass

from nksearch.periods import calendar_words as words
from nksearch.periods.moments import Moment


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around a time: the role that it gives, and the characters of both together."""

    role: str
    start: int
    end: int
    word: str = ""
    article: bool = False


def frame_of(question: str, moment: Moment) -> Frame:
    """Return what stands around a time of the question."""
    if after := words.AFTER.match(question, moment.end):
        return Frame(words.KOREAN_ROLES[after["word"]], moment.start, after.end(), after["word"])
    before = words.BEFORE.search(question[: moment.start])
    if not before:
        return Frame("", moment.start, moment.end)
    word = " ".join(before["word"].lower().split())
    onwards = words.ONWARDS.match(question, moment.end) if word == "from" else None
    return Frame(
        "since" if onwards else words.ROLES.get(word, ""),
        before.start(),
        onwards.end() if onwards else moment.end,
        word,
        bool(before["the"]),
    )


def is_time(question: str, moment: Moment, frame: Frame) -> bool:
    """Tell whether the moment has what it needs: "in May" is a month, "may" and "the march" not."""
    if moment.needs == "no article":
        marching = words.MARCHING.match(question, moment.end)
        return bool(frame.role) and frame.word != "on" and not frame.article and not marching
    return not moment.needs or (moment.needs == "frame" and bool(frame.role))


def is_excluded(question: str, moment: Moment) -> bool:
    """Tell whether the time is the one that the question leaves out."""
    before = words.EXCLUDED.search(question[: moment.start])
    return bool(before or words.EXCLUDED_AFTER.match(question, moment.end))


def describes_noun(question: str, moment: Moment, frame: Frame) -> bool:
    """Tell whether the time tells which summit or flood is meant, and not when."""
    if frame.end > moment.end:
        return False
    if words.POSSESSIVE.match(question, moment.end):
        return True
    following = words.NEXT_WORD.match(question, moment.end)
    if not following or following[1].lower() in words.FUNCTION_WORDS:
        return False
    if not frame.article and words.VERB.fullmatch(following[1].lower()):
        return False
    # "In 2018 Kim met Trump": a clause begins. "In the 2018 talks": it does not.
    opens = not re.search(r"\w", question[: frame.start])
    return frame.article or not opens or not (frame.role or moment.adverb)
