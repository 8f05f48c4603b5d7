import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from nksearch.archive import Archive
from nksearch.cli import main
from nksearch.cli.chatting import typed_lines
from nksearch.cli.recording import recorded
from nksearch.errors import NksearchError
from nksearch.request import parse_request
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
    names = "generation articles taken anew chunks encoded reused seconds".split()
    assert list(report) == names
    assert (report["generation"], report["articles"], report["taken"]) == ("000001", 1, 0)
    assert "1 articles (1 taken over), 1 chunks (0 encoded, 1 reused)" in run("rebuild").stdout
    full = run("rebuild", "--full")
    assert "1 articles (0 taken over)" in full.stdout
    assert "anew" not in full.stderr


def test_rebuild_says_why_all_was_built_anew(searchable: Run, indexes: Path) -> None:
    [vectors] = indexes.glob("generations/*/semantic/vectors.f32")
    vectors.write_bytes(b"")
    result = searchable("rebuild")
    assert f"All was built anew: {vectors} is damaged.\n" in result.stderr
    assert result.exit_code == 0


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


def test_a_damaged_title_is_said_by_every_command_and_shown_by_none(
    searchable: Run, indexes: Path
) -> None:
    [passage] = parsed(searchable("query", "flood in Sinuiju", "--json"))["passages"]
    with sqlite3.connect(indexes / "articles.db") as connection:
        connection.execute("UPDATE revisions SET title = 'Flood in Sinuijv'")
    connection.close()
    assert "Damaged      1 of them. Run: nksearch check" in searchable("status").stdout
    for arguments in (
        *(["show", passage["article_id"]], ["diff", passage["article_id"]], ["export"]),
        *(["query", "flood in Sinuiju"], ["search", "flood"], ["check"]),
    ):
        result = searchable(*arguments)
        assert result.exit_code == 1
        assert "nksearch restore FILE" in result.output
        assert "Sinuijv" not in result.output


def test_status_and_show_say_what_is_there(searchable: Run) -> None:
    status = parsed(searchable("status", "--json"))
    assert (status["articles"], status["generation"]["name"]) == (1, "000001")
    assert status["rebuild_needed"] is False
    assert status["disk"]["articles"] > 0
    text = searchable("status").stdout
    assert "Articles     1" in text
    assert re.search(r"^Disk         [\d.]+ [kM]B \(articles ", text, re.M)
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


