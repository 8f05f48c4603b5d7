"""The command `nksearch chat`: questions one after another, each understood from those before."""

import sys
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from nksearch.cli.options import option_values, record_options, request_options
from nksearch.cli.printing import print_answer
from nksearch.cli.program import check_answered, print_json, say
from nksearch.datamodels import Answer, Turn
from nksearch.errors import UsageError
from nksearch.request import MAX_TURNS, Request, as_turn, parse_request

NEW, AS_IS = "/new", "/as-is"


@click.command(short_help="Ask one question after another; follow-ups are understood.")
@request_options
@record_options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each answer.")
@click.pass_obj
def chat(
    indexes: Path, /, as_json: bool, record: Path | None, overwrite: bool, **options: Any
) -> None:
    """Answer one question a line from standard input, each understood from those before.

    A follow-up ("and who attended?", "what about the month before?") is asked with what it leaves
    unsaid, and the answer shows as what. "/as-is QUESTION" asks a question as it stands, and
    "/new" forgets what was asked before. Ends with the input or Ctrl-C; the exit code is 1 when a
    line could not be answered.
    """
    from nksearch.archive import Archive
    from nksearch.cli.recording import recorded

    archive = Archive.open(indexes)
    failed = 0
    with recorded(archive, record, overwrite=overwrite) as ask:
        conversation = Conversation(ask, option_values(options))
        for line in typed_lines():
            try:
                answer = conversation.answer(line)
            except UsageError as error:
                failed += 1
                if as_json:
                    print_json({"question": line, "error": str(error)})
                else:
                    say(f"Error: {error}", err=True)
                continue
            if answer:
                print_answer(answer, as_json=as_json, explain=False)
                if not as_json:
                    say()
    check_answered(failed)


class Conversation:
    """What was asked since it began, and asking on."""

    def __init__(self, ask: Callable[[Request], Answer], options: Mapping[str, Any]) -> None:
        self._ask = ask
        self._options = options
        self._turns: deque[Turn] = deque(maxlen=MAX_TURNS)

    def answer(self, line: str) -> Answer | None:
        """Answer a line, or begin anew.

        Raises:
            UsageError: it is no question and no command.
        """
        command, _, rest = line.partition(" ")
        if command == NEW and rest:
            raise UsageError(f"{NEW} stands alone. Ask the question on the next line.")
        if command == NEW:
            self._turns.clear()
            return None
        if command.startswith("/") and command != AS_IS:
            raise UsageError(f"{command} is no command. Known: {NEW}, {AS_IS} QUESTION.")
        question = rest if command == AS_IS else line
        before = [] if command == AS_IS else [asdict(turn) for turn in self._turns]
        request = parse_request({**self._options, "question": question, "conversation": before})
        answer = self._ask(request)
        self._turns.append(as_turn(answer))
        return answer


def typed_lines() -> Iterator[str]:
    """Yield what is typed, without empty lines; on a terminal each is asked for."""
    terminal = sys.stdin.isatty()
    while True:
        if terminal:
            say("> ", nl=False, err=True)
        try:
            line = sys.stdin.readline()
        except KeyboardInterrupt:
            say(err=True)
            return
        if not line:
            return
        if line.strip():
            yield line.strip()
