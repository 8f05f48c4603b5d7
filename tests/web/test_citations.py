from dataclasses import replace
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from nksearch.references import FORMATS


@pytest.mark.parametrize("name", FORMATS)
def test_citations_are_downloaded_as_the_shell_prints_them(client, archive, name):
    response = client.get(f"/citations/{name}", query_string={"question": archive.answer.question})
    form = FORMATS[name]
    assert response.status_code == 200
    assert form.write(archive.answer, date.today()).encode() == response.data
    assert response.headers["Content-Type"] == f"{form.media_type}; charset=utf-8"
    expected = f"attachment; filename=nksearch-citations.{form.suffix}"
    assert expected == response.headers["Content-Disposition"]


def test_an_answer_links_its_citations_with_what_was_asked(read, archive):
    values = {"question": "Who & why?", "k": "5", "lang": "en", "since": "2024-01-02"}
    links = [
        each.attributes["href"]
        for each in read("/", **values).find("a")
        if each.attributes["href"].startswith("/citations/")
    ]
    assert [f"/citations/{name}" for name in FORMATS] == [urlsplit(each).path for each in links]
    for each in links:
        asked = {name: value for name, (value,) in parse_qs(urlsplit(each).query).items()}
        assert values == asked


def test_a_refusal_links_no_citations(client, archive):
    archive.answer = replace(archive.answer, abstained=True, reason="Silent.", citations=())
    assert "/citations/" not in client.get("/", query_string={"question": "Who?"}).text


def test_an_unknown_format_and_an_empty_question_are_refused(client):
    response = client.get("/citations/docx", query_string={"question": "Who?"})
    assert response.status_code == 404
    assert "markdown, bibtex, ris, csl-json, csv" in response.text
    assert client.get("/citations/csv").status_code == 400
