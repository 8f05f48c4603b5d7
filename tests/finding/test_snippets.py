from hypothesis import given
from hypothesis import strategies as st

from nksearch.finding.snippets import WIDTH, Patterns, window


def found(text: str, *patterns: tuple[str, ...]) -> list[str]:
    return [text[start:end] for start, end in Patterns(patterns).spans(text)]


def test_words_are_found_in_every_form() -> None:
    assert found("Flooded towns; a flood's end.", ("flood",)) == ["Flooded", "flood's"]


def test_of_several_patterns_the_longest_is_found() -> None:
    assert found("North Korea; the north", ("north", "korea"), ("north",)) == [
        "North Korea", "north",
    ]  # fmt: skip


def test_neighbours_are_one_span() -> None:
    assert found("신의주에서 Kim Jong Un", ("신의",), ("의주",), ("kim",), ("un",), ("jong",)) == [
        "신의주", "Kim Jong Un",
    ]  # fmt: skip


def test_a_window_shows_the_first_word_found() -> None:
    text = "word " * 200 + "flood " + "word " * 200
    at = text.index("flood")
    start, end = window(text, [(at, at + 5)])
    assert start < at < at + 5 <= end
    assert end - start <= WIDTH
    assert text[start - 1] == " " and text[end] == " "


@given(st.text(alphabet="ab \n핵", max_size=700), st.data())
def test_a_window_holds_the_first_span_and_is_not_too_wide(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 150)))
    left, right = window(text, [(start, end)] if end > start else [])
    assert 0 <= left <= right <= len(text)
    assert right - left <= WIDTH + 1
    if end > start:
        assert left <= start and end <= right
