"""The commands `nksearch backup`, `restore` and `check`: keeping an archive."""

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nksearch.cli.program import json_option, print_json, say
from nksearch.errors import NksearchError
from nksearch.text import one_line

if TYPE_CHECKING:
    from nksearch.backups import BackupReport

_file = click.Path(dir_okay=False, path_type=Path)
_overwrite = click.option("--overwrite", is_flag=True, help="Also when something is there already.")


@click.command(short_help="Save in one file all that cannot be made again.")
@click.argument("file", type=_file)
@_overwrite
@json_option
@click.pass_obj
def backup(indexes: Path, file: Path, overwrite: bool, as_json: bool) -> None:
    """Save the articles with all revisions, the settings and your own terms in one file.

    Others may ingest and ask meanwhile. Indexes are not in it: rebuild makes them again.
    """
    from nksearch.backups import back_up

    _print(back_up(indexes, file, overwrite=overwrite), f"in {file}", as_json)


@click.command(short_help="Put a backup back.")
@click.argument("file", type=_file)
@_overwrite
@json_option
@click.pass_obj
def restore(indexes: Path, file: Path, overwrite: bool, as_json: bool) -> None:
    """Put a backup into the indexes directory, if all of it is sound.

    With --overwrite, what is there is put aside in a folder replaced-1, replaced-2 ..., not
    removed.
    """
    from nksearch.backups import restore as put_back

    _print(put_back(file, indexes, overwrite=overwrite), f"restored to {indexes}", as_json)
    say("Next: nksearch rebuild", err=True)


@click.command(short_help="Check store and indexes, changing nothing.")
@json_option
@click.pass_obj
def check(indexes: Path, as_json: bool) -> None:
    """Check every article, both generations and that they belong together; nothing is changed.

    Each problem comes with the command that mends it; the exit code is then 1.
    """
    from nksearch.checking import check as problems_of
    from nksearch.config import store_path
    from nksearch.store import Store

    count = 0
    if store_path(indexes).exists():
        try:
            with Store(store_path(indexes), read_only=True) as store:
                count = store.count()
        except NksearchError:
            count = 0  # the check itself says what is wrong
    with click.progressbar(
        length=count, label="Checking articles", file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:
        problems = list(problems_of(indexes, progress=bar.update))
    if as_json:
        print_json({"articles": count, "problems": [asdict(each) for each in problems]})
    for each in [] if as_json else problems:
        say(f"{one_line(each.where)}: {one_line(each.what)}")
        say(f"    mend it with: {each.remedy}")
    if problems:
        raise NksearchError("1 problem." if len(problems) == 1 else f"{len(problems)} problems.")
    if not as_json:
        say(f"{count} articles and their indexes are sound.")


def _print(report: "BackupReport", where: str, as_json: bool) -> None:
    if as_json:
        print_json(asdict(report))
        return
    size = sum(size for size, _ in report.files.values()) / 1e6
    say(f"{report.articles} articles in {report.revisions} revisions, {size:.1f} MB, {where}")
