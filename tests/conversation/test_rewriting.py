import re
import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nksearch.conversation.rewriting import rewrite
from nksearch.datamodels import Turn
from nksearch.request import MAX_QUESTION, MAX_TURNS
from nksearch.vocabulary import load_vocabulary

TODAY = date(2025, 11, 24)


def rewritten(question: str, *before: str | Turn) -> str:
    """Rewrite with every word weighing the same, half of one that no article has."""
    turns = [Turn(each) if isinstance(each, str) else each for each in before]
    return rewrite(
        question,
        turns,
        lambda term: 1.0 if term else 2.0,
        vocabulary=load_vocabulary(),
        asked_on=TODAY,
    )


@pytest.mark.parametrize(
    ("before", "question", "expected"),
    [
        (
            "When was the Singapore summit?",
            "and who attended?",
            "and who attended? (Singapore, summit)",
        ),
        ("What is DNS?", "How does it work?", "How does it work? (DNS)"),
        (
            "What happened in Sinuiju in August 2024?",
            "what about the month before?",
            "what about in July 2024? (Sinuiju)",
        ),
        (
            "What happened in Sinuiju in August 2024?",
            "and in Hyesan?",
            "and in Hyesan? (in August 2024)",
        ),
        (
            "Which phones were sold in Hyesan in 2023?",
            "Were there more of them the next year?",
            "Were there more of them in 2024? (phones, sold, Hyesan)",
        ),
        (
            "How many markets opened in Hyesan since 2019?",
            "how many of them?",
            "how many of them? (markets opened, Hyesan, since 2019)",
        ),
        (
            "신의주 홍수에서 몇 명이 죽었나?",
            "그건 언제야?",
            "그건 언제야? (신의주, 홍수)",
        ),
        (
            "2024년 8월에 신의주에서 무슨 일이 있었나?",
            "그 전달에는?",
            "2024년 7월에? (신의주)",
        ),
        ("flooded towns in Hyesan", "flooded", "flooded (flooded towns, Hyesan)"),
        ("Who was elected at the Eighth Congress?", "Why?", "Why? (elected, Eighth Congress)"),
        ("How old is the railway bridge?", "When was that?", "When was that? (railway bridge)"),
        (
            "By the way, when was the Kaesong complex shut down?",
            "Why?",
            "Why? (Kaesong, complex shut down)",
        ),
        (
            "평양문화어보호법은 언제 채택되었나?",
            "몇 조로 되어 있나?",
            "몇 조로 되어 있나? (평양문화어보호법)",
        ),
        ("어느 배로 갔나?", "그건 언제야?", "그건 언제야? (배로)"),
        ("남포 조선소로 누가 갔나?", "그건 언제야?", "그건 언제야? (남포, 조선소)"),
        (
            "코리올링크는 언제 설립되었나?",
            "누가 설립했어?",
            "누가 설립했어? (코리올링크)",
        ),
        ("신의주 홍수는 언제였나?", "몇 명이 죽었어요?", "몇 명이 죽었어요? (신의주, 홍수)"),
        ("신의주 홍수는 언제였나?", "누가 뭘 만들어?", "누가 뭘 만들어? (신의주, 홍수)"),
        ("신의주 홍수는 언제였나?", "그들은 누구인가?", "그들은 누구인가? (신의주, 홍수)"),
        ("신의주 홍수는 언제였나?", "여기서 누가 죽었나?", "여기서 누가 죽었나? (신의주, 홍수)"),
        ("김정은 방문은 언제였나?", "왜?", "왜? (김정은, 방문)"),
        (
            "How many satellites were launched?",
            "When was the first one shown?",
            "When was the first one shown? (satellites, launched)",
        ),
        ("Who joined the talks?", "And Japan?", "And Japan? (joined, talks)"),
        ("Who joined the talks?", "What is planned?", "What is planned? (joined, talks)"),
        ("Who joined the talks?", "What is the plan?", "What is the plan? (joined, talks)"),
        ("신의주 홍수는 언제였나?", "혜산은?", "혜산은? (홍수)"),
        ("신의주 홍수는 언제였나?", "자세히 설명해줘", "자세히 설명해줘 (신의주, 홍수)"),
        ("Who died in Sinuiju?", "How many in Uiju?", "How many in Uiju? (died)"),
        ("Who died in Sinuiju?", "No, in Uiju.", "No, in Uiju. (died)"),
        (
            "What happened in Sinuiju in August 2024?",
            "and in September?",
            "and in September 2024? (Sinuiju)",
        ),
        ("What happened in Sinuiju in August 2024?", "And July?", "And July 2024? (Sinuiju)"),
        (
            "2024년 8월에 신의주에서 무슨 일이 있었나?",
            "9월에는?",
            "2024년 9월에는? (신의주)",
        ),
    ],
)
def test_a_follow_up_gets_what_it_leaves_unsaid(before: str, question: str, expected: str) -> None:
    assert rewritten(question, before) == expected


