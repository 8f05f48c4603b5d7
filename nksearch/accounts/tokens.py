"""Secrets that are random: names of sessions and of programs. Only their hashes are kept."""

import hashlib
import secrets

PREFIX = "nks_"  # by which a token is known that was left somewhere
_BYTES = 32


def new_secret() -> str:
    """Return 256 random bits as text."""
    return secrets.token_urlsafe(_BYTES)


def new_token() -> str:
    """Return a token for a program."""
    return PREFIX + new_secret()


def digest(secret: str) -> str:
    """Return what is kept of a random secret: its SHA-256 in hexadecimal.

    A random text of this length cannot be guessed, so its hash need not be slow.
    """
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
