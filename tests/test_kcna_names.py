"""Names in every spelling, on real articles: KCNA in English, December 2023 to September 2024."""

import re

import pytest

from nksearch.config import Settings
from nksearch.datamodels import Mode
from nksearch.indexing import rebuild
from nksearch.ingest import ingest
from nksearch.models.encoder import load_encoder
from nksearch.request import parse_request
from nksearch.search import Searcher
from nksearch.store import Store

from .conftest import SHARED
from .vocabulary.sentences import SENTENCES

KCNA = SHARED / "eval" / "kcna" / "corpus.jsonl"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not KCNA.exists(), reason="the KCNA articles are not here"),
]

# As KCNA prints it, and how others write it: 15 persons, 15 places, 10 terms, 120 other spellings.
FORMS = """
Kim Jong Un | Kim Jong-un; Kim Jeong-eun; 김정은
Kim Il Sung | Kim Il-sung; Kim Ilsŏng; 김일성
Kim Jong Il | Kim Jeong-il; Kim Chŏng-il; 김정일
Yoon Suk Yeol | Yun Seok-yeol; Yoon Seok-youl; 윤석열
Jo Yong Won | Cho Yong-won; Jo Yong-won; 조용원
Kim Tok Hun | Kim Deok-hun; Kim Tŏk-hun; 김덕훈
Pak Jong Chon | Park Jong-chon; Park Jeong-cheon; 박정천
Choe Son Hui | Choi Sun-hee; Choe Sŏn-hŭi; Sun-hee Choi; 최선희
Pak Thae Song | Park Tae-song; Pak T'ae-sŏng; 박태성
Choe Ryong Hae | Choi Ryong-hae; Choe Ryong-hae; 최룡해; 최용해
Kim Jae Ryong | Kim Chae-ryong; Kim Jae-ryong; 김재룡
Jo Chun Ryong | Cho Chun-ryong; 조춘룡
Kim Yo Jong | Kim Yo-jong; Kim Yeo-jeong; 김여정
Ri Il Hwan | Lee Il-hwan; Ri Il-hwan; 리일환; 이일환
Kang Sun Nam | Kang Soon-nam; 강순남
Pyongyang | P'yŏngyang; Pyeongyang; 평양; 평양시
Sinuiju | Shinuiju; Sinŭiju; Sinuiju City; 신의주
Wonsan | Wŏnsan; Weonsan; 원산
Nampho | Nampo; Namp'o; 남포; 남포시
Kaesong | Gaeseong; Kaesŏng; 개성
Hamhung | Hamheung; Hamhŭng; 함흥
Rason | Raseon; Nasŏn; 라선; 나선
Hoeryong | Hoeryŏng; Hoeryŏng-si; 회령
Chongjin | Cheongjin; Ch'ŏngjin; 청진
Samjiyon | Samjiyeon; Samjiyŏn; 삼지연
Kanggye | Ganggye; 강계
Sariwon | Sariweon; Sariwŏn; 사리원
Jagang | Chagang; Chagang-do; 자강도
North Phyongan | North Pyongan; Pyeonganbuk-do; 평안북도; 평북
North Hamgyong | Hamgyongbuk-do; Hamgyŏng-bukto; 함경북도; 함북
DPRK | North Korea; D.P.R.K.; 북한; 조선민주주의인민공화국
ROK | South Korea; 한국; 남조선
Workers' Party of Korea | WPK; Workers’ Party of Korea; 조선로동당; 조선노동당
Rodong Sinmun | Nodong Sinmun; 로동신문; 노동신문
Supreme People's Assembly | 최고인민회의; SPA
Korean People's Army | KPA; 조선인민군
KCNA | Korean Central News Agency; 조선중앙통신
Juche | Chuch'e; 주체사상
Central Military Commission | 중앙군사위원회
State Affairs Commission | 국무위원회
"""
PAIRS = [
    (printed, form)
    for printed, forms in (line.split(" | ") for line in FORMS.strip().splitlines())
    for form in forms.split("; ")
]
LOST = 0.05  # at most


CAPITALISED = re.compile(r"[A-Z][\w'-]+(?: [A-Z][\w'-]+)*")


@pytest.fixture(scope="module")
def kcna(tmp_path_factory: pytest.TempPathFactory) -> tuple[Searcher, dict[str, str]]:
    """The articles, searchable, and the text of each by its id."""
    indexes = tmp_path_factory.mktemp("kcna")
    encoder = load_encoder(Settings())
    with Store(indexes / "articles.db") as store:
        ingest([KCNA], store)
        rebuild(indexes, store, encoder)
        texts = {each.article_id: f"{each.title}\n{each.text}" for each in store.articles()}
    return Searcher.open(indexes, encoder), texts


def first(searcher: Searcher, question: str, mode: Mode, count: int) -> set[str]:
    request = parse_request({"question": question, "mode": mode})
    return {article for article, _ in searcher.rank(request, depth=count)}


def test_the_table_is_long_enough() -> None:
    assert len(FORMS.strip().splitlines()) == 40
    assert len(PAIRS) >= 60


@pytest.mark.parametrize("mode", ["lexical", "hybrid"])
def test_every_spelling_finds_what_the_printed_one_finds(
    kcna: tuple[Searcher, dict[str, str]], mode: Mode
) -> None:
    """Of the articles that have the name, as many must be among the first as there may be twice.

    The first hundred at least are looked at, because words of a name stand in other names too.
    """
    searcher, texts = kcna
    lost = {}
    for printed, form in PAIRS:
        having = {
            article
            for article, text in texts.items()
            if re.search(rf"\b{re.escape(printed)}\b", text)
        }
        count = max(100, 2 * len(having))
        expected = first(searcher, printed, mode, count) & having
        missed = expected - first(searcher, form, mode, count)
        assert expected, printed
        if len(missed) > LOST * len(expected):
            lost[form] = f"{len(missed)} of {len(expected)}"
    assert lost == {}


def test_foreign_names_are_searched_as_they_are(kcna: tuple[Searcher, dict[str, str]]) -> None:
    searcher, _ = kcna
    names = sorted({name for line in SENTENCES.split("\n") for name in CAPITALISED.findall(line)})
    assert len(names) > 200
    assert [name for name in names if searcher.read(parse_request({"question": name})).notes] == []
