"""Korean surnames, their spellings in Latin letters, and how far each spelling can be trusted.

The Hangul stands in its Southern form (이 for 리). Spellings: those of the Revised
Romanisation, McCune-Reischauer and the DPRK system, and those that persons and the press use
(passport survey of the National Institute of Korean Language, 2007 and 2011).
"""

import re
from functools import cache
from types import MappingProxyType
from typing import Literal, NamedTuple

from nksearch.romanisation.orthography import initial

Trust = Literal["korean", "shared", "word"]

# surname | spellings that are Korean surnames in news | also surnames or given names elsewhere
# (Chinese, Vietnamese, English) | also common English words
TABLE = """
가   | Kah                                    | Ka, Ga                 |
간   |                                        | Kan, Gan               |
감   | Kam, Gam                               |                        |
강   | Kang, Kahng                            |                        | Gang
경   | Kyong, Gyeong, Kyung                   |                        |
계   | Kye, Gye                               |                        |
고   |                                        | Ko, Koh, Goh                | Go
공   | Gong                                   | Kong                   |
곽   | Kwak, Gwak, Kwag                       |                        |
구   | Koo                                    | Ku, Gu, Goo            |
국   | Kuk, Guk, Kook                         |                        | Cook
권   | Kwon, Gwon, Kweon                      |                        |
금   | Geum, Keum                             | Kum                    |
기   |                                        | Ki, Gi, Kee            |
길   | Kil                                    | Gil, Gill              |
김   | Kim, Gim                               |                        |
나   | Rha                                    | Na, Ra, Nah, Rah       |
남   |                                        | Nam, Nahm              |
남궁  | Namgung, Namkung, Namgoong, Namkoong   |                        |
노   | Noh, Roh, Rho                          | Ro, Lo                 | No
도   | Toh                                    | Doh                    | To, Do
독고  | Tokgo, Dokgo, Dokko, Tokko             |                        |
동방  | Tongbang, Dongbang, Tongpang           |                        |
두   |                                        | Doo, Du, Tu            |
마   |                                        | Ma, Mah                |
맹   | Maeng                                  |                        |
명   | Myong, Myeong, Myung, Myoung           |                        |
모   | Moh                                    | Mo                     |
목   |                                        | Mok                    |
문   | Mun                                    |                        | Moon
민   |                                        | Min                    |
박   | Pak, Park, Bahk, Pahk                  | Bak                    |
반   |                                        | Ban, Pan               |
방   | Pang                                   | Bang                   |
배   | Bae                                    | Pae, Pai               |
백   | Paek, Baek, Paik, Baik                 |                        |
변   | Pyon, Byon, Byun, Byeon, Pyun          |                        |
복   | Pok, Bok                               |                        |
봉   | Pong                                   | Bong                   |
부   |                                        | Pu, Boo, Bu            |
빈   |                                        | Bin                    |
사공  | Sagong, Sakong                         |                        |
서   | Seo, Suh                               | Su                     | So
서문  | Somun, Seomun, Suhmoon                 |                        |
석   | Sok, Seok, Suk                         |                        |
선   | Seon                                   | Son, Sun               |
선우  | Sonu, Seonu, Sunwoo, Sonwu, Seonwoo    |                        |
설   | Seol                                   | Sol, Sul               |
성   | Seong                                  | Song, Sung             |
소   | Soh                                    | Sho                    | So
손   | Sohn                                   | Son                    |
송   |                                        | Song                   |
승   | Seung                                  |                        |
시   |                                        | Shi, Si                |
신   | Shin                                   | Sinn                   | Sin
심   | Shim                                   | Sim                    |
안   | Ahn                                    |                        | An
양   | Ryang                                  | Yang                   |
어   | Eo                                     | O                      |
엄   | Eom, Uhm                               | Om                     | Um
여   | Ryo, Yeo, Ryeo                         | Yo, Lyo                |
연   | Ryon, Yeon, Youn                       | Yon                    |
염   | Yom, Ryom, Yeom, Youm                  |                        |
예   |                                        | Ye                     |
오   |                                        | O                      | Oh
옥   | Ok, Ock                                |                        |
온   |                                        |                        | On
왕   |                                        | Wang                   |
용   | Ryong                                  | Yong                   |
우   |                                        | Woo, U, Wu                  |
원   | Weon                                   |                        | Won
위   |                                        | Wi, Wee                |
유   | Ryu, Ryoo, Lyu, Rhyu, Yoo              | Yu                     | You
육   | Ryuk, Yook                             | Yuk                    |
윤   | Yoon                                   | Yun, Youn              |
은   | Eun                                    | Un                     |
이   | Ri, Rhee, Ree, Rhie                    | Lee, Li, Yi            |
인   | Ihn                                    |                        | In
임   | Rim, Yim, Rhim                         | Lim, Im                |
장   | Jang                                   | Chang                  |
전   | Jeon                                   | Jon, Chon, Chun, Jun   |
정   | Jong, Jeong, Cheong, Joung             | Chong, Chung, Jung     |
제   |                                        | Je, Che                |
제갈  | Jegal, Chegal, Jaegal                  |                        |
조   | Jho, Chough                            | Jo, Cho                |
종   | Jong                                   | Chong                  |
주   | Joo                                    | Ju, Chu, Choo          |
지   |                                        | Ji, Jee, Chi           |
진   |                                        | Jin, Chin              |
차   | Cha                                    |                        |
채   | Chae                                   | Chai                   |
천   | Cheon                                  | Chon, Chun             |
최   | Choe, Choi, Choei                      |                        |
추   |                                        | Choo, Chu              |
탁   | Thak                                   | Tak                    |
태   | Thae                                   | Tae                    |
편   | Phyon, Pyeon                           |                        |
평   | Phyong, Pyeong                         |                        |
표   | Pyo, Phyo                              |                        |
피   |                                        | Phi                    | Pi
하   | Hah                                    | Ha                     |
한   | Hahn                                   | Han                    |
함   | Hahm                                   |                        | Ham
허   | Heo, Huh, Hur                          | Ho, Hoh                |
현   | Hyon, Hyun, Hyeon, Hyoun               |                        |
홍   |                                        | Hong                   |
황   |                                        | Hwang, Whang           |
황목  | Hwangmok                               |                        |
황보  | Hwangbo                                |                        |
"""


