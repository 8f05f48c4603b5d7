"""Answers on standard output."""

from datetime import date

import click

from nksearch.cli.program import print_json, say, styled, width
from nksearch.datamodels import Answer
from nksearch.formatting import answer_to_json, answer_to_text
from nksearch.references import Format


def print_answer(answer: Answer, *, as_json: bool, explain: bool) -> None:
    """Print an answer for people, or as JSON."""
    if as_json:
        print_json(answer_to_json(answer, explain=explain))
        return
    style = ("\x1b[1m", "\x1b[0m") if styled() else ("", "")
    say(answer_to_text(answer, width=width(), style=style, explain=explain))


def print_citations(answer: Answer, form: Format) -> None:
    """Print the citations of an answer as read today; a refusal is said on standard error."""
    if answer.abstained:
        say(f"The archive does not say. {answer.reason}", err=True)
    # As bytes: the line ends are the format's, and so is UTF-8.
    click.echo(form.write(answer, date.today()).encode(), nl=False)
