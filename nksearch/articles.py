"""An article as JSON and as text for a terminal, with the dates that its text names."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from nksearch.datamodels import DateOrigin, StoredArticle
from nksearch.dates import parse_date
from nksearch.formatting import data_line, wrapped
from nksearch.periods.events import EventDate, How, event_dates
from nksearch.revisions import History
from nksearch.text import one_line

_MOST_DAYS = 30  # of a text, in a terminal
ORIGINS: dict[DateOrigin, str] = {
    "metadata": "the data of the page",
    "record": "the record",
    "page": "a line of the page",
    "title": "the title",
    "dateline": "the dateline",
    "address": "the address",
    "file name": "the name of the file",
}


@dataclass(frozen=True, slots=True)
class NamedDays:
    """Days that a text names, the words that name them first, and how they were found."""

    first: date
    last: date
    text: str
    how: How


def article_to_json(article: StoredArticle) -> dict[str, Any]:
    """Return the stored article, without the raw bytes and where they were read.

    `date_conflict` is a day that contradicts that of publication, be it that of ingest. `dates` are
    those that its text names: the characters, the days, and how they were found.
    """
    values = asdict(article) | {"date_conflict": article.other_day}
    hidden = ("raw", "address")  # an address may be a path on somebody's disk
    first = {name: values[name] for name in ("article_id", "revision")}
    shown = {name: value for name, value in values.items() if name not in hidden}
    listed = {
        name: list(value) if isinstance(value, tuple) else value for name, value in shown.items()
    }
    dates = [
        {
            "start": each.start,
            "end": each.end,
            "text": article.text[each.start : each.end],
            "first": each.first.isoformat(),
            "last": each.last.isoformat(),
            "how": each.how,
        }
        for each in dates_of(article)
    ]
    return first | listed | {"dates": dates}


def dates_of(article: StoredArticle) -> list[EventDate]:
    """Return the dates that the text of an article names, in order."""
    published = parse_date(article.published)
    return event_dates(article.text, date.fromisoformat(published[:10]) if published else None)


def named_days(article: StoredArticle) -> list[NamedDays]:
    """Return the days that the text names, the earliest first, each once."""
    found: dict[tuple[date, date], NamedDays] = {}
    for each in sorted(dates_of(article), key=lambda each: (each.first, each.last)):
        words = one_line(article.text[each.start : each.end])
        found.setdefault((each.first, each.last), NamedDays(each.first, each.last, words, each.how))
    return list(found.values())


def history_to_text(article_id: str, history: History) -> str:
    """Return how often an article has changed and when, or was read anew; "" if it never was."""
    told = []
    if history.last_change:
        often = "once," if history.changes == 1 else f"{history.changes} times, last"
        told.append(f"Changed {often} on {history.last_change[:10]}")
    if history.read_anew:
        told.append(f"Read anew from the same source on {history.read_anew[:10]}")
    return "; ".join([*told, f"see what changed: nksearch diff {article_id}"]) if told else ""


def article_to_text(
    article: StoredArticle, newest: StoredArticle, history: History, *, width: int
) -> str:
    """Return the article for reading: title, data, captions, paragraphs and the dates in them.

    `newest` is its current revision, and `history` says whether it has changed.
    """
    lines = [article.title, *filter(None, [article.subtitle])]
    lines.append(data_line(article.published, article.source, article.url))
    lines += [wrapped(line, width) for line in _facts(article)]
    if article.revision != newest.revision:
        lines.append(f"Revision {article.revision} of {newest.revision}")
    lines += filter(None, [history_to_text(article.article_id, history)])
    lines.append("")
    if article.translation_notice:
        lines += [article.translation_notice, ""]
    for caption in article.captions:
        lines += [wrapped(f"[Photo: {caption.text}]", width), ""]
    lines += [wrapped(line, width) for line in article.text.split("\n")]
    if days := named_days(article):
        shown = [_days(each) for each in days[:_MOST_DAYS]]
        more = [f"{len(days) - _MOST_DAYS} more"] if len(days) > _MOST_DAYS else []
        lines += ["", wrapped(f"Dates in the text: {'; '.join([*shown, *more])}", width)]
    return "\n".join(lines)


def _facts(article: StoredArticle) -> list[str]:
    """Return what few articles have, a line for each."""
    facts = [
        ("By", article.byline),
        ("Written in", article.place_line),
        ("Tags:", ", ".join(article.tags)),
        ("Original text:", article.original_url),
    ]
    lines = [f"{name} {value}" for name, value in facts if value]
    date_from = [f"Date from {ORIGINS[article.published_from]}"] if article.published_from else []
    other_day = [f"another day: {article.other_day}"] if article.other_day else []
    dates = "; ".join(date_from + other_day)
    return lines + ([dates[0].upper() + dates[1:]] if dates else [])


def _days(days: NamedDays) -> str:
    last = f" to {days.last}" if days.last != days.first else ""
    return f"{days.first}{last} (“{days.text}”, {days.how})"
