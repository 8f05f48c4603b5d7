"""Indexes of collections: built as `ingest` and `rebuild` do it, with vectors that are kept."""

import json
from collections.abc import Callable, Container
from pathlib import Path

from nksearch.config import prepare_indexes, store_path
from nksearch.evaluation.collection import read_objects
from nksearch.indexing import Progress, RebuildReport, rebuild
from nksearch.ingest import ingest
from nksearch.models.encoder import Encoder
from nksearch.store import Store

Tell = Callable[[str], None]  # told what is being done


def build(
    corpus: Path,
    indexes: Path,
    encoder: Encoder,
    work: Path,
    *,
    titles: bool = True,
    only: Container[str] | None = None,
    progress: Tell = lambda _: None,
) -> tuple[RebuildReport, dict[str, str]]:
    """Index a corpus, or `only` these of its documents, in the directory `indexes`.

    Returns what was built and the article id of every document id. Vectors are kept in `work`.
    """
    cache = prepare_indexes(work) / "vectors.db"
    if only is not None:
        corpus = _part(corpus, only, indexes / "corpus.jsonl")
    with Store(store_path(indexes)) as store:
        progress(f"reading {corpus.name}")
        ingest([corpus], store)
        total = store.count()

        def step(done: Progress) -> None:
            progress(f"indexing {done.articles} of {total}")

        built = rebuild(indexes, store, encoder, cache=cache, titles=titles, progress=step)
        return built, store.ids_by_external_id()


def counting(what: str, total: int, progress: Tell) -> Callable[[int], None]:
    """Return a function that is told how many more are done, and tells how many of all are."""
    done = 0

    def step(more: int) -> None:
        nonlocal done
        done += more
        progress(f"{what} {done} of {total}")

    return step


def _part(corpus: Path, only: Container[str], target: Path) -> Path:
    with target.open("w", encoding="utf-8") as stream:
        for _, values in read_objects(corpus):
            if values.get("_id") in only:
                stream.write(json.dumps(values, ensure_ascii=False) + "\n")
    return target
