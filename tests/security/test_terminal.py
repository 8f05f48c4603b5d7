"""Articles, questions and names of files that would steer a terminal, shown on a real one."""

import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from nksearch.datamodels import Article, Caption, Rejected
from nksearch.indexing import rebuild
from nksearch.store import Store
from nksearch.text import DIRECTIONS

from ..conftest import ROOT, WordEncoder

pytestmark = [pytest.mark.security, pytest.mark.slow]

PAYLOADS = [
    "\x1b[2J\x1b[H",  # clears the screen
    "\x1b]0;owned\x07",  # the title of the window
    "\x1b]52;c;cm0gLXJm\x07",  # the clipboard
    "\x1b]8;;http://evil.example\x1b\\here\x1b]8;;\x1b\\",  # a link
    "\x1bP+q544e\x1b\\",  # asks the terminal
    "\x1b[6n\x1b[c",  # it answers as if typed
    "\x9b2J\x9d0;x\x9c",  # the same in one byte each
    "safe\rover\x08\x08\x7f",  # written over
    "\u202egnp.exe\u202c\u2066\u2069\u200f",  # turned around
    "\x1b[8mhidden\x1b(0\x0e\x05",  # unseen, another set of letters
]
ALL = "".join(PAYLOADS)
_OURS = re.compile(
    r"\x1b\[(?:(?:0|1|31;9|32;1)m|2K|\?25[lh]|K)|\r+\n|\r(?=\x1b\[|Checking articles)"
)
_STEERS = re.compile(rf"[\x00-\x08\x0b-\x1f\x7f-\x9f{DIRECTIONS}]")


def hostile(number: int, text: str) -> Article:
    names = (
        "source topic translated_by translation_notice subtitle byline place_line url original_url "
        "date_conflict external_id"
    ).split()
    return Article(
        title=f"Flood {number} {text}",
        text=f"Flood {text} in Sinuiju. Officials {text} came to Sinuiju on May {number + 1}.",
        published="2024-05-01",
        language="en",
        captions=(Caption(text=text, credit=text),),
        tags=(text,),
        address=f"file:///{number}/{text}",
        **dict.fromkeys(names, text),
    )


@pytest.fixture(scope="module")
def indexes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an archive whose articles are hostile in every field, each revised once."""
    directory = tmp_path_factory.mktemp("hostile")
    with Store(directory / "articles.db") as store:
        with store.transaction():
            for number, text in enumerate([*PAYLOADS, ALL]):
                article = hostile(number, text)
                store.put(article, touched=set())
                store.put(replace(article, text=f"{article.text} More {text}."), touched=set())
                store.rejections.add(Rejected(f"/in/{number}{text}", 1, f"Not {text}"))
        rebuild(directory, store, WordEncoder())
    return directory


def run(
    indexes: Path, arguments: Sequence[str | Path], *, typed: str = "", terminal: bool
) -> bytes:
    """Return all that the program writes, to a terminal or into a pipe."""
    command = [sys.executable, "-m", "tests.security.console", "--indexes", indexes, *arguments]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "TERM": "xterm"}
    if not terminal:
        done = subprocess.run(
            command, input=typed.encode(), capture_output=True, env=environment, cwd=ROOT
        )
        return done.stdout + done.stderr
    master, slave = pty.openpty()
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=slave, stderr=slave, env=environment, cwd=ROOT
    ) as process:
        os.close(slave)
        assert process.stdin
        process.stdin.write(typed.encode())
        process.stdin.close()
        written = b""
        while piece := _read(master):
            written += piece
    os.close(master)
    return written


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # what Linux says once nobody writes any more
        return b""


def steers(written: bytes) -> str:
    """Return what is left that steers a terminal, but for our own colours."""
    return "".join(_STEERS.findall(_OURS.sub("", written.decode(errors="replace"))))


@pytest.mark.parametrize("terminal", [True, False])
def test_nothing_steers_a_terminal(
    indexes: Path,
    tmp_path: Path,
    terminal: bool,
    record_property: Callable[[str, object], None],
) -> None:
    with Store(indexes / "articles.db", read_only=True) as store:
        ids = sorted(each.article_id for each in store.articles())
    folder = tmp_path / "in"
    folder.mkdir()
    for number, text in enumerate(PAYLOADS):
        name = text.replace("/", "-")
        (folder / f"{number}{name}.txt").write_text(f"Title {text}\n\nText {text} of it.")
        (folder / f"{number}{name}.bin").write_bytes(b"\0\1\2")
    word = ALL.replace("\x00", "")
    commands: list[list[str | Path]] = [
        ["query", f"Who came to Sinuiju? {word}", "--explain"],
        ["query", "Who came to Sinuiju?", "--cite", "markdown"],
        ["query", "Who came to Sinuiju?", "--cite", "csv"],
        ["query", f"Who {word}", "--source", word],
        ["search", f"flood OR {word}"],
        ["search", f"{word}zzz*", "--topic", word],
        ["search", "flood", "--date", word],
        ["show", ids[0]],
        ["show", ids[-1], "--revision", "1"],
        ["show", word],
        ["diff", ids[0]],
        ["diff", ids[-1]],
        ["names", word],
        ["rejected"],
        ["status"],
        ["check"],
        ["ingest", folder, "--dry-run"],
        ["ingest", folder / f"0{PAYLOADS[0]}.bin"],
        ["replay", folder / f"0{PAYLOADS[0]}.txt"],
        ["export"],
        ["query", "Who came to Sinuiju?", "--json"],
        ["search", "flood", "--json"],
        ["show", ids[-1], "--json"],
        ["rejected", "--json"],
    ]
    tried = commands if terminal else commands[:-5:3]
    for command in tried:
        written = run(indexes, command, terminal=terminal)
        assert written
        assert steers(written) == "", command
    chat = run(indexes, ["chat"], typed=f"Who {word}?\n/{word}\nand he?\n", terminal=terminal)
    assert steers(chat) == ""
    record_property("kind", "terminal and exports")
    record_property("commands", len(tried) + 1)
    record_property("payloads", len(PAYLOADS))


def test_json_says_what_was_there_and_steers_nothing(indexes: Path) -> None:
    written = run(indexes, ["search", "flood", "--json"], terminal=False).decode()
    assert json.loads(written)["total"] > 0
    assert _STEERS.findall(written.rstrip("\n")) == []
