from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nksearch.periods import Period, describe, find_period

ASKED_ON = date(2024, 10, 16)  # a Wednesday


def found(question: str) -> tuple[str, str, str] | None:
    """Since, until and the words, as a table can show them."""
    period = find_period(question, asked_on=ASKED_ON)
    return period and (str(period.since or ""), str(period.until or ""), period.text)


# question, since, until, the words that name the time
LIMITS = [
    ("Who died in mid-2023?", "2023-05-01", "2023-09-07", "in mid-2023"),
    ("Who died, not in 2022 but in 2023?", "2023-01-01", "2024-01-07", "in 2023"),
    ("What happened in August 2024?", "2024-08-01", "2024-09-07", "in August 2024"),
    ("What happened in August, 2024?", "2024-08-01", "2024-09-07", "in August, 2024"),
    ("What happened in Aug. 2024?", "2024-08-01", "2024-09-07", "in Aug. 2024"),
    ("What happened in 2024-08?", "2024-08-01", "2024-09-07", "in 2024-08"),
    ("What happened in March?", "2024-03-01", "2024-04-07", "in March"),
    ("what happened in may", "2024-05-01", "2024-06-07", "in may"),
    ("What happened in December?", "2023-12-01", "2024-01-07", "in December"),
    ("What was said in April last year?", "2023-04-01", "2023-05-07", "in April last year"),
    ("Who came last March?", "2024-03-01", "2024-04-07", "last March"),
    ("missile launches since May", "2024-05-01", "", "since May"),
    ("trade from May onwards", "2024-05-01", "", "from May onwards"),
    ("What changed after September 9?", "2024-09-10", "", "after September 9"),
    ("What was said before 2017?", "", "2016-12-31", "before 2017"),
    ("What was said prior to May 2017?", "", "2017-04-30", "prior to May 2017"),
    ("What was built by the end of 2023?", "", "2024-01-07", "by the end of 2023"),
    ("Who led the army until 2018?", "", "2019-01-07", "until 2018"),
    ("What happened around May 2023?", "2023-03-31", "2023-07-08", "around May 2023"),
    ("What happened around May 15?", "2024-05-08", "2024-05-29", "around May 15"),
    ("What did Kim say on July 27?", "2024-07-27", "2024-08-03", "on July 27"),
    ("What did Kim say on 27 July 2023?", "2023-07-27", "2023-08-03", "on 27 July 2023"),
    ("on the 15th of August, who spoke?", "2024-08-15", "2024-08-22", "on the 15th of August"),
    ("What happened on 2024-08-15?", "2024-08-15", "2024-08-22", "on 2024-08-15"),
    ("What happened on 08/15/2024?", "2024-08-15", "2024-08-22", "on 08/15/2024"),
    ("What happened on Feb 29?", "2024-02-29", "2024-03-07", "on Feb 29"),
    ("What happened on December 25?", "2023-12-25", "2024-01-01", "on December 25"),
    ("What opened on March 9-13, 2012?", "2012-03-09", "2012-03-20", "on March 9-13, 2012"),
    ("between May 2 and 12, 2014", "2014-05-02", "2014-05-19", "between May 2 and 12, 2014"),
    ("between March and June 2023", "2023-03-01", "2023-07-07", "between March and June 2023"),
    ("from November to February", "2023-11-01", "2024-03-07", "from November to February"),
    ("from August 2022 to March", "2022-08-01", "2023-04-07", "from August 2022 to March"),
    ("trade from 2019 to 2021", "2019-01-01", "2022-01-07", "from 2019 to 2021"),
    ("imports in 2019–2021", "2019-01-01", "2022-01-07", "in 2019–2021"),
    ("trade from 2018 to now", "2018-01-01", "2024-10-23", "from 2018 to now"),
    ("Who was dismissed in early 2020?", "2020-01-01", "2020-05-07", "in early 2020"),
    ("prices in mid-March 2024", "2024-03-11", "2024-03-27", "in mid-March 2024"),
    ("prices at the end of March", "2024-03-21", "2024-04-07", "at the end of March"),
    ("in the first half of 2022", "2022-01-01", "2022-07-07", "in the first half of 2022"),
    ("in the second half of 2023", "2023-07-01", "2024-01-07", "in the second half of 2023"),
    ("in the middle of last year", "2023-05-01", "2023-09-07", "in the middle of last year"),
    ("in the second quarter of 2023", "2023-04-01", "2023-07-07", "in the second quarter of 2023"),
    ("grain prices in Q3 2022", "2022-07-01", "2022-10-07", "in Q3 2022"),
    ("in the last week of May 2023", "2023-05-25", "2023-06-07", "in the last week of May 2023"),
    ("What happened last spring?", "2024-03-01", "2024-06-07", "last spring"),
    ("What happened last winter?", "2023-12-01", "2024-03-07", "last winter"),
    ("floods in the summer of 2022", "2022-06-01", "2022-09-07", "in the summer of 2022"),
    ("What was said this year?", "2024-01-01", "2025-01-07", "this year"),
    ("Who visited last month?", "2024-09-01", "2024-10-07", "last month"),
    ("A court last week ruled on what?", "2024-10-07", "2024-10-20", "last week"),
    ("What happened three weeks ago?", "2024-09-23", "2024-10-06", "three weeks ago"),
    ("Who came two months ago?", "2024-08-01", "2024-09-07", "two months ago"),
    ("How many tests in the past two years?", "2022-10-16", "2024-10-23", "in the past two years"),
    ("prices over the past 12 months", "2023-10-16", "2024-10-23", "over the past 12 months"),
    ("What did he do yesterday?", "2024-10-15", "2024-10-22", "yesterday"),
    ("What did he say today?", "2024-10-16", "2024-10-23", "today"),
    ("Who spoke on Monday?", "2024-10-14", "2024-10-21", "on Monday"),
    ("Who spoke last Wednesday?", "2024-10-09", "2024-10-16", "last Wednesday"),
    ("In 2018 Kim met Trump. Where?", "2018-01-01", "2019-01-07", "In 2018"),
    ("When did Kim meet Trump in 2018?", "2018-01-01", "2019-01-07", "in 2018"),
    ("What did ministries do in the 1990s?", "1990-01-01", "2000-01-07", "in the 1990s"),
    ("What happened in Juche 113?", "2024-01-01", "2025-01-07", "in Juche 113"),
    ("in Juche 113 (2024)", "2024-01-01", "2025-01-07", "in Juche 113 (2024)"),
    ("on May 15, Juche 112 (2023)", "2023-05-15", "2023-05-22", "on May 15, Juche 112 (2023)"),
    ("What was said in 2023 about the 2018 accord?", "2023-01-01", "2024-01-07", "in 2023"),
    ("2024년 8월에 무슨 일이 있었나?", "2024-08-01", "2024-09-07", "2024년 8월에"),
    ("지난달 무슨 일이 있었나?", "2024-09-01", "2024-10-07", "지난달"),
    ("이달 초 무슨 일이 있었나?", "2024-10-01", "2024-10-17", "이달 초"),
    ("지난주 회의 결과는?", "2024-10-07", "2024-10-20", "지난주"),
    ("올해 미사일 발사는 몇 번?", "2024-01-01", "2025-01-07", "올해"),
    ("작년 봄 홍수 피해는?", "2023-03-01", "2023-06-07", "작년 봄"),
    ("작년 하반기 수출은?", "2023-07-01", "2024-01-07", "작년 하반기"),
    ("2022년 상반기에 수출은?", "2022-01-01", "2022-07-07", "2022년 상반기에"),
    ("2023년 이후 무역은?", "2023-01-01", "", "2023년 이후"),
    ("5월부터 달라진 것은?", "2024-05-01", "", "5월부터"),
    ("2024년 5월 이전 가격은?", "", "2024-04-30", "2024년 5월 이전"),
    ("2023년 말까지 완공된 것은?", "", "2024-01-07", "2023년 말까지"),
    ("8월 15일에 누가 방문했나?", "2024-08-15", "2024-08-22", "8월 15일에"),
    ("8월 3일부터 5일까지 무슨 일이?", "2024-08-03", "2024-08-12", "8월 3일부터 5일까지"),
    ("2023년 12월부터 2월까지 가격은?", "2023-12-01", "2024-03-07", "2023년 12월부터 2월까지"),
    ("2018년부터 현재까지 발사는?", "2018-01-01", "2024-10-23", "2018년부터 현재까지"),
    ("2022년과 2023년 사이 무역은?", "2022-01-01", "2024-01-07", "2022년과 2023년 사이"),
    ("최근 3년 미사일 발사는?", "2021-10-16", "2024-10-23", "최근 3년"),
    ("3주 전에 무엇을 했나?", "2024-09-23", "2024-10-06", "3주 전에"),
    ("지난 5월 15일 누가 왔나?", "2024-05-15", "2024-05-22", "지난 5월 15일"),
    ("90년대 중반에 무슨 일이?", "1993-05-01", "1996-09-07", "90년대 중반에"),
    ("주체113(2024)년 8월에 무엇을?", "2024-08-01", "2024-09-07", "주체113(2024)년 8월에"),
]  # fmt: skip

