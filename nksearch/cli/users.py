"""The command `nksearch user`: who may log in to the page, and with what."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from nksearch.cli.program import json_option, print_json
from nksearch.errors import UsageError

if TYPE_CHECKING:
    from nksearch.accounts.users import User, Users

_role = click.Choice(["reader", "editor", "admin"])


@click.group(short_help="Say who may log in to the page.")
def user() -> None:
    """Say who may log in to the page, and which programs may ask.

    As long as there are users, `nksearch serve` answers nobody who has not logged in. A reader may
    ask and read, an editor also rebuild from the page, an admin also see which files were refused.
    """


@user.command()
@click.argument("name")
@click.option("--role", type=_role, default="reader", show_default=True, help="What may be done.")
@json_option
@click.pass_obj
def add(indexes: Path, name: str, role: Any, as_json: bool) -> None:
    """Add a user.

    The password is asked for, or is the first line of standard input where that is no terminal.
    """
    from nksearch.config import prepare_indexes

    users = _users(prepare_indexes(indexes))
    users.check_new(name)
    first = not users.all()
    users.add(name, role, _password(name))
    _print(users.get(name), f"{name} may log in as {role}.", as_json)
    if first:
        click.echo(
            "nksearch serve answers only those who log in from now on. Restart it if it runs.",
            err=True,
        )


@user.command("list")
@json_option
@click.pass_obj
def list_users(indexes: Path, as_json: bool) -> None:
    """List the users, with the tokens of their programs."""
    found = _users(indexes).all().values()
    if as_json:
        print_json({"users": [_described(each) for each in found]})
        return
    for each in found:
        click.echo(f"{each.name:<32} {each.role}")
        for token in each.tokens:
            click.echo(f"    token {token.label}, until {token.expires}")
    if not found:
        click.echo("There are no users, so nobody has to log in. Add one: nksearch user add NAME")


@user.command()
@click.argument("name")
@json_option
@click.pass_obj
def password(indexes: Path, name: str, as_json: bool) -> None:
    """Give a user another password.

    All sessions of this user are over.
    """
    users = _users(indexes, of=name)
    users.set_password(name, _password(name))
    _print(users.get(name), f"{name} has a new password.", as_json)


@user.command()
@click.argument("name")
@click.argument("role", type=_role)
@json_option
@click.pass_obj
def role(indexes: Path, name: str, role: Any, as_json: bool) -> None:
    """Give a user another role, at once."""
    users = _users(indexes, of=name)
    users.set_role(name, role)
    _print(users.get(name), f"{name} is {role} now.", as_json)


@user.command()
@click.argument("name")
@json_option
@click.pass_obj
def remove(indexes: Path, name: str, as_json: bool) -> None:
    """Remove a user, with all sessions and tokens."""
    users = _users(indexes, of=name)
    removed = users.get(name)
    users.remove(name)
    _print(removed, f"{name} is removed.", as_json)
    if not users.all():
        click.echo(
            "No user is left: nksearch serve, when it is started the next time, answers everybody "
            "on this machine and nobody else.",
            err=True,
        )


@user.command()
@click.argument("name")
@click.argument("label")
@click.option("--days", default=90, show_default=True, help="How long it is valid, at most 366.")
@json_option
@click.pass_obj
def token(indexes: Path, name: str, label: str, days: int, as_json: bool) -> None:
    """Make a token for a program of this user.

    It is shown only now. The program sends it as a header: Authorization: Bearer TOKEN
    """
    made = _users(indexes, of=name).add_token(name, label, days=days)
    if as_json:
        print_json({"name": name, "label": label, "token": made})
    else:
        click.echo(made)
        click.echo(
            f"It is shown only now. To end it: nksearch user revoke {name} {label}", err=True
        )


@user.command()
@click.argument("name")
@click.argument("label")
@json_option
@click.pass_obj
def revoke(indexes: Path, name: str, label: str, as_json: bool) -> None:
    """End a token, at once."""
    users = _users(indexes, of=name)
    users.revoke(name, label)
    _print(users.get(name), f"The token {label} of {name} is worthless now.", as_json)


def _users(indexes: Path, *, of: str | None = None) -> "Users":
    """Return the users; raise UsageError, and make no directory, when `of` is none of them."""
    from nksearch.accounts.users import Users
    from nksearch.config import users_path

    users = Users(users_path(indexes))
    if of is not None:
        users.get(of)
    return users


def _password(name: str) -> str:
    """Return a password that is accepted, typed twice, or the first line of standard input."""
    from nksearch.accounts.passwords import check_acceptable

    if sys.stdin.isatty():
        given: str = click.prompt(
            "Password", hide_input=True, confirmation_prompt="The same again", err=True
        )
    else:
        try:
            given = sys.stdin.readline().rstrip("\r\n")
        except UnicodeDecodeError:
            raise UsageError("Standard input is not text in UTF-8.") from None
    check_acceptable(given, name=name)
    return given


def _described(user: "User") -> dict[str, Any]:
    """Return what may be shown of a user: no hashes."""
    tokens = [{"label": each.label, "expires": each.expires} for each in user.tokens]
    return {"name": user.name, "role": user.role, "tokens": tokens}


def _print(user: "User", said: str, as_json: bool) -> None:
    if as_json:
        print_json(_described(user))
    else:
        click.echo(said)
