import pytest

from nksearch.answering.kinds import expected, kind_of


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many people died?", "number"),
        ("What percentage of homes has power?", "number"),
        ("When did the bridge open?", "time"),
        ("In which year was the market closed?", "time"),
        ("Who visited Sinuiju?", "person"),
        ("Which company built it?", "person"),
        ("Where is the camp?", "place"),
        ("Why was the border closed?", "reason"),
        ("What did Kim say about rice?", "saying"),
        ("What is an inminban?", "definition"),
        ("What happened in Ryongchon?", "events"),
        ("Tell me of the markets.", None),
        ("그건 언제야?", "time"),
        ("몇 명이 죽었나?", "number"),
        ("몇 년에 열렸나?", "time"),
        ("장마당은 어디에 있나?", "place"),
        ("누가 방문했나?", "person"),
        ("왜 문을 닫았나?", "reason"),
        ("인민반이란 무엇인가?", "definition"),
        ("북한에서 무슨 일이 있었나?", "events"),
    ],
)
def test_the_words_of_a_question_tell_what_it_asks_for(question: str, kind: str | None) -> None:
    assert kind == kind_of(question)


@pytest.mark.parametrize(
    ("kind", "sentence", "words"),
    [
        ("number", "Soldiers rescued 4,200 of them.", ["4"]),
        ("number", "Nobody came.", None),
        ("time", "It rained in July.", ["July"]),
        ("time", "장마당은 2002년에 문을 열었다.", ["2년"]),
        ("person", "Later Pak Pong Ju came.", ["Pak", "Pong", "Ju"]),
        ("person", "In July it rained.", None),
        ("place", "They met in Sinuiju.", ["in Sinuiju"]),
        ("reason", "It closed because of the flood.", ["because"]),
    ],
)
def test_words_of_a_kind_are_found(kind, sentence: str, words: list[str] | None) -> None:
    spans = expected(kind, sentence) or []
    assert bool(words) == bool(spans)
    if words:
        assert sentence[slice(*spans[0])].startswith(words[0][0])


def test_nothing_is_expected_where_the_question_does_not_tell() -> None:
    assert expected(None, "Pak Pong Ju came in July.") is None
