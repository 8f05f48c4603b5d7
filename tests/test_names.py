"""The names of a generation: forms, their counts, and what they share."""

from contextlib import closing
from pathlib import Path

import pytest

from nksearch.names import Form, Names, NamesWriter

ARTICLES = (
    ("Choe Son Hui in Moscow", "Choe Son Hui left the DPRK. CHOE SON HUI came back."),
    ("", "Choe Son Hui met the press."),
    ("Choi Sun-hee speaks", "The DPRK spoke through Choi Sun-hee."),
)


@pytest.fixture
def names(tmp_path: Path) -> Names:
    writer = NamesWriter(tmp_path, tmp_path / "none.tsv")
    for parts in ARTICLES:
        writer.add(parts)
    writer.save()
    return Names(tmp_path)


def counts(forms: list[Form]) -> list[tuple[str, int]]:
    return [(form.spelling, form.articles) for form in forms]


def test_forms_count_articles_and_are_shown_as_most_often_printed(names: Names) -> None:
    assert counts(names.sharing({"person:최선희"})) == [("Choe Son Hui", 2), ("Choi Sun-hee", 1)]


def test_forms_with_a_key_in_common_are_given_once(names: Names) -> None:
    both = names.sharing({"person:최선희", "person:최손희"})
    assert counts(both) == counts(names.sharing({"person:최선희"}))


def test_unknown_keys_have_no_forms(names: Names) -> None:
    assert names.sharing({"person:홍길동"}) == names.sharing(()) == []


def test_all_forms_come_by_their_frequency(names: Names) -> None:
    assert counts(names.all_forms())[:2] == [("Choe Son Hui", 2), ("DPRK", 2)]


def test_terms_are_given_for_each_part(tmp_path: Path) -> None:
    with closing(NamesWriter(tmp_path, tmp_path / "none.tsv")) as writer:
        title, first, second = writer.add(["Choe Son Hui", "of the DPRK and the DPRK", "none"])
    assert [len(title), len(first), len(second)] == [1, 2, 0]
    assert first[0] == first[1] != title[0]


def test_a_name_that_is_not_sure_is_not_counted(tmp_path: Path) -> None:
    with closing(NamesWriter(tmp_path, tmp_path / "none.tsv")) as writer:
        assert writer.add(["Kim Chol smiled"]) == [[]]


def test_own_terms_are_kept_with_the_generation(tmp_path: Path) -> None:
    own = tmp_path / "own.tsv"
    own.write_text("moon\tMoonlight bureau | 달빛국\tour own word\n", "utf-8")
    built = tmp_path / "built"
    built.mkdir()
    writer = NamesWriter(built, own)
    writer.add(["The Moonlight bureau"])
    writer.save()
    own.unlink()
    names = Names(built)
    assert names.vocabulary.find("달빛국은") != []
    assert [form.spelling for form in names.all_forms()] == ["Moonlight bureau"]
