import pytest

from nksearch.answering.brief import brief_answer

from .passages import by_words, sentences


@pytest.mark.parametrize(
    ("question", "sentence", "name"),
    [
        ("Who visited the mill?", "On Monday Premier Kim Tok Hun visited the mill.", "Kim Tok Hun"),
        (
            "Who opened the mill?",
            "The mill was officially opened by Marshal Pak Jong Chon, KCNA said.",
            "Pak Jong Chon",
        ),
        (
            "Which company built the bridge?",
            "Yalu Works built the bridge with steel from Dandong.",
            "Yalu Works",
        ),
        ("Who did the envoy meet?", "The envoy met Choe Son Hui in Wonsan.", "Choe Son Hui"),
        (
            "Who is the foreign minister?",
            "The talks were led by Foreign Minister Choe Son Hui.",
            "Choe Son Hui",
        ),
        ("Who was the mayor of Nampo?", "Ri Sang, the former mayor of Nampo, fled.", "Ri Sang"),
        ("Where did the ship sink?", "The ship sank near the port of Nampo.", "Nampo"),
        ("Where was the summit held?", "The summit was held in Hanoi last year.", "Hanoi"),
        ("Who visited the mill?", "Kim Tok Hun did not visit the mill.", None),
        ("Who visited the mill?", "The mill that Kim Tok Hun praised was visited.", None),
        ("Who visited the mill?", "Ri Sang visited the mill, and Pak Jong visited the mill.", None),
        ("Where did the ship sink?", "The ship sank in a storm.", None),
        ("Where did the ship sink?", "The ship sank in May.", None),
        ("Who visited the mill in Nampo?", "Nampo visited the mill.", None),
        ("Who was the first mayor of Nampo?", "Ri Sang, the mayor of Nampo, fled.", None),
        ("Who has the most ships?", "Ri Sang ships coal.", None),
        ("What did the man who visited the mill say?", "Ri Sang visited the mill.", None),
        ("공장을 방문한 사람은 누구인가?", "김덕훈 총리가 공장을 방문했다.", None),
    ],
)
def test_a_name_is_given_where_its_place_in_the_sentence_is_clear(
    question: str, sentence: str, name: str | None
) -> None:
    asked, (found,) = sentences(question, sentence)

    brief = brief_answer(asked, found)

    assert name == (brief and sentence[slice(*brief.span)])


def test_the_brief_name_of_an_answer_stands_in_its_quote() -> None:
    first = by_words("Who visited the mill?", "Premier Kim Tok Hun visited the mill.", threshold=0)

    (citation,) = first.quoted
    assert citation.brief is not None
    assert "Kim Tok Hun" == citation.brief.quote
    assert citation.start + len("Premier ") == citation.brief.start


def test_articles_agree_on_a_name_and_never_differ_in_names() -> None:
    answered = by_words(
        "Who visited the old mill in Nampo?",
        "Premier Kim Tok Hun visited the old mill in Nampo.",
        "In the old town of Nampo a mill was visited by Kim Tok Hun.",
        "A cook in Nampo told us that Ri Sang visited a mill.",
        threshold=0,
    )

    assert () == answered.differing
    assert [None, 1] == [each.agrees_with for each in answered.citations][:2]
    assert "by Kim Tok Hun" in answered.citations[1].quote
    assert all("Ri Sang" not in each.quote for each in answered.citations if each.agrees_with)
