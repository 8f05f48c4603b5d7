import pytest

from nksearch.answering.brief import brief_answer

from .passages import sentences


@pytest.mark.parametrize(
    ("question", "sentence", "brief"),
    [
        (
            "How many phones were there in 2019?",
            "In 2019 there were 3.8 million phones.",
            "3.8 million",
        ),
        ("How many people died?", "Some 40 people died in 12 towns.", "Some 40"),
        ("How much did it cost?", "It cost $5 million to build.", "$5 million"),
        ("What percentage had power?", "By then 26% had power.", "26%"),
        ("When did it open?", "It opened on 27 May 2024.", "27 May 2024"),
        ("When did it open?", "It opened in May 2011.", "May 2011"),
        ("When did it open?", "It opened in 1999 and closed in 2004.", None),
        ("When did it open?", "It opened on February 30, 2020.", None),
        ("When did it open?", "It opened on February 29.", "February 29"),
        ("When did it open?", "Pyongyang, September 9 (KCNA) -- The mill that it opened.", None),
        ("How many died?", "Officials denied that 40 died.", None),
        ("How many died?", "The flood did not kill the 40 who died.", None),
        ("How many died?", "They died.", None),
        ("Who came?", "Later they came.", None),
        ("장마당은 언제 문을 열었나?", "장마당은 2002년 5월에 문을 열었다.", "2002년 5월"),
        ("몇 명이 죽었나?", "모두 40명이 죽었다.", "40명"),
        ("몇 명이 죽었나?", "두 명이 죽었고 40명이 죽었다고도 한다.", None),
        ("몇 명이 죽었나?", "모두 27만 5천 명이 죽었다.", None),
        ("How many people died?", "20-30 people died in 12 towns.", None),
        ("How many people died?", "Two-thirds of the people died on 12 ships.", None),
        ("How many people died?", "One article says that 53, near the river, died.", None),
        (
            "How many phones were there in 2019?",
            "In 2019 as many as 6 million people, a quarter of all, had a mobile phone.",
            "as many as 6 million",
        ),
        ("How many people died?", "6 people died and 40 houses fell.", "6"),
        ("How many chapters does the act have?", "The act of January 17 and 18, 2023.", None),
        ("How many chapters does the act have?", "Two later laws copy the act.", None),
        (
            "How many satellites did it launch?",
            "In a count by 38 North it was a launch of satellites.",
            None,
        ),
        (
            "How many houses were built in Sinuiju after the flood?",
            "About 4,100 houses in Sinuiju were flooded, as were public buildings.",
            None,
        ),
        (
            "How many bridges span the Yalu?",
            "The four spans of the bridges over the Yalu remain.",
            None,
        ),
        (
            "When was the lecture in Hoeryong?",
            "The lecture in Hoeryong was condemned, NK Times reported on May 27, 2024.",
            None,
        ),
        (
            "When was the lecture in Hoeryong?",
            "The lecture in Hoeryong took place on May 25, 2024, it said on May 27, 2024.",
            "May 25, 2024",
        ),
        ("When was it reported?", "It was reported on May 27, 2024.", "May 27, 2024"),
        (
            "When were the new houses handed over in Sinuiju?",
            "KCNA wrote of new houses in Sinuiju after July 31.",
            None,
        ),
        (
            "when was he born? (Kim Il Sung)",
            "It is the birthplace, in 1917, of the wife of Kim Il Sung.",
            None,
        ),
        ("언제 열렸나?", "2024년 5월 3일 열렸다고 보도했다.", None),
    ],
)
def test_a_brief_answer_is_given_where_it_is_clear(
    question: str, sentence: str, brief: str | None
) -> None:
    asked, (only,) = sentences(question, sentence)
    found = brief_answer(asked, only)
    assert brief == (only.text[slice(*found.span)] if found else None)


