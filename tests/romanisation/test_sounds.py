import pytest
from hypothesis import given
from hypothesis import strategies as st

from nksearch.romanisation.jamo import join
from nksearch.romanisation.sounds import PLAIN_CODAS, pronounce


def heard(word):
    return "".join(map(join, pronounce(word)))


@pytest.mark.parametrize(
    ("word", "sound"),
    [
        ("백마", "뱅마"),  # article 18: obstruents before ㄴ, ㅁ
        ("앞문", "암문"),
        ("꽃마을", "꼰마을"),
        ("종로", "종노"),  # article 19: ㄹ after ㅁ, ㅇ
        ("왕십리", "왕심니"),
        ("독립문", "동님문"),
        ("신라", "실라"),  # article 20: ㄴㄹ, ㄹㄴ
        ("별내", "별래"),
        ("대관령", "대괄령"),
        ("신문로", "신문노"),  # and its exception
        ("같이", "가치"),  # article 17: palatalisation
        ("해돋이", "해도지"),
        ("굳히다", "구치다"),
        ("좋고", "조코"),  # article 12: ㅎ
        ("않다", "안타"),
        ("낳은", "나은"),
        ("놓는", "논는"),
        ("맞히다", "마치다"),
        ("묵호", "묵호"),  # nouns keep ㅎ, verbs do not
        ("잡혀", "자펴"),
        ("철원", "처뤈"),  # articles 13, 14: liaison
        ("앉아", "안자"),
        ("닭", "닥"),  # articles 8-11: seven codas
        ("값", "갑"),
        ("중앙", "중앙"),
    ],
)
def test_words_sound_as_the_standard_pronunciation_says(word, sound):
    assert sound == heard(word)


def test_n_is_inserted_only_at_a_marked_border():
    assert heard("학+여울") == "항녀울"
    assert heard("알+약") == "알략"
    assert heard("학여울") == "하겨울"


@given(st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), max_size=6))
def test_every_word_keeps_its_syllables_and_has_plain_codas(word):
    syllables = pronounce(word)
    assert len(word) == len(syllables)
    assert all(syllable.coda in PLAIN_CODAS.values() for syllable in syllables)