@pytest.mark.parametrize(
    "question",
    [
        "Who visited the shipyard in Nampo?",
        "Is there a railway between Kusong and Anju?",
        "Is it legal to own a foreign phone?",
        "Did Kim Jong Un say he would attend?",
        "When did the army announce that it tested missiles?",
        "What happened in the markets of Hamhung this year?",
        "Kaesong Industrial Complex",
        "By the way, how are they made?",
        "How did the horse latitudes get their name?",
        "김정은은 언제 남포 조선소를 방문했나?",
        "남포 조선소의 지배인은 누구인가?",
        "nuclear test",
        "emergency kits",
        "thanks",
        "OK, thank you very much!",
        "고맙습니다",
        "남포에 누가 갔어?",
        "다른 질문인데, 쌀값은?",
        "Let's talk about phones",
        "What is juche?",
        "What are jangmadang?",
        "New topic: phones",
        "Who in Pyongyang sells phones?",
        "Which missiles were tested in September?",
        "저기압은 언제 왔나?",
        "What about Japan?",
        "What about Chongjin Steel?",
        "And Kim Tok Hun?",
    ],
)
def test_a_question_that_stands_by_itself_stays_as_it_is(question: str) -> None:
    found = rewritten(question, "How many people died in the flood in Sinuiju?")
    assert found == question


@pytest.mark.parametrize("question", ["and who attended?", "Why?", "그건 언제야?"])
def test_the_first_question_is_never_rewritten(question: str) -> None:
    assert rewritten(question) == question


@pytest.mark.parametrize(
    ("before", "question", "expected"),
    [
        (
            ("Who was elected at the Eighth Congress?",),
            "What about the Ninth Congress?",
            "What about the Ninth Congress? (elected)",
        ),
        (
            ("What penalties does the Culture Rejection Act have?", "What does it forbid?"),
            "And the Youth Guarantee Act?",
            "And the Youth Guarantee Act? (forbid, penalties)",
        ),
        (
            ("How many prison camps are there?", "Which one was closed in 2012?"),
            "What about Kaesong?",
            "What about Kaesong?",
        ),
        (
            ("Who visited Sinuiju in May 2024?",),
            "and who visited Hyesan?",
            "and who visited Hyesan? (in May 2024)",
        ),
        (("Who was the mayor of Sinuiju?",), "What about Hyesan?", "What about Hyesan? (mayor)"),
        (("Which markets are in Anju?",), "So who met Kim Tok Hun?", "So who met Kim Tok Hun?"),
        (("Who met Kim Tok Hun?",), "How many phones are there?", "How many phones are there?"),
        (
            ("Is there a bridge?",),
            "What happened in the flood of 1995?",
            "What happened in the flood of 1995?",
        ),
        (
            ("When was the third nuclear test?",),
            "and the fourth?",
            "and the fourth? (nuclear test)",
        ),
        (
            ("When was the third nuclear test?", "and the fourth?"),
            "What about the fifth nuclear test?",
            "What about the fifth nuclear test?",
        ),
        (("Who visited Sinuiju?", "thanks"), "Why?", "Why? (visited, Sinuiju)"),
        (
            ("When did the border reopen?", "Since when?"),
            "Tell me more",
            "Tell me more (border reopen)",
        ),
        (
            ("When was the first satellite launched?",),
            "Did the second one fail?",
            "Did the second one fail? (satellite launched)",
        ),
        (
            ("When was the first satellite launched?",),
            "and the last?",
            "and the last? (satellite launched)",
        ),
        (("What did the United States announce?",), "And Japan?", "And Japan? (announce)"),
        (
            ("평양문화어보호법은 언제 채택되었나?", "처벌은 뭐야?", "이유는?"),
            "그 결과는 무엇인가?",
            "그 결과는 무엇인가? (이유, 처벌, 평양문화어보호법)",
        ),
        (
            ("평양문화어보호법은 언제 채택되었나?", "몇 조로 되어 있나?"),
            "그럼 처벌은?",
            "그럼 처벌은? (평양문화어보호법)",
        ),
        (
            ("인민반은 무엇인가?", "반장은 누가 뽑나?"),
            "그건 언제야?",
            "그건 언제야? (반장, 인민반)",
        ),
    ],
)
def test_what_a_question_names_takes_the_place_of_its_like(
    before: tuple[str, ...], question: str, expected: str
) -> None:
    assert rewritten(question, *before) == expected


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        (("in 2023", "and 2024?"), "and who watched? (missiles, tested, 2024)"),
        (("in 2023", "What about today?"), "and who watched? (missiles, tested, today)"),
        (("in 2023", "and May 2022?"), "and who watched? (missiles, tested, May 2022)"),
    ],
)
def test_a_time_that_is_named_in_any_way_is_the_new_one(
    times: tuple[str, str], expected: str
) -> None:
    first, second = f"Which missiles were tested {times[0]}?", times[1]
    assert rewritten(second, first) == f"{second} (missiles, tested)"
    assert rewritten("and who watched?", first, second) == expected