TOPICS = [
    ("2019~2021년 무역", "2019-01-01", "2022-01-07", "2019~2021년"),
    ("2019년 - 2021년 무역", "2019-01-01", "2022-01-07", "2019년 - 2021년"),
    ("the 2018 Singapore summit", "2018-01-01", "2019-01-07", "2018"),
    ("In the 2018 talks, what was agreed?", "2018-01-01", "2019-01-07", "2018"),
    ("What was agreed after the 2018 summit?", "2018-01-01", "", "2018"),
    ("What was feared before the 2018 summit?", "", "2019-01-07", "2018"),
    ("the 2016 flood", "2016-01-01", "2017-01-07", "2016"),
    ("the floods in July 2024", "2024-07-01", "2024-08-07", "in July 2024"),
    ("the 1990s famine", "1990-01-01", "2000-01-07", "1990s"),
    ("the famine of the 1990s", "1990-01-01", "2000-01-07", "1990s"),
    ("the July 27 anniversary", "2024-07-27", "2024-08-03", "July 27"),
    ("9th plenary of 2023", "2023-01-01", "2024-01-07", "2023"),
    ("border closure early 2020", "2020-01-01", "2020-05-07", "early 2020"),
    ("How is this year's harvest?", "2024-01-01", "2025-01-07", "this year"),
    ("Is it better than last year?", "2023-01-01", "2024-01-07", "last year"),
    ("Was it worse than in 2005?", "2005-01-01", "2006-01-07", "in 2005"),
    ("What does Sinuiju look like today?", "2024-10-16", "2024-10-23", "today"),
    ("What will open in 2030?", "2030-01-01", "2031-01-07", "in 2030"),
    ("Who ruled in 1936?", "1936-01-01", "1937-01-07", "in 1936"),
    ("the population as of January 2016", "2016-01-01", "2016-02-07", "January 2016"),
    ("Floral Tribute [Juche113.1.2.]", "2024-01-02", "2024-01-09", "Juche113.1.2"),
    ("2024년 8월 무슨 일이 있었나?", "2024-08-01", "2024-09-07", "2024년 8월"),
    ("8월 15일 행사", "2024-08-15", "2024-08-22", "8월 15일"),
    ("2014년 동계 올림픽 개최 도시는?", "2014-01-01", "2015-01-07", "2014년"),
    ("2009년 당시 외화는?", "2009-01-01", "2010-01-07", "2009년"),
    ("올해의 인물은?", "2024-01-01", "2025-01-07", "올해"),
    ("1990년대 기근", "1990-01-01", "2000-01-07", "1990년대"),
]

