import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from nksearch.stories import StoryFinder

NOUNS = "harbour ferry bridge road mine school market tower dam railway clinic farm".split()

HANGUL = "항구 다리 도로 광산 학교 시장 탑 댐 철도 병원 농장 공장".split()

FLOOD = (
    "Heavy rain fell on the northern provinces for three days, and the river rose above its banks. "
    "Officials in Hoeryong moved four hundred families to schools on higher ground while soldiers "
    "filled sacks with sand along the dyke. "
)

BASKET = (
    "Pyongyang, September 5 (KCNA) -- Kim Jong Un received a floral basket from {name}, president "
    "of {country}, on the founding anniversary of the republic. The basket was handed over to an "
    "official of the foreign ministry by the ambassador of {country} to the country on Thursday."
)


def report(*sections: int) -> str:
    """Return a report of one paragraph of 60 words for each number, all different."""
    return "\n".join(
        " ".join(
            f"the {noun}{letter} of section{chr(97 + each)} was" for noun, letter in _nouns(each)
        )
        for each in sections
    )


def _nouns(section: int) -> list[tuple[str, str]]:
    return [(noun, chr(97 + (section + place) % 26)) for place, noun in enumerate(NOUNS)]


def stories(*articles: tuple[str, str] | tuple[str, str, str]) -> list[int]:
    with TemporaryDirectory() as directory:
        finder = StoryFinder(Path(directory))
        for title, text, *published in articles:
            finder.add(title, text, published=published[0] if published else None)
        found: list[int] = finder.stories().tolist()
    return found


def test_articles_without_a_like_are_stories_of_their_own() -> None:
    assert stories(("Dams", report(1, 2, 3)), ("Mines", report(4, 5, 6))) == [0, 1]


def test_an_archive_without_articles_has_no_stories() -> None:
    assert stories() == []


def test_a_reprint_is_the_story_of_the_first_article() -> None:
    text = report(1, 2, 3, 4, 5)
    assert stories(("Dams", text), ("Mines", report(6, 7, 8, 9)), ("Reprint", text)) == [0, 1, 0]


def test_a_version_with_a_paragraph_more_is_the_same_story() -> None:
    assert stories(("Dams", report(1, 2, 3, 4, 5)), ("More", report(1, 2, 3, 4, 5, 6))) == [0, 0]


def test_an_item_in_a_long_round_up_is_a_story_of_its_own() -> None:
    item, round_up = report(1, 2, 3, 4, 5), report(*range(1, 12))
    assert stories(("Dams", item), ("Press review", round_up)) == [0, 1]


def test_two_translations_of_one_report_are_one_story_when_their_titles_agree() -> None:
    first = report(1, 2, 3, 4, 5)  # "the bridgeb of sectionb was the roadc of ..."
    second = first.replace(" was the ", " was one ", 40)  # 3 in 10 pairs differ
    assert stories(("Dams inspected", first), ("Inspection of dams", second)) == [0, 0]
    assert stories(("Dams inspected", first), ("Review of the press", second)) == [0, 1]


def test_stories_do_not_chain() -> None:
    drifting = [("Dams", report(*range(each, each + 10))) for each in range(0, 10, 2)]
    assert stories(*drifting) == [0, 0, 2, 2, 4]  # each shares eight of ten with the next


def test_the_same_form_with_another_name_is_another_story() -> None:
    title = "Kim Jong Un Receives Floral Basket"
    lao = BASKET.format(name="Thongloun Sisoulith", country="Laos")
    cuban = BASKET.format(name="Miguel Diaz-Canel", country="Cuba")
    assert stories((title, lao), (title, cuban), (title, lao)) == [0, 1, 0]


def test_a_name_that_begins_a_sentence_counts_as_a_name() -> None:
    text = "{} gave a reception for the guests of the embassy on Friday evening. " + FLOOD
    assert stories(("Reception", text.format("Laos")), ("Reception", text.format("Cuba"))) == [0, 1]


def test_the_same_form_with_other_numbers_is_another_story() -> None:
    text = FLOOD + "The water stood {} centimetres above the mark."
    assert stories(("Flood", text.format(120)), ("Flood", text.format(95))) == [0, 1]


