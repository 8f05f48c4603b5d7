"""Plain BM25 over a collection: does the harness give the figures that others published?

    python tests/benchmarks/plain_bm25.py FOLDER [--words space] [--fields text]

Documents are scored whole with k1 1.2 and b 0.75. Words are lower-cased runs of letters and digits
without a small stop list, or (`--words space`) lower-cased strings between white space.
"""

import argparse
import re
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_array

from nksearch.evaluation.collection import load_collection
from nksearch.evaluation.measures import MEASURES, measure

K1, B, DEPTH = 1.2, 0.75, 100
STOP_WORDS = frozenset(
    "a an and are as at be by for from has he in is it its of on or that the to was were will with "
    "what which who whom when where why how did do does this these those".split()
)

Split = Callable[[str], list[str]]


def words(text: str) -> list[str]:
    """Return the words between which there is anything but letters, digits and underscores."""
    return [word for word in re.findall(r"\w+", text.lower()) if word not in STOP_WORDS]


def between_spaces(text: str) -> list[str]:
    """Return the words between white space."""
    return text.lower().split()


class PlainBM25:
    """BM25 with the idf ln(1 + (N - n + 0.5) / (n + 0.5)); a word asked twice counts twice."""

    def __init__(self, texts: Sequence[str], split: Split) -> None:
        self.split = split
        counts = [Counter(split(text)) for text in texts]
        self.columns = {
            word: n for n, word in enumerate(dict.fromkeys(w for c in counts for w in c))
        }
        lengths = np.array([sum(count.values()) for count in counts], dtype=float)
        rows = np.repeat(np.arange(len(texts)), [len(count) for count in counts])
        columns = np.array([self.columns[word] for count in counts for word in count])
        tf = np.array([n for count in counts for n in count.values()], dtype=float)
        n = np.bincount(columns, minlength=len(self.columns))
        idf = np.log1p((len(texts) - n + 0.5) / (n + 0.5))
        norm = K1 * (1 - B + B * lengths / lengths.mean())
        impacts = idf[columns] * tf * (K1 + 1) / (tf + norm[rows])
        self.impacts = csr_array((impacts, (columns, rows)), shape=(len(self.columns), len(texts)))

    def rank(self, question: str) -> list[int]:
        """Return the numbers of the best texts that have a word of the question."""
        asked = [self.columns[word] for word in self.split(question) if word in self.columns]
        scores = self.impacts[asked].sum(axis=0) if asked else np.zeros(self.impacts.shape[1])
        best = np.argsort(-scores, kind="stable")[:DEPTH]
        return [int(number) for number in best if scores[number] > 0]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--words", choices=("letters", "space"), default="letters")
    parser.add_argument("--fields", choices=("all", "text"), default="all")
    given = parser.parse_args()
    collection = load_collection(given.folder)
    documents = collection.documents
    bm25 = PlainBM25(
        [
            each.text if given.fields == "text" else f"{each.title} {each.text}"
            for each in documents
        ],
        words if given.words == "letters" else between_spaces,
    )
    run = {
        question.question_id: [documents[n].document_id for n in bm25.rank(question.text)]
        for question in collection.questions
    }
    values = measure(run, collection.qrels)
    figures = "  ".join(f"{name} {np.mean(values[name]):.4f}" for name in MEASURES)
    print(f"{collection.name}: {len(documents)} documents, {len(run)} questions  {figures}")  # noqa: T201 (a script)


if __name__ == "__main__":
    main()
