import os

import pytest

from nksearch.errors import UsageError
from nksearch.vocabulary import load_vocabulary


@pytest.fixture
def own(tmp_path):
    return tmp_path / "own.tsv"


def test_the_vocabulary_is_loaded_once(own):
    assert load_vocabulary() is load_vocabulary()
    own.write_text("bank\tKoryo Bank|고려은행\n", "utf-8")
    assert load_vocabulary(own) is load_vocabulary(own)


def test_a_changed_table_is_read_again(own):
    own.write_text("bank\tKoryo Bank\n", "utf-8")
    assert load_vocabulary(own).entries["term:bank"].name == "Koryo Bank"
    own.write_text("bank\tKoryo Savings Bank\n", "utf-8")
    os.utime(own, ns=(1, 1))
    assert load_vocabulary(own).entries["term:bank"].name == "Koryo Savings Bank"


def test_own_rows_add_entries_and_forms(own):
    own.write_text(
        "# mine\nkoryo-bank\tKoryo Bank|고려은행\tin Pyongyang\ndprk\tthe Hermit Kingdom\n", "utf-8"
    )
    vocabulary = load_vocabulary(own)
    entry = vocabulary.entries["term:koryo-bank"]
    assert ("Koryo Bank", "고려은행", "in Pyongyang") == (entry.name, entry.hangul, entry.note)
    assert vocabulary.entries["term:dprk"].name == "North Korea"
    keys = [m.key for m in vocabulary.find("the Hermit Kingdom's 고려은행은")]
    assert ["term:dprk", "term:koryo-bank"] == keys
    assert [] == load_vocabulary().find("the Hermit Kingdom's 고려은행은")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("# x\nBank!\tKoryo Bank\n", "line 2: 'Bank!' is no id"),
        ("bank\n", "line 1: there are 1 columns"),
        ("bank\ta\tb\twhole\td\n", "line 1: there are 5 columns"),
        ("bank\tKoryo Bank\tb\tc\n", "line 1: 'c' is no mark"),
        ("bank\t|\n", "line 1: there is no form"),
        ("bank\t행\n", "line 1: the form '행' is too short"),
        ("bank\t(Koryo) Bank\n", "must begin with a letter"),
        ("bank\tdprk\n", "line 1: 'dprk' belongs to term:dprk already"),
        ("bank\t노동 신문\n", "belongs to term:rodong-sinmun already"),
        ("bank\t회령시\n", "belongs to place:회령 already"),
        ("bank\tSinuiju\n", "line 1: 'Sinuiju' belongs to place:신의주 already"),
        ("bank\tShinuiju City\n", "belongs to place:신의주 already"),
        ("bank\tKoryo Bank\nbank2\tKoryo-Bank\n", "line 2: 'Koryo-Bank' belongs to term:bank"),
    ],
)
def test_a_bad_row_is_named(own, text, message):
    own.write_text(text, "utf-8")
    with pytest.raises(UsageError, match=r"own\.tsv") as error:
        load_vocabulary(own)
    assert message in str(error.value)


def test_a_file_that_cannot_be_read_is_named(own):
    with pytest.raises(UsageError, match="Cannot read the table"):
        load_vocabulary(own)
    own.write_bytes(b"bank\t\xff\xfe\n")
    with pytest.raises(UsageError, match="UTF-8"):
        load_vocabulary(own)


def test_a_byte_order_mark_and_windows_lines_are_no_matter(own):
    own.write_bytes("\ufeffbank\tKoryo Bank\r\n".encode())
    assert load_vocabulary(own).entries["term:bank"].forms == ("Koryo Bank",)


def test_decomposed_hangul_is_composed(own):
    own.write_text("bank\tKoryo Bank|\u1100\u1169\u1105\u1167\u110b\u1173\u11ab행\n", "utf-8")
    assert [m.key for m in load_vocabulary(own).find("고려은행")] == ["term:bank"]


def test_own_rows_win_in_a_file_that_was_checked_before(own):
    own.write_text("bank\tdprk|Sinuiju|노동 신문\n", "utf-8")
    vocabulary = load_vocabulary(own, checked=True)
    found = [each.key for each in vocabulary.find("the DPRK, 노동신문, Sinuiju")]
    assert ["term:bank"] * 3 == found
    assert {"term:bank"} == vocabulary.keys_of("DPRK")
    assert "term:dprk" in vocabulary.entries
    with pytest.raises(UsageError, match="belongs to term:dprk"):
        load_vocabulary(own)


def test_a_mark_says_which_terms_are_whole(own):
    own.write_text("bank\tSinuiju Bank\t\twhole\nshop\tSinuiju Shop\n", "utf-8")
    whole = load_vocabulary(own).whole
    assert {"term:dprk", "term:hwasong", "term:chollima", "term:bank"} <= whole
    assert "term:shop" not in whole


def test_the_version_changes_with_the_own_file_alone(own):
    own.write_text("bank\tKoryo Bank\n", "utf-8")
    first = load_vocabulary(own).version
    assert first == load_vocabulary(own, checked=True).version != load_vocabulary().version
    os.utime(own, ns=(1, 1))
    assert load_vocabulary(own).version == first
    own.write_text("bank\tKoryo Savings Bank\n", "utf-8")
    os.utime(own, ns=(2, 2))
    assert load_vocabulary(own).version != first
