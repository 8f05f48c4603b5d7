"""Facets: how many results have each source, topic, language and month, from the catalogue."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nksearch.catalogue import Catalogue, Column, Mask, Numbers
from nksearch.finding.hits import FacetCount

_EPOCH = 719163  # date(1970, 1, 1).toordinal()
_NO_MONTH = -(10**6)

# What chooses a name, in a query and in an address, and where it stands in the catalogue.
COLUMNS: dict[str, Column] = {"source": "source", "topic": "topic", "lang": "language"}


@dataclass(frozen=True, slots=True)
class Grouping:
    """What articles count as: each for itself, or all of one story once."""

    stories: npt.NDArray[np.uint32] | None

    def count(self, mask: Mask) -> int:
        """Return how many results the articles of a mask make."""
        if self.stories is None:
            return int(mask.sum())
        return len(np.unique(self.stories[mask]))

    def by_code(self, codes: Numbers, mask: Mask) -> list[tuple[int, int]]:
        """Return the codes that articles of the mask have, with the number of results of each."""
        own = codes[mask]
        if self.stories is not None:  # once for a story, however many of its articles have the code
            lowest = int(own.min(initial=0))
            width = int(own.max(initial=0)) - lowest + 1
            pairs = np.unique(self.stories[mask].astype(np.int64) * width + (own - lowest))
            own = pairs % width + lowest
        found, counts = np.unique(own, return_counts=True)
        return list(zip(found.tolist(), counts.tolist(), strict=True))


class Facets:
    """The facets of a generation's articles."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        days = catalogue.days.astype(np.int64)
        months = (days - _EPOCH).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
        self._months: Numbers = np.where(days > 0, months, _NO_MONTH)

    def names(self, column: Column, mask: Mask, grouping: Grouping) -> tuple[FacetCount, ...]:
        """Return the names that articles of the mask have in a column, the most frequent first."""
        counts = grouping.by_code(self._catalogue.codes(column), mask)
        named = [FacetCount(self._catalogue.name(code), n) for code, n in counts if code]
        return tuple(sorted(named, key=lambda each: (-each.count, each.value)))

    def months(self, mask: Mask, grouping: Grouping) -> tuple[FacetCount, ...]:
        """Return the months (2024-05) in which articles of the mask were published, in order."""
        counts = grouping.by_code(self._months, mask)
        return tuple(
            FacetCount(str(np.datetime64(month, "M")), n)
            for month, n in counts
            if month != _NO_MONTH
        )

    def undated(self, mask: Mask, grouping: Grouping) -> int:
        """Return how many results have no date."""
        return grouping.count(mask & (self._months == _NO_MONTH))
