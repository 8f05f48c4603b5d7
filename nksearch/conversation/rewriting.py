"""Rewriting: a follow-up question with the topic that it leaves unsaid, by rules.

A question is a follow-up when it points back ("he", "that", 그건), goes on from another one ("and
...", "what about ..."), is no sentence, or has too few words of weight to be found by. One that
names something of its own, and nothing of what was spoken of, is a new topic. What a follow-up
gets are words that were typed before, names that were quoted, and times counted from those that
were named: nothing is made up. In doubt a question stays as it was typed, because a wrong word of
an old topic finds worse than none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from nksearch.conversation.pointers import (
    begins_anew,
    defines,
    goes_on,
    is_courtesy,
    is_demonstrative,
    is_existential,
    is_fragment,
    names_only,
    only_adds,
    points_back,
    without_frame,
)
from nksearch.conversation.times import (
    ANSWER_READ,
    Time,
    answered_time,
    beside,
    of_its_year,
    same_time,
    time_of,
    without_beside,
)
from nksearch.conversation.topics import (
    Part,
    Weight,
    asks_who,
    parts_of,
    person_meant,
    sort_of,
    terms_of,
)
from nksearch.datamodels import Turn
from nksearch.request import MAX_QUESTION
from nksearch.text import has_hangul
from nksearch.vocabulary import Vocabulary

MAX_WORDS = 8  # of what was spoken of before
ENOUGH = 2  # words of a question that a pronoun behind them may stand for
SHORT = 4  # terms of a fragment that says too little
MOST_READ = 2500  # characters of earlier questions and answers: what was said last counts
LIGHT = 0.7  # weight of a question, in words that never occur, that is too little


@dataclass(frozen=True, slots=True)
class _Topic:
    """What a conversation is about after some turns: phrases, best first, and the time."""

    parts: tuple[Part, ...] = ()
    time: Time | None = None


@dataclass(frozen=True, slots=True)
class _Reading:
    """A question as its conversation makes it complete, and what that is about from then on."""

    asked: str
    added: tuple[str, ...]
    topic: _Topic


@dataclass(frozen=True, slots=True)
class _Reader:
    """What all questions of a conversation are read with."""

    weight: Weight
    vocabulary: Vocabulary
    asked_on: date

    def read(self, question: str, topic: _Topic, last: Turn | None) -> _Reading:
        """Return the question with what it leaves unsaid of the topic and of the last turn."""
        if is_courtesy(question):
            return _Reading(question, (), topic)
        base = (last and answered_time(last, asked_on=self.asked_on)) or topic.time
        if base:
            question = same_time(question, base)
        shifted = base and beside(question, base)
        asked, moved = shifted or (question, None)
        if base and (goes_on(question) or is_fragment(question)):
            asked = of_its_year(asked, base, asked_on=self.asked_on)
        time = moved or time_of(asked, asked_on=self.asked_on)
        plain = without_frame(without_beside(asked))
        if time:
            plain = plain.replace(time.text, " ")
        own = parts_of(plain, self.vocabulary, whole=not goes_on(question))
        if not shifted and not self._depends(question, own, topic, last):
            time = time_of(question, asked_on=self.asked_on)
            return _Reading(question, (), self._begun(question, own, time, topic))
        named = person_meant(question, last, self.vocabulary) if last else []
        missing = _missing((*named, *self._kept(question, own, topic)), own)
        added = [part.text for part in missing]
        if topic.time and not time:
            added.append(topic.time.text)
        after = _Topic(_few([*own, *missing]), time or topic.time)
        return _Reading(asked, tuple(added), after)

    def _depends(
        self, question: str, own: Sequence[Part], topic: _Topic, last: Turn | None
    ) -> bool:
        """Tell whether the question needs what was said before it."""
        if begins_anew(question):
            return False
        at = points_back(question)
        if is_demonstrative(question) or (at is not None and not self._explained(question[:at])):
            return True
        if goes_on(question):
            sorts = self._sorts(own)
            if last and names_only(question) and asks_who(last.question):
                return True
            return not sorts or only_adds(question) or bool(sorts & self._sorts(topic.parts))
        named = any(part.name for part in own)
        shared = terms_of(own) & terms_of(topic.parts)
        if is_fragment(question) and len(terms_of(own)) <= SHORT and shared:
            return True
        if own and (
            named
            or defines(question)
            or is_existential(question)
            or time_of(question, asked_on=self.asked_on)
        ):
            return False
        return sum(self.weight(term) for term in terms_of(own)) / self.weight("") < LIGHT

    def _explained(self, before: str) -> bool:
        """Tell whether a pronoun behind these words may stand for something among them."""
        parts = parts_of(before, self.vocabulary)
        words = sum(len(part.text.split()) for part in parts)
        return any(part.name for part in parts) or words >= ENOUGH

    def _begun(
        self, question: str, own: Sequence[Part], time: Time | None, before: _Topic
    ) -> _Topic:
        """Return the topic after a question that stands by itself."""
        if not own and not time:
            return before
        # One plain Korean word may be a part of what was spoken of, as 반장 is of 인민반.
        thin = has_hangul(question) and len(terms_of(own)) <= 1 and not self._sorts(own)
        return _Topic(_few([*own, *_missing(before.parts, own)]) if thin else _few(own), time)

    def _kept(self, question: str, own: Sequence[Part], topic: _Topic) -> list[Part]:
        """Return the parts in whose place the question puts none; if it points, only ordinals."""
        replaced = self._sorts(own)
        if points_back(question) is not None:
            replaced &= {"ordinal"}
        return [part for part in topic.parts if sort_of(part, self.vocabulary) not in replaced]

    def _sorts(self, parts: Sequence[Part]) -> set[str]:
        """Return of which sorts the names among the parts are."""
        return {sort_of(part, self.vocabulary) for part in parts} - {""}


def rewrite(
    question: str,
    turns: Sequence[Turn],
    weight: Weight,
    *,
    vocabulary: Vocabulary,
    asked_on: date,
) -> str:
    """Return the question as it can be asked without the turns before it, oldest first.

    `weight` says how rare a term is in the archive, `vocabulary` what is a place or a term; words
    for a time are meant from `asked_on`. A question that stands by itself is returned as it is.
    """
    reader = _Reader(weight, vocabulary, asked_on)
    topic, last = _Topic(), None
    for turn in _lately(turns):
        topic, last = reader.read(turn.question, topic, last).topic, turn
    if not last:
        return question
    reading = reader.read(question, topic, last)
    if len(reading.asked) > MAX_QUESTION:
        return question
    added = list(reading.added)
    while added and len(reading.asked) + len(", ".join(added)) + 3 > MAX_QUESTION:
        added.pop()
    return f"{reading.asked} ({', '.join(added)})" if added else reading.asked


def _lately(turns: Sequence[Turn]) -> list[Turn]:
    """Return the last turns, oldest first, that take no longer to read than may be."""
    read = accumulate(len(turn.question) + len(turn.answer[:ANSWER_READ]) for turn in turns[::-1])
    return list(turns[len(turns) - sum(size <= MOST_READ for size in read) :])


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
    """Return the first parts, with no more words than a follow-up shall get."""
    kept: list[Part] = []
    for part in parts:
        if kept and sum(len(each.text.split()) for each in (*kept, part)) > MAX_WORDS:
            break
        kept.append(part)
    return tuple(kept)
