import pytest

from nksearch.answering.comparison import same_amount, same_time


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("May 2011", "2011", True),
        ("Nov. 21, 2022", "November 21, 2022", True),
        ("September 3, 2017", "2017년 9월 3일", True),
        ("2011-05-05", "May 5, 2011", True),
        ("2011-05-05", "May 7, 2011", False),
        ("27 May 2024", "28 May 2024", False),
        ("May 2011", "June 2011", False),
        ("May 5", "2020", None),
        ("May 5, 2020", "5", None),
        ("1990s", "1995", None),
        ("early May 2011", "late May 2011", None),
        ("before May 2011", "after May 2011", None),
        ("before May 2011", "May 2012", None),
        ("early May 2011", "early May 2011", True),
    ],
)
def test_times_agree_or_differ_only_where_both_are_exact(
    one: str, other: str, same: bool | None
) -> None:
    assert same is same_time(one, other)
    assert same is same_time(other, one)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("six", "6", True),
        ("twenty", "20", True),
        ("12", "a dozen", True),
        ("two million", "2,000,000", True),
        ("2000", "2,000", True),
        ("400만 명", "4 million", True),
        ("half", "50 percent", True),
        ("3.8 million", "6 million", False),
        ("3", "3 million", False),
        ("10", "10 percent", None),
        ("$5", "5", None),
        ("20-30", "20", None),
        ("3 months", "3 years", False),
        ("36 months", "3 years", True),
        ("90 days", "3 months", None),
        ("3.5 million dollars", "$3.5 million", True),
        ("3.5 million dollars", "3.5 million won", None),
        ("400 km", "400 miles", None),
        ("5 tons", "5", None),
        ("about 20", "22", None),
        ("about 20", "45", False),
        ("at least 20", "35", None),
        ("at least 20", "15", False),
        ("more than 20", "20", None),
        ("up to 5", "7", False),
        ("at least 20", "at least 20", True),
        ("20여 명", "20명", None),
    ],
)
def test_numbers_agree_or_differ_only_where_both_can_be_read(
    one: str, other: str, same: bool | None
) -> None:
    assert same is same_amount(one, other)
    assert same is same_amount(other, one)
