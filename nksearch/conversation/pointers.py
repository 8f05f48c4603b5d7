"""Words by which a question points back to what was said before, in English and Korean."""

import re

from nksearch.text import has_hangul

# A statement about nothing before it: "there were floods", "is it possible to", "it takes".
_EXPLETIVE = re.compile(
    r"\bthere(?:'s|’s)?\s+(?:is|are|was|were|will|has|have|had|been|be|any)\b"
    r"|\b(?:is|are|was|were|isn['’]t|aren['’]t)\s+there\b"
    r"|\b(?:is|was|isn['’]t)\s+it\s+(?:\w+ly\s+)?\w+\s+(?:to|that|for|if)\b"
    r"|\bit\s+(?:is|was)\s+(?:\w+ly\s+)?\w+\s+(?:to|that)\b"
    r"|\b(?:it\s+takes?|it\s+took|does\s+it\s+take|did\s+it\s+take)\s+to\b"
    r"|\b(?:this|these)\s+(?:year|month|week|day|morning|evening|spring|summer|autumn|fall|winter"
    r"|century|decade|quarter|weekend|days)\b"
    r"|\bsame\s+(?:thing|time|as)\b|\bthat\s+is\b\s*,|\beach\s+other\b|\bone\s+(?:of|day|time)\b|\bno\s+one\b",
    re.I,
)
# These may stand for something in the question itself: "Did Kim say he would come?"
_PRONOUN = re.compile(
    r"\b(?:it|its|they|them|their|theirs|he|him|his|she|her|hers|which\s+ones?|ones?(?=\W*\Z))\b",
    re.I,
)
_INFORMATION = re.compile(r"\bIT\b")  # information technology is a noun
_DEMONSTRATIVE = re.compile(
    r"\b(?:this|these|those)\b"
    r"|\bthat\b(?=\s*(?:[?.!,;]|\Z))|(?:^|\b(?:about|after|before|of|in|by|from|for|to|on|at|since|"
    r"than|like|with|is|was|did|does|do)\s+)that\b"
    r"|\b(?:there|then|here)\b(?=\s*(?:[?.!,;]|\Z))|\b(?:else|others|same|such)\b"
    r"|\b(?:what|which|who|any|some)\s+other\b"
    r"|\b(?:first|second|third|fourth|fifth|last|latest|next|other|new|old)\s+ones?\b(?!-)"
    r"|\b(?:it|the\s+former|the\s+latter)(?=\s*(?:[?.!,;]|\Z))",
    re.I,
)
_CONNECTIVE = re.compile(
    r"\W*(?:and|but|or|so|also|then|again|plus|what\s+about|how\s+about|how\s+come|why\s+not|"
    r"what\s+then|i\s+(?:meant|mean)|oops|sorry|(?:no|yes|ok|okay|well)(?=\s*,))\b",
    re.I,
)
_ASIDE = re.compile(
    r"\W*(?:by\s+the\s+way|btw|(?:another|a?\s*different|new|switch|change)\s+(?:question|topic)"
    r"|let['’]?s\s+talk\s+about)\b|\W*(?:다른\s*(?:질문|얘기|이야기|주제)|그건\s*그렇고)[가-힣]*",
    re.I,
)
# "How many in Uiju?": no verb, only another place or time.
_ELSEWHERE = re.compile(
    r"\W*(?:how\s+(?:many|much)|where|when|why|who)(?=\s+(?:in|on|at|from|near)\s+(?:the\s+)?"
    r"(?-i:[\w'’-]+|[A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+)+)\s*[?.!]*\Z)",
    re.I,
)

# "What is juche?", unlike "What is the punishment?" and "What is planned?".
_DEFINES = re.compile(
    r"\W*what(?:\s+(?:is|are)|['’]s)\s+(?:an?\s+)?(?!(?:the|its|their|his|her|new|known|left|next|true|"
    r"wrong|different|possible|necessary|important)\b)[\w'’-]+(?<!ed)(?<!ing)\s*\?*\s*\Z",
    re.I,
)
_THERE_IS = re.compile(r"\bthere\s+(?:is|are|was|were)\b|\b(?:is|are|was|were)\s+there\b", re.I)
# Talk that asks nothing.
_COURTESY = re.compile(
    r"(?:\W|\b(?:ok|okay|thanks|thank|thx|you|very|much|so|a|lot|great|good|nice|cool|yes|no|yeah|"
    r"sure|fine|right|hi|hello|sorry|please|wow|bye|got\s+it|i\s+see)\b"
    r"|(?<![가-힣])(?:감사합니다|감사해요|고마워요?|고맙습니다|알겠습니다|알겠어요?|네|예|아니요|좋아요?|안녕하세요)"
    r"(?![가-힣]))+",
    re.I,
)
_PAST = "".join(chr(code) for code in range(0xAC00 + 20, 0xD7A4, 28))  # syllables that end in ㅆ
# What frames a question and is no part of what it is about: "how old", "which one", 몇 명이.
_FRAME = re.compile(
    r"\bhow\s+(?:old|long|far|big|large|tall|high|deep|wide|often|heavy|fast)\b"
    r"|\b(?:which|what)\s+ones?\b"
    r"|몇\s*(?:명|개|조|번|차례|회|년|월|일|시|살|세대|대|원|톤|가지|곳|군데|채|퍼센트|킬로미터|미터)"
    r"(?:으?로|에|이|을|를|은|는|의|이?[야나]|이?에요|예요|입니까)?(?![가-힣])"
    rf"|[가-힣]+(?:나|냐|니|까|나요|어요|아요|은가|는가|[{_PAST}](?:어|지|지요|죠|다|는지))"
    r"(?=\s*[?？.]*\s*\Z)",
    re.I,
)
# Behind a word that asks, the last one is a verb: 누가 만들어?
_KOREAN_VERB = re.compile(
    r"(?<![가-힣])(?:언제|누구|누가|무엇|뭐|뭘|어디|어떻게|왜|몇|얼마)[^?？]*?\s"
    r"(?P<verb>[가-힣]+[어아해돼래줘])(?=\s*[?？]*\s*\Z)"
)
_PREPOSITION = re.compile(
    r"\W*(?:in|on|at|from|for|to|by|with|after|before|during|since|near|of)\b", re.I
)

