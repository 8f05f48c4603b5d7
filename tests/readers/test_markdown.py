import time

import pytest

from nksearch.readers import read

NOTE = """---
title: "Flood in Sinuiju"
date: 2024-07-28
url: https://example.org/flood
source: River Post
tags:
  - floods
  - Sinuiju
---

## What happened

The [river](https://example.org/river) **rose** by *three* metres,
said `KCNA`. ![A boat](boat.jpg)

> Nobody was warned.

- 4,200 people
- snake_case_name and 2 * 3 * 4

```
a *literal* line
```
"""


def article(tmp_path, text, name="note.md"):
    path = tmp_path / name
    path.write_text(text, "utf-8")
    (row,) = read(path)
    return row


def test_front_matter_gives_the_fields_and_marks_are_dropped(tmp_path):
    found = article(tmp_path, NOTE)
    assert (found.title, found.published) == ("Flood in Sinuiju", "2024-07-28")
    assert (found.address, found.source) == ("https://example.org/flood", "River Post")
    assert found.text == (
        "What happened\n\nThe river rose by three metres, said KCNA.\n\nNobody was warned.\n\n"
        "- 4,200 people\n- snake_case_name and 2 * 3 * 4\n\na *literal* line"
    )
    assert found.raw == NOTE.encode()


def test_the_first_heading_is_the_title(tmp_path):
    for heading in ("# Flood in Sinuiju #", "Flood in Sinuiju\n======"):
        found = article(tmp_path, f"{heading}\n\nThe river rose.\n")
        assert (found.title, found.text) == ("Flood in Sinuiju", "The river rose.")
        assert found.address == (tmp_path / "note.md").as_uri()


def test_a_note_is_told_by_its_front_matter(tmp_path):
    found = article(tmp_path, "---\ntitle: A\n---\nText of **A**.", "note.txt")
    assert (found.title, found.text) == ("A", "Text of A.")


def test_plain_text_in_markdown_stays_as_it_is(tmp_path):
    plain = 'Kim\'s visit cost $5 * 3 in 2024_05.\n\nThe U.S. said: "no comment" #1.'
    assert article(tmp_path, plain).text == plain


def test_a_note_without_text_is_rejected(tmp_path):
    assert article(tmp_path, "# Only a title").reason.startswith("No text")


@pytest.mark.parametrize("mark", ["*", "[", "`", "_a ", "<!-- ", "![", "](", "> ", "\\"])
def test_no_run_of_marks_takes_long(tmp_path, mark):
    begun = time.perf_counter()
    article(tmp_path, f"{mark * 100_000}\n\nText.")
    assert time.perf_counter() - begun < 10


def test_front_matter_may_say_who_wrote_it_and_name_tags(tmp_path):
    note = NOTE.replace("source:", "author: Han Sol\nsubtitle: Three metres in a day\nsource:")
    found = article(tmp_path, note)
    assert (found.byline, found.subtitle) == ("Han Sol", "Three metres in a day")
    assert found.tags == ("floods", "Sinuiju")
    undated = article(tmp_path, "# Flood\n\nThe river rose.", "2024-07-28 flood.md")
    assert (undated.published, undated.published_from) == ("2024-07-28", "file name")
