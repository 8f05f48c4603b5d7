import json

import pytest
from click.testing import CliRunner

from nksearch.accounts import passwords, users
from nksearch.cli import main

pytestmark = pytest.mark.security

GOOD, OTHER = "tulip anchor seven", "seven anchors, one tulip"


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setattr(users.Users.__init__, "__kwdefaults__", {"cost": passwords.Cost(n=2)})

    def run(*arguments, given=""):
        options = ["--indexes", str(tmp_path / "indexes"), "user", *arguments]
        return CliRunner().invoke(main, options, input=given)

    return run


def test_users_are_added_listed_changed_and_removed(run):
    added = run("add", "mina", "--role", "editor", given=f"{GOOD}\n")
    assert (added.exit_code, added.stdout) == (0, "mina may log in as editor.\n")
    assert "Restart it" in added.stderr
    assert "Restart it" not in run("add", "jun", given=GOOD).stderr
    assert run("role", "jun", "admin").stdout == "jun is admin now.\n"
    assert run("password", "jun", given=OTHER).stdout == "jun has a new password.\n"
    listed = json.loads(run("list", "--json").stdout)
    assert listed["users"][1] == {"name": "jun", "role": "admin", "tokens": []}
    assert run("remove", "jun").stderr == ""
    assert "No user is left" in run("remove", "mina").stderr
    assert "There are no users" in run("list").stdout


@pytest.mark.parametrize(
    "arguments",
    [["list"], ["role", "jun", "admin"], ["remove", "jun"], ["token", "jun", "x"],
     ["revoke", "jun", "x"], ["password", "jun"]],
)  # fmt: skip
def test_a_directory_that_is_not_there_is_made_for_the_first_user_only(run, tmp_path, arguments):
    run(*arguments, given=GOOD)
    assert not (tmp_path / "indexes").exists()
    run("add", "mina", given=GOOD)
    assert (tmp_path / "indexes").stat().st_mode & 0o777 == 0o700


def test_a_token_is_printed_once_and_never_listed(run):
    run("add", "mina", given=GOOD)
    made = run("token", "mina", "feed", "--days", "7")
    token = made.stdout.strip()
    assert token.startswith("nks_")
    assert "nksearch user revoke mina feed" in made.stderr
    for arguments in (["list"], ["list", "--json"]):
        shown = run(*arguments).stdout
        assert "feed" in shown
        assert token not in shown
        assert "scrypt" not in shown
    assert run("revoke", "mina", "feed").exit_code == 0
    assert "feed" not in run("list").stdout


@pytest.mark.parametrize(
    ("arguments", "given"),
    [
        (["add", "Mina"], GOOD), (["add", "jun"], "short"), (["add", "jun"], ""),
        (["remove", "jun"], ""), (["password", "jun"], GOOD), (["role", "jun", "admin"], ""),
        (["token", "jun", "feed"], ""), (["revoke", "jun", "feed"], ""), (["add", "mina"], GOOD),
        (["role", "mina", "root"], ""), (["token", "mina", "feed", "--days", "0"], ""),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said_with_exit_code_2(run, arguments, given):
    run("add", "mina", given=GOOD)
    result = run(*arguments, given=given)
    assert result.exit_code == 2
    assert "Error: " in result.stderr
    assert "Traceback" not in result.output
    assert not given or given not in result.output


def test_the_status_says_who_is_served(run, tmp_path):
    def status(*options):
        arguments = ["--indexes", str(tmp_path / "indexes"), "status", *options]
        return CliRunner().invoke(main, arguments).stdout

    assert "Served to    this machine only, without login" in status()
    run("add", "mina", given=GOOD)
    assert "Served to    1 with a login" in status()
    assert json.loads(status("--json"))["users"] == 1