_KOREAN_POINTER = re.compile(
    r"(?<![가-힣])(?:[그이저](?:것|건|게|걸|곳|때|들|녀|분|런)|그(?:는|가|의|를|도|에게|와)(?![가-힣])"
    r"|[거여저]기(?=에|서|는|도|가|\W|\Z)|[그이저]\s+(?=[가-힣]))|\A\W*당시"
)
_KOREAN_CONNECTIVE = re.compile(
    r"\W*(?:그럼|그러면|그리고|그런데|근데|그래서|그래도|하지만|또|아니면)(?![가-힣])"
)
_KOREAN_ELLIPSIS = re.compile(
    r"\W*(?:[가-힣\d]+\s+){0,1}[가-힣\d]+(?:은|는|도|에는|에서는)\s*[?？]*\s*"
)

_FIRST_WORD = re.compile(r"\W*([A-Za-z]+)")
_ASKS = frozenset(
    "who whom whose what when where why which how is are was were do does did has have had can "
    "could will would shall should may might must am isn aren wasn weren don doesn didn hasn "
    "haven hadn couldn won wouldn shouldn tell give show list explain describe name".split()
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|do|does|did|has|have|had|can|could|will|would|should|may|might|"
    r"must|am|isn|aren|don|doesn|didn)\b",
    re.I,
)
_KOREAN_ASKS = re.compile(
    r"(?:언제|누구|누가|무엇|무슨|뭐|뭘|어디|어느|어떤|어떻게|왜|몇|얼마)"
    r"|(?:나|까|니|요|야|냐|지|는가|은가|은지|는지|다)\s*[?？.]*\s*\Z"
)
_PERSON = re.compile(
    r"\b(?:he|him|his|she|her|hers|they|them|their)\b|(?<![가-힣])그(?:는|가|의|를|도|에게|녀)",
    re.I,
)


def begins_anew(question: str) -> bool:
    """Tell whether the question says that it is about something else."""
    return bool(_ASIDE.match(question))


def goes_on(question: str) -> bool:
    """Tell whether the question begins as the continuation of another one."""
    return bool(
        _CONNECTIVE.match(question)
        or _ELSEWHERE.match(question)
        or _KOREAN_CONNECTIVE.match(question)
        or _KOREAN_ELLIPSIS.fullmatch(question)
    )


def is_courtesy(question: str) -> bool:
    """Tell whether the words only thank or greet."""
    return _COURTESY.fullmatch(question) is not None


def names_only(question: str) -> bool:
    """Tell whether the question goes on with no more than a few words: "and Japan?"."""
    rest = _after_opening(question)
    return rest != question and is_fragment(rest) and not _PREPOSITION.match(rest)


def only_adds(question: str) -> bool:
    """Tell whether the question only adds where, when or with whom: "and in Hyesan?"."""
    rest = _after_opening(question)
    return rest != question and bool(_PREPOSITION.match(rest)) and is_fragment(rest)


def defines(question: str) -> bool:
    """Tell whether the question asks what something is, which it names itself."""
    return _DEFINES.match(question) is not None


def is_existential(question: str) -> bool:
    """Tell whether the question asks what there is, which needs nothing said before."""
    return _THERE_IS.search(question) is not None


def without_frame(question: str) -> str:
    """Return the question without what opens or frames it: "by the way", "and", "how old"."""
    rest = _after_opening(question)
    if verb := _KOREAN_VERB.search(rest):
        rest = rest[: verb.start("verb")]
    return _FRAME.sub(" ", rest)


def _after_opening(question: str) -> str:
    for form in (_ASIDE, _CONNECTIVE, _ELSEWHERE, _KOREAN_CONNECTIVE):
        if opening := form.match(question):
            question = question[opening.end() :]
    return question


def points_back(question: str) -> int | None:
    """Return where the first word stands that means something said before, None without any.

    A pronoun may still stand for something within the question; see `is_demonstrative`.
    """
    hidden = _hide(question)
    found = [_PRONOUN.search(hidden), _DEMONSTRATIVE.search(hidden), _KOREAN_POINTER.search(hidden)]
    return min((match.start() for match in found if match), default=None)


def is_demonstrative(question: str) -> bool:
    """Tell whether a word of the question points out of it, whatever stands before that word."""
    hidden = _hide(question)
    return bool(_DEMONSTRATIVE.search(hidden))


def person(question: str) -> bool:
    """Tell whether a pronoun of the question may stand for a person."""
    return bool(_PERSON.search(question))


def is_fragment(question: str) -> bool:
    """Tell whether the words are no sentence: "Major characters", "emergency kit."."""
    if has_hangul(question):
        return not _KOREAN_ASKS.search(question)
    first = _FIRST_WORD.match(question)
    return not (first and first[1].lower() in _ASKS) and not _VERB.search(question)


def _hide(question: str) -> str:
    """Return the question with what only looks as if it pointed back blanked out."""
    for form in (_EXPLETIVE, _INFORMATION):
        question = form.sub(lambda match: " " * len(match[0]), question)
    return question
