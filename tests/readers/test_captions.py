import pytest

from nksearch.datamodels import Caption
from nksearch.readers.captions import find_caption, read_caption


@pytest.mark.parametrize(
    ("line", "text", "credit"),
    [
        ("A border post in May. (Photo = Border Post)", "A border post in May.", "Border Post"),
        ("A border post. (Image: Border Post)", "A border post.", "Border Post"),
        ("A border post. [Photo by Han Sol]", "A border post.", "Han Sol"),
        ("(File photo: KCNA) A border post.", "A border post.", "KCNA"),
        ("A border post in May. Photo: Border Post", "A border post in May.", "Border Post"),
        ("A border post in May / Photo: Border Post", "A border post in May", "Border Post"),
        ("압록강 철교. [사진=국경소식]", "압록강 철교.", "국경소식"),
        ("압록강 철교 / 사진 국경소식", "압록강 철교", "국경소식"),
        ("압록강 철교. (사진제공: 국경소식)", "압록강 철교.", "국경소식"),
        ("<사진 국경소식> 압록강 철교", "압록강 철교", "국경소식"),
        ("Photo: Han Sol, Border Post", "Han Sol", "Border Post"),
        ("Photo: Border Post", "Photo: Border Post", "Border Post"),
        ("(Photo = Border Post)", "(Photo = Border Post)", "Border Post"),
        ("Photo by Han Sol", "Photo by Han Sol", "Han Sol"),
    ],
)
def test_a_line_with_a_credit_is_a_caption(line, text, credit):
    assert find_caption(line) == Caption(text=text, credit=credit)


@pytest.mark.parametrize(
    "line",
    [
        "The photo (of a border post) was taken in May.",
        "Photo by photo, the prosecutors showed what had happened, a witness told the court.",
        "He was shown a picture: it was blurred.",
        "Residents (photo: Han Sol) said that they had seen nothing.",
        f"{'The long paragraph goes on. ' * 20}(Photo = Border Post)",
        "",
    ],
)
def test_a_sentence_about_a_photo_is_not_a_caption(line):
    assert find_caption(line) is None


def test_a_known_caption_needs_no_credit():
    assert read_caption("A border post,\n in May.") == Caption(text="A border post, in May.")