class Surname(NamedTuple):
    """What a Latin spelling of a surname can stand for, and how far it can be trusted."""

    hangul: tuple[str, ...]
    trust: Trust


@cache
def by_spelling() -> MappingProxyType[str, Surname]:
    """Return the table by spelling in small letters; the weaker trust counts where two differ."""
    order: tuple[Trust, ...] = ("korean", "shared", "word")
    found: dict[str, Surname] = {}
    for line in TABLE.strip().splitlines():
        hangul, *cells = (cell.strip() for cell in line.split("|"))
        for trust, cell in zip(order, cells, strict=False):
            for spelling in filter(None, cell.lower().split(", ")):
                old = found.get(spelling, Surname((), trust))
                weaker = max(old.trust, trust, key=order.index)
                found[spelling] = Surname((*old.hangul, hangul), weaker)
    return MappingProxyType(found)


_PLAIN = str.maketrans("ŏŭ", "ou", "'’ʼ")
_CONTRACTED = re.compile("(?:^|[^ktphou])['’ʼ]")


def surname_of(word: str) -> Surname | None:
    """Return what a word in small letters stands for as a surname, marks in it or not.

    An apostrophe is a mark after an aspirate (Ch'oe) or a vowel with a breve (So'nu); I'm is not.
    """
    marked = "'" in word or not word.isascii()
    if marked and _CONTRACTED.search(word):
        return None
    return by_spelling().get(word.translate(_PLAIN) if marked else word)


@cache
def hangul_surnames() -> frozenset[str]:
    """Return all surnames in Hangul, in both Koreas' spelling."""
    southern = {line.split("|")[0].strip() for line in TABLE.strip().splitlines()}
    northern = {n for n in map(chr, range(0xB77C, 0xB9C8)) if initial(n) in southern}
    return frozenset(southern | (northern & set("라량려련렴로룡류륙리림")) | {"녀"})


def split_name(name: str) -> tuple[str, str]:
    """Split a Hangul name into (surname, given name); two syllables are a surname if listed."""
    size = 2 if len(name) > 2 and name[:2] in hangul_surnames() else 1
    return name[:size], name[size:]
