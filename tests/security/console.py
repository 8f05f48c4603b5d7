"""`nksearch` with the encoder of tests: python -m tests.security.console ARGUMENTS."""

from unittest import mock

from nksearch.cli import main
from tests.conftest import WordEncoder

if __name__ == "__main__":
    with (
        mock.patch("nksearch.archive.load_encoder", lambda *_, **__: WordEncoder()),
        mock.patch("nksearch.models.encoder.load_encoder", lambda *_, **__: WordEncoder()),
    ):
        main(prog_name="nksearch")
