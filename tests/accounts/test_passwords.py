import hashlib
import unicodedata

import pytest

from nksearch.accounts.passwords import (
    STRONG,
    Cost,
    check_acceptable,
    hash_password,
    is_hash,
    matches,
)
from nksearch.errors import UsageError

pytestmark = pytest.mark.security

QUICK = Cost(n=2)
GOOD = "tulip anchor seven"


def test_the_cost_of_a_guess_is_the_one_that_owasp_names():
    assert Cost(n=131072, r=8, p=1) == STRONG


def test_what_is_kept_is_scrypt_with_a_salt():
    kind, n, r, p, salt, key = hash_password(GOOD, QUICK).split(":")
    assert ("scrypt", "2", "8", "1") == (kind, n, r, p)
    derived = hashlib.scrypt(GOOD.encode(), salt=bytes.fromhex(salt), n=2, r=8, p=1, dklen=32)
    assert derived.hex() == key
    assert hash_password(GOOD, QUICK) != hash_password(GOOD, QUICK)


def test_a_password_is_known_again_and_no_other_is():
    kept = hash_password(GOOD, QUICK)
    assert matches(GOOD, kept, QUICK)
    for other in ("", GOOD.upper(), f"{GOOD} ", GOOD * 100, "\ud800", GOOD[:-1]):
        assert not matches(other, kept, QUICK)
    assert not matches(GOOD, None, QUICK)


def test_the_same_letters_from_another_keyboard_are_the_same_password():
    kept = hash_password("신의주에서 본 물새들은", QUICK)
    decomposed = "\u1109\u1175\u11ab\u110b\u1174\u110c\u116e\u110b\u1166\u1109\u1165 본 물새들은"
    assert matches(decomposed, kept, QUICK)


def test_whoever_is_unknown_costs_as_much_as_who_is_known(monkeypatch):
    costs = []
    real = hashlib.scrypt

    def counted(secret, **options):
        costs.append((options["n"], options["r"], options["p"], len(options["salt"])))
        return real(secret, **options)

    kept = hash_password(GOOD, QUICK)
    monkeypatch.setattr(hashlib, "scrypt", counted)
    for hashed in (kept, None):
        matches("wrong", hashed, QUICK)
    matches("too long" * 100, kept, QUICK)
    assert costs == [(2, 8, 1, 16)] * 3


def test_a_long_text_of_accents_keeps_nobody_busy(monkeypatch):
    real, sizes = unicodedata.normalize, [0]

    def normalize(form, text):
        sizes.append(len(text))
        return real(form, text)

    monkeypatch.setattr(unicodedata, "normalize", normalize)
    slow = "e" + "\u0301\u0316" * 125_000  # half a minute: they are sorted one by one
    for kept in (hash_password(GOOD, QUICK), None):
        assert not matches(slow, kept, QUICK)
    with pytest.raises(UsageError, match="at most 256"):
        check_acceptable(slow, name="mina")
    assert max(sizes) <= 1024


def test_a_short_name_may_stand_in_a_word():
    check_acceptable("familiar anchors seven", name="li")


@pytest.mark.parametrize(
    "password",
    [
        "short", "elevenchars", "password1234", "Passw0rd2026!", "passwordpassword", "123456789012",
        "qwertyuiop123", "aaaaaaaaaaaa", "abababababab", "admin-admin-admin", "Welcome2026!!",
        "correct horse battery staple", "iloveyou12345", "my name is mina!", "MINA and the tulips",
        "Nksearch-2026", "x" * 257,
    ],
)  # fmt: skip
def test_what_is_tried_first_is_no_password(password):
    with pytest.raises(UsageError):
        check_acceptable(password, name="mina")


@pytest.mark.parametrize(
    "password",
    [
        GOOD, "839174629384", "kqzvxwjybhtf", "!?#+-*/&%$§=", "물새가 나는 아침 강가에",
        "x" * 8 + "yzab" * 62,
    ],
)  # fmt: skip
def test_any_other_is_one_whatever_it_is_made_of(password):
    check_acceptable(password, name="mina")


@pytest.mark.parametrize(
    "kept",
    [
        "", "scrypt", None, 3, "md5:2:8:1:" + "00" * 16 + ":" + "00" * 32,
        "scrypt:3:8:1:" + "00" * 16 + ":" + "00" * 32,
        "scrypt:0:8:1:" + "00" * 16 + ":" + "00" * 32,
        "scrypt:2:8:1:00:" + "00" * 32, "scrypt:2:8:1:" + "00" * 16 + ":",
        "scrypt:1073741824:8:1:" + "00" * 16 + ":" + "00" * 32,
        "scrypt:2:8:-1:" + "00" * 16 + ":" + "00" * 32,
    ],
)  # fmt: skip
def test_what_is_no_hash_is_known(kept):
    assert not is_hash(kept)
    assert is_hash(hash_password(GOOD, QUICK))
