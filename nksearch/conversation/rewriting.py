"""Rewriting: a follow-up question with the topic that it leaves unsaid, by rules.

A question is a follow-up when it points back ("he", "that", 그건), goes on from another one ("and
...", "what about ..."), is no sentence, or has too few words of weight to be found by. One that
names something of its own, and nothing of what was spoken of, is a new topic. What a follow-up
gets are words that were typed before, or names that were quoted: nothing is made up.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from nksearch.conversation.pointers import (
    begins_anew,
    goes_on,
    is_demonstrative,
    is_fragment,
    person,
    points_back,
)
from nksearch.conversation.times import Time, beside, time_of
from nksearch.conversation.topics import Part, Weight, parts_of, terms_of
from nksearch.datamodels import Turn
from nksearch.request import MAX_QUESTION

MAX_TERMS = 8  # of what was spoken of before
ENOUGH = 2  # words of a question that a pronoun behind them may stand for
SHORT = 4  # terms of a fragment that says too little
LIGHT = 0.7  # weight of a question, in words that never occur, that is too little

_ASKED_WHO = re.compile(r"\bwho(?:m|se)?\b|누구|누가", re.I)


@dataclass(frozen=True, slots=True)
class Rewriting:
    """The question to ask: the typed one, or another that `added` words to it; and why."""

    question: str
    rewritten: bool
    added: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class _Topic:
    """What a conversation is about after some turns: phrases, best first, and the time."""

    parts: tuple[Part, ...] = ()
    time: Time | None = None


def rewrite(question: str, turns: Sequence[Turn], weight: Weight, *, asked_on: date) -> Rewriting:
    """Return the question as it can be asked without the turns before it, oldest first.

    `weight` says how rare a term is in the archive; words for a time are meant from `asked_on`.
    A question that stands by itself is returned as it is.
    """
    topic = _Topic()
    for turn in turns:
        topic = _continued(turn.question, topic, weight, asked_on)
    reason = _dependence(question, topic, weight)
    shifted = topic.time and beside(question, topic.time)
    if not turns or not (reason or shifted):
        return Rewriting(question, False, (), "It stands by itself.")
    asked, moved = shifted or (question, None)
    own = parts_of(question)
    named = _named(question, turns)
    added = [part.text for part in _missing((*named, *topic.parts), own)]
    if topic.time and not moved and not time_of(question, asked_on=asked_on):
        added.append(topic.time.text)
    while added and len(asked) + len(", ".join(added)) + 3 > MAX_QUESTION:
        added.pop()
    if not added and not moved:
        return Rewriting(question, False, (), "Nothing was spoken of that it does not say.")
    full = f"{asked} ({', '.join(added)})" if added else asked
    said = (*added, moved.text) if moved else tuple(added)
    return Rewriting(full, True, said, reason or "It names a time by another one.")


def _continued(question: str, before: _Topic, weight: Weight, asked_on: date) -> _Topic:
    """Return the topic after this question: its own, and the one before it if it goes on."""
    shifted = before.time and beside(question, before.time)
    time = shifted[1] if shifted else time_of(question, asked_on=asked_on)
    own = parts_of(question.replace(time.text, " ") if time and not shifted else question)
    if not shifted and not _dependence(question, before, weight):
        return _Topic(_few(own), time) if own or time else before
    return _Topic(_few([*own, *_missing(before.parts, own)]), time or before.time)


def _dependence(question: str, topic: _Topic, weight: Weight) -> str:
    """Return why the question needs what was said before it, "" where it does not."""
    if begins_anew(question):
        return ""
    at = points_back(question)
    if is_demonstrative(question) or (at is not None and not _explained(question[:at])):
        return "It points back."
    if goes_on(question):
        return "It goes on from the question before it."
    own = parts_of(question)
    named = any(part.name for part in own)
    shared = terms_of(own) & terms_of(topic.parts)
    if is_fragment(question) and len(terms_of(own)) <= SHORT and (shared or not named):
        return "It is no sentence by itself."
    heavy = sum(weight(term) for term in terms_of(own)) / weight("")
    return "It has too few words of its own." if heavy < LIGHT and not named else ""


def _explained(before: str) -> bool:
    """Tell whether a pronoun behind these words may stand for something among them."""
    parts = parts_of(before)
    words = sum(len(part.text.split()) for part in parts)
    return any(part.name for part in parts) or words >= ENOUGH


def _named(question: str, turns: Sequence[Turn]) -> list[Part]:
    """Return the name in the last answer for which "he" or "she" stands, if it was asked for."""
    last = turns[-1]
    if not person(question) or not _ASKED_WHO.search(last.question):
        return []
    asked = terms_of(parts_of(last.question))
    names = (part for part in parts_of(last.answer) if part.name and not part.terms & asked)
    return [name for name in names if " " in name.text][:1]


def _missing(parts: Sequence[Part], own: Sequence[Part]) -> list[Part]:
    """Return the parts with a term that those of the question lack, each term once."""
    have = set(terms_of(own))
    found = []
    for part in parts:
        if not part.terms <= have:
            found.append(part)
            have |= part.terms
    return found


def _few(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Return the first parts, with no more terms than a follow-up shall get."""
    kept: list[Part] = []
    for part in parts:
        if kept and len(terms_of([*kept, part])) > MAX_TERMS:
            break
        kept.append(part)
    return tuple(kept)
