"""Whatever an address or a body says, the answer is a page or JSON, and never a fault of ours."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nksearch_web.security import HEADERS

PATHS = [
    "/", "/search", "/search.csv", "/search.json", "/search.atom", "/opensearch.xml", "/names",
    "/archive", "/archive/rebuild", "/archive/rebuild.json", "/articles/ID", "/articles/ID/diff",
    "/articles/nobody", "/citations/markdown", "/citations/bibtex", "/citations/nothing",
    "/api/query", "/api/search", "/api/articles/ID", "/api/names", "/api/status",
    "/api/openapi.json", "/healthz", "/readyz", "/static/page.js", "/static/../serve.py",
]  # fmt: skip
NAMES = (
    "question query k mode since until date source lang topic dates asked_on all variants without "
    "after typed sort page size revision start end from to kind like n conversation"
).split()
VALUES = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        "2024-99 2024-05..2023-01 2024-05..2024-99 0000 9999-12-31 ²⁰²⁴ ٢٠٢٤ 2024-٠٥ -1 0 1 2 1e9 "
        "999999999999 NaN on off unknown conflict lexical semantic hybrid relevance oldest person "
        '" ( ((((( *:* title: title:* date:2024-99 date:.. sour* a* NOT OR - -- flood "flood"* '
        "%00 \x00 \ud7ff /as-is \u202e 신의주 <script> ' ; \\ ../../etc/passwd {{7*7}}".split(" ")
    ),
)
QUERIES = st.dictionaries(st.sampled_from(NAMES), st.lists(VALUES, min_size=1, max_size=2))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | VALUES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(VALUES, inner, max_size=3),
    max_leaves=6,
)
BODIES = st.dictionaries(st.sampled_from([*NAMES, "questions"]), JSON) | JSON
BOUNDED = settings(
    max_examples=300,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def _is_in_order(response):
    assert response.status_code < 500 or response.status_code == 503, response.text
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS


@BOUNDED
@given(path=st.sampled_from(PATHS), query=QUERIES)
def test_no_address_is_a_fault(library_client, library_id, path, query):
    with library_client.get(path.replace("ID", library_id), query_string=query) as response:
        _is_in_order(response)


@BOUNDED
@given(path=st.sampled_from(["/api/query", "/api/batch"]), body=BODIES)
def test_no_body_is_a_fault(library_client, path, body):
    with library_client.post(path, json=body) as response:
        _is_in_order(response)


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "POST", "PUT", "DELETE", "TRACE"])
@pytest.mark.parametrize("path", ["/", "/search", "/archive", "/api/query", "/readyz", "/nowhere"])
def test_no_method_is_a_fault(library_client, method, path):
    with library_client.open(path, method=method) as response:
        _is_in_order(response)


def test_a_month_that_is_none_is_said_and_not_a_fault(library_client):
    response = library_client.get("/search?query=flood&date=2024-99")
    assert response.status_code == 400
    assert "A date must be like 2024" in response.text


@pytest.fixture
def library_id(library_client):
    """Return the id of an article that the library has."""
    return library_client.get("/api/search?query=flood&size=1").json["results"][0]["article_id"]
