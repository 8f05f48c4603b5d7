import pytest

from nksearch.readers.translation import Notice, find_notice


@pytest.mark.parametrize(
    ("line", "by"),
    [
        ("***This article was translated by Google, so it may differ from the original.", "Google"),
        ("This story was machine-translated from Korean using Google Translate.", "Google"),
        ("Translated by Han Sol. Edited by Kim Duri.", "Han Sol"),
        ("Translation: Papago", "Papago"),
        ("[Machine translation by DeepL]", "DeepL"),
        ("* The text was automatically translated.", "machine"),
        ("Some sources of this page were machine-translated.", None),
        ("이 기사는 구글 번역기로 번역되었습니다.", "Google"),
        ("※ 본 기사는 파파고로 번역한 것입니다.", "Papago"),
        ("번역: 홍길동", "홍길동"),
        ("구글 번역", "Google"),
        ("이 기사는 기계 번역되었습니다.", "machine"),
        ("이 글은 영어로 번역되었습니다.", None),
    ],
)
def test_a_notice_says_by_whom(line, by):
    notice = find_notice(line if by or "***" in line else f"*** {line}")
    assert notice is not None
    assert notice.by == by


def test_the_notice_is_the_sentence_without_its_marks():
    assert find_notice("*** This page was translated by Google. ***") == Notice(
        "This page was translated by Google.", "Google"
    )


@pytest.mark.parametrize(
    "line",
    [
        "The handbook was translated by a defector and printed in Seoul.",
        "She works as a translator for a trading company in Dandong.",
        "그는 단둥에서 번역 일을 하며 살고 있다고 소식통이 전했다.",
        "*** The market is closed on Sundays.",
        f"This article was translated by Google. {'The text goes on. ' * 20}",
        "",
    ],
)
def test_a_sentence_about_translating_is_not_a_notice(line):
    assert find_notice(line) is None
