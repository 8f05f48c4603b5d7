"""Many questions on standard input: `nksearch query -`."""

import json
import sys
from collections.abc import Mapping
from typing import Any

from nksearch.archive import Archive
from nksearch.cli.program import print_json
from nksearch.errors import NksearchError, UsageError
from nksearch.formatting import answer_to_json
from nksearch.request import parse_request


def answer_lines(archive: Archive, options: Mapping[str, Any], *, explain: bool) -> None:
    """Answer the questions on standard input; one that cannot be answered gets an `error`."""
    failed = 0
    for line in sys.stdin:
        if not line.strip():
            continue
        values: dict[str, Any] = {"question": line.strip()}
        try:
            values = _line_values(line)
            answer = archive.ask(parse_request({**options, **values}))
            result = answer_to_json(answer, explain=explain)
        except UsageError as error:
            failed += 1
            result = {"question": values.get("question"), "error": str(error)}
        print_json(result)
    if failed:
        raise NksearchError(f"{failed} of the questions could not be answered; see `error` there.")


def _line_values(line: str) -> dict[str, Any]:
    if not line.lstrip().startswith("{"):
        return {"question": line.strip()}
    try:
        values: dict[str, Any] = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"This line is not a JSON object: {error}.") from error
    return values
