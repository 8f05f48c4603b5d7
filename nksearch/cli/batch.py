"""Many questions on standard input: `nksearch query -`."""

import json
import sys
from collections.abc import Callable, Mapping
from typing import Any

from nksearch.cli.program import print_json
from nksearch.datamodels import Answer
from nksearch.errors import UsageError
from nksearch.formatting import answer_to_json
from nksearch.request import Request, parse_request


def answer_lines(
    ask: Callable[[Request], Answer], options: Mapping[str, Any], *, explain: bool
) -> int:
    """Answer the questions on standard input; one that cannot be answered gets an `error`.

    Returns the number of those.
    """
    failed = 0
    for line in sys.stdin:
        if not line.strip():
            continue
        values: dict[str, Any] = {"question": line.strip()}
        try:
            values = _line_values(line)
            answer = ask(parse_request({**options, **values}))
            result = answer_to_json(answer, explain=explain)
        except UsageError as error:
            failed += 1
            result = {"question": values.get("question"), "error": str(error)}
        print_json(result)
    return failed


def _line_values(line: str) -> dict[str, Any]:
    if not line.lstrip().startswith("{"):
        return {"question": line.strip()}
    try:
        values: dict[str, Any] = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"This line is not a JSON object: {error}.") from error
    return values
