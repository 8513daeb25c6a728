import pytest
from hypothesis import given
from hypothesis import strategies as st

from propertydesk.estate.rules.spelling import home_spellings, normalise_home_query

HOME = home_spellings("3", "2", "1501")


def finds(query: str, spellings: tuple[str, ...]) -> bool:
    prefix = normalise_home_query(query)
    return prefix is not None and any(spelling.startswith(prefix) for spelling in spellings)


def test_a_home_is_indexed_with_entrance_without_it_and_by_its_room_alone() -> None:
    assert HOME == ("3-2-1501", "3-1501", "1501")


def test_a_home_without_entrance_has_no_gap_in_its_spelling() -> None:
    assert home_spellings("3", None, "1501") == ("3-1501", "1501")


def test_a_shop_is_indexed_with_the_letter_of_shops() -> None:
    assert home_spellings("3", "0", "12") == ("3-0-s12", "3-s12", "s12")
    assert (
        home_spellings("3", "0", "S12")
        == home_spellings("3", "0", "商铺12")
        == home_spellings("3", "0", "12")
    )


def test_parts_kept_with_zeros_or_markers_are_indexed_as_the_plain_ones() -> None:
    assert home_spellings("03", "02", "1501") == home_spellings("3号楼", "2单元", "1501室") == HOME
    assert home_spellings("3", "2", "0101")[0] == "3-2-101"


@pytest.mark.parametrize(
    "query",
    [
        "3-2-1501",
        "3栋2单元1501",
        "3#1501",
        "3#2-1501",
        "3号楼二单元1501室",
        "03-02-1501",
        "3幢1501",
        "1501",
        "3－2－1501",
        "3—2—1501",
        "３栋２单元１５０１",
        "3 2 1501",
        "3.2.1501",
        "3/2/1501",
        "三栋二单元一五零一",
        "3号2单元1501",
        "3栋 2单元 1501室",
        "3号楼2门1501",
        "3#2#1501",
        "3栋1501号",
        "1501室",
        "1501房",
        "Building 3, Entrance 2, Room 1501",
        "bldg 3 unit 2 rm 1501",
        "2单元1501",
        "3 - 2 - 1501",
        " 3-2-1501 ",
        "3-2-15",
        "3栋2",
        "3-2",
        "3-2-",
        "3栋",
        "3-",
        "3",
        "15",
        "3栋2单元",
        "3栋15楼",
        "3栋2单元15层",
        "15层",
        "3-15",
    ],
)
def test_every_way_to_say_or_begin_a_home_finds_it(query: str) -> None:
    assert finds(query, HOME)


@pytest.mark.parametrize(
    "query", ["3-2-1502", "2-2-1501", "3-1-1501", "13-2-1501", "3栋1单元", "30栋", "1502", "502"]
)
def test_another_home_s_spelling_does_not_find_it(query: str) -> None:
    assert not finds(query, HOME)


def test_a_complete_building_does_not_find_those_that_begin_alike() -> None:
    assert normalise_home_query("3栋") == "3-"
    assert not finds("3栋", home_spellings("31", "2", "1501"))


@pytest.mark.parametrize(
    "query",
    [
        "商铺12",
        "S12",
        "s12",
        "铺12",
        "3栋商铺12",
        "3-S12",
        "3-0-12",
        "12号商铺",
        "shop 12",
        "商铺1",
        "3-0",
    ],
)
def test_shops_are_found_by_their_words(query: str) -> None:
    assert finds(query, home_spellings("3", "0", "S12"))


@pytest.mark.parametrize(
    ("query", "parts"),
    [
        ("A座1501", ("A", None, "1501")),
        ("a-1501", ("A", None, "1501")),
        ("A1501", ("A", None, "1501")),
        ("A座", ("A", None, "1501")),
        ("B2", ("B2", "1", "301")),
        ("B2-1-301", ("B2", "1", "301")),
        ("B2栋301", ("B2", "1", "301")),
        ("甲座1501", ("甲", None, "1501")),
        ("十二栋301", ("12", "1", "301")),
        ("二十三号楼101", ("23", None, "0101")),
        ("12-1-0301", ("12", "1", "301")),
        ("12-1-0", ("12", "1", "0301")),
        ("3-2-15-A", ("3", "2", "15A")),
        ("3-2-15a", ("3", "2", "15A")),
    ],
)
def test_buildings_and_rooms_with_letters_or_numerals_are_found(
    query: str, parts: tuple[str, str | None, str]
) -> None:
    assert finds(query, home_spellings(*parts))


@pytest.mark.parametrize(
    "query",
    [
        "",
        "-",
        "zwm",
        "张伟明",
        "单元",
        "13812345678",
        "021-12345678",
        "2026-11-21",
        "BX20261121-0007",
        "1121-7",
        "沪A12345",
        "1-2-3-4-5",
        "\x00",
        "💧",
        "%",
        "_",
        "3-2-1501 张",
        "\u202e",
    ],
)
def test_what_is_no_home_is_left_to_others(query: str) -> None:
    assert normalise_home_query(query) is None


@given(st.text(max_size=200))
def test_no_text_breaks_it(text: str) -> None:
    found = normalise_home_query(text)
    assert found is None or 0 < len(found) < 20


@given(
    st.integers(1, 99), st.one_of(st.none(), st.integers(1, 9)), st.integers(101, 3999), st.data()
)
def test_each_beginning_of_a_spelling_finds_its_home(
    building: int, entrance: int | None, room: int, data: st.DataObject
) -> None:
    spellings = home_spellings(str(building), str(entrance) if entrance else None, str(room))
    spelling = data.draw(st.sampled_from(spellings))
    assert finds(spelling[: data.draw(st.integers(1, len(spelling)))], spellings)
