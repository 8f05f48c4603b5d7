import pytest

from nksearch.romanisation.tables import letters, words


def test_tables_are_read_from_text():
    assert {"a", "b"} == words(" a b  a ")
    assert letters("ㄱㄴ", "g n") == {"ㄱ": "g", "ㄴ": "n"}


def test_a_table_with_a_missing_spelling_is_an_error():
    with pytest.raises(ValueError, match="shorter"):
        letters("ㄱㄴ", "g")
