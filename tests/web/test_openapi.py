"""The OpenAPI document is true: schemathesis asks what it allows, and what it does not."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, assume, given, settings
from nksearch_web import create_app
from schemathesis import GenerationMode

from nksearch.archive import Archive

ASKED = {"deadline": None, "database": None, "derandomize": True, "max_examples": 40}


def fields(body: Any) -> dict[str, Any]:
    return body if isinstance(body, dict) else {}


def ends_before_it_begins(values: dict[str, Any]) -> bool:
    """What is refused with a reason, and no schema can say."""
    since, until, date = (str(values.get(name) or "") for name in ("since", "until", "date"))
    first, dots, last = date.partition("..")
    reversed_days = since > until > "" or (dots and first > last > "")
    return bool(reversed_days or (date == "unknown" and (since or until)))


@pytest.mark.slow
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_the_api_is_as_its_document_says(library: Archive, mode: GenerationMode) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", create_app(library))
    asked = []
    for result in schema.get_all_operations():
        operation = result.ok()
        asked.append(operation.label)
        if mode is GenerationMode.NEGATIVE and not operation.query and not operation.body:
            continue  # nothing can be wrong with it

        @settings(**ASKED, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy(generation_mode=mode))
        def check(case: schemathesis.Case) -> None:
            assume(not ends_before_it_begins({**(case.query or {}), **fields(case.body)}))
            case.call_and_validate()

        check()
    assert len(asked) == 9
