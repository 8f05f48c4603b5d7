"""The words and forms in which a question names a time, in English and Korean: tables only."""

import re
from collections.abc import Iterable

WEEKDAYS = "mon tue wed thu fri sat sun".split()
# The first month of each season of the northern half, and of what Korean calls by one word.
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
SEASONS |= {"봄": 3, "여름": 6, "가을": 9, "겨울": 12}
# A part of a longer time: which one, of how many.
PARTS = {"early": (0, 3), "mid": (1, 3), "late": (2, 3)}
PARTS |= {"beginning": (0, 3), "start": (0, 3), "middle": (1, 3), "end": (2, 3)}
PARTS |= {"초": (0, 3), "초반": (0, 3), "초순": (0, 3), "중반": (1, 3), "중순": (1, 3)}
PARTS |= {"말": (2, 3), "후반": (2, 3), "하순": (2, 3), "상반기": (0, 2), "하반기": (1, 2)}
PARTS |= {f"{number}분기": (number - 1, 4) for number in range(1, 5)}
ORDINALS = {"first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3}
ORDINALS |= {"4th": 3, "last": -1, "final": -1}
_NUMBER_WORDS = "one two three four five six seven eight nine ten eleven twelve".split()
NUMBERS = {word: number for number, word in enumerate(_NUMBER_WORDS, 1)}
NUMBERS |= {"a": 1, "an": 1, "일": 1, "한": 1, "두": 2, "세": 3, "석": 3, "네": 4, "넉": 4}
NUMBERS |= {"다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9, "열": 10}
UNITS = {"일": "day", "주": "week", "주일": "week", "달": "month", "개월": "month", "년": "year"}
UNITS |= {"해": "year"}
# Units from now: 0 is the one that holds the day of asking.
STEPS = {"this": 0, "current": 0, "last": -1, "past": -1, "next": 1, "이번": 0, "올": 0}
STEPS |= {"지난": -1, "다음": 1, "올해": 0, "금년": 0, "작년": -1, "지난해": -1, "재작년": -2}
STEPS |= {"내년": 1}
DAYS = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1, "last night": -1}
DAYS |= {"this morning": 0, "the day before yesterday": -2, "now": 0, "the present": 0}
DAYS |= {"오늘": 0, "어제": -1, "그제": -2, "그저께": -2, "내일": 1, "지금": 0, "현재": 0}
# "Ten years ago today", this month: the unit that is meant of the time so long ago.
SAME = {"today": "day", "day": "day", "week": "week", "month": "month", "오늘": "day"}
KOREAN_UNITS = {"지난주": ("week", -1), "지지난주": ("week", -2), "이번주": ("week", 0)}
KOREAN_UNITS |= {"금주": ("week", 0), "다음주": ("week", 1), "지난달": ("month", -1)}
KOREAN_UNITS |= {"지지난달": ("month", -2), "이번달": ("month", 0), "이달": ("month", 0)}
KOREAN_UNITS |= {"다음달": ("month", 1)}


def _one_of(words: Iterable[str]) -> str:
    """Return a pattern for any of these words, the longest first: 이후에 before 이후."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
SHORT_MONTH = re.compile(r"(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?", re.IGNORECASE)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\b"
_DAY_2 = r"(?:\s?(?:-|–|to|through|and)\s?(?P<day2>\d{1,2})(?:st|nd|rd|th)?\b)?"
# Any year, so that "July 20, 1871" is skipped whole and never read as July 20.
_FIGURES = r"(?P<year>\d{4})(?![\w%°]|[-–~./:,]\d|-[a-z])"
_JUCHE = r"Juche\s?(?P<juche>\d{1,3})(?![\d,])(?:\s?\((?P<also>\d{4})\))?"
_YEAR = rf"(?:{_FIGURES}|{_JUCHE}|(?P<year_word>this|last|next)\s+year\b(?!\s+of\b|-))"
_OF_YEAR = rf"(?:(?:,?\s+(?:of\s+|in\s+)?|,){_YEAR})"
_WHICH = r"(?P<which>last|past|this|next)\s+"
_SEASON = r"(?P<season>spring|summer|autumn|fall|winter)\b"
_COUNT = rf"(?P<count>\d{{1,3}}|{_one_of(word for word in NUMBERS if word.isascii())})"
_UNIT = r"(?P<unit>day|week|month|year|decade)s?\b"

_K_YEAR = (
    r"(?:(?P<year>\d{3,4})\s?년도?(?![대간생차])"
    r"|주체\s?(?P<juche>\d{1,3})\s?(?:\((?P<also>\d{4})\))?\s?년"
    r"|(?P<year_word>올해|금년|작년|지난해|재작년|내년))"
)
# What ends a Korean time word, so that 말 is not the head of 말레이시아.
_K_END = r"(?=$|[^가-힣]|에|부터|까지|의|경|쯤|무렵|이후|이전|이래|동안|과|와)"
_K_PART = rf"(?:\s?(?P<part>{_one_of(word for word in PARTS if not word.isascii())}){_K_END})"
_K_SEASON = rf"(?P<season>봄|여름|가을|겨울)(?:철)?{_K_END}"
_K_COUNT = rf"(?P<count>\d{{1,2}}|{_one_of(word for word in NUMBERS if not word.isascii())})"
_K_UNIT = r"(?P<unit>일|주일|주|개월|달|년|해)"

# The name of a form is the name of what reads it; of all that match at a place the longest counts.
_FORMS = {
    "date": [
        r"(?P<year>\d{4})(?P<mark>[-./])\s?(?P<month>\d\d?)(?P=mark)\s?(?P<day>\d\d?)(?!\d)",
        r"(?P<month>\d\d?)/(?P<day>\d\d?)/(?P<year>\d{4})(?!\d)",
        rf"{_JUCHE}\.\s?(?P<month>\d\d?)\.\s?(?P<day>\d\d?)(?!\d)",
        rf"{_MONTH}\s?(?:the\s+)?{_DAY}{_DAY_2}{_OF_YEAR}?",
        rf"{_DAY}{_DAY_2}\s+(?:of\s+)?{_MONTH}{_OF_YEAR}?",
        rf"{_MONTH}{_OF_YEAR}?",
        rf"{_WHICH}{_MONTH}(?:\s+{_DAY})?",
        rf"(?:{_K_YEAR}\s?)?(?P<month>\d\d?)월(?:\s?(?P<day>\d\d?)일(?:\s?(?:[~-]|부터)\s?"
        rf"(?P<day2>\d\d?)일)?)?{_K_PART}?(?!\d)",
        rf"(?P<which>지난|이번|다음)\s?(?P<month>\d\d?)월(?:\s?(?P<day>\d\d?)일)?{_K_PART}?",
    ],
    "iso_month": [r"(?P<year>(?:19|20)\d\d)-(?P<month>0[1-9]|1[0-2])(?![-./]?\d)"],
    "season": [
        rf"(?:{_WHICH})?{_SEASON}{_OF_YEAR}?",
        rf"{_YEAR}\s+{_SEASON}",
        rf"{_K_YEAR}\s?{_K_SEASON}",
        rf"(?P<which>지난|이번|올|다음)\s?{_K_SEASON}",
    ],
    "year": [
        rf"(?:the\s+year\s+)?{_YEAR}(?:\s\(Juche\s\d+\))?",
        r"(?:earlier|later|so far)\s+(?P<year_word>this)\s+year\b",
        rf"(?:지난\s)?{_K_YEAR}{_K_PART}?",
        rf"Q(?P<quarter>[1-4])\s?{_OF_YEAR}",
        rf"{_FIGURES}\s?Q(?P<quarter>[1-4])\b",
    ],
    "years": [
        r"(?P<year>(?:19|20)\d\d)\s?(?:[-–~])\s?(?P<year2>(?:19|20)\d\d)(?![\w-])",
        r"(?P<year>(?:19|20)\d\d)\s?년?\s?[-–~∼]\s?(?P<year2>(?:19|20)\d\d)\s?년(?![대간생차])",
        r"(?P<year>(?:19|20)\d0)['’]?s\b",
        r"the\s+['’]?(?P<year>[3-9]0)['’]?s\b",
        rf"(?P<year>(?:(?:19|20)\d|[3-9])0)년대{_K_PART}?",
    ],
    "unit": [
        r"(?:(?:earlier|later|so far)\s+)?(?P<which>this|last|next)\s+(?P<unit>week|month|decade)\b"
        r"(?!\s+of\b|-)",
        rf"(?P<word>(?:지지난|지난|이번|다음)\s?[주달]|금주|이달){_K_PART}?{_K_END}",
    ],
    "rolling": [
        rf"(?:the\s+|these\s+)?(?:past|last|recent)\s+{_COUNT}\s+{_UNIT}(?!\s+of\b|-)",
        r"(?:the\s+(?:past|last)|past)\s+(?P<unit>week|month|year|decade)\b(?!\s+of\b|-)",
        rf"최근\s?{_K_COUNT}\s?{_K_UNIT}(?:간|동안)?(?![가-힣]*[전차째])",
        # 지난 15일 is the 15th day of the month: days are counted only where 간 or 동안 says so.
        rf"지난\s?{_K_COUNT}\s?(?:(?P<unit>주일|주|개월|달|년|해)|(?P<days>일)(?=\s?간|\s?동안))"
        r"(?:\s?간|\s?동안)?(?![가-힣]*[전차째])",
    ],
    "ago": [
        rf"{_COUNT}\s+{_UNIT}\s+ago(?:\s+(?P<same>today|this\s+(?:day|week|month)))?\b",
        rf"{_K_COUNT}\s?{_K_UNIT}\s?전(?:\s?(?P<same>오늘))?{_K_END}",
    ],
    "day": [
        rf"(?P<word>{_one_of(word for word in DAYS if word.isascii())})\b",
        rf"(?P<word>{_one_of(word for word in DAYS if not word.isascii())}){_K_END}",
    ],
    "weekday": [
        rf"(?:{_WHICH})?(?P<weekday>mon|tues|wednes|thurs|fri|satur|sun)day\b",
    ],
}
FORMS = [
    (name, re.compile(form, re.IGNORECASE)) for name, forms in _FORMS.items() for form in forms
]
# Any of these in one pattern: most words begin none, and need not be tried with each.
_NAMED = re.compile(r"\(\?P<\w+>")
ANY_FORM = re.compile(
    "|".join(
        _NAMED.sub("(?:", form).replace("(?P=mark)", "[-./]")
        for forms in _FORMS.values()
        for form in forms
    ),
    re.IGNORECASE,
)
PART_OF = re.compile(
    r"(?:(?:very\s+)?(?P<part>early|mid|late)(?:\s+in\s+|[\s-]+)"
    r"|(?:the\s+)?(?:very\s+)?(?:(?P<edge>beginning|start|middle|end)"
    rf"|(?P<ordinal>{_one_of(ORDINALS)})\s+(?P<piece>half|third|quarter|week))\s+of\s+)(?:the\s+)?(?!the\b)",
    re.IGNORECASE,
)

# --- what stands around a time -----------------------------------------------------------------

ROLES = dict.fromkeys("in on during within throughout over at".split(), "in")
ROLES |= {"since": "since", "after": "after", "before": "before", "prior to": "before"}
ROLES |= dict.fromkeys(("until", "till", "by", "up to"), "until")
ROLES |= {"around": "around", "circa": "around", "from": "from", "between": "between"}
LIMITING = frozenset({"in", "since", "after", "before", "until", "around"})
BEFORE = re.compile(rf"(?<![\w-])(?P<word>{_one_of(ROLES)})\s+(?P<the>the\s+)?$", re.IGNORECASE)
ONWARDS = re.compile(r"\s+(?:on|onwards?|forward)\b", re.IGNORECASE)
KOREAN_ROLES = dict.fromkeys(("에", "에는", "에도", "에만", "동안", "들어", "중", "간"), "in")
KOREAN_ROLES |= {"부터": "since", "이후": "since", "이후로": "since", "이래": "since"}
KOREAN_ROLES |= {"이전": "before", "이전에": "before", "전": "before", "전에": "before"}
KOREAN_ROLES |= {"후": "after", "후에": "after"}
KOREAN_ROLES |= {"까지": "until", "까지는": "until", "이후에": "since", "동안에": "in"}
KOREAN_ROLES |= {word + "에" * to: "around" for word in ("경", "쯤", "무렵") for to in (0, 1)}
AFTER = re.compile(rf"\s?(?P<word>{_one_of(KOREAN_ROLES)})(?![가-힣])")
JOIN = re.compile(
    r"\s*(?P<word>to|until|till|through|up to|and|[-–~∼]|부터|에서|[와과])\s*(?:the\s+)?",
    re.IGNORECASE,
)
JOIN_END = re.compile(r"\s?(?:까지|사이에?)(?:는|의)?(?![가-힣])")

# A number that counts or numbers something is no year.
COUNTED = re.compile(
    r"\s+(?:[\w-]+\s+)?(?:soldiers|troops|people|persons|men|women|children|workers|words|pages|"
    r"copies|tons|tonnes|kilograms|kg|km|kilometers|kilometres|miles|meters|metres|hectares|acres|"
    r"won|dollars|yuan|euros|pounds|households|homes|houses|families|residents|citizens|students|"
    r"refugees|defectors|prisoners|tourists|delegates|members|shells|rounds|hours|days|years|times|"
    r"percent|per\s+cent|units|vehicles|trucks|participants|officials|calories|points)\b",
    re.IGNORECASE,
)
NUMBERED = re.compile(
    r"(?:\b(?:nos?|numbers?|resolutions?|unscr|unsc|room|article|section|page|chapter|model|type|"
    r"unit|flight|bureau|office|case|version|code|agenda|vision|channel|windows|more than|nearly|"
    r"almost|roughly|approximately|at least|fewer than|less than|some)\.?\s*"
    r"|[#$₩€£,.:/]|(?<!\bearly)(?<!\bmid)(?<!\blate)-)$",
    re.IGNORECASE,
)
POSSESSIVE = re.compile(r"['’]s?(?!\w)|의(?![가-힣])")
NEXT_WORD = re.compile(r"[\s-]+[\"“‘']?([A-Za-z][\w'’-]*)")
# After a time and before what it does not describe: "in 2018 with", unlike "in 2018 talks".
FUNCTION_WORDS = frozenset(
    "a about according after again against ago all alone also amid among an and any are as at be "
    "because been before being between both but by can compared concerning could despite did do "
    "does during each ever every except exactly following for from had has have he her here his "
    "how i if in including inside instead into is it its may might most must my near no not of "
    "off on only onto or other our out outside over per regarding she should since so some still "
    "than that the their them then there these they this those though through to today toward "
    "towards under until up upon versus via was we were what when where whether which while who "
    "whom whose why will with within without would yet you your".split()
)
# "compared to a year ago", "than last year", "the harvest of last year" limit nothing.
COMPARED = re.compile(
    r"\b(?:to|with|than|from|of|for|about|like|unlike|versus|vs\.?|as|and|the)\s+$", re.IGNORECASE
)
# "Who took part in the march of March 1?": the noun, and not the month.
MARCHING = re.compile(r"\s+(?:of|for|against|towards?|from|past|through)\b", re.IGNORECASE)
THAN = re.compile(r"\b(?:than|as)\s+$", re.IGNORECASE)
# "this week ruled", "in 1985 secretly signed": what follows is no noun either.
VERB = re.compile(r"\w+(?:ed|ly)|said|held|met|made|began|took|sent|told|put|saw|went|had")
# "not in 2024", "except 2024", 2024년 말고: the one time that is not meant.
EXCLUDED = re.compile(
    r"\b(?:not|except|excluding|besides|other\s+than|apart\s+from|outside(?:\s+of)?)\s+"
    r"(?:(?:for|in|on|during)\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)
EXCLUDED_AFTER = re.compile(r"\s?[을를]?\s?(?:제외|빼고|빼면|말고|외에)")
# "in 2019 and 2021": both are meant, so neither limits.
BESIDE = re.compile(r"\s*(?:,|and|or|&|와|과|및|이?나)?\s*(?:(?:in|on)\s+)?", re.IGNORECASE)
# "the flood in July 2024": the time tells which flood, and not when it was written about.
EVENT = re.compile(
    r"\bthe\s+(?:[\w'’-]+\s+){0,3}?(?:accident|agreement|armistice|assassination|attack|battle|"
    r"collapse|congress|conference|coup|crash|crisis|cup|death|disaster|drought|earthquake|"
    r"elections?|execution|explosion|famine|floods?|flooding|funeral|games|hurricane|insurrection|"
    r"invasion|launch|massacre|meeting|olympics|parade|plenary|plenum|purge|revolution|session|"
    r"shelling|sinking|speech|summit|test|treaty|typhoon|uprising|visit|war)\s+$",
    re.IGNORECASE,
)
# "today" is a day in "what did he say today" and an age in "how does it look today".
PRESENT = re.compile(r"\b(?:is|are|does|do)\b", re.IGNORECASE)
PAST = re.compile(r"\b(?:did|was|were|happen\w*|news)\b", re.IGNORECASE)
