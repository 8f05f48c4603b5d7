from dataclasses import replace

import pytest

from nksearch.datamodels import Turn
from nksearch.errors import NoIndexError
from nksearch.formatting import answer_to_json, article_to_json


def test_a_question_gets_what_the_shell_prints(client, archive):
    response = client.get("/api/query", query_string={"question": archive.answer.question})
    assert response.status_code == 200
    assert answer_to_json(archive.answer) == response.json
    assert list(answer_to_json(archive.answer)) == list(response.json)


def test_a_question_can_be_posted_as_json(client, archive):
    body = {"question": "Who?", "k": 5, "mode": "semantic", "since": "2024-01-01"}
    assert client.post("/api/query", json=body).status_code == 200
    query = {name: str(value) for name, value in body.items()}
    assert client.get("/api/query", query_string=query).status_code == 200
    posted, got = archive.requests
    assert posted == got
    assert posted.k == 5


def test_a_conversation_is_posted_with_the_question(client, archive):
    body = {"question": "And why?", "conversation": ["Who?", {"question": "When?", "answer": "x"}]}
    archive.answer = replace(archive.answer, asked_as="And why? (trade)")
    assert client.post("/api/query", json=body).json["asked_as"] == "And why? (trade)"
    assert archive.requests[-1].conversation == (Turn("Who?"), Turn("When?", "x"))
    archive.answer = replace(archive.answer, asked_as=None)
    assert "asked_as" not in client.get("/api/query", query_string={"question": "Who?"}).json


def test_quotes_are_the_characters_they_say(client, archive):
    texts = {article.article_id: article.text for article in archive.articles}
    answer = client.get("/api/query", query_string={"question": "Who?"}).json
    for citation in answer["citations"]:
        article = client.get(f"/api/articles/{citation['article_id']}").json
        assert texts[citation["article_id"]] == article["text"]
        assert citation["quote"] == article["text"][citation["start"] : citation["end"]]


def test_korean_is_sent_as_korean(client):
    assert "중국산" in client.get("/api/query", query_string={"question": "Who?"}).text


def test_an_article_gets_what_the_shell_prints(client, archive):
    for article in archive.articles:
        response = client.get(f"/api/articles/{article.article_id}")
        assert response.status_code == 200
        expected = article_to_json(article)
        assert expected | {"captions": list(expected["captions"])} == response.json


def test_the_status_gets_what_the_archive_says(client, archive):
    response = client.get("/api/status")
    assert response.status_code == 200
    assert archive.status() == response.json


@pytest.mark.parametrize(
    "body",
    [
        b"[]", b'"Who?"', b"null", b"1", b"", b"{", b"\xff", b'{"question": ["Who?"]}',
        b'{"question": "Who?", "k": 1e309}', b'{"question": "Who?", "k": true}',
        b'{"question": "Who?", "k": ' + b"9" * 5000 + b"}", b'{"question": "\\ud800"}',
        b"[" * 100_000, b'{"question": "Who?", "since": 5}', b'{"question": "Who?", "mode": {}}',
    ],
)  # fmt: skip
def test_a_body_that_is_no_question_is_refused_in_one_line(client, body):
    response = client.post("/api/query", data=body, content_type="application/json")
    assert response.status_code == 400
    assert {"error", "status"} == response.json.keys()
    assert "\n" not in response.json["error"]


def test_a_form_is_not_json(client):
    assert client.post("/api/query", data={"question": "Who?"}).status_code == 415


def test_a_batch_gives_each_question_its_answer_or_its_error(client, archive):
    questions = ["Who?", {"question": "Why?", "k": 3}, {"question": "When?", "k": 0}, "  "]
    response = client.post("/api/batch", json={"questions": questions, "mode": "lexical", "k": 7})
    assert response.status_code == 200
    first, second, third, fourth = response.json["answers"]
    assert answer_to_json(replace(archive.answer, question="Who?")) == first
    assert second["question"] == "Why?"
    assert third == {"question": "When?", "error": third["error"]}
    assert "k must be a whole number" in third["error"]
    assert "question is empty" in fourth["error"]
    assert [(each.mode, each.k) for each in archive.requests] == [("lexical", 7), ("lexical", 3)]


@pytest.mark.parametrize("questions", [None, [], "Who?", [5], ["Who?"] * 101])
def test_a_batch_must_be_a_list_of_questions_and_not_too_long(client, questions):
    response = client.post("/api/batch", json={"questions": questions})
    assert response.status_code == 400
    assert "a list of 1 to 100 questions" in response.json["error"]


def test_a_batch_fails_as_a_whole_when_nothing_can_be_asked(client, archive):
    archive.error = NoIndexError("No index published. Run: nksearch rebuild")
    response = client.post("/api/batch", json={"questions": ["Who?"]})
    assert (response.status_code, response.json["status"]) == (503, 503)
