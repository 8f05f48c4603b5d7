"""Passwords: which are accepted, and hashes that are slow to guess from (scrypt, RFC 7914)."""

import hashlib
import hmac
import re
import secrets
import unicodedata
from dataclasses import dataclass

from nksearch.errors import UsageError

MIN_LENGTH, MAX_LENGTH = 12, 256  # characters
_MOST_READ = 4 * MAX_LENGTH  # characters as they come: a Korean letter can be typed as three
_SALT_BYTES, _KEY_BYTES = 16, 32
_MOST_MEMORY = 2**30  # bytes that a hash from the users file may ask for
_FEWEST_DIFFERENT = 5  # characters
_LEAST_BESIDE = 5  # characters beside words and rows that everybody tries first
_SHORTEST_NAME = 4  # characters; shorter ones stand in many words
_COMMON = re.compile(
    "password|passwort|passw0rd|p@ssw0rd|pa55word|qwertyuiop|qwerty|qazwsx|asdfghjkl|asdfgh|"
    "zxcvbnm|1q2w3e4r5t|1q2w3e4r|1q2w3e|1qaz2wsx|abcdefghijklm|abcdef|abc|letmein|welcome|"
    "administrator|admin|iloveyou|changeme|secret|default|monkey|dragon|football|baseball|"
    "sunshine|princess|superman|batman|trustno|master|login|root|test|guest|user|nksearch|"
    "newsroom|archive|pyongyang|northkorea|korea|0?123456+7*8*9*0*|9?87654+3*2*1*0*|"
    "correct.?horse.?battery.?staple"
)
_FILLING = re.compile(r"[\d\W_]+")


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess costs: 128 * `n` * `r` bytes of memory, walked through `p` times."""

    n: int = 2**17
    r: int = 8
    p: int = 1


# OWASP's Password Storage Cheat Sheet names these: 128 MiB, a third of a second.
STRONG = Cost()


def check_acceptable(password: str, *, name: str) -> None:
    """Raise UsageError when everybody who knows `name` would soon guess this password."""
    if _is_too_long(password):
        raise UsageError(f"A password may have at most {MAX_LENGTH} characters.")
    folded = _normal(password).casefold()
    if len(_normal(password)) < MIN_LENGTH:
        raise UsageError(f"A password must have at least {MIN_LENGTH} characters.")
    if len(name) >= _SHORTEST_NAME and name.casefold() in folded:
        raise UsageError("The password contains the name of the user. Choose another one.")
    beside, common = _COMMON.subn("", folded)
    guessed = common and len(_FILLING.sub("", beside)) < _LEAST_BESIDE
    if guessed or len(set(folded)) < _FEWEST_DIFFERENT:
        raise UsageError(
            "This password is one of those that are tried first. Take four or five words that do "
            "not belong together."
        )


def hash_password(password: str, cost: Cost = STRONG) -> str:
    """Return what is kept of a password: "scrypt:n:r:p:salt:key", salt and key in hexadecimal."""
    salt = secrets.token_bytes(_SALT_BYTES)
    key = _derived(password, salt, cost)
    return f"scrypt:{cost.n}:{cost.r}:{cost.p}:{salt.hex()}:{key.hex()}"


def matches(password: str, kept: str | None, cost: Cost = STRONG) -> bool:
    """Tell whether a password is the one of which `kept` was kept.

    Without `kept` the answer is no, after the time that `cost` takes: nobody can tell by a watch
    which users there are.
    """
    if kept is None or _is_too_long(password):
        _derived(password[:MAX_LENGTH], bytes(_SALT_BYTES), cost)
        return False
    salt, key, cost = _taken_apart(kept)
    return hmac.compare_digest(_derived(password, salt, cost), key)


def is_hash(kept: object) -> bool:
    """Tell whether this can be what `hash_password` returned."""
    try:
        _taken_apart(kept if isinstance(kept, str) else "")
    except ValueError:
        return False
    return True


def _taken_apart(kept: str) -> tuple[bytes, bytes, Cost]:
    kind, n, r, p, salt, key = kept.split(":")
    cost = Cost(int(n), int(r), int(p))
    whole = cost.n > 1 and not cost.n & (cost.n - 1) and min(cost.r, cost.p) > 0
    sizes = len(bytes.fromhex(salt)), len(bytes.fromhex(key))
    if kind != "scrypt" or not whole or _memory(cost) > _MOST_MEMORY or cost.p > 16:
        raise ValueError(kind)
    if sizes != (_SALT_BYTES, _KEY_BYTES):
        raise ValueError("salt or key")
    return bytes.fromhex(salt), bytes.fromhex(key), cost


def _derived(password: str, salt: bytes, cost: Cost) -> bytes:
    secret = _normal(password).encode("utf-8", "surrogatepass")
    return hashlib.scrypt(
        secret, salt=salt, n=cost.n, r=cost.r, p=cost.p, maxmem=_memory(cost), dklen=_KEY_BYTES
    )


def _memory(cost: Cost) -> int:
    return 128 * cost.r * (cost.n + cost.p + 2)


def _is_too_long(password: str) -> bool:
    """Tell whether nobody has such a password, before accents are sorted: many take minutes."""
    return len(password) > _MOST_READ or len(_normal(password)) > MAX_LENGTH


def _normal(password: str) -> str:
    """Return the same characters for the same letters, whatever keyboard they were typed on."""
    return unicodedata.normalize("NFKC", password)
