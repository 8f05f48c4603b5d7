import json
import sys
import time

import pytest
from nksearch_web import create_app
from nksearch_web.rebuilding import Rebuilder

from nksearch.errors import NksearchError

from .conftest import Page

BUILDS = """
import json, sys, time
for done in (1, 2):
    print(json.dumps({"done": done, "total": 2}), file=sys.stderr, flush=True)
"""


def program(source):
    return Rebuilder([sys.executable, "-c", source])


def wait(rebuilder):
    for _ in range(500):
        if rebuilder.state.state != "running":
            return rebuilder.state
        time.sleep(0.02)
    raise AssertionError("it still runs")


def test_what_is_in_the_archive_is_counted_and_linked(library_client):
    page = Page(library_client.get("/archive"))
    lines = {row.text.strip() for row in page.find("div") if row.around[-1].tag == "dl"}
    assert any(line.startswith("Articles40, of which 40 can be searched") for line in lines)
    sources = {each.text: each.attributes["href"] for each in page.find("a")}
    assert sources["Border Desk"] == "/search?source=Border+Desk"
    assert sources["Korean"] == "/search?lang=ko"
    assert sources["=SUM(1) <b>flood</b>"].startswith("/articles/")
    assert len(page.find("table", class_="months")) == 1
    assert page.find("form", method="post") == []


def test_what_could_not_be_read_is_listed(library, store, library_client):
    from nksearch.datamodels import Rejected

    with store.transaction():
        store.rejections.add(Rejected("/in/<x>.html", 3, "It is empty & useless."))
    (line,) = [
        each
        for each in Page(library_client.get("/archive")).find("li")
        if "It is empty & useless." in each.text
    ]
    assert "/in/<x>.html:3" in line.text


def test_the_page_stands_without_an_index(client, archive):
    archive.generation, archive.index_error = None, "vectors.f32 is damaged. Run: nksearch rebuild"
    page = Page(client.get("/archive"))
    assert page.status == 200
    assert any("vectors.f32 is damaged" in each.text for each in page.find("p"))


def test_a_rebuild_is_started_by_its_own_form_only(library):
    rebuilder = program(BUILDS)
    app = create_app(library, rebuilder=rebuilder)
    client, stranger = app.test_client(), app.test_client()
    shown = client.get("/archive")
    assert "SameSite=Strict" in shown.headers["Set-Cookie"]
    assert "HttpOnly" in shown.headers["Set-Cookie"]
    (token,) = Page(shown).find("input", name="token")
    good = {"token": token.attributes["value"]}
    for response in (
        client.post("/archive/rebuild"),
        client.post("/archive/rebuild", data={"token": "é"}),
        stranger.post("/archive/rebuild", data=good),  # has no cookie
    ):
        assert response.status_code == 403
    assert client.get("/archive/rebuild").status_code == 405
    assert rebuilder.state.state == "idle"
    started = client.post("/archive/rebuild", data=good)
    assert (started.status_code, started.headers["Location"]) == (303, "/archive#rebuild")
    assert wait(rebuilder).state == "done"
    assert client.get("/archive/rebuild.json").json == {
        "state": "done", "done": 2, "total": 2, "error": None,
    }  # fmt: skip
    assert "Rebuilt: 2 articles" in Page(client.get("/archive")).by_id("rebuild-status").text


def test_without_permission_there_is_nothing_to_post_to(library_client):
    assert library_client.post("/archive/rebuild").status_code == 404


def test_a_rebuild_that_fails_says_why():
    rebuilder = program("import sys; sys.exit('Error: Another rebuild is running.')")
    rebuilder.start()
    assert wait(rebuilder).error == "Another rebuild is running."


def test_a_program_that_is_not_there_is_an_error():
    with pytest.raises(NksearchError, match="Cannot start a rebuild"):
        Rebuilder(["/nowhere/nksearch"]).start()


def test_one_rebuild_runs_at_a_time():
    rebuilder = program("import time; time.sleep(0.3)")
    rebuilder.start()
    first = rebuilder.state
    rebuilder.start()
    assert rebuilder.state is first
    wait(rebuilder)


@pytest.mark.slow
def test_the_rebuild_of_the_page_is_the_one_of_the_shell(indexes, filled):
    import subprocess

    from nksearch_web.rebuilding import rebuild_command

    result = subprocess.run(rebuild_command(indexes), capture_output=True, text=True, check=True)
    assert json.loads(result.stdout)["articles"] == 3
    told = [json.loads(line) for line in result.stderr.splitlines() if line.startswith("{")]
    assert told[-1] == {"done": 3, "total": 3}
