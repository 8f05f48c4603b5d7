import pytest

from nksearch.romanisation.hangul_names import find_hangul_names, is_everyday, name_in_run


def found(text):
    return [(text[start:end], sure) for start, end, _, sure in find_hangul_names(text)]


def test_a_title_beside_a_name_makes_it_sure():
    assert found("경애하는 김정은동지께서는") == [("김정은", True)]
    assert found("내각총리 김덕훈") == [("김덕훈", True)]
    assert found("최선희 외무상은") == [("최선희", True)]
    assert found("조용원에게") == [("조용원", True)]


def test_a_sure_name_is_sure_throughout_the_text():
    assert found("조용원동지가 왔다. 조용원은 말했다.") == [("조용원", True), ("조용원", True)]


def test_without_a_title_the_surname_must_be_telling():
    assert found("박봉주는 말했다") == [("박봉주", False)]
    assert found("조용원은 말했다") == []


def test_particles_are_no_part_of_a_name():
    for particle in ("", "은", "이", "을", "의", "에게", "께서는", "과", "이라고"):
        assert [name for name, _ in found(f"어제 김여정{particle} 왔다")] == ["김여정"], particle


def test_everyday_words_are_no_names():
    text = (
        "조선의 이번에 정치를 위대한 우리의 주체의 전쟁이 강력한 최고의 최우선 인민은 고난의 "
        "경애하는 나라의 신문은 장군이 선군을 유엔의 안전을 권력을 황금산 김치 임무를"
    )
    for word in text.split():
        assert found(f"{word} 수령") == [], word


def test_two_syllable_surnames_are_known():
    assert found("선우학원 교수") == [("선우학원", True)]


def test_one_given_syllable_needs_a_title():
    assert found("김책 부장") == [("김책", True)]
    assert found("강건은") == []


def test_a_particle_after_a_frequent_surname_and_one_syllable_is_a_name():
    assert found("김구는 말했다") == [("김구", False)]
    assert found("김치는 박수를 최초의 윤리를 최고는") == []


@pytest.mark.parametrize(
    ("run", "name"),
    [
        ("리설주는", "리설주"),
        ("리설주", "리설주"),
        ("김구는", "김구"),
        ("김정은동지께서", "김정은"),
        ("이상민은", "이상민"),
        ("선우학원의", "선우학원"),
        ("이상한", None),
        ("조선인", None),
        ("조선인은", None),
        ("정치국", None),
        ("인민군에게", None),
        ("이하나", None),
        ("평양", None),
        ("김", None),
        ("", None),
    ],
)
def test_a_run_of_a_question_begins_with_a_name_or_not(run, name):
    assert name_in_run(run) == name


def test_everyday_words_are_told_from_names():
    assert all(map(is_everyday, ("이상한", "조선인", "정치국", "이하나", "인민군", "최고", "김치")))
    assert not any(map(is_everyday, ("최선희", "리설주", "김정은", "이상민", "조용원", "김구")))
