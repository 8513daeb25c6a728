"""Sounds of names: every reading of every character, the right reading of a surname first.

The dictionary behind it knows characters, not names: it reads 单雄信 as dan and 仇英 as chou. So
the readings that only surnames have stand here, and all other readings are kept beside them, since
a caller's spelling is a guess too.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations, islice, product

from pypinyin import Style, pinyin

LIMIT = 16
"""Most spellings kept of one name, or many-voiced characters would flood the index."""

MOST_SYLLABLES = 12
"""Characters of a name that are read; what follows is not searched by sound."""

MOST_CHINESE = 4
"""Characters of the longest Chinese name; a longer run such as 斯琴高娃其木格 is a foreign one."""

# the surname and its readings as such, the likeliest first
_SINGLE = """
    单shan 仇qiu 区ou 查zha 解xie 任ren 曾zeng 朴piao/pu 盖ge/gai 覃qin/tan 翟zhai/di 乐yue/le
    缪miao 种chong 黑he 秘bi 员yun 费fei/bi 郇xun/huan 召shao 折she 卜bu 隗wei/kui 洗xian
    冼xian 那na 逄pang 繁po 车che 祭zhai 都du 句gou 柏bai/bo 宿su 谌chen/shen 牟mu/mou 尉wei
    薄bo 能nai 阚kan 石shi 沈shen 尹yin 万wan 曲qu 晁chao 宁ning 贾jia 俞yu 燕yan
"""
# the surname and the reading of each of its characters
_COMPOUND = """
    尉迟yu/chi 长孙zhang/sun 万俟mo/qi 单于chan/yu 澹台tan/tai 令狐ling/hu 鲜于xian/yu
    皇甫huang/fu 欧阳ou/yang 司马si/ma 诸葛zhu/ge 上官shang/guan 夏侯xia/hou 宇文yu/wen
    慕容mu/rong 东方dong/fang 公孙gong/sun 司徒si/tu 轩辕xuan/yuan 南宫nan/gong 呼延hu/yan
    钟离zhong/li 太史tai/shi 申屠shen/tu 独孤du/gu 端木duan/mu 赫连he/lian 淳于chun/yu
    濮阳pu/yang 闻人wen/ren 司空si/kong 百里bai/li
"""


def _table(text: str, characters: int) -> dict[str, tuple[str, ...]]:
    return {entry[:characters]: tuple(entry[characters:].split("/")) for entry in text.split()}


SURNAMES = _table(_SINGLE, 1)
COMPOUND_SURNAMES = _table(_COMPOUND, 2)

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_HAN_RUN = re.compile(f"[{_HAN}]+")
_WORD = re.compile(rf"[{_HAN}]+|[^\W_{_HAN}]+")
_APOSTROPHES = re.compile("['\u2018\u2019\u02bc`\u00b4]")


def is_han(text: str) -> bool:
    """Whether the text consists of Chinese characters only, rare ones included."""
    return _HAN_RUN.fullmatch(text) is not None


def words(name: str) -> tuple[str, ...]:
    """The words of a name: runs of Chinese characters and of other letters, in plain lower case.

    阿卜杜拉·买买提 gives two, O'Brien one. The ü of pinyin is written v, as input methods want it.
    """
    plain = unicodedata.normalize("NFKC", name).lower().replace("lü", "lv").replace("nü", "nv")
    bare = "".join(c for c in unicodedata.normalize("NFD", plain) if not "\u0300" <= c <= "\u036f")
    return tuple(_WORD.findall(_APOSTROPHES.sub("", unicodedata.normalize("NFC", bare))))


@lru_cache(maxsize=8192)
def readings(character: str) -> tuple[str, ...]:
    """All readings of one Chinese character without tones, likeliest first; empty when nobody
    knows one.
    """
    found = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
    known = tuple(dict.fromkeys(found[0])) if found else ()
    # 吕 is lv in an input method but lu in most people's typing
    return known + tuple(reading.replace("v", "u") for reading in known if reading in ("lv", "nv"))


def surname_length(run: str) -> int:
    """How many leading characters of a Chinese name are the surname: 2 for 尉迟恭, else 1.

    0 for a lone character, and for a name written in so many characters that it is a foreign one.
    """
    if len(run) > MOST_CHINESE:
        return 0
    if len(run) > 2 and run[:2] in COMPOUND_SURNAMES:
        return 2
    return 1 if len(run) > 1 else 0


def syllables(name: str) -> tuple[tuple[str, ...], ...]:
    """One entry for each Chinese character (its readings, likeliest first) or foreign word
    (itself).

    A character that no dictionary reads gives one empty reading: it is silent, the rest of the
    name still sounds.
    """
    found: list[tuple[str, ...]] = []
    for position, word in enumerate(words(name)):
        if is_han(word):
            found.extend(_run_syllables(word, with_surname=position == 0))
        else:
            found.append((word,))
    return tuple(found[:MOST_SYLLABLES])


def spellings(parts: Sequence[Sequence[str]], limit: int = LIMIT) -> tuple[tuple[str, ...], ...]:
    """At most `limit` ways to say syllables as of `syllables`, likeliest first.

    First come those that differ from the likeliest in one syllable, then in two: when the limit
    cuts, every single reading has been heard once before any pair of odd ones.
    """
    if not parts:
        return ()
    return tuple(islice(_by_oddness(parts), limit))


def initials(parts: Sequence[Sequence[str]], limit: int = LIMIT) -> tuple[str, ...]:
    """At most `limit` abbreviations of syllables as of `syllables`: zwm for 张伟明, likeliest
    first.
    """
    letters = [tuple(dict.fromkeys(reading[:1] for reading in part)) for part in parts]
    return tuple(dict.fromkeys("".join(spelling) for spelling in spellings(letters, limit)))


def _run_syllables(run: str, *, with_surname: bool) -> Iterator[tuple[str, ...]]:
    surname: tuple[tuple[str, ...], ...] = ()
    if with_surname and run[:2] in COMPOUND_SURNAMES and len(run) >= 2:
        surname = tuple((sound,) for sound in COMPOUND_SURNAMES[run[:2]])
    elif with_surname and run[0] in SURNAMES:
        surname = (SURNAMES[run[0]],)
    for index, character in enumerate(run[:MOST_SYLLABLES]):
        first = surname[index] if index < len(surname) else ()
        yield tuple(dict.fromkeys(first + readings(character))) or ("",)


def _by_oddness(parts: Sequence[Sequence[str]]) -> Iterator[tuple[str, ...]]:
    odd_places = [index for index, part in enumerate(parts) if len(part) > 1]
    for changed in range(len(odd_places) + 1):
        yield from _with_changes(parts, odd_places, changed)


def _with_changes(
    parts: Sequence[Sequence[str]], odd_places: Sequence[int], changed: int
) -> Iterator[tuple[str, ...]]:
    likeliest = [part[0] for part in parts]
    for places in combinations(odd_places, changed):
        for choice in product(*(parts[place][1:] for place in places)):
            spelling = list(likeliest)
            for place, reading in zip(places, choice, strict=True):
                spelling[place] = reading
            yield tuple(spelling)
