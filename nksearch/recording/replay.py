"""Replay: ask again what a record asked, and say exactly what is different."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from difflib import SequenceMatcher
from typing import Literal

from nksearch.archive import Archive
from nksearch.errors import UnknownArticleError
from nksearch.recording.record import CitedSpan, RankedPassage, Record, ask_and_record, sha256
from nksearch.request import parse_request
from nksearch.text import Span

Kind = Literal[
    "build",
    "question",
    "scores",
    "notes",
    "refusal",
    "citation",
    "quotes",
    "brief",
    "context",
    "agreement",
    "passage",
]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it was recorded, in a sentence."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """What asking again gave: `changes` make it another answer, `information` does not."""

    question: str
    recorded: str
    changes: tuple[Difference, ...]
    information: tuple[Difference, ...]

    @property
    def same(self) -> bool:
        """Tell whether the answer is the one that was recorded."""
        return not self.changes


def replay(record: Record, archive: Archive) -> Replay:
    """Ask the current generation what was asked when the record was made.

    Changes are another refusal, another text under a citation or a new revision of its article,
    other quotes, another brief answer or sentence before a quote, other articles that agree or
    differ, and passages that came, went or passed one another. A new build or setting, another
    note and scores that moved without changing any place are information.
    """
    request = parse_request(record.request)
    answer, now = ask_and_record(archive, request)
    titles = {each.chunk_id.partition(".")[0]: each.title for each in answer.passages}
    changes = [
        *_refusal(record, now),
        *(each for cited in enumerate(record.citations, 1) for each in _citation(*cited, archive)),
        *_quotes(record.citations, now.citations),
        *_shown_with(record.citations, now.citations),
        *_differing(record, now),
        *_passages(record.passages, now.passages, titles),
    ]
    information = [
        *_build(record, now),
        *_question(record, now),
        *_notes(record, now),
        *_scores(record, now),
    ]
    return Replay(
        question=request.question,
        recorded=record.recorded,
        changes=tuple(changes),
        information=tuple(information),
    )


def _refusal(then: Record, now: Record) -> Iterator[Difference]:
    if (then.abstained, then.reason) == (now.abstained, now.reason):
        return
    if then.abstained and now.abstained:
        text = f"The reason of the refusal was “{then.reason}” and is “{now.reason}”."
    elif now.abstained:
        text = f"There was an answer; now the archive does not say: {now.reason}"
    else:
        text = "There was no answer; now there is one."
    yield Difference("refusal", text)


def _citation(marker: int, cited: CitedSpan, archive: Archive) -> Iterator[Difference]:
    """Say what became of the text that a citation names."""
    named = f"[{marker}] article {cited.article_id}"
    try:
        text = archive.article(cited.article_id, cited.revision).text
    except UnknownArticleError:
        yield Difference("citation", f"{named}: revision {cited.revision} is not in this archive.")
        return
    quote = text[cited.start : cited.end]
    if (sha256(text), sha256(quote)) != (cited.text_sha256, cited.quote_sha256):
        said = f"{named}: revision {cited.revision} is not the text that was cited."
        yield Difference("citation", said)
        return
    newest = archive.article(cited.article_id)
    if newest.revision != cited.revision:
        where = _whereabouts(quote, cited.start, newest.text)
        yield Difference("citation", f"{named} has revision {newest.revision}: {where}.")


def _whereabouts(quote: str, start: int, text: str) -> str:
    if text[start : start + len(quote)] == quote:
        return "the quote stands where it stood"
    found = text.find(quote)
    if found < 0:
        return "the quote stands there no more"
    return f"the quote stands at characters {found}-{found + len(quote)}"


def _quotes(then: Sequence[CitedSpan], now: Sequence[CitedSpan]) -> Iterator[Difference]:
    """Say which sentences are quoted no more, and which are new."""
    before = [_quote(each) for each in then]
    after = [_quote(each) for each in now]
    for marker, each in enumerate(before, 1):
        if each not in after:
            yield Difference("quotes", f"The sentence of [{marker}] is not quoted any more.")
    for marker, each in enumerate(after, 1):
        if each not in before:
            where = f"article {now[marker - 1].article_id}, characters {now[marker - 1].start}"
            yield Difference("quotes", f"[{marker}] is new: {where}-{now[marker - 1].end}.")
    if before != after and sorted(before) == sorted(after):
        yield Difference("quotes", "The same sentences are quoted in another order.")


def _shown_with(then: Sequence[CitedSpan], now: Sequence[CitedSpan]) -> Iterator[Difference]:
    """Say what is shown otherwise with quotes that are still quoted."""
    before, after = _by_quote(then), _by_quote(now)
    for quote, (old, marker) in before.items():
        if quote not in after:
            continue
        new, _ = after[quote]
        if _within(old.brief, old) != _within(new.brief, new):
            yield Difference("brief", f"The brief answer in [{marker}] is not the one it was.")
        if _within(old.context, old) != _within(new.context, new):
            yield Difference("context", f"The sentence before [{marker}] is not the one it was.")
        if old.revision == new.revision and old.start != new.start:
            said = f"The sentence of [{marker}] is quoted from characters {new.start}-{new.end}"
            yield Difference("quotes", f"{said}, not {old.start}-{old.end}.")
        if _confirmed(old, then) != _confirmed(new, now):
            yield Difference("agreement", f"What [{marker}] agrees with is not what it was.")


def _differing(then: Record, now: Record) -> Iterator[Difference]:
    """Say whether other articles contradict each other."""
    before, after = (
        {_quote(each.citations[marker - 1]) for marker in each.differing} for each in (then, now)
    )
    if before != after:
        said = f"The articles that differ were {len(before)} and are {len(after)}"
        others = ", others than then" if len(before) == len(after) else ""
        yield Difference("agreement", f"{said}{others}.")


def _quote(cited: CitedSpan) -> tuple[str, str]:
    return cited.article_id, cited.quote_sha256


def _by_quote(citations: Sequence[CitedSpan]) -> dict[tuple[str, str], tuple[CitedSpan, int]]:
    return {_quote(each): (each, marker) for marker, each in enumerate(citations, 1)}


def _within(span: Span | None, cited: CitedSpan) -> Span | None:
    """Return a span as it lies to the quote, wherever a new revision has put both."""
    return span and (span[0] - cited.start, span[1] - cited.start)


def _confirmed(cited: CitedSpan, among: Sequence[CitedSpan]) -> tuple[str, str] | None:
    return None if cited.agrees_with is None else _quote(among[cited.agrees_with - 1])


def _passages(
    then: Sequence[RankedPassage], now: Sequence[RankedPassage], titles: dict[str, str]
) -> Iterator[Difference]:
    """Say which passages came, went, and passed others that are in both rankings."""
    before, after = _places(then), _places(now)
    kept = [each for each in before if each in after]
    again = [each for each in after if each in before]
    matcher = SequenceMatcher(None, kept, again, autojunk=False)
    in_order = {
        each
        for first, _, length in matcher.get_matching_blocks()
        for each in kept[first : first + length]
    }
    for chunk_id in {**before, **after}:
        old, new = before.get(chunk_id), after.get(chunk_id)
        title = titles.get(chunk_id.partition(".")[0])
        name = f"Passage {chunk_id}" + (f" (“{title}”)" if title else "")
        if old and not new:
            yield Difference("passage", f"{name} was number {_at(old)} and is not found now.")
        elif new and not old:
            yield Difference("passage", f"{name} is new, number {_at(new)}.")
        elif old and new and chunk_id not in in_order:
            yield Difference("passage", f"{name} was number {_at(old)} and is number {_at(new)}.")


def _places(passages: Sequence[RankedPassage]) -> dict[str, tuple[int, float]]:
    return {each.chunk_id: (rank, each.score) for rank, each in enumerate(passages, 1)}


def _at(place: tuple[int, float]) -> str:
    rank, score = place
    return f"{rank} with score {score:.3f}"


def _build(then: Record, now: Record) -> Iterator[Difference]:
    for each in fields(then.build):
        old, new = getattr(then.build, each.name), getattr(now.build, each.name)
        if old != new:
            name = each.name.replace("_", " ")
            yield Difference("build", f"The {name} was {old} and is {new}.")


def _question(then: Record, now: Record) -> Iterator[Difference]:
    if then.asked_as != now.asked_as:
        said = f"It was asked as “{then.asked_as}” and is asked as “{now.asked_as}”."
        yield Difference("question", said)


def _notes(then: Record, now: Record) -> Iterator[Difference]:
    for kind, text in now.notes:
        if (kind, text) not in then.notes:
            yield Difference("notes", f"Now searched {text}.")
    for kind, text in then.notes:
        if (kind, text) not in now.notes:
            yield Difference("notes", f"Then searched {text}.")


def _scores(then: Record, now: Record) -> Iterator[Difference]:
    after = {each.chunk_id: each.score for each in now.passages}
    moved = [abs(after.get(each.chunk_id, each.score) - each.score) for each in then.passages]
    if changed := [each for each in moved if each > 0]:
        said = f"{len(changed)} of {len(moved)} scores moved, by {max(changed):.6f} at most."
        yield Difference("scores", said)