def test_a_word_that_stands_elsewhere_in_lower_case_is_no_name() -> None:
    first = f"Yesterday the water rose. {FLOOD} Nobody was hurt yesterday or today."
    second = f"Today the water rose. {FLOOD} Nobody was hurt yesterday or today."
    assert stories(("Flood", first), ("Flood", second)) == [0, 0]


def test_reports_of_middling_length_may_differ_in_two_names_but_not_in_three() -> None:
    text = report(1, 2, 3) + " It was opened by {} {} of {} and by the people."
    first = ("Opening of a dam", text.format("Miguel", "Diaz", "Cuba"))
    assert stories(first, ("Opening of a dam", text.format("Miguel", "Dias", "Kuba"))) == [0, 0]
    third = ("Opening of a dam", text.format("Thongloun", "Sisoulith", "Laos"))
    assert stories(first, third) == [0, 1]
    assert stories(first, ("Page not found", first[1])) == [0, 1]


def test_long_reports_may_differ_in_one_name_of_eight() -> None:
    names = "Hoeryong Kangwon Ryanggang Chagang Hamgyong Phyongan Hwanghae Kaesong".split()
    text = report(1, 2, 3, 4, 5) + " Houses were built in {}."
    first = ("Houses", text.format(", ".join(names)))
    one_other = ("Homes", text.format(", ".join([*names[1:], "Sinuiju"])))
    two_others = ("Homes", text.format(", ".join([*names[2:], "Sinuiju", "Sariwon"])))
    assert stories(first, one_other, two_others) == [0, 0, 2]


def test_short_texts_are_one_story_only_when_the_title_agrees() -> None:
    assert stories(("River floods Hoeryong", FLOOD), ("Hoeryong: river floods", FLOOD)) == [0, 0]
    assert stories(("River floods Hoeryong", FLOOD), ("Page not found", FLOOD)) == [0, 1]


def test_short_texts_of_two_days_are_two_events() -> None:
    title, text = "Artillery fire", "The North fired artillery into the sea."
    assert stories((title, text, "2010-01-28"), (title, text, "2010-08-09")) == [0, 1]
    assert stories((title, text, "2010-01-28"), (title, text, "2010-01-28T09:00")) == [0, 0]
    assert stories((title, text, "2010-01-28"), (title, text)) == [0, 0]
    assert stories((title, FLOOD, "2010-01-28"), (title, FLOOD, "2010-08-09")) == [0, 1]


def test_very_short_texts_must_be_almost_identical() -> None:
    title = "Missiles fired"
    text = (
        "The North fired three missiles into the sea off its eastern coast early on Friday "
        "morning and they fell outside the economic zone"
    )
    assert stories((title, text), (title, text.replace("The", "  THE") + ".")) == [0, 0]
    assert stories((title, text), (title, f"{text} of Japan.")) == [0, 1]
    assert stories((title, text), (title, f"{text} as the army had said before.")) == [0, 1]
    assert stories((title, text), ("Page not found", text)) == [0, 1]


def test_korean_reprints_are_one_story_and_korean_forms_are_not() -> None:
    text = " ".join(
        f"{day}일 {noun}에서 {noun} 건설이 시작되였다." for day, noun in enumerate(HANGUL)
    )
    longer = f"{text} 주민들은 기뻐하였다."
    other = text.replace("항구", "궁전")
    assert stories(("건설 시작", text), ("건설 시작", longer), ("건설 시작", other)) == [0, 0, 2]


def test_texts_without_two_words_have_no_like() -> None:
    assert stories(("Empty", ""), ("Empty", ""), ("One", "Flood"), ("One", "Flood")) == [0, 1, 2, 3]


def test_another_process_finds_the_same_stories() -> None:
    code = (
        "from tests.test_stories import report, stories;"
        "print(stories(*[('Dams', report(*range(i, i + 10))) for i in range(0, 10, 2)]))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parent.parent,
    )
    assert "[0, 0, 2, 2, 4]" == run.stdout.strip()
