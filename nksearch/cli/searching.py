"""`nksearch search`: articles by the words in them."""

from pathlib import Path
from typing import Any

import click

from nksearch.cli.program import json_option, print_json, say, styled, width
from nksearch.request import DEFAULT_SIZE, MAX_SIZE, SORTS


@click.command(short_help="List the articles that have some words, with counts.")
@click.argument("query", default="")
@click.option("--sort", type=click.Choice(SORTS),
              help="Best first, newest first, oldest first, or last added first."
              "  [default: relevance]")  # fmt: skip
@click.option("--page", default="1", show_default=True, metavar="NUMBER", help="Which page.")
@click.option("--size", default=str(DEFAULT_SIZE), show_default=True, metavar="NUMBER",
              help=f"Results on a page, 1 to {MAX_SIZE}.")  # fmt: skip
@click.option("--since", metavar="DAY", help="Only articles of this day or later (2024-05-27).")
@click.option("--until", metavar="DAY", help="Only articles of this day or earlier.")
@click.option(
    "--date", metavar="DATE", help="Only 2024, 2024-05, 2024-05..2024-08, unknown or conflict."
)
@click.option("--source", metavar="NAME", help="Only articles of this source.")
@click.option("--lang", metavar="CODE", help="Only articles in this language (en, ko).")
@click.option("--topic", metavar="NAME", help="Only articles of this topic.")
@click.option("--all", "every", is_flag=True, help="Count and show every copy of a story.")
@click.option("--no-variants", is_flag=True, help="Search names only as the query spells them.")
@json_option
@click.pass_obj
def search(indexes: Path, /, as_json: bool, every: bool, no_variants: bool, **values: Any) -> None:
    """List the articles that match QUERY, with snippets, counts and facets.

    \b
    flood sinuiju             both words
    "mobile phones"           these words in this order
    flood OR typhoon, flood NOT sinuiju, flood -sinuiju, (flood OR typhoon) -sinuiju
    sanction*                 words that begin like this
    title:flood               in the title
    source:post  topic:econ   a source or topic with these letters
    lang:ko  date:2024-05  date:2024-05..2024-08  date:unknown

    Without QUERY, all articles.
    """
    from nksearch.archive import Archive
    from nksearch.finding.hits import listing_to_json, listing_to_text
    from nksearch.request import parse_search

    values |= {"all": every, "variants": not no_variants}
    found = Archive.open(indexes).find(parse_search(values))
    if as_json:
        print_json(listing_to_json(found))
        return
    style = ("\x1b[1m", "\x1b[0m") if styled() else ("", "")
    say(listing_to_text(found, width=width(), style=style))
