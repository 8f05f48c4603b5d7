"""A conversation that an address carries: what it asks, what it asked before, and the answers.

An address names the earlier questions, oldest first, in `after`; one that was asked as it was typed
begins with AS_IS there. Their answers are made again from the archive. So every state of a
conversation has an address, and nothing of it is kept on the server but a few answers, which need
not be searched for twice.
"""

import threading
from collections import OrderedDict
from dataclasses import asdict, dataclass
from typing import Any

from flask import url_for
from werkzeug.datastructures import MultiDict

from nksearch.archive import Archive
from nksearch.datamodels import Answer, Turn
from nksearch.errors import UsageError
from nksearch.formatting import brief_line
from nksearch.request import OPTIONS, Request, as_turn, parse_request

MAX_AFTER = 8  # earlier questions of an address
AS_IS = "/as-is "  # as in `nksearch chat`
REMEMBERED = 128  # answers

Values = dict[str, Any]
"""What an address says: `question`, `typed`, options as text; `after` and `without` as lists."""

_LISTS = ("after", "without")


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier question of a conversation, the address at which it is asked, its answer."""

    question: str
    address: str
    answer: Answer

    @property
    def gist(self) -> str:
        """The brief answer, or else the first sentence that is quoted."""
        quoted = self.answer.quoted
        return brief_line(self.answer) or (quoted[0].quote if quoted else "")


def asked_values(arguments: MultiDict[str, str]) -> Values:
    """Return what an address asks; other parameters are of those who shared the address."""
    known = ("question", "typed", *OPTIONS)
    values: Values = {
        name: value for name, value in arguments.items() if name in known and name not in _LISTS
    }
    lists = {name: [each for each in arguments.getlist(name) if each] for name in _LISTS}
    return values | {name: given for name, given in lists.items() if given}


def changed(values: Values, **changes: Any) -> Values:
    """Return the values with some of them changed, or taken out where the change is None."""
    merged = values | changes
    return {name: value for name, value in merged.items() if value not in (None, [], "")}


def address_of(values: Values, **changes: Any) -> str:
    """Return the address that asks these values with these changes."""
    return url_for("pages.ask", **changed(values, **changes))


def followed_up(values: Values) -> Values:
    """Return the values of a question that goes on from this one, without the question."""
    own = f"{AS_IS}{values['question']}" if values.get("typed") else values["question"]
    after = [*values.get("after", []), own][-MAX_AFTER:]
    return changed(values, question=None, typed=None, after=after)


class Dialogue:
    """Asks an archive what addresses say; usable from several threads."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._answers: OrderedDict[tuple[str, Request], Answer] = OrderedDict()
        self._lock = threading.Lock()

    def ask(self, values: Values, *, generation: str) -> tuple[list[Earlier], Answer]:
        """Return the earlier questions with their answers, and the answer to the question.

        `generation` is the name of the published one: answers of another are not taken.

        Raises:
            UsageError: something of the values cannot be asked.
        """
        after = values.get("after", [])
        if len(after) > MAX_AFTER:
            raise UsageError(f"An address may hold at most {MAX_AFTER} earlier questions.")
        options = changed(values, question=None, after=None, typed=None)
        earlier: list[Earlier] = []
        turns: list[Turn] = []
        for place, entry in enumerate(after):
            question, typed = entry.removeprefix(AS_IS), entry.startswith(AS_IS)
            request = _request(options, question, [] if typed else turns)
            answer = self._remembered(request, generation)
            address = address_of(
                values, question=question, typed="on" if typed else None, after=after[:place]
            )
            earlier.append(Earlier(question, address, answer))
            turns.append(as_turn(answer))
        typed = values.get("typed") == "on"
        request = _request(options, values["question"], [] if typed else turns)
        answer = self._archive.ask(request)
        self._remember(request, generation, answer)
        return earlier, answer

    def _remembered(self, request: Request, generation: str) -> Answer:
        with self._lock:
            known = self._answers.get((generation, request))
        answer = known or self._archive.ask(request)
        self._remember(request, generation, answer)
        return answer

    def _remember(self, request: Request, generation: str, answer: Answer) -> None:
        with self._lock:
            self._answers[generation, request] = answer
            self._answers.move_to_end((generation, request))
            if len(self._answers) > REMEMBERED:
                self._answers.popitem(last=False)


def _request(options: Values, question: str, turns: list[Turn]) -> Request:
    conversation = [asdict(turn) for turn in turns]
    return parse_request({**options, "question": question, "conversation": conversation})
