"""The README is tested: its commands run, its output is what they print, its table is complete."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

from nksearch.cli import main

from .conftest import ROOT

README = (ROOT / "README.md").read_text("utf-8")
# "$ command" with the lines of output below it, up to the end of the block.
EXAMPLES = re.findall(r"^```console\n\$ (.+)\n((?:.*\n)*?)```$", README, re.M)
QUERIES = [(command, output) for command, output in EXAMPLES if " query " in command]
WIDTH = "80"


def nksearch(indexes: Path, *arguments: str) -> str:
    result = subprocess.run(
        [sys.executable, "-m", "nksearch", "--indexes", indexes, *arguments],
        capture_output=True,
        text=True,
        env={"COLUMNS": WIDTH, "PATH": "/usr/bin:/bin", "PYTHONUTF8": "1"},
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    indexes = tmp_path_factory.mktemp("sample") / "indexes"
    nksearch(indexes, "ingest", str(ROOT / "seeds"))
    nksearch(indexes, "rebuild")
    return indexes


@pytest.mark.slow
@pytest.mark.parametrize(("command", "output"), QUERIES, ids=[each for each, _ in QUERIES])
def test_a_question_of_the_readme_gets_the_answer_it_shows(
    sample: Path, command: str, output: str
) -> None:
    name, *arguments = shlex.split(command)
    assert name == ".venv/bin/nksearch"
    shown = output.rstrip("\n").removesuffix("[...]").rstrip("\n")
    assert nksearch(sample, *arguments).startswith(shown)


def test_the_readme_has_questions() -> None:
    assert len(QUERIES) >= 2


def test_the_commands_of_make_are_the_readmes() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for command, _ in EXAMPLES:
        if target := re.search(r"make (\w+)$", command):
            assert re.search(rf"^{target[1]}:", makefile, re.M)
    question = re.search(r"^QUESTION := (.+)$", makefile, re.M)
    assert question and any(question[1] in command for command, _ in QUERIES)


def test_every_command_stands_in_the_readme() -> None:
    for name in main.list_commands(click.Context(main)):
        assert f"| `nksearch {name}" in README


def test_every_option_of_query_stands_in_the_readme() -> None:
    query = main.get_command(click.Context(main), "query")
    assert query
    for option in query.params:
        if isinstance(option, click.Option) and option.name != "as_json":
            assert f"`{option.opts[0]}`" in README
