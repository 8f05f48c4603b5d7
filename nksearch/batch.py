"""Batches: many questions, each with an answer or an error of its own."""

from collections.abc import Callable, Mapping
from typing import Any

from nksearch.datamodels import Answer
from nksearch.errors import UsageError
from nksearch.formatting import answer_to_json
from nksearch.request import Request, parse_request


def answered(
    ask: Callable[[Request], Answer], values: Mapping[str, Any], *, explain: bool = False
) -> dict[str, Any]:
    """Return the answer to the request that these values describe, as JSON.

    If they describe none, there is `question` and an `error`. Errors that every question of the
    batch would have, such as a missing index, are raised.
    """
    try:
        return answer_to_json(ask(parse_request(values)), explain=explain)
    except UsageError as error:
        return refused(values.get("question"), error)


def refused(question: object, error: UsageError) -> dict[str, Any]:
    """Return what stands in the place of an answer."""
    return {"question": question, "error": str(error)}
