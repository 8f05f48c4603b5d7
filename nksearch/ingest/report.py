"""What became of each item of an ingest, counted."""

import re
from collections import Counter
from dataclasses import dataclass, field

from nksearch.datamodels import Outcome, Rejected
from nksearch.ingest.furniture import Removed

_OWN = re.compile(r"\d[\d.,]*|[“\"'].*?[”\"']")  # what is of one item alone in a reason


@dataclass(slots=True)
class IngestReport:
    """Counts of articles by what they were to the store, and every item that did not go in.

    `formats` holds the same counts for each format; `furniture` are the repeated blocks that were
    left out of pages, the most frequent first.
    """

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    duplicates: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    formats: dict[str, dict[str, int]] = field(default_factory=dict)
    furniture: list[Removed] = field(default_factory=list)

    @property
    def total(self) -> int:
        """The number of items read."""
        return self.added + self.changed + self.unchanged + self.duplicates + len(self.rejected)

    def reasons(self) -> list[tuple[str, str, int]]:
        """Return every kind of reason with its format and how often it was given, most first."""
        counts = Counter((each.format, _OWN.sub("…", each.reason)) for each in self.rejected)
        return [(form, reason, count) for (form, reason), count in counts.most_common()]

    def count(self, form: str, outcome: Outcome) -> None:
        """Count an article that the store has taken in."""
        name = "duplicates" if outcome == "duplicate" else outcome
        setattr(self, name, getattr(self, name) + 1)
        self._count(form, name)

    def reject(self, rejected: Rejected) -> None:
        """Note an item that did not go in."""
        self.rejected.append(rejected)
        self._count(rejected.format, "rejected")

    def _count(self, form: str, name: str) -> None:
        counts = self.formats.setdefault(
            form, dict.fromkeys(("added", "changed", "unchanged", "duplicates", "rejected"), 0)
        )
        counts[name] += 1