@pytest.mark.parametrize(
    ("question", "sentence", "brief"),
    [
        ("How many people live in Rason?", "2000 people live in Rason.", "2000"),
        (
            "When did the bridge in Sinuiju open?",
            "Some 1500 workers came as the bridge in Sinuiju opened.",
            None,
        ),
        (
            "When did the bridge in Sinuiju open?",
            "The bridge in Sinuiju, with 2000 lamps, opened.",
            None,
        ),
        ("When did the bridge open?", "In 1990 schools and the bridge opened.", "1990"),
        ("When did it open?", "It opened on 2011/05/05.", "2011/05/05"),
        ("When did it open?", "It opened on 5/5/2011.", "5/5/2011"),
        ("When did it open?", "It opened on 3/5/2011.", None),
        ("When did it open?", "It opened on 2011-05-05.", "2011-05-05"),
        ("다리는 언제 열렸나?", "다리는 2020. 5. 5. 열렸다.", "2020. 5. 5."),
        (
            "핵시험은 언제 진행되었나?",
            "핵시험은 주체106(2017)년 9월 3일 진행되었다.",
            "주체106(2017)년 9월 3일",
        ),
        ("When did it open?", "It opened on May 99.", None),
        ("When did the bridge open?", "The bridge that was destroyed in 1950 opened again.", None),
        (
            "When did the bridge open?",
            "The bridge opened on the 10th anniversary of the war of 1953.",
            None,
        ),
        ("When did the bridge open?", "The bridge, which opened in 1953, fell.", "1953"),
        ("When did the bridge open?", "It was said that the bridge opened in 1953.", None),
        (
            "When did the bridge open?",
            "The bridge, which was built by China, opened in 1953.",
            "1953",
        ),
        ("When did the bridge open?", "After the flood, in 1953 the bridge opened.", "1953"),
        ("When did the bridge open?", "The bridge opened in the summer of 1953.", "1953"),
        ("When did the bridge open?", "The bridge opened under the 1953 armistice.", None),
        (
            "When did the bridge open?",
            "The bridge opened at the end of May 2011.",
            "the end of May 2011",
        ),
        ("When did the bridge open?", "The bridge opened two years after 2011.", None),
        ("When did the bridge open?", "The bridge was to open in 2011.", None),
        ("When will the bridge open?", "The bridge will open in June 2014.", "June 2014"),
        ("When did the bridge open?", "The bridge opened by 2011.", "by 2011"),
        ("다리는 언제 열렸나?", "다리는 2011년 5월 이전에 열렸다.", "2011년 5월 이전"),
        ("다리는 언제 열렸나?", "다리는 2011년 5월 초에 열렸다.", "2011년 5월 초"),
        ("다리는 언제 열렸나?", "다리는 2011년 5월에 열릴 예정이다.", None),
        ("How many ships sank near Nampo?", "20 of the 50 ships sank near Nampo.", None),
        ("How many ships sank near Nampo?", "The 3rd of 20 ships sank near Nampo.", None),
        ("How many ships sank near Nampo?", "One of 20 ships sank near Nampo.", None),
        ("How many ships sank near Nampo?", "Three times as many ships sank near Nampo.", None),
        ("How many ships sank near Nampo?", "A total of 5 ships sank near Nampo.", "5"),
        (
            "How many people did the flood in Sinuiju kill?",
            "The flood in Sinuiju left 500 people homeless and killed many.",
            None,
        ),
        (
            "How many people did the flood in Sinuiju kill?",
            "The flood in Sinuiju killed dozens of people after 300 people were rescued.",
            None,
        ),
        (
            "How many people did the flood in Sinuiju kill?",
            "The flood in Sinuiju killed 20 soldiers and 5 people.",
            None,
        ),
        (
            "How many people did the flood in Sinuiju kill?",
            "The flood in Sinuiju killed 20 people and injured 5 people.",
            "20",
        ),
        ("How much did the ship cost?", "The ship cost 20 percent more than planned.", None),
        (
            "How much did the ship cost?",
            "The ship cost $5 million, 20 percent more than in 1990.",
            "$5 million",
        ),
        (
            "How long is the bridge over the Yalu?",
            "The bridge over the Yalu is 946 meters long and 12 meters wide.",
            "946 meters",
        ),
        (
            "How wide is the bridge over the Yalu?",
            "The bridge over the Yalu is 946 meters long and 12 meters wide.",
            "12 meters",
        ),
        (
            "How long is the bridge over the Yalu?",
            "The bridge over the Yalu is about three kilometers long.",
            "about three kilometers",
        ),
        ("How old was the singer when he died?", "The singer was 53 when he died.", "53"),
        ("How old was the singer when he died?", "The singer died aged 57.", "57"),
        ("How old was the singer when he died?", "The singer, 57 years old, died.", "57 years"),
        (
            "How many subscribers does Koryolink have?",
            "Koryolink passed one million subscribers in May 2012 and two million in May 2013.",
            None,
        ),
        (
            "How many people did the flood kill?",
            "The flood killed no fewer than 20 people.",
            "no fewer than 20",
        ),
        (
            "How many people did the flood kill?",
            "The flood killed 40 people at Mine No. 5 in the north.",
            "40",
        ),
        ("How long was the captain held?", "The captain was held for 3 months.", "3 months"),
        ("How much rice did the ship carry?", "The ship carried 500 tons of rice.", "500 tons"),
        ("Where did the ship sink?", "The ship sank near Nampo on Monday.", "Nampo"),
        (
            "Where are the courses taught?",
            "The courses are taught at North American colleges.",
            None,
        ),
        (
            "How many people did the flood kill?",
            "6 people died in the flood and 40 houses fell.",
            None,
        ),
        ("Who led?", "John of Smith led.", "John of Smith"),
        ("How many medals did the team win?", "The team won 20 medals.", "20"),
        ("몇 명이 죽었나?", "20여 명이 죽었다.", "20여 명"),
        ("몇 명이 죽었나?", "최소 20명이 죽었다.", "최소 20명"),
        ("몇 명이 죽었나?", "20명 이상이 죽었다.", "20명 이상"),
        ("What camera was used when the bridge opened?", "The bridge opened in 2011.", None),
        ("When was the Maastrich Treaty signed?", "Greenland signed a Treaty in 1985.", None),
        ("When did the war end?", "In 1953 the war ended, and the bridge was to open.", "1953"),
        ("When did the bridge open?", "On June 7, 2014, the bridge was to open.", None),
        ("When did the bridge open?", "The bridge opened as early as 1911.", "as early as 1911"),
        ("How many medals did she win?", "She led with 12 and won 5 medals.", None),
        ("다리는 언제 열렸나?", "다리는 2011년전까지 열렸다.", "2011년전"),
        ("How old was she when she won?", "She won at age 39.", "39"),
    ],
)
def test_in_doubt_there_is_no_brief_answer(question: str, sentence: str, brief: str | None) -> None:
    asked, (only,) = sentences(question, sentence)
    found = brief_answer(asked, only)
    assert brief == (only.text[slice(*found.span)] if found else None)
