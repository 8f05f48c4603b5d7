from hypothesis import given
from hypothesis import strategies as st

from nksearch.chunking import chunk, title_tokens, with_title
from nksearch.datamodels import StoredArticle
from nksearch.text import normalise


def count_words(texts: object) -> list[int]:
    return [len(text.split()) for text in texts]  # type: ignore[attr-defined]


def count_characters(texts: object) -> list[int]:
    return [len(text) for text in texts]  # type: ignore[attr-defined]


def article(text: str, title: str = "") -> StoredArticle:
    return StoredArticle(title=title, text=text, article_id="a" * 16, revision=2, ingested="")


def test_chunks_are_whole_sentences_of_about_equal_length() -> None:
    text = (
        "One two three four. Five six seven. Eight nine ten. Eleven twelve.\n\nLast one here now."
    )
    chunks = chunk(article(text), count_tokens=count_words, max_tokens=16)
    assert [each.text for each in chunks] == [text]
    longer = " ".join(f"Sentence {n} has five words." for n in range(8))  # 40 words
    chunks = chunk(article(longer), count_tokens=count_words, max_tokens=17)
    assert [len(each.text.split()) for each in chunks] == [15, 15, 10]


def test_a_chunk_is_named_by_article_revision_and_characters() -> None:
    [only] = chunk(article("Two words."), count_tokens=count_words, max_tokens=16)
    assert only.chunk_id == "aaaaaaaaaaaaaaaa.2:0-10"


def test_the_title_takes_its_share_of_the_window() -> None:
    text = " ".join(f"Sentence {n} has five words." for n in range(8))
    chunks = chunk(article(text, title="ten " * 10), count_tokens=count_words, max_tokens=30)
    assert max(len(each.text.split()) for each in chunks) <= 20
    assert title_tokens("w " * 90, count_words) == 40
    assert with_title("w " * 90, "text", count_words) == "w " * 39 + "w\ntext"
    assert with_title("", "text", count_words) == "text"


def test_a_sentence_that_no_window_holds_is_cut_between_words_or_inside_one() -> None:
    words = " ".join(f"w{n}" for n in range(40))
    chunks = chunk(article(words), count_tokens=count_words, max_tokens=16)
    assert " ".join(each.text for each in chunks) == words
    assert max(len(each.text.split()) for each in chunks) <= 16
    unbroken = "가" * 100
    chunks = chunk(article(unbroken), count_tokens=count_characters, max_tokens=30)
    assert "".join(each.text for each in chunks) == unbroken
    assert max(len(each.text) for each in chunks) <= 30


def test_white_space_fills_a_chunk_as_well() -> None:
    gap = " " * 100_000
    inside = chunk(
        article(f"Built in 1999{gap}by workers."), count_tokens=count_words, max_tokens=16
    )
    assert [each.text for each in inside] == ["Built in 1999", "by workers."]
    between = chunk(article(f"One.{gap}Two."), count_tokens=count_words, max_tokens=16)
    assert [each.text for each in between] == ["One.", "Two."]
    narrow = chunk(article(f"One.{' ' * 40}Two."), count_tokens=count_words, max_tokens=16)
    assert len(narrow) == 1


@given(st.text(alphabet=st.sampled_from("ab .!?\n다요가“”U1"), max_size=200))
def test_chunks_quote_their_article_exactly_and_lose_nothing(text: str) -> None:
    text = normalise(text)
    chunks = chunk(article(text), count_tokens=count_characters, max_tokens=20)
    assert all(text[each.start : each.end] == each.text for each in chunks)
    assert all(len(each.text.split()) and len("".join(each.text.split())) <= 20 for each in chunks)
    assert "".join("".join(each.text.split()) for each in chunks) == "".join(text.split())


def test_a_sentence_over_the_limit_is_cut_at_commas_and_never_inside_a_number() -> None:
    clause = "the flood of that summer took the lives of more than 5 000 people in the north"
    text = f"It is said that {', and that '.join([clause] * 12)}."
    cut = chunk(article(text), count_tokens=count_words, max_tokens=60)
    assert len(cut) > 2
    assert all(each.text.endswith((",", ".")) for each in cut)
    plain = text.replace(",", "")
    for tokens in range(20, 60):
        cut = chunk(article(plain), count_tokens=count_words, max_tokens=tokens)
        assert not [each.text for each in cut if each.text.endswith("5")]
        assert " ".join(each.text for each in cut) == plain


def test_a_word_that_is_one_token_of_the_encoder_is_cut_all_the_same() -> None:
    text = f"Opened. {'x' * 100_000} {' '.join(['y' * 1000] * 50)} Closed."
    chunks = chunk(article(text), count_tokens=count_words, max_tokens=126)
    assert max(len(each.text) for each in chunks) <= 126 * 32
    assert "".join("".join(each.text.split()) for each in chunks) == "".join(text.split())