NO_TIME = [
    *("What happened in Sinuiju, but not in 2024?", "Which floods were there except 2024?"),
    *("floods other than in 2024", "floods outside of 2024", "2024년 말고 언제 홍수가 났나?"),
    *("2024년을 제외하고 몇 번 났나?", "room-2024"),
    *("", "?", "Who visited Sinuiju?", "누가 신의주를 방문했나?"),
    *("What may happen in Sinuiju?", "Did soldiers march?", "Who took part in the march?"),
    *("Who joined in March of Columns?", "What did Theresa May say?", "Who is Jan Egeland?"),
    *("2000 soldiers crossed the river", "more than 2000 defected", "No. 2024", "in 5000 words"),
    *("What does UN Resolution 2094 say?", "Tell me in 2000 words", "a 2000-ton ship"),
    *("What was decided before the 8th Party Congress?", "the last name of Kim", "in 5 years"),
    *("What is it like in the summer?", "Yangdok Hot Spring Resort", "the second half"),
    *("What happened on February 30, 2024?", "on 2024-02-30", "in Juche 113 (2020)"),
    *("on July 20, 1871", "in the 1800s", "505 million years ago", "the 2001-02 identity"),
    *("What happened in 2019 and in 2021?", "in 2019 and 2021", "the last year of the war"),
    *("Who came in 2020 and who left in 2022?", "from 2021 to 2019", "recently"),
    *("오늘날 평양은?", "3년 전쟁은?", "2024명", "지난 15일", "현재 상황은?", "제1년 과정은?"),
    *("1871년 7월 20일 이후", "2월 30일에", "13월에", "2023년과 2024년의 차이", "2002년생은?"),
]  # fmt: skip