LAUNCHED = Turn(
    "When was Malligyong-1 launched?",
    "November 21, 2023 It was launched on November 21, 2023, after two failures in May 2022.",
)


@pytest.mark.parametrize(
    ("before", "question", "expected"),
    [
        ((LAUNCHED,), "What about the year before?",
         "What about in 2022? (Malligyong-1, launched)"),
        ((LAUNCHED,), "And who built it?", "And who built it? (Malligyong-1, launched)"),
        ((LAUNCHED, "What about the year before?"), "And who built it?",
         "And who built it? (Malligyong-1, launched, in 2022)"),
        (("Who built Malligyong-1?", "What about the year before?"), "And why?",
         "And why? (built, Malligyong-1)"),
        ((Turn("When was it?", "On November 21."),), "And the day before?", "And the day before?"),
    ],
)  # fmt: skip
def test_the_year_before_is_the_one_before_the_time_that_was_answered(
    before: tuple[str | Turn, ...], question: str, expected: str
) -> None:
    assert rewritten(question, *before) == expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("North Korea shot a tourist.", "How old was she? (shot, Kumgang)"),
        ("The tourist Park Wang-ja was shot.", "How old was she? (Park Wang-ja, shot, Kumgang)"),
        ("The New Korea Times says nothing.", "How old was she? (shot, Kumgang)"),
    ],
)
def test_only_a_person_is_she(answer: str, expected: str) -> None:
    asked = Turn("Who was shot at Kumgang?", answer)
    assert rewritten("How old was she?", asked) == expected
    later = rewritten("When did it happen?", asked, "How old was she?")
    assert later == expected.replace("How old was she?", "When did it happen?")


def test_she_is_the_person_whom_the_question_named() -> None:
    asked = Turn("Who met Choe Son Hui?", "Kim Tok Hun met Choe Son Hui.")
    assert rewritten("Where was she born?", asked) == ("Where was she born? (met, Choe Son Hui)")


def test_he_is_the_one_who_was_asked_for_and_quoted() -> None:
    quoted = Turn("Who visited Sinuiju?", "Premier Kim Tok Hun visited Sinuiju on Monday.")
    assert rewritten("Did he say why?", quoted) == (
        "Did he say why? (Kim Tok Hun, visited, Sinuiju)"
    )
    assert "Tok" not in rewritten("When was it?", quoted)


def test_a_topic_is_followed_over_several_turns() -> None:
    turns = (
        "What is MediCal?",
        "What does it cover?",
        "Thank you!",
        "How does the state pay for it?",
    )
    assert "MediCal" in rewritten("How can I apply for it?", *turns)


def test_a_new_topic_leaves_the_old_one_behind() -> None:
    turns = ("Who visited Sinuiju in May 2024?", "Which missiles were tested at Sohae?")
    found = rewritten("Why were they tested?", *turns)
    assert found == "Why were they tested? (missiles, Sohae)"


def test_a_time_of_its_own_replaces_the_one_before() -> None:
    before = "Which missiles were tested in May 2024?"
    assert rewritten("and in 2022?", before) == "and in 2022? (missiles, tested)"


@pytest.mark.parametrize(
    ("before", "words", "expected"),
    [
        ("in January 2024", "the month before", "in December 2023"),
        ("in December 2023", "the following month", "in January 2024"),
        ("on 2024-03-01", "the day before", "on 2024-02-29"),
        ("on 31 December 2023", "a day later", "on 2024-01-01"),
        ("in 2023", "the previous year", "in 2022"),
        ("on 2024-03-08", "the week before", "between 2024-03-01 and 2024-03-07"),
        ("in 2023", "그 다음 해에는", "2024년에"),
        ("in August 2024", "two months later", "in October 2024"),
        ("in August 2024", "2 years earlier", "in 2022"),
        ("in August 2024", "the month after that", "in September 2024"),
        ("on 2024-03-08", "ten days later", "on 2024-03-18"),
        ("in August 2024", "두 달 뒤에는", "2024년 10월에"),
        ("in August 2024", "3년 후에", "2027년에"),
        ("on 2024-03-01", "그 전날", "2024년 2월 29일에"),
        ("on 2024-03-01", "그 다음 주에", "2024년 3월 2일부터 2024년 3월 8일까지"),
    ],
)
def test_times_are_counted_from_the_one_before(before: str, words: str, expected: str) -> None:
    found = rewritten(f"and {words}?", f"What was built {before}?")
    assert found == f"and {expected}? (built)"


