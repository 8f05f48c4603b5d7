"""What templates write of values: dates and languages for people, addresses that are safe."""

from datetime import date, datetime
from urllib.parse import urlsplit

from flask import Flask

from nksearch.text import script_language

_LANGUAGE_NAMES = {"en": "English", "ko": "Korean", "ja": "Japanese", "zh": "Chinese"}


def register(app: Flask) -> None:
    """Give the templates of `app` these filters."""
    filters = (readable_date, short_date, day_or_nothing, web_address, language_name)
    for each in (*filters, script_language):
        app.add_template_filter(each)


def readable_date(value: str) -> str:
    """Return an ISO 8601 date as people write it, with the time if it has one."""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return value
    day = f"{moment.day} {moment:%B %Y}"
    return f"{day}, {moment:%H:%M %Z}".rstrip() if "T" in value else day


def short_date(day: date) -> str:
    """Return a day as a table has room for it."""
    return f"{day.day}\u00a0{day:%b %Y}"


def day_or_nothing(value: str | None) -> str:
    """Return a day as the field for a day takes it, empty if it is none."""
    try:
        return date.fromisoformat(value or "").isoformat()
    except ValueError:
        return ""


def web_address(value: str | None) -> str | None:
    """Return `value` if a browser may safely be sent there, else None."""
    try:
        parts = urlsplit(value or "")
    except ValueError:
        return None
    return value if parts.scheme in ("http", "https") and parts.netloc else None


def language_name(code: str) -> str:
    """Return the English name of a language, or the code itself."""
    return _LANGUAGE_NAMES.get(code, code)
