"""Write a Hangul word one way for both Koreas: 로동 and 노동, 녀성 and 여성, 은률 and 은율.

Korean Orthography (한글 맞춤법, Ministry of Education notice 88-1) articles 10-12, the
initial-sound law, is the South's; the North's 조선말규범집 (1966, 1987) writes every syllable as
it reads. The Southern form is the common one: it can be had from the Northern and not the
reverse.
"""

from functools import cache, lru_cache
from itertools import pairwise

from nksearch.romanisation.inventory import CHINESE
from nksearch.romanisation.jamo import all_hangul, join, split
from nksearch.romanisation.tables import words

_BEFORE_I = frozenset("ㅑㅕㅖㅛㅠㅣ")

# Korean and foreign words that only look like Chinese ones, and particles that stand by
# themselves after a quotation: 라는 is not 나는, 리가 ("reason" + particle) not 이가.
_UNCHANGED = words(
    "라고 라는 라면 라도 라며 라서 라든 라니 라지 라오 라이 라인 라마 라틴 라디 라바 라자 라운 "
    "라파 라타 라가 라우 라아 라라 로서 로써 로부 로의 로는 로도 로만 로마 로비 로망 로사 로자 "
    "로이 로저 로제 로타 로빈 로니 로가 로건 리가 리는 리도 리를 리의 리에 리만 리와 리비 리더 "
    "리조 리아 리오 리투 리히 리시 리그 리본 리사 리메 리모 리얼 리허 리마 리액 리포 리이 리패 "
    "리볼 리처 리야 리우 루마 루이 루비 루시 루터 루안 루수 루가 루타 루로 루소 루아 루거 니가 "
    "니네 니다 니까 니카 니콜 니제 니혼 니시 니체 니코 니요 녀석 량은 량이 량을 량의 란은 란이 "
    "란을 란의 례로 률이 률은 률을 력이 력은 력을 론이 론은 론을 록을 록이 록과 록음"
)
# 년 is mostly a counter, which both Koreas write alike (년간, 년대), 뉴 mostly "new".
_ONLY = {
    "년": ("년령", "년말", "년초", "년로", "년례", "년소", "년장", "년하"),
    "뉴": ("뉴대",),
}

# A word-initial syllable inside a compound is known only where both parts are: 조선+로동+당.
_HEADS = words(
    "조선 남조선 북조선 민주 사회 국제 세계 민족 혁명 전국 중앙 농업 인민 직업 청년 공산 통일 "
    "계급 전체 우리 대외 경제 정치 군사 과학 강제 의무 사회주의 공산주의 민주주의 자본주의 조국 "
    "애국 반제 항일 근대 현대 고대 신문 아시아 유럽 국가 북남 로농 시간외 정신 육체 로력 주체 "
    "남북 비"
)
_STEMS = words(
    "로동 로력 로선 로인 론문 론설 론리 론의 론평 력사 력량 련합 련맹 련대 련방 련계 련결 련락 "
    "령도 령토 령역 리론 리념 리상 리익 립장 립법 녀성 녀자 녀맹 래왕 랭전 류학 류통 륙군 림업 "
    "량곡 량심 려행 료리 례절 련석"
)


def initial(syllable: str) -> str:
    """Return a syllable as the South writes it to begin a Chinese word: 리 이, 로 노, 녀 여."""
    onset, vowel, _ = parts = split(syllable)
    if onset in "ㄴㄹ" and onset and vowel in _BEFORE_I:
        return join(parts._replace(onset=""))
    return join(parts._replace(onset="ㄴ")) if onset == "ㄹ" else syllable


def after_vowel(word: str) -> str:
    """Write 렬 and 률 as 열 and 율 after a vowel or ㄴ (article 11): 은률 은율, 대렬 대열."""
    if "렬" not in word and "률" not in word:
        return word
    written = word[:1]
    for left, syllable in pairwise(word):
        open_left = all_hangul(left) and split(left).coda in ("", "ㄴ")
        written += initial(syllable) if open_left and syllable in "렬률" else syllable
    return written


@lru_cache(maxsize=65536)
def southern(word: str) -> str:
    """Return the Southern spelling of a Hangul word, the word itself where nothing says it differs.

    The first syllable changes if it and the next are readings of Chinese characters and the word
    is no exception; one syllable alone never does. Inside a word only the known compounds change.
    """
    if len(word) < 2 or not all_hangul(word[:2]):
        return word
    changed = initial(word[0]) if _is_chinese(word) else word[0]
    return after_vowel(_compound(changed + word[1:]))


def _is_chinese(word: str) -> bool:
    if word[:2] in _UNCHANGED or not CHINESE.issuperset(word[:2]):
        return False
    return word.startswith(_ONLY.get(word[0], word[0]))


def _compound(word: str) -> str:
    for i in range(1, min(5, len(word) - 1)):
        stem = word[i : i + 2]
        if stem in _STEMS and word[:i] in _HEADS:
            return word[:i] + initial(stem[0]) + word[i + 1 :]
    return word


@cache
def northern_initials(syllable: str) -> tuple[str, ...]:
    """Return what the North may write where the South begins a word with a syllable: 이 이, 리.

    The syllable itself is first; only readings of Chinese characters follow it.
    """
    others = (s for s in sorted(CHINESE) if s != syllable and initial(s) == syllable)
    return (syllable, *others)
