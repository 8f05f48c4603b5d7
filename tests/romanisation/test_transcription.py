import pytest

from nksearch.romanisation.transcription import dprk, mccune_reischauer, revised


@pytest.mark.parametrize(
    ("word", "roman"),
    [  # the examples of MCST notice 2000-8
        ("구미", "gumi"),
        ("옥천", "okcheon"),
        ("합덕", "hapdeok"),
        ("벚꽃", "beotkkot"),
        ("한밭", "hanbat"),
        ("설악", "seorak"),
        ("칠곡", "chilgok"),
        ("임실", "imsil"),
        ("울릉", "ulleung"),
        ("대관령", "daegwallyeong"),
        ("광희문", "gwanghuimun"),
        ("압구정", "apgujeong"),
        ("낙동강", "nakdonggang"),
        ("샛별", "saetbyeol"),
        ("속리산", "songnisan"),
        ("집현전", "jiphyeonjeon"),
    ],
)
def test_the_revised_romanisation_writes_its_own_examples(word, roman):
    assert roman == revised(word)


@pytest.mark.parametrize(
    ("word", "roman"),
    [
        ("평양", "p’yŏngyang"),
        ("한국", "han’guk"),
        ("강계", "kanggye"),
        ("길주", "kilchu"),  # ㅈ and ㄷ are tense after ㄹ
        ("철도", "ch’ŏlto"),
        ("일본", "ilbon"),
        ("일하", "irha"),
        ("독립", "tongnip"),
        ("압록강", "amnokkang"),
        ("신라", "silla"),
        ("밖에", "pakke"),
        ("쉬운", "shwiun"),
        ("가에", "kaë"),
        ("은중-리", "ŭnjung-ni"),
        ("석-인", "sŏg-in"),
    ],
)
def test_mccune_reischauer_follows_its_table_of_finals_and_initials(word, roman):
    assert roman == mccune_reischauer(word)


@pytest.mark.parametrize(
    ("word", "roman"),
    [  # examples of the working paper, and names as the DPRK writes them
        ("백마산", "paengmasan"),
        ("압록강", "amrokgang"),
        ("천리마", "chŏllima"),
        ("한라산", "hallasan"),
        ("닭섬", "taksŏm"),
        ("붉은바위", "pulgŭnbawi"),
        ("앉은바위", "anjŭnbawi"),
        ("강령", "kangryŏng"),
        ("은률", "ŭnryul"),
        ("백암", "paekam"),
        ("철원", "chŏlwŏn"),
        ("법동", "pŏpdong"),
        ("만포", "manpho"),
        ("태탄", "thaethan"),
        ("회령", "hoeryŏng"),
    ],
)
def test_the_dprk_system_assimilates_codas_only(word, roman):
    assert roman == dprk(word)
