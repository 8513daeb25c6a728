import pytest
from hypothesis import given
from hypothesis import strategies as st

from propertydesk.platform.pinyin import (
    LIMIT,
    MOST_SYLLABLES,
    initials,
    readings,
    spellings,
    surname_length,
    syllables,
    words,
)


def said(name: str) -> list[str]:
    return ["".join(spelling) for spelling in spellings(syllables(name))]


@pytest.mark.parametrize(
    ("name", "spelling"),
    [
        ("张伟明", "zhangweiming"),
        ("单雄信", "shanxiongxin"),
        ("仇英", "qiuying"),
        ("区伟", "ouwei"),
        ("查良镛", "zhaliangyong"),
        ("尉迟恭", "yuchigong"),
        ("解晓东", "xiexiaodong"),
        ("任伟", "renwei"),
        ("曾国藩", "zengguofan"),
        ("朴志强", "piaozhiqiang"),
        ("盖伟", "gewei"),
        ("覃海洋", "qinhaiyang"),
        ("翟天", "zhaitian"),
        ("欧阳修", "ouyangxiu"),
        ("万俟伟", "moqiwei"),
        ("长孙明", "zhangsunming"),
        ("乐嘉", "yuejia"),
    ],
)
def test_the_surname_s_own_reading_comes_first(name: str, spelling: str) -> None:
    assert said(name)[0] == spelling


@pytest.mark.parametrize(
    ("name", "spelling"),
    [
        ("单雄信", "danxiongxin"),
        ("曾国藩", "cengguofan"),
        ("盖伟", "gaiwei"),
        ("覃伟", "tanwei"),
        ("张长乐", "zhangchangle"),
        ("张长乐", "zhangzhangyue"),
        ("尉迟恭", "weichigong"),
        ("阿卜杜拉·买买提", "abudulamaimaiti"),
        ("吕布", "lubu"),
    ],
)
def test_every_other_reading_is_kept_beside_it(name: str, spelling: str) -> None:
    assert spelling in said(name)


def test_initials_follow_all_readings() -> None:
    assert initials(syllables("张伟明")) == ("zwm",)
    assert initials(syllables("单田芳"))[0] == "stf"
    assert {"dtf", "ctf"} <= set(initials(syllables("单田芳")))


def test_foreign_names_are_words_in_lower_case_without_accents() -> None:
    assert words("O'Brien") == words("O’BRIEN") == ("obrien",)
    assert words("José María García") == ("jose", "maria", "garcia")
    assert said("John Smith") == ["johnsmith"]
    assert initials(syllables("John Smith")) == ("js",)


def test_a_name_with_a_middle_dot_is_two_words() -> None:
    assert words("阿卜杜拉·买买提") == words("阿卜杜拉•买买提") == ("阿卜杜拉", "买买提")


@pytest.mark.parametrize(
    ("name", "spelling"),
    [("王㛃", "wangjie"), ("王𬭩", "wangweng"), ("龘", "da"), ("张𠮷明", "zhangming")],
)
def test_rare_characters_sound_where_known_and_are_silent_where_not(
    name: str, spelling: str
) -> None:
    assert spelling in said(name)


def test_full_width_letters_and_the_dotted_u_are_what_a_keyboard_types() -> None:
    assert words("Ｊｏｈｎ") == ("john",)
    assert words("lü bu") == ("lv", "bu")
    assert readings("吕") == ("lv", "lu")


def test_a_surname_needs_a_given_name_after_it() -> None:
    assert [surname_length(run) for run in ("张伟明", "尉迟恭", "尉迟", "张", "")] == [
        1,
        2,
        1,
        0,
        0,
    ]


def test_a_foreign_name_in_chinese_characters_has_no_surname() -> None:
    assert surname_length("斯琴高娃其木格") == 0


def test_when_the_limit_cuts_each_single_reading_has_been_heard_first() -> None:
    parts = syllables("曾重乐长单和")
    heard = spellings(parts, limit=16)
    assert len(heard) == 16
    for place, part in enumerate(parts):
        assert {spelling[place] for spelling in heard} == set(part)


@given(st.text(max_size=60))
def test_any_text_gives_bounded_plain_sounds(text: str) -> None:
    parts = syllables(text)
    assert len(parts) <= MOST_SYLLABLES
    assert len(spellings(parts)) <= LIMIT
    assert len(initials(parts)) <= LIMIT
