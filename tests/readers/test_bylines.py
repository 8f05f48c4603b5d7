import pytest

from nksearch.readers.bylines import byline_of_line, byline_of_names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Han Sol", "Han Sol"),
        ("BY Han Sol and Ri Song-hui", "Han Sol and Ri Song-hui"),
        ("Written by Han Sol, staff reporter", "Han Sol"),
        ("By Han Sol - May 27, 2024", "Han Sol"),
        ("홍길동 기자", "홍길동"),
        ("[국경소식=홍길동 기자] hong@a.example", "홍길동"),
        ("By the time the river rose", None),
        ("By Monday", None),
        ("By Han Sol the river had risen.", None),
        ("기자 회견이 열렸다", None),
        ("", None),
    ],
)
def test_a_line_that_says_who_wrote_it(line: str, names: str | None) -> None:
    assert byline_of_line(line) == names


@pytest.mark.parametrize(
    ("names", "byline"),
    [
        (["Han Sol", "Ri Song-hui", "Han Sol"], "Han Sol, Ri Song-hui"),
        (["By Han Sol, Staff writer"], "Han Sol"),
        (["Han Sol | River Post for A.example"], "Han Sol"),
        (["Han Sol han@a.example"], "Han Sol"),
        (["Analysis by Han Sol"], "Han Sol"),
        (["AFP"], "AFP"),
        (["https://social.example/han"], None),
        (["@riverpost"], None),
        (["admin"], None),
        (["hansol77"], None),
        (["KWCHCIK"], None),
        (["River-Post"], None),
        (["편집부"], None),
        ([], None),
    ],
)
def test_names_that_are_told_are_a_byline_if_they_name_somebody(names, byline) -> None:
    assert byline_of_names(names, source="River Post") == byline
