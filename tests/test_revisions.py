from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from nksearch.datamodels import Caption, StoredArticle
from nksearch.identity import SHOWN
from nksearch.revisions import (
    Change,
    FieldChange,
    field_changes,
    same_source,
    shortened,
    word_diff,
)


def test_the_words_that_changed_are_told():
    old = "The river rose.\n\nSoldiers rescued 4,200 people by boat."
    new = "The river rose.\n\nSoldiers saved 4,200 people by boat and helicopter."
    assert word_diff(old, new) == [
        Change("same", "The river rose.\n\nSoldiers "),
        Change("removed", "rescued"),
        Change("added", "saved"),
        Change("same", " 4,200 people by boat"),
        Change("added", " and helicopter"),
        Change("same", "."),
    ]


@given(st.text("ab .\n가"), st.text("ab .\n가"))
def test_both_texts_come_out_of_the_changes(old, new):
    changes = word_diff(old, new)
    assert "".join(each.text for each in changes if each.kind != "added") == old
    assert "".join(each.text for each in changes if each.kind != "removed") == new


def test_a_long_text_that_is_another_is_shown_whole():
    old, new = "old " * 30_000, "new " * 30_000
    assert word_diff(old, new) == [Change("removed", old), Change("added", new)]


def test_fields_that_changed_are_told():
    def article(**values):
        known = {"title": "A", "text": "Text.", "article_id": "0", "ingested": ""}
        return StoredArticle(revision=1, **(known | values))

    assert field_changes(article(), article(title="B", published="2024-05-27")) == [
        FieldChange("title", "A", "B"),
        FieldChange("published", None, "2024-05-27"),
    ]
    photo = (Caption(text="A boat", credit="KCNA"), Caption(text="A map"))
    assert field_changes(article(tags=("a", "b")), article(captions=photo)) == [
        FieldChange("tags", "a, b", None),
        FieldChange("captions", None, "A boat © KCNA / A map"),
    ]


def test_every_field_that_makes_a_revision_is_told():
    one = StoredArticle(title="A", text="Text.", article_id="0", revision=1, ingested="")
    values = {"captions": (Caption(text="A"),), "tags": ("a",), "page_starts": (0, 2)}
    for name in set(SHOWN) - {"text", "page_starts"}:
        other = replace(one, **{name: values.get(name, "other")})
        assert [each.name for each in field_changes(one, other)] == [name]


def test_two_revisions_of_the_same_bytes_are_told_from_a_change():
    one = StoredArticle(title="A", text="A", raw=b"1", article_id="0", revision=1, ingested="")
    two = replace(one, revision=2)
    assert same_source(one, two)
    assert not same_source(one, one)
    assert not same_source(one, replace(two, raw=b"2"))


def test_unchanged_text_is_shortened_to_whole_words_beside_changes():
    words = " ".join(f"word{n}" for n in range(200))
    same, added = Change("same", words), Change("added", "!")
    first, _, last = shortened([same, added, same])
    assert first.text.startswith(" […] word") and words.endswith(first.text[len(" […] ") :])
    assert last.text.endswith(" […] ") and words.startswith(last.text[: -len(" […] ")])
    (middle,) = shortened([added, same, added])[1:2]
    begins, ends = middle.text.split(" […] ")
    assert words.startswith(f"{begins} ") and words.endswith(f" {ends}")
    assert shortened([added, Change("same", "a short text"), added])[1].text == "a short text"
