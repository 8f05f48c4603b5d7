"""What dates in a question do to its search: a limit, or a bonus for what was published then."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from nksearch.catalogue import Catalogue, Mask
from nksearch.datamodels import Note
from nksearch.periods import Period, describe, find_period
from nksearch.postings import Scores
from nksearch.request import Request

# Measured on realtimeqa, whose questions say "this week": see "Evaluation" in the README.
BONUS = 0.055  # added to the score of an article of the period; good ones are near 0.5
_RUNNING = re.compile(r"\bthis week\b|\btoday\b|이번 ?주|오늘", re.IGNORECASE)
_NEWS = timedelta(days=7)  # what is news today may have been published so long ago


@dataclass(frozen=True, slots=True)
class DateLimit:
    """Articles that are allowed (None: all) or favoured (None: none), and what is said of it."""

    allowed: Mask | None = None
    favoured: Mask | None = None
    notes: tuple[Note, ...] = ()

    def bonus(self, articles: npt.NDArray[np.int64]) -> Scores:
        """Return what is added to the scores of these articles."""
        if self.favoured is None:
            return np.zeros(len(articles), dtype=np.float32)
        bonus: Scores = self.favoured[articles] * np.float32(BONUS)
        return bonus


def limit_by_date(request: Request, catalogue: Catalogue, within: Mask) -> DateLimit:
    """Return what the question's own words about time allow or favour of these articles.

    Only words that surely limit the question (`Period.exact`), and a period in which something was
    published, limit the search; otherwise the time may be the topic, and gives a bonus. Days that
    the request names itself are filters already, and go before.
    """
    filters = request.filters
    given = filters.since or filters.until or filters.date_state == "unknown"
    period = find_period(request.question, asked_on=request.asked_on)
    if period is None or given or not request.dates:
        return DateLimit()
    since = _since(period, request.asked_on)
    inside = within & catalogue.published(since, period.until)
    said = f"{describe(replace(period, since=since))} (“{period.text}”)"
    if not inside.any():
        return DateLimit(notes=(Note("empty_period", f"all dates: no article was {said}"),))
    if not period.exact:
        preferring = Note("period", f"all dates, preferring what was {said}")
        return DateLimit(favoured=inside, notes=(preferring,))
    undated = int((within & ~catalogue.published(None, None)).sum())
    return DateLimit(
        allowed=inside, notes=(Note("period", f"only articles {said}{_left(undated)}"),)
    )


def _since(period: Period, asked_on: date) -> date | None:
    """Return where the period begins; this week and today begin a week before the question.

    "This week" on a Tuesday is the news of the last days, not of Monday and Tuesday.
    """
    if period.since and _RUNNING.search(period.text):
        return min(period.since, asked_on - _NEWS)
    return period.since


def _left(undated: int) -> str:
    """Say how many articles are left out because they have no date."""
    articles = "1 article" if undated == 1 else f"{undated} articles"
    return f"; {articles} without a date left out" if undated else ""
