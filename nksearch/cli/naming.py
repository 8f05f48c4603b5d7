"""`nksearch names`: whom and what the archive names, in which spellings."""

from pathlib import Path
from typing import get_args

import click

from nksearch.cli.program import json_option, print_json, say, width
from nksearch.datamodels import EntityKind


@click.command(short_help="List the persons, places and terms of the archive.")
@click.argument("like", required=False)
@click.option(
    "--kind",
    type=click.Choice(get_args(EntityKind)),
    help="Only persons, only places or only terms.",
)
@click.option(
    "-n", "count", type=click.IntRange(1), default=20, show_default=True, help="How many."
)
@json_option
@click.pass_obj
def names(
    indexes: Path, like: str | None, kind: EntityKind | None, count: int, as_json: bool
) -> None:
    """List persons, places and terms with their spellings, the most frequent first.

    With LIKE, only those that have these letters in a spelling, or that LIKE is a spelling of:
    names "Choi Sun-hee" finds Choe Son Hui.
    """
    from nksearch.archive import Archive
    from nksearch.formatting import entities_to_json, entities_to_text

    found = Archive.open(indexes).entities(kind=kind, like=like)[:count]
    if as_json:
        print_json(entities_to_json(found))
    else:
        say(entities_to_text(found, width=width()))
