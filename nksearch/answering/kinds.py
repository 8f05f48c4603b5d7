"""What a question asks for, and which words of a sentence are of that kind."""

import re
from typing import Literal

from nksearch.answering.amounts import FIRST_NUMBERS
from nksearch.answering.times import MONTH
from nksearch.text import Span

Kind = Literal["number", "time", "person", "place", "reason", "saying", "definition", "events"]

_COUNTED = (
    *FIRST_NUMBERS,
    *"twenty thirty forty fifty hundred thousand million billion trillion".split(),
    *"dozen dozens half both several twice once".split(),
)
_NUMERAL = rf"(?:\d[\d,.]*|{'|'.join(_COUNTED)})"
_ENDS = r"[은는이]?\s?\??$"  # how a Korean question ends after its noun

# In this order: of the kinds that a question may be of, the first one counts.
_ASKED: tuple[tuple[Kind, str], ...] = (
    ("events", r"\bwhat (?:has |had )?happen|\bwhat (?:is|was) going on|무슨 일|어떤 일이"),
    (
        "number",
        r"\bhow (?:many|much|old|long|far|large|big|tall|high|deep|wide|fast|often|heavy)\b"
        r"|\b(?:what|which) (?:\w+ )?(?:percent(?:age)?|number|amount|figure|share|size|population|"
        r"age|price|cost|rate|temperature|distance|length|height|speed|score)\b"
        r"|몇(?!\s?[년월일])|얼마"
        r"|(?:수|양|비율|금액|나이|인구|높이|길이|면적|온도|거리|속도|무게|횟수|퍼센트|인원)"
        rf"{_ENDS}",
    ),
    (
        "time",
        r"\bwhen\b|\b(?:what|which) (?:\w+ )?(?:year|date|day|month|time|century|decade|season|"
        r"period|era)\b|언제|몇 ?[년월일]"
        rf"|(?:날짜|연도|년도|해|날|시기|시점|일자|생일|기일|때|월|요일){_ENDS}",
    ),
    (
        "person",
        r"\bwho(?:m|se)?\b|\b(?:what|which) (?:\w+ ){0,2}(?:person|man|woman|act(?:or|ress)|singer|"
        r"player|president|king|queen|leader|author|scientist|politician|coach|director|"
        r"philosopher|team|band|company|organi[sz]ation|group|party|agency|nation|country)\b"
        r"|누구|누가|(?:사람|인물|이름|저자|감독|가수|배우|선수|대통령|회사|기업|단체|기관|팀|그룹|"
        rf"국가|나라){_ENDS}",
    ),
    (
        "place",
        r"\bwhere\b|\b(?:what|which) (?:\w+ ){0,2}(?:city|state|place|town|region|island|"
        r"continent|location|county|area|river|province)\b"
        rf"|어디|(?:곳|장소|지역|도시|위치|섬|대학교?|학교|역){_ENDS}",
    ),
    (
        "reason",
        r"\bwhy\b|\bwhat (?:\w+ )?(?:reasons?|causes?|caused|led to)\b|\bhow come\b"
        r"|왜|이유|원인|때문|까닭",
    ),
    (
        "saying",
        r"\bwhat (?:did|does|do|has|have)\b.*\b(?:say|said|tell|told|announce|claim|declare|warn|"
        r"call|promise|state|urge)\b|뭐라고|무엇이라고|말했",
    ),
    (
        "definition",
        r"^\s*(?:what|who)(?:'s| is| are| was| were) (?:an? |the )?[\w' -]{2,40}\??\s*$"
        r"|\bmean(?:ing)?\b|\bdefin|\bdescribe\b|\bexplain\b|이?란\s?(?:무엇|\?|$)|뜻|의미",
    ),
)
_ASKED_FOR = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _ASKED)

_EXPECTED: dict[Kind, re.Pattern[str]] = {
    "number": re.compile(
        rf"\d|\b{_NUMERAL}\b|[두세네]\s?(?:명|개|번|차례|가지)"
        r"|[일이삼사오육칠팔구십백천만억조]+\s?(?:명|개|번|원|달러|차|회|가지)",
        re.IGNORECASE,
    ),
    "time": re.compile(
        rf"\b(?:1\d|20)\d\ds?\b|\b{MONTH}\b\.?|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
        r"|\d{1,2}(?:st|nd|rd|th) century|\d\s?(?:년|월|일|세기|시)|\b\d{3,4} ?(?:BCE?|AD|CE)\b"
        r"|\b(?:yesterday|today|tonight|tomorrow)\b|\b(?:next|last|this) (?:week|month|year)\b"
        r"|\b\d{1,2}(?:st|nd|rd|th)\b|\b\d+ ?(?:am|pm|a\.m\.|p\.m\.)|오전|오후|어제|오늘"
    ),
    "person": re.compile(
        rf"(?<=[^.!?\s][\s\"“‘(])(?!{MONTH}\b|\w+day\b)[A-Z][\w’'-]+"
        r"|^(?!(?:The|An?|In|On|At|It|He|She|They|But|And|If|This|That|These|Those|When|As|For|"
        r"While|Today|Later|Then|Now|After|Before|Also|However)\b)[A-Z]\w+(?: [A-Z]\w+)+"
        r"|[가-힣]{2,4}\s?(?:씨|대통령|장관|위원장|총비서|교수|의원|감독|박사|대표|선수|총리|회장|왕)"
        r"|[가-힣]{2,}(?:은|는|이|가|에게|의)\b"
    ),
    "place": re.compile(
        r"\b(?:in|at|near|from|to|on|of|across|through|outside|inside|off)\s(?:the\s)?(?:\w+ ){0,2}"
        rf"(?!{MONTH}\b)[A-Z]\w+|에서|에 있는|위치"
        r"|[가-힣]+(?:시|도|군|구|동|면|읍|리|산|강|섬|역|성|주|국)(?:[에의로은는이가을를와과,)]|\s)"
    ),
    "reason": re.compile(
        r"\b(?:because|due to|owing to|since|as a result|caused? by|thanks to|so that|in order to|"
        r"reasons?|therefore|to prevent|to avoid|after|led to|result(?:ed|s|ing)? (?:in|from)|"
        r"attributed|blam\w+|fear\w*|concern\w*)\b"
        r"|때문|위해|위하여|이유|원인|까닭|므로|따라|인해|[해하]서|[하되]자",
        re.IGNORECASE,
    ),
    "saying": re.compile(
        r"[\"“”‘「『]|\b(?:said|says|told|announced|warned|declared|claimed|called|stated|wrote|"
        r"added)\b|말했|밝혔|라고|다고"
    ),
    "definition": re.compile(
        r"\b(?:is|are|was|were|means?|refers? to|known as|called|defined|describes?)\b"
        r"|이다|뜻|의미|말한다|일컫|가리"
    ),
}

# What a refusal says is missing.
NAMED: dict[Kind, str] = {
    "number": "number",
    "time": "date",
    "person": "name",
    "place": "place",
    "reason": "reason",
}


def kind_of(question: str) -> Kind | None:
    """Return what the question asks for, None where its words do not tell."""
    return next((kind for kind, pattern in _ASKED_FOR if pattern.search(question)), None)


def expected(kind: Kind | None, sentence: str) -> list[Span] | None:
    """Return the (start, end) of words of this kind, None where nothing is expected."""
    pattern = _EXPECTED.get(kind) if kind else None
    return pattern and [match.span() for match in pattern.finditer(sentence)]