@pytest.mark.parametrize(
    ("before", "question", "expected"),
    [
        ("in March 2023", "What about before that?", "What about before March 2023? (built)"),
        ("in March 2023", "and since then?", "and since March 2023? (built)"),
        ("in 2023", "and after that?", "and after 2023? (built)"),
        ("on 2023-05-06", "and until then?", "and until 2023-05-06? (built)"),
        ("since 2019", "and before that?", "and before 2019? (built)"),
        ("in March 2023", "그 전에는?", "2023년 3월 이전에? (built)"),
        ("in 2023", "그 이후에는?", "2023년 이후에? (built)"),
        ("on 2023-05-06", "그 뒤로는?", "2023년 5월 6일 이후에? (built)"),
    ],
)
def test_before_that_and_since_then_leave_the_time_that_was_spoken_of(
    before: str, question: str, expected: str
) -> None:
    assert rewritten(question, f"What was built {before}?") == expected


@pytest.mark.parametrize(
    ("before", "question", "expected"),
    [
        ("in May 2024", "Which laws were passed that year?", "Which laws were passed in 2024?"),
        ("in May 2024", "Who died in the same month?", "Who died in May 2024?"),
        ("on 2024-05-06", "그날에는 누가 왔나?", "2024년 5월 6일에 누가 왔나? (built)"),
        ("in 2024", "그해에 무슨 일이 있었나?", "2024년에 무슨 일이 있었나? (built)"),
        ("in 2024", "Who died that day?", "Who died that day?"),
        ("in 2024", "그해 여름에는?", "2024년 여름에는? (built)"),
        ("in 2023", "and in May?", "and in May 2023? (built)"),
        ("in 2023", "and may it rain?", "and may it rain? (built, in 2023)"),
        ("in 2024", "and on February 29?", "and on February 29 2024? (built)"),
        ("in 2023", "and on February 29?", "and on February 29? (built)"),
        ("in 2023", "and 0 days later?", "and 0 days later? (built, in 2023)"),
    ],
)
def test_that_year_is_the_one_that_was_spoken_of(before: str, question: str, expected: str) -> None:
    assert rewritten(question, f"What was built {before}?") == expected


def test_times_that_no_calendar_has_are_left_alone() -> None:
    assert "before" in rewritten("and the year before?", "What was built in 0001?")


def test_a_rewritten_question_is_never_too_long_to_ask() -> None:
    question = f"and {'very ' * 99}old?"
    found = rewritten(question, f"Is the {'long ' * 60}Sunshine Policy dead?")
    assert len(found) <= MAX_QUESTION
    full = f"그 전에는 {'가' * MAX_QUESTION}"[:MAX_QUESTION]
    assert rewritten(full, "What was built on 2023-12-31?") == full


WORDS = (
    "the month before after next year it its they he that there of is did 그 그건 다음 달 전 해 "
    "평양은 ? . ' ( Kim Jong in May 2024 0001 9999 until 999 U.S. don't what about how and A"
).split(" ")


_TIME = re.compile(r"in|on|between|and|[A-Z][a-z]+|[\d-]+\??|\d+[년월일]\w*|이[전후]에")


@given(st.lists(st.lists(st.sampled_from(WORDS) | st.text(max_size=8), max_size=25), min_size=1))
def test_whatever_is_typed_only_gets_words_that_were_typed(said: list[list[str]]) -> None:
    question, *before = (" ".join(words)[:MAX_QUESTION] for words in said)
    found = rewritten(question, *before)
    assert len(found) <= MAX_QUESTION
    typed = " ".join([question, *before])
    assert all(word in typed or _TIME.fullmatch(word) for word in re.split(r"[\s(),]+", found))


def test_a_person_who_is_denied_is_not_meant() -> None:
    asked = Turn("Who leads North Korea?", "Not Lee Jae-myung, but Kim Jong Un leads it.")
    assert "Kim Jong Un" in rewritten("Where was he born?", asked)
    assert "Lee" not in rewritten("Where was he born?", asked)


def test_a_long_conversation_is_read_in_little_time_and_space() -> None:
    turns = [Turn("그해 " * 170, "In May 2011 Kim Jong Un " * 400)] * MAX_TURNS
    started = time.process_time()
    assert len(rewritten("1 year later " * 39, *turns)) <= MAX_QUESTION
    assert time.process_time() - started < 1
