"""An ingest that is killed again and again loses nothing that it acknowledged."""

import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from nksearch.store import Store

from .mixed_files import articles_in, fill

KILLS, FILES = 8, 600


def texts(path: Path) -> set[str]:
    with Store(path) as store:
        return {article.text for article in store.articles()}


@pytest.mark.slow
def test_nothing_acknowledged_is_lost_and_the_next_run_goes_on(tmp_path: Path) -> None:
    expected = fill(tmp_path / "in", FILES)
    chance = random.Random(5)  # noqa: S311 (no secret)
    indexes = tmp_path / "indexes"
    command = [sys.executable, "-m", "nksearch", "--indexes", indexes, "ingest", tmp_path / "in"]
    kept: set[str] = set()
    cut_short = 0
    for _ in range(KILLS):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.3, 1.2))
        process.send_signal(signal.SIGKILL)
        cut_short += process.wait() == -signal.SIGKILL
        if (indexes / "articles.db").exists():
            found = texts(indexes / "articles.db")
            assert kept <= found
            kept = found
    assert cut_short
    finished = subprocess.run([*command, "--json"], capture_output=True, check=True)
    report = json.loads(finished.stdout)
    assert (report["changed"], report["duplicates"]) == (0, 0)
    assert report["added"] + report["unchanged"] == articles_in(FILES)
    assert kept <= texts(indexes / "articles.db")
    with Store(indexes / "articles.db") as store:
        assert store.count() == store.summary()["revisions"] == articles_in(FILES)
        reasons = {path: each.reason for each in store.rejections for path in expected
                   if each.path == path or each.path.startswith(f"{path}/")}  # fmt: skip
    assert set(reasons) == set(expected)
    wrong = {path: why for path, why in reasons.items() if not why.startswith(expected[path])}
    assert wrong == {}
