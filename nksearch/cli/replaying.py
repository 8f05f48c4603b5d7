"""The command `nksearch replay`: is a recorded answer still the answer?"""

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nksearch.cli.program import CHANGED, json_option, print_json, say
from nksearch.text import one_line

if TYPE_CHECKING:
    from nksearch.recording.replay import Difference, Replay


@click.command(short_help="Ask again what a record asked, and say what changed.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
@click.pass_context
def replay(ctx: click.Context, file: Path, as_json: bool) -> None:
    """Ask again what the records in FILE asked, and say exactly what changed.

    Every record is asked with its own settings, as of its own day, of the index that is published
    now. Exit code 0 means the same answers, 3 that one is not the same. A file with many records
    is named by `nksearch query - --record FILE`.
    """
    from nksearch.archive import Archive
    from nksearch.recording.files import read_records
    from nksearch.recording.replay import replay as ask_again

    records = read_records(file)
    archive = Archive.open(ctx.obj)
    replays = [ask_again(record, archive) for record in records]
    if as_json:
        same = sum(each.same for each in replays)
        found = [{"same": each.same, **asdict(each)} for each in replays]
        print_json({"records": len(replays), "same": same, "replays": found})
    else:
        say("\n\n".join(_described(each, alone=len(replays) == 1) for each in replays))
    if not all(each.same for each in replays):
        ctx.exit(CHANGED)


def _described(found: "Replay", *, alone: bool) -> str:
    verdict = "the same answer" if found.same else f"not the answer of {found.recorded}"
    head = verdict if alone else f"{found.question}\n{verdict}"
    return "\n".join(
        [head, *_listed("-", found.changes), *_listed("(for information)", found.information)]
    )


def _listed(mark: str, differences: Iterable["Difference"]) -> list[str]:
    return [f"{mark} {one_line(each.text)}" for each in differences]  # the file may steer nothing