@pytest.mark.parametrize(("question", "since", "until", "words"), LIMITS)
def test_words_that_limit_the_question_are_exact(question, since, until, words):
    assert found(question) == (since, until, words)
    assert find_period(question, asked_on=ASKED_ON).exact


@pytest.mark.parametrize(("question", "since", "until", "words"), TOPICS)
def test_a_time_that_may_be_the_topic_is_found_but_not_exact(question, since, until, words):
    assert found(question) == (since, until, words)
    assert not find_period(question, asked_on=ASKED_ON).exact


@pytest.mark.parametrize("question", NO_TIME)
def test_what_names_no_clear_time_gives_none(question):
    assert found(question) is None


def test_the_same_words_mean_other_days_on_another_day():
    asked = {day: find_period("since last May", asked_on=day).since.year for day in (
        date(2024, 4, 30), date(2024, 5, 31), date(2024, 6, 1))}  # fmt: skip
    assert list(asked.values()) == [2023, 2023, 2024]


def test_a_month_in_progress_is_the_latest_one():
    assert find_period("in May", asked_on=date(2024, 5, 1)).since == date(2024, 5, 1)
    assert find_period("in May", asked_on=date(2024, 4, 30)).since == date(2023, 5, 1)


def test_months_are_counted_back_to_a_day_that_exists():
    period = find_period("in the past month", asked_on=date(2024, 3, 31))
    assert period.since == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("since", "until", "english", "korean"),
    [
        (date(2024, 8, 1), date(2024, 9, 7), "published 2024-08-01 to 2024-09-07",
         "2024-08-01부터 2024-09-07까지 발행"),
        (date(2024, 5, 1), None, "published since 2024-05-01", "2024-05-01부터 발행"),
        (None, date(2024, 1, 7), "published until 2024-01-07", "2024-01-07까지 발행"),
    ],
)  # fmt: skip
def test_a_period_is_described_in_both_languages(since, until, english, korean):
    period = Period(since, until, "", 0, 0, exact=True)
    assert describe(period) == english
    assert describe(period, language="ko") == korean


PIECES = st.sampled_from(
    "in on since from to between and the May march Feb February 28 29 30 31 2023 2024 0000 1871 "
    "last thiſ weeK spring early end of first half week ago past 999 three years Juche 113 (2024) "
    "Q1 1990s 2024-02-30 12/31/2100 today now Monday 2024년 2월 29일 30일 부터 까지 이후 에 작년 "
    "말 최근 3년 전 주체1년 분기 , - ~ ' ? ( \n".split(" ")
)


WORDED = st.lists(PIECES, max_size=12)


@given(st.text() | WORDED.map(" ".join) | WORDED.map("".join), st.dates())
@example("from Feb 29 to March 2023", date(2024, 10, 16))
@example("thiſ weeK ſince 2024", date(2024, 10, 16))
@example("yesterday, 3 decades ago, last week", date.min)
@example("tomorrow and next year, next decade", date.max)
def test_any_question_on_any_day_gives_a_period_within_it_or_none(question, asked_on):
    period = find_period(question, asked_on=asked_on)
    if period:
        assert question[period.start : period.end] == period.text
        assert period.text.strip()
        assert period.since or period.until
        assert not (period.since and period.until) or period.since <= period.until
        assert describe(period).startswith("published ")
