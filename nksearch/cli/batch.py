"""Many questions on standard input: `nksearch query -`."""

import json
import sys
from collections.abc import Callable, Mapping
from typing import Any

from nksearch.batch import answered, refused
from nksearch.cli.program import print_json
from nksearch.datamodels import Answer
from nksearch.errors import UsageError
from nksearch.request import Request


def answer_lines(
    ask: Callable[[Request], Answer], options: Mapping[str, Any], *, explain: bool
) -> int:
    """Answer the questions on standard input; one that cannot be answered gets an `error`.

    Returns the number of those.
    """
    failed = 0
    for line in filter(None, map(str.strip, sys.stdin)):
        try:
            result = answered(ask, {**options, **_line_values(line)}, explain=explain)
        except UsageError as error:
            result = refused(line, error)
        failed += "error" in result
        print_json(result)
    return failed


def _line_values(line: str) -> dict[str, Any]:
    if not line.startswith("{"):
        return {"question": line}
    try:
        values: dict[str, Any] = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"This line is not a JSON object: {error}.") from error
    return values
