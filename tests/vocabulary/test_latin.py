"""Latin forms are looked up by their first letters, of which a text may leave joints out."""

import pytest

from nksearch.vocabulary.entries import Form
from nksearch.vocabulary.latin import LatinForms

FORMS = LatinForms(
    Form(text, text)
    for text in (
        "H-bomb", "UN", "UN Command", "TV조선", "Ch'ollima", "S. Korea", "the Hermit Kingdom",
        "Kŭmgang", "39호실", "화성-#",
    )
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("an H-bomb", "H-bomb"),
        ("the Hbomb's", "H-bomb"),
        ("h bombs", "H-bomb"),
        ("UN", "UN"),
        ("the UN's", "UN"),
        ("two UNs", "UN"),
        ("UN이", "UN"),
        ("UN\nCommand", "UN Command"),
        ("TV조선은", "TV조선"),
        ("Chollima", "Ch'ollima"),
        ("ch’ollima", "Ch'ollima"),
        ("in S. Korea", "S. Korea"),
        ("to the hermit kingdom", "the Hermit Kingdom"),
        ("KŬMGANG", "Kŭmgang"),
        ("당 39호실의", "39호실"),
        ("화성17형", "화성-##17"),
    ],
)
def test_a_form_is_found_however_its_first_letters_are_written(text: str, form: str) -> None:
    assert [key for _, _, key in FORMS.find(text)] == [form]


@pytest.mark.parametrize(
    "text",
    [
        "un", "UNITED", "bomb", "the", "the Hermit", "SS. Korea", "39", "the U.S. Korea policy",
        "the U. S. Korea policy", "the People’S. Korea", "PEOPLE'S. KOREA", "s. korea",
    ],
)  # fmt: skip
def test_what_only_begins_alike_is_not_found(text: str) -> None:
    assert list(FORMS.find(text)) == []


def test_no_forms_find_nothing() -> None:
    assert list(LatinForms([]).find("UN")) == []