def commands_of(group: click.Group) -> Iterator[tuple[str, click.Command]]:
    """Every command of a group, and those of the groups in it."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command and command.help, name
        if isinstance(command, click.Group):
            yield from commands_of(command)
        else:
            yield name, command


def test_every_command_and_option_has_help() -> None:
    for name, command in commands_of(main):
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, f"{name} {parameter.name}"
        assert "as_json" in {parameter.name for parameter in command.params}, name


def test_citations_are_printed_in_the_format_that_is_asked_for(searchable: Run) -> None:
    result = searchable("query", "How many people did soldiers rescue?", "--cite", "ris")
    assert b"N1  - Soldiers rescued 4,200 people.\r\n" in result.stdout_bytes
    refused = searchable("query", "Does Elvis live?", "--cite", "csl-json")
    assert (refused.exit_code, parsed(refused)) == (0, [])
    assert refused.stderr.startswith("The archive does not say. ")


@pytest.mark.parametrize("beside", [["flood", "--json"], ["flood", "--explain"], ["-"]])
def test_citations_are_of_one_question_and_of_one_format(
    searchable: Run, beside: list[str]
) -> None:
    result = searchable("query", *beside, "--cite", "csv", stdin="flood")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--cite wants one question" in result.stderr


@pytest.mark.parametrize("command", [["query", "flood"], ["chat"]])
def test_nothing_is_overwritten_where_nothing_is_recorded(
    searchable: Run, command: list[str]
) -> None:
    result = searchable(*command, "--overwrite", stdin="flood")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--overwrite needs --record FILE." in result.stderr


def test_a_recorded_answer_is_replayed(searchable: Run, tmp_path: Path) -> None:
    path = tmp_path / "answer.json"
    ask = ("query", "How many people did soldiers rescue?", "--record", str(path))
    assert "[1]" in searchable(*ask).stdout
    result = searchable("replay", str(path))
    assert (result.exit_code, result.stdout) == (0, "the same answer\n")
    again = searchable(*ask)
    assert (again.exit_code, "add --overwrite" in again.stderr) == (2, True)
    assert searchable(*ask, "--overwrite").exit_code == 0

    page = tmp_path / "page.txt"
    page.write_text(PAGE.replace("4,200", "5,000"), "utf-8")
    assert searchable("ingest", str(page), "--rebuild").exit_code == 0
    result = searchable("replay", str(path), "--json")
    found = parsed(result)
    assert (result.exit_code, found["records"], found["same"]) == (3, 1, 0)
    assert {each["kind"] for each in found["replays"][0]["changes"]} >= {"citation", "quotes"}
    assert "(for information) The generation was 000001 and is 000002." in (
        searchable("replay", str(path)).stdout
    )


def test_a_batch_records_every_answer(searchable: Run, tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    lines = 'flood in Sinuiju\n{"question": "flood", "k": 0}\nDoes Elvis live?\n'
    assert searchable("query", "-", "--record", str(path), stdin=lines).exit_code == 1
    assert len(path.read_text("utf-8").splitlines()) == 2
    result = searchable("replay", str(path))
    assert (result.exit_code, result.stdout.count("the same answer")) == (0, 2)


def test_a_record_cannot_steer_a_terminal(searchable: Run, tmp_path: Path) -> None:
    path = tmp_path / "answer.json"
    searchable("query", "Does Elvis live?", "--record", str(path))
    record = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps(record | {"reason": "\x1b[2J\r\nthe same answer"}), "utf-8")
    result = searchable("replay", str(path))
    assert result.exit_code == 3
    assert "\x1b" not in result.stdout and "\nthe same" not in result.stdout


def test_a_foreign_file_is_not_replayed(searchable: Run, tmp_path: Path) -> None:
    (tmp_path / "page.json").write_text('{"title": "No record"}')
    result = searchable("replay", str(tmp_path / "page.json"))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "page.json:1 is not one of an answer. Make one with" in result.stderr


CHAT = [
    "flood in Sinuiju",
    "how many people were rescued there?",
    "",
    "/as-is how many people were rescued there?",
    "/new",
    "how many people were rescued there?",
    "/nwe",
]


def test_a_chat_understands_follow_ups_and_can_be_told_not_to(searchable: Run) -> None:
    result = searchable("chat", "--json", stdin="\n".join(CHAT))
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [row.get("asked_as") for row in rows] == [
        None,
        "how many people were rescued there? (flood, Sinuiju)",
        None,
        None,
        None,
    ]
    assert [row["question"] for row in rows[1:4]] == [CHAT[1]] * 3
    assert rows[-1]["error"] == "/nwe is no command. Known: /new, /as-is QUESTION."
    assert result.exit_code == 1
    assert "1 question could not be answered" in result.stderr


def test_new_and_a_question_on_one_line_are_told_apart(searchable: Run) -> None:
    result = searchable("chat", stdin="/new flood in Sinuiju")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "/new stands alone. Ask the question on the next line." in result.stderr


def test_a_chat_shows_as_what_a_question_was_asked(searchable: Run, tmp_path: Path) -> None:
    path = tmp_path / "chat.jsonl"
    result = searchable("chat", "--record", str(path), stdin="\n".join(CHAT))
    assert result.stdout.count("Asked as: how many people were rescued there? (flood,") == 1
    assert "/nwe is no command" in result.stderr
    assert searchable("replay", str(path)).stdout.count("the same answer") == 4


@pytest.mark.parametrize("error", [KeyboardInterrupt, BrokenPipeError])
def test_what_was_recorded_before_the_end_is_kept(
    archive: Archive, tmp_path: Path, error: type[BaseException]
) -> None:
    path = tmp_path / "r.jsonl"
    with pytest.raises(error), recorded(archive, path, overwrite=False):
        raise error
    assert not path.exists()
    with pytest.raises(error), recorded(archive, path, overwrite=False) as ask:
        ask(parse_request({"question": "flood"}))
        raise error
    assert len(path.read_text("utf-8").splitlines()) == 1


def test_control_c_ends_a_chat_as_the_end_of_its_input_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Typed:
        def __init__(self) -> None:
            self.lines = ["flood\n"]

        def isatty(self) -> bool:
            return False

        def readline(self) -> str:
            if not self.lines:
                raise KeyboardInterrupt
            return self.lines.pop()

    monkeypatch.setattr(sys, "stdin", Typed())
    assert list(typed_lines()) == ["flood"]


@pytest.mark.parametrize(
    ("beside", "options"),
    [
        ("--questions", ["--plot", "risk.svg"]),
        ("--questions", ["--answers"]),
        ("--questions", ["--trec", "trec"]),
        ("--questions", ["--mode", "lexical"]),
        ("--answers", ["--fields", "text"]),
        ("--answers", ["--trec", "trec"]),
        ("--answers", ["--reranker", "x"]),
    ],
)
def test_options_of_eval_that_would_do_nothing_are_refused(
    searchable: Run, tmp_path: Path, beside: str, options: list[str]
) -> None:
    (tmp_path / "q.jsonl").write_text("{}")
    asked = ["--questions", str(tmp_path / "q.jsonl")] if beside == "--questions" else [
        str(tmp_path), "--answers"
    ]  # fmt: skip
    result = searchable("eval", *asked, *options)
    assert result.exit_code == 2
    assert f"{beside} cannot go with {options[0]}." in result.stderr


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
        f"Error: There is no archive in {tmp_path / 'none'}. Name its directory with --indexes, or "
        "begin one: nksearch ingest PATH\n"
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
    without = searchable("query", "Shinuiju", "--mode", "lexical", "--without", "sinuiju", "--json")
    assert (parsed(without)["passages"], parsed(without)["notes"]) == ([], [])


def test_ingest_tells_formats_and_reasons_when_there_are_many(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "page.txt").write_text(PAGE, "utf-8")
    (folder / "table.csv").write_text("title,text\nA,Text.\n" + "B,\n" * 30)
    told = run("ingest", str(folder)).stdout
    assert re.search(r"CSV +1 +0 +0 +0 +30\n", told)
    assert re.search(r"CSV +30 +No text", told)
    assert "... and 10 more; nksearch rejected lists them all" in told
    assert len(run("rejected").stdout.splitlines()) == 30
    assert len(parsed(run("rejected", "--json"))["rejected"]) == 30
    (folder / "table.csv").unlink()
    assert "format" not in run("ingest", str(folder)).stdout


def test_a_dry_run_writes_nothing(run: Run, indexes: Path, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE, "utf-8")
    (tmp_path / "bad.txt").write_bytes(b"")
    result = run("ingest", "--dry-run", str(tmp_path / "page.txt"), str(tmp_path / "bad.txt"))
    assert "page.txt: text, 1 article “Flood in Sinuiju”" in result.stdout
    assert "bad.txt: unknown, 0 articles\n  rejected" in result.stdout
    assert not (indexes / "articles.db").exists()
    shown = parsed(run("ingest", "--dry-run", "--json", str(tmp_path / "page.txt")))
    assert (shown["formats"], shown["articles"]) == (["text"], 1)


def test_diff_shows_what_changed(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    for text in (PAGE, PAGE.replace("4,200", "5,000")):
        page.write_text(text, "utf-8")
        run("ingest", str(page))
    [line] = run("export").stdout.splitlines()
    article_id = json.loads(line)["article_id"]
    changed = rf"Changed once, on \d{{4}}-\d\d-\d\d; see what changed: nksearch diff {article_id}"
    assert re.search(changed, run("show", article_id).stdout)
    older = run("show", article_id, "--revision", "1").stdout
    assert "Revision 1 of 2" in older and re.search(changed, older)
    told = run("diff", article_id).stdout
    assert "Soldiers rescued [-4,200-]{+5,000+} people" in told
    assert told.startswith("Revision 1, ingested ")
    changes = parsed(run("diff", article_id, "--json"))
    assert (changes["from"], changes["to"], changes["fields"]) == (1, 2, [])
    assert changes["same_source"] is False
    same = run("diff", article_id, "--from", "2", "--to", "2")
    assert (same.exit_code, "{+" in same.stdout) == (0, False)
    assert run("diff", "0000000000000000").exit_code == 1


def test_what_was_only_read_anew_is_not_said_to_have_changed(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "page.txt").write_text(PAGE, "utf-8")
    run("ingest", str(tmp_path / "page.txt"))
    article_id = json.loads(run("export").stdout)["article_id"]
    monkeypatch.setattr(
        "nksearch.readers.pages.repair", lambda text: text.replace("people", "persons")
    )
    assert "1 changed" in run("ingest", str(tmp_path / "page.txt")).stdout
    shown = run("show", article_id).stdout
    assert "Read anew from the same source on " in shown and "Changed" not in shown
    assert "not the source changed" in run("diff", article_id).stdout
    assert parsed(run("diff", article_id, "--json"))["same_source"] is True


def test_an_ingest_that_is_stopped_says_how_to_go_on(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("nksearch.ingest.ingest", stopped)
    (tmp_path / "page.txt").write_text(PAGE, "utf-8")
    result = run("ingest", str(tmp_path / "page.txt"))
    assert (result.exit_code, "run the same command to go on" in result.stderr) == (1, True)


def test_diff_of_an_article_that_never_changed_says_so(run: Run, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE, "utf-8")
    run("ingest", str(tmp_path / "page.txt"))
    article_id = json.loads(run("export").stdout)["article_id"]
    result = run("diff", article_id)
    assert (result.exit_code, "has not changed" in result.stderr) == (1, True)


@pytest.mark.parametrize("url", ["https://post.example/a", "ftp://post.example/a"])
def test_an_address_is_not_fetched_without_the_option(run: Run, url: str) -> None:
    for options in ((), ("--dry-run",), ("--json",)):
        result = run("ingest", url, *options)
        assert result.exit_code == 2
        assert f"nksearch ingest --fetch {url}" in result.stderr


def test_an_address_of_this_machine_is_refused(run: Run) -> None:
    result = run("ingest", "--fetch", "http://127.0.0.1:1/a", "file:///etc/passwd", "--json")
    reasons = [each["reason"] for each in parsed(result)["rejected"]]
    assert reasons == [
        "127.0.0.1 is not a public address: it is not fetched.",
        "Only addresses that begin with http:// or https:// are fetched.",
    ]
    assert result.exit_code == 1
    listed = parsed(run("rejected", "--json"))["rejected"]
    assert [each["path"] for each in listed] == ["file:///etc/passwd", "http://127.0.0.1:1/a"]


def test_ingest_lists_what_repeats_over_the_pages_of_a_site(run: Run, tmp_path: Path) -> None:
    for n in range(6):
        (tmp_path / f"{n}.txt").write_text(
            f"River Post reports what happened.\n\nTitle {n} of a page\n\nTitle {n} of a page\n\n"
            f"A sentence about number {n} that stands on this page alone, and is text.\n\n"
            "Never miss a story\n\nGet the week's reports every Friday."
        )
    told = run("ingest", str(tmp_path)).stdout
    assert "Left out, because it repeats over the pages of a site:" in told
    assert re.search(r"River Post +6 +324 +Never miss a story", told)


def test_search_lists_articles_with_their_counts(searchable: Run) -> None:
    result = searchable("search", "flood -nobody", "--source", "nobody", "--json")
    assert (parsed(result)["total"], parsed(result)["query"]) == (0, "flood -nobody")
    text = searchable("search", "flood", "--date", "2024-07").stdout
    assert text.startswith("1 result.\n\n1. Flood in Sinuiju\n")
    assert "Month     2024-07 (1)" in text
    assert searchable("search", "--size", "5").stdout.startswith("1 result.")
    wrong = searchable("search", "ab*")
    assert (wrong.exit_code, "3 letters before *" in wrong.stderr) == (2, True)


def test_rebuild_tells_its_progress_as_json(searchable: Run) -> None:
    told = searchable("rebuild", "--full", "--progress", "--json").stderr.splitlines()
    assert [json.loads(line) for line in told] == [{"done": 1, "total": 1}]
