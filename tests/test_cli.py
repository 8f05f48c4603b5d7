import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from nksearch.cli import main
from nksearch.errors import NksearchError
from nksearch.store import Store

from .conftest import WordEncoder

Run = Callable[..., Result]

PAGE = """Flood in Sinuiju

07/31/2024 10:00

A flood hit Sinuiju in July. Soldiers rescued 4,200 people.
"""


@pytest.fixture
def run(indexes: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command over an indexes directory with the encoder of the tests."""
    monkeypatch.setattr("nksearch.models.encoder.load_encoder", lambda *_, **__: WordEncoder())
    monkeypatch.setattr("nksearch.archive.load_encoder", lambda *_, **__: WordEncoder())

    def invoke(*arguments: str, stdin: str | None = None) -> Result:
        arguments = ("--indexes", str(indexes), *arguments)
        result = CliRunner().invoke(main, arguments, input=stdin)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return invoke


@pytest.fixture
def searchable(run: Run, tmp_path: Path) -> Run:
    page = tmp_path / "page.txt"
    page.write_text(PAGE, "utf-8")
    assert run("ingest", str(page), "--rebuild").exit_code == 0
    return run


def parsed(result: Result) -> Any:
    return json.loads(result.stdout)


def test_ingest_reports_counts_and_rejections(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "page.txt").write_text(PAGE, "utf-8")
    (folder / "empty.txt").write_bytes(b"")
    report = parsed(run("ingest", str(folder), "--json"))
    counts = {name: report[name] for name in ("added", "changed", "unchanged", "duplicates")}
    assert counts == {"added": 1, "changed": 0, "unchanged": 0, "duplicates": 0}
    [rejected] = report["rejected"]
    assert (rejected["path"], rejected["line"]) == (str(folder / "empty.txt"), None)
    text = run("ingest", str(folder))
    assert "0 added, 0 changed, 1 unchanged, 0 duplicates, 1 rejected" in text.stdout
    assert "Next: nksearch rebuild" in text.stderr


def test_rebuild_reports_what_it_did(run: Run, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE, "utf-8")
    run("ingest", str(tmp_path / "page.txt"))
    report = parsed(run("rebuild", "--json"))
    names = ["generation", "articles", "taken", "chunks", "encoded", "reused", "seconds"]
    assert list(report) == names
    assert (report["generation"], report["articles"], report["taken"]) == ("000001", 1, 0)
    assert "1 articles (1 taken over), 1 chunks (0 encoded, 1 reused)" in run("rebuild").stdout
    assert "1 articles (0 taken over)" in run("rebuild", "--full").stdout


def test_query_answers_with_citations(searchable: Run) -> None:
    found = parsed(searchable("query", "How many people did soldiers rescue?", "--json"))
    assert found["citations"][0]["quote"] == "Soldiers rescued 4,200 people."
    article = parsed(searchable("show", found["citations"][0]["article_id"], "--json"))
    for each in [*found["citations"], *found["passages"]]:
        quoted = each.get("quote", each.get("text"))
        assert article["text"][each["start"] : each["end"]] == quoted
    assert "[1]" in searchable("query", "How many people did soldiers rescue?").stdout


def test_a_batch_answers_line_by_line_in_order(searchable: Run) -> None:
    lines = [
        "flood in Sinuiju",
        "",
        '{"question": "flood", "k": 1, "mode": "lexical", "lang": "ko"}',
        '{"question": "flood", "k": 0}',
        '{"question": ',
        "  ",
        "rescued people",
    ]
    result = searchable("query", "-", "-k", "2", stdin="\n".join(lines))
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [row["question"] for row in rows] == [
        "flood in Sinuiju", "flood", "flood", '{"question":', "rescued people",
    ]  # fmt: skip
    assert rows[1]["passages"] == []
    assert "k must be a whole number" in rows[2]["error"]
    assert "not a JSON object" in rows[3]["error"]
    assert result.exit_code == 1


def test_status_and_show_say_what_is_there(searchable: Run) -> None:
    status = parsed(searchable("status", "--json"))
    assert (status["articles"], status["generation"]["name"]) == (1, "000001")
    assert status["rebuild_needed"] is False
    assert "Articles     1" in searchable("status").stdout
    assert "No article 0123" in searchable("show", "0123").stderr


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["query", "who?"], 1, "No index published in"),
        (["rebuild"], 1, "Run: nksearch ingest PATH"),
        (["show", "0123"], 1, "Run: nksearch ingest PATH"),
        (["query", "  "], 2, "question is empty"),
        (["query", "who?", "-k", "0"], 2, "k must be a whole number"),
        (["query", "who?", "--since", "May"], 2, "since must be a day"),
        (["query", "who?", "--mode", "best"], 2, "'best' is not one of"),
        (["ingest", "/nowhere/at/all"], 2, "does not exist"),
        (["ingest"], 2, "Missing argument"),
        (["dance"], 2, "No such command"),
    ],
)
def test_bad_input_gets_one_clear_message(
    run: Run, arguments: list[str], code: int, message: str
) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (code, "")
    assert message in result.stderr
    assert "Traceback" not in result.stderr


def test_a_busy_store_exits_with_75(
    searchable: Run, indexes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nksearch.database._BUSY_SECONDS", 0.05)
    with Store(indexes / "articles.db") as store, store.transaction():
        assert searchable("ingest", str(tmp_path / "page.txt")).exit_code == 75


def test_every_command_and_option_has_help() -> None:
    context = click.Context(main)
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        assert command and command.help, name
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, f"{name} {parameter.name}"
        assert "as_json" in {parameter.name for parameter in command.params}, name


def program(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from nksearch.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'torch', 'numpy', 'whoosh', 'flask', 'tokenizers'} & set(sys.modules)\n"
        "print(sorted(heavy))"
    )
    assert program("-c", code).stdout.endswith("[]\n")


def test_the_environment_names_the_indexes_and_no_traceback_reaches_the_user(
    tmp_path: Path,
) -> None:
    result = program("-m", "nksearch", "query", "who?", NKSEARCH_INDEXES=str(tmp_path / "none"))
    assert result.stderr == (
        f"Error: No index published in {tmp_path / 'none'}. Run: nksearch rebuild\n"
    )
    assert (result.returncode, result.stdout) == (1, "")
    assert not (tmp_path / "none").exists()


def test_limits_that_leave_nothing_are_the_reason(searchable: Run) -> None:
    found = parsed(searchable("query", "flood", "--source", "Nobody", "--json"))
    assert found["reason"] == "No article within these limits has a word of the question."


def test_the_report_of_an_ingest_is_not_lost_when_the_rebuild_fails(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise NksearchError("The disk is full.")

    (tmp_path / "page.txt").write_text(PAGE, "utf-8")
    monkeypatch.setattr("nksearch.indexing.rebuild", fail)
    result = run("ingest", str(tmp_path / "page.txt"), "--rebuild", "--json")
    assert (parsed(result)["added"], result.exit_code) == (1, 1)
    assert parsed(result)["rebuild"] == {"error": "The disk is full."}


def test_an_ingest_that_could_read_nothing_fails(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    result = run("ingest", str(tmp_path / "empty.txt"))
    assert (result.exit_code, "1 rejected" in result.stdout) == (1, True)
    assert "Nothing could be read" in result.stderr


def test_status_speaks_of_a_damaged_index(searchable: Run, indexes: Path) -> None:
    (indexes / "CURRENT").write_text("garbage")
    status = parsed(searchable("status", "--json"))
    assert (status["articles"], status["generation"]) == (1, None)
    assert "does not name a generation" in status["index_error"]
    assert "does not name a generation" in searchable("status").stdout


def test_a_rebuild_of_a_wrong_place_makes_nothing_there(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["--indexes", str(tmp_path / "typo"), "rebuild"])
    assert (result.exit_code, (tmp_path / "typo").exists()) == (1, False)


def test_names_lists_spellings(searchable: Run) -> None:
    listed = searchable("names").stdout
    assert "Sinuiju 신의주시 (place): 1 article, 2024-07-31 to 2024-07-31" in listed
    (found,) = parsed(searchable("names", "Shinuiju", "--json"))["names"]
    assert found["spellings"] == [{"spelling": "Sinuiju", "articles": 1}]
    assert (found["first"], found["kind"]) == ("2024-07-31", "place")
    assert searchable("names", "Nampo").stdout == "No such name.\n"


def test_other_spellings_are_searched_unless_told_not_to(searchable: Run) -> None:
    varied = searchable("query", "What hit Shinuiju?")
    assert "Searched also for Sinuiju (Shinuiju). (--no-variants searches without" in varied.stdout
    literal = parsed(
        searchable("query", "Shinuiju", "--mode", "lexical", "--no-variants", "--json")
    )
    assert (literal["passages"], literal["notes"]) == ([], [])
