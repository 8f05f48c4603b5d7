import pytest

from nksearch.answering.times import find_times, read_date


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Nov. 21, 2022", (2022, 11, 21)),
        ("21st of November 2022", (2022, 11, 21)),
        ("May 2011", (2011, 5, None)),
        ("2017년 9월 3일", (2017, 9, 3)),
        ("주체106(2017)년 9월 3일", (2017, 9, 3)),
        ("9월 3일", (None, 9, 3)),
        ("2011-05-07", (2011, 5, 7)),
        ("2011/05/07", (2011, 5, 7)),
        ("2011. 5. 7.", (2011, 5, 7)),
        ("5/5/2011", (2011, 5, 5)),
        ("5/27/2011", (2011, 5, 27)),
        ("27/5/2011", (2011, 5, 27)),
        ("5/7/2011", None),
        ("2011-13-07", None),
        ("February 30, 2020", None),
        ("May 99", None),
        ("1990s", None),
        ("January 17 and 18, 2023", None),
    ],
)
def test_a_date_is_read_as_far_as_it_goes(
    text: str, date: tuple[int | None, int | None, int | None] | None
) -> None:
    assert date == read_date(text)


@pytest.mark.parametrize(
    ("text", "said", "limit"),
    [
        ("It opened in May 2011.", "May 2011", ""),
        ("It opened in early May 2011.", "early May 2011", "early"),
        ("It opened before May 2011.", "before May 2011", "before"),
        ("It opened by the end of 2011.", "by the end of 2011", "by the end of"),
        ("It opened around 1950.", "around 1950", "around"),
        ("다리는 2011년 5월에 열렸다.", "2011년 5월", ""),
        ("다리는 2011년 5월 초에 열렸다.", "2011년 5월 초", "초"),
        ("다리는 2011년 이후 열렸다.", "2011년 이후", "이후"),
        ("다리는 2020. 5. 5. 열렸다.", "2020. 5. 5.", ""),
        ("It opened on 2011/05/05, he said.", "2011/05/05", ""),
    ],
)
def test_what_blurs_a_time_belongs_to_it(text: str, said: str, limit: str) -> None:
    (only,) = find_times(text)
    assert (said, limit) == (text[slice(*only.span)], only.limit)


@pytest.mark.parametrize(
    "text",
    ["2000 people live here.", "Some 1500 came.", "At the gate, with 2000 lamps, he sat."],
)
def test_four_figures_that_count_are_no_year(text: str) -> None:
    assert [] == list(find_times(text))


@pytest.mark.parametrize("text", ["In 1990 people came.", "in 1990 schools opened", "1990 was hot"])
def test_a_year_stays_a_year_before_a_noun(text: str) -> None:
    assert 1 == len(list(find_times(text)))
