from nksearch.romanisation.orthography import initial
from nksearch.romanisation.surnames import by_spelling, hangul_surnames, split_name


def test_spellings_of_one_surname_stand_for_one_hangul():
    for spellings, hangul in {
        "ri lee rhee yi li": "이",
        "pak park": "박",
        "choe choi": "최",
        "no noh roh": "노",
        "rim lim im": "임",
        "ryu yoo yu": "유",
        "jo cho": "조",
        "jang chang": "장",
    }.items():
        for spelling in spellings.split():
            assert hangul in by_spelling()[spelling].hangul, spelling


def test_ambiguous_spellings_have_all_their_surnames():
    assert {"정", "종"} == set(by_spelling()["jong"].hangul)
    assert {"성", "손", "선", "송"} >= set(by_spelling()["song"].hangul)


def test_trust_says_what_else_a_spelling_can_be():
    assert by_spelling()["kim"].trust == "korean"
    assert by_spelling()["lee"].trust == "shared"
    assert by_spelling()["moon"].trust == "word"


def test_hangul_surnames_are_known_in_both_spellings():
    assert {"이", "리", "유", "류", "노", "로", "김", "선우"} <= hangul_surnames()


def test_every_hangul_surname_of_the_table_is_southern():
    assert all(
        initial(hangul[0]) == hangul[0]
        for entry in by_spelling().values()
        for hangul in entry.hangul
    )


def test_names_split_after_one_syllable_unless_two_are_a_surname():
    assert split_name("김정은") == ("김", "정은")
    assert split_name("선우학원") == ("선우", "학원")
    assert split_name("남궁") == ("남", "궁")
