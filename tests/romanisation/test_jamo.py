from hypothesis import given
from hypothesis import strategies as st

from nksearch.romanisation.jamo import Syllable, all_hangul, join, split

syllables = st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3)


def test_a_syllable_comes_apart_into_its_letters():
    assert Syllable("ㄱ", "ㅣ", "ㅁ") == split("김")
    assert Syllable("", "ㅡ", "ㄴ") == split("은")
    assert Syllable("ㄷ", "ㅏ", "ㄺ") == split("닭")


@given(syllables)
def test_joining_undoes_splitting(character):
    assert character == join(split(character))


def test_only_composed_syllables_are_hangul():
    assert all_hangul("김정은")
    assert not all_hangul("김 정은")
    assert not all_hangul("ㄱ")
    assert not all_hangul("")
