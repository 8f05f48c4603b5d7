"""`python -m nksearch` is the command `nksearch`."""

from nksearch.cli import main

main(prog_name="nksearch")
