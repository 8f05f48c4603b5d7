"""An ingest that is killed again and again loses nothing that it acknowledged."""

import gzip
import json
import random
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from nksearch.ingest import ingest
from nksearch.store import Store

KILLS, FILES = 8, 300


def fill(folder: Path) -> None:
    """Write files of many kinds, one in ten of them broken, each article with its own number."""
    folder.mkdir()
    for n in range(FILES):
        text = f"Report {n} says that the market of town {n} was closed on Monday. " * (n % 7 + 1)
        kind = n % 10
        path = folder / f"{n:04}"
        if kind < 4:
            path.with_suffix(".txt").write_text(f"Title {n}\n\n{text}")
        elif kind == 4:
            page = f"<html><body><article><h1>Title {n}</h1><p>{text}</p></article></body></html>"
            path.with_suffix(".html").write_text(page)
        elif kind == 5:
            lines = [json.dumps({"title": f"{n} {m}", "text": f"{m}: {text}"}) for m in range(20)]
            path.with_suffix(".jsonl.gz").write_bytes(gzip.compress("\n".join(lines).encode()))
        elif kind == 6:
            path.with_suffix(".csv").write_text(f"title,text\nTitle {n},{text}\n")
        elif kind == 7:
            with zipfile.ZipFile(path.with_suffix(".zip"), "w") as archive:
                archive.writestr("a.txt", f"Title {n}\n\n{text}")
        elif kind == 8:
            path.with_suffix(".md").write_text(f"# Title {n}\n\n{text}")
        else:
            broken = (b"", b"\0\1", b"\x1f\x8b\x08broken", b"PK\x03\x04", b'{"text": ')
            path.write_bytes(broken[n // 10 % len(broken)])


def texts(path: Path) -> list[str]:
    with Store(path) as store:
        return sorted(article.text for article in store.articles())


@pytest.mark.slow
def test_nothing_acknowledged_is_lost_and_the_next_run_goes_on(tmp_path: Path) -> None:
    fill(tmp_path / "in")
    with Store(tmp_path / "whole.db") as store:
        whole = ingest([tmp_path / "in"], store)
        rejected = list(store.rejections)
    assert (whole.changed, whole.duplicates, len(whole.rejected)) == (0, 0, FILES // 10)

    chance = random.Random(5)  # noqa: S311 (no secret)
    indexes = tmp_path / "indexes"
    command = [sys.executable, "-m", "nksearch", "--indexes", indexes, "ingest", tmp_path / "in"]
    killed, seen = 0, 0
    while killed < KILLS:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.2, 1.5))
        process.send_signal(signal.SIGKILL)
        process.wait()
        killed += 1
        if (indexes / "articles.db").exists():
            kept = texts(indexes / "articles.db")
            assert len(kept) >= seen
            assert set(kept) <= set(texts(tmp_path / "whole.db"))
            seen = len(kept)
    finished = subprocess.run([*command, "--json"], capture_output=True, check=True)
    report = json.loads(finished.stdout)
    assert report["added"] + report["unchanged"] == whole.added
    assert (report["changed"], report["duplicates"]) == (0, 0)
    assert texts(indexes / "articles.db") == texts(tmp_path / "whole.db")
    with Store(indexes / "articles.db") as store:
        assert list(store.rejections) == rejected
        assert store.summary()["revisions"] == whole.added
