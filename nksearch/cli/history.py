"""The commands `nksearch export` and `nksearch diff`: an archive with its history."""

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nksearch.cli.program import escaped, json_option, print_json, say, styled
from nksearch.errors import NoIndexError
from nksearch.text import one_line

if TYPE_CHECKING:
    from nksearch.datamodels import StoredArticle
    from nksearch.revisions import Change

_MARKS = {"removed": ("[-", "-]"), "added": ("{+", "+}")}
_COLOURS = {"removed": "\x1b[31;9m", "added": "\x1b[32;1m"}


@click.command()
@json_option
@click.pass_obj
def export(indexes: Path, as_json: bool) -> None:
    """Write all articles with every revision as JSON Lines, which ingest reads back.

    The same archive always gives the same bytes, with --json and without.

    \b
      nksearch export > archive.jsonl
    """
    from nksearch.config import store_path
    from nksearch.exports import to_line
    from nksearch.store import Store

    if not store_path(indexes).exists():
        raise NoIndexError(f"No article in {indexes} yet. Run: nksearch ingest PATH")
    output, terminal = sys.stdout.buffer, sys.stdout.isatty()
    with Store(store_path(indexes), read_only=True) as store:
        for article in store.articles():
            revisions = store.revisions(article.article_id)
            line = to_line(revisions, store.places(article.article_id))
            output.write((escaped(line) if terminal else line).encode() + b"\n")
    output.flush()


@click.command()
@click.argument("article_id")
@click.option("--from", "old", type=click.IntRange(1, 10**9), help="The revision to begin from.")
@click.option("--to", "new", type=click.IntRange(1, 10**9), help="The revision to end with.")
@json_option
@click.pass_obj
def diff(indexes: Path, article_id: str, old: int | None, new: int | None, as_json: bool) -> None:
    """Show the words that changed between two revisions of an article.

    Without --from and --to, what changed last.
    """
    from nksearch.archive import Archive
    from nksearch.revisions import field_changes, same_source, shortened, word_diff

    archive = Archive.open(indexes)
    before, after = archive.two_revisions(article_id, old, new)
    fields, changes = field_changes(before, after), word_diff(before.text, after.text)
    if as_json:
        names = {"from": before.revision, "to": after.revision}
        names["same_source"] = same_source(before, after)
        shown = {"fields": list(map(asdict, fields)), "text": list(map(asdict, changes))}
        print_json({"article_id": article_id, **names, **shown})
        return
    say(f"{_revision(before)}\n{_revision(after)}")
    if same_source(before, after):
        say("Both were read from the same bytes: not the source changed, but its reading.")
    for field in fields:
        say(f"{field.name}: {one_line(field.old or 'none')} → {one_line(field.new or 'none')}")
    if before.text != after.text:
        say("\n" + _text(shortened(changes)))


def _revision(article: "StoredArticle") -> str:
    ingested = article.ingested[:16].replace("T", " ")
    return f"Revision {article.revision}, ingested {ingested}: {one_line(article.title)}"


def _text(changes: "list[Change]") -> str:
    """Return the changes with some of the text around them."""
    pieces = []
    for change in changes:
        if change.kind == "same":
            pieces.append(change.text)
        elif styled():
            pieces.append(f"{_COLOURS[change.kind]}{change.text}\x1b[0m")
        else:
            pieces.append(change.text.join(_MARKS[change.kind]))
    return "".join(pieces).strip("\n")
