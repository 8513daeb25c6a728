"""What a clerk types, and who answers to it; homes, people and vehicles stand for any subjects."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from propertydesk.estate.rules.spelling import home_spellings, normalise_home_query
from propertydesk.platform import search
from propertydesk.platform.db import db
from propertydesk.platform.search import (
    Entry,
    Found,
    Hit,
    SearchTerm,
    Term,
    bulk_index,
    drop,
    find,
    finding,
    name_terms,
    number_terms,
    phone_terms,
    plate_terms,
    presenting,
    reading,
    reindex,
    spelling_terms,
    text_terms,
)
from propertydesk.platform.transaction import transaction

HERE, ELSEWHERE = 1, 2
HOME, SHOP, NEIGHBOUR = 11, 12, 13

Subject = tuple[str, int]


@pytest.fixture(autouse=True)
def trade(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The wiring of these tests: how homes are spelled, and which subjects come first."""
    monkeypatch.setattr(reading, "_normalisers", [normalise_home_query])
    monkeypatch.setattr(finding, "_subjects", ("home", "person", "vehicle", "repair"))


@pytest.fixture
def indexed(trade: None) -> None:
    with transaction():
        reindex("home", HOME, HERE, HOME, home("3", "2", "1501"))
        reindex("home", NEIGHBOUR, HERE, NEIGHBOUR, home("3", "2", "1502"))
        reindex("home", SHOP, HERE, SHOP, home("3", "0", "S12"))
        reindex("person", 1, HERE, HOME, person("张伟明", "138 1234 5678"))
        two_homes = {"more_home_ids": [SHOP]}
        reindex("person", 2, HERE, NEIGHBOUR, person("单雄信", "021-55551501"), **two_homes)
        reindex("person", 3, HERE, None, person("John O'Brien", "+85291234567"))
        reindex("vehicle", 1, HERE, HOME, plate_terms("沪AD·12345"))
        reindex("repair", 1, HERE, HOME, order("BX20261120-0007", "厨房水管漏水"))
        reindex("repair", 2, HERE, None, order("BX20261121-0007", "大堂灯不亮"))
        reindex("person", 4, ELSEWHERE, None, name_terms("张伟明"))


def home(building: str, entrance: str, room: str) -> list[Term]:
    return spelling_terms(home_spellings(building, entrance, room))


def person(name: str, phone: str) -> list[Term]:
    return [*name_terms(name), *phone_terms(phone)]


def order(number: str, text: str) -> list[Term]:
    return [*number_terms(number), *text_terms(text)]


def subjects(query: str, subject_types: Sequence[str] | None = None) -> list[Subject]:
    return [(found.subject_type, found.subject_id) for found in find(HERE, query, subject_types)]


def not_finding(subject: Subject, queries: str) -> list[str]:
    """Those of the queries, written with bars between, that do not find the subject."""
    return [query for query in queries.split("|") if subject not in subjects(query)]


@contextmanager
def listening() -> Iterator[list[str]]:
    heard: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if "search_terms" in statement:
            heard.append(statement)

    event.listen(db.engine, "before_cursor_execute", hear)
    yield heard
    event.remove(db.engine, "before_cursor_execute", hear)


@pytest.mark.usefixtures("indexed")
def test_a_home_is_found_first_in_any_spelling() -> None:
    said = (
        "3-2-1501|3栋2单元1501|3#1501|3#2-1501|3号楼二单元1501室|03-02-1501|3幢1501|1501|"
        "３－２－１５０１|3栋 2单元 1501室|3 2 1501|building 3 unit 2 room 1501"
    )
    assert [query for query in said.split("|") if subjects(query)[0] != ("home", HOME)] == []


@pytest.mark.usefixtures("indexed")
def test_the_beginning_of_a_spelling_finds_all_homes_there() -> None:
    typed = "3-2-15|3栋2|3-2|3栋|3"
    assert not_finding(("home", HOME), typed) == []
    assert not_finding(("home", NEIGHBOUR), typed) == []


@pytest.mark.usefixtures("indexed")
def test_a_name_is_found_as_written_by_sound_and_by_initials() -> None:
    said = (
        "张伟明|张伟|伟明|张先生|张女士|张 伟明|zhangweiming|zhangw|zwm|ZWM|ｚｗｍ|wm|zhangwm|张wm|"
        "weiming|zhang wei ming|Weiming Zhang|zhang'wei'ming|\u202e张伟明\u200f"
    )
    assert not_finding(("person", 1), said) == []


@pytest.mark.usefixtures("indexed")
def test_all_readings_of_a_surname_find_it() -> None:
    said = "shan|dan|chan|sxx|dxx|cxx|shanxiongxin|danxiongxin"
    assert not_finding(("person", 2), said) == []


@pytest.mark.usefixtures("indexed")
def test_a_foreign_name_is_found_by_each_of_its_words() -> None:
    said = "o'brien|O’Brien|obrien|john|John O'Brien|o'brien john|jo"
    assert not_finding(("person", 3), said) == []


@pytest.mark.usefixtures("indexed")
def test_a_phone_is_found_by_its_last_and_its_first_digits() -> None:
    mobile = "5678|678|13812345678|138 1234 5678|+86 138-1234-5678|138123|５６７８"
    assert not_finding(("person", 1), mobile) == []
    assert not_finding(("person", 2), "1501|55551501|021-5555") == []
    assert not_finding(("person", 3), "91234567|+852 9123 4567") == []


@pytest.mark.usefixtures("indexed")
def test_a_plate_is_found_from_both_ends() -> None:
    said = "沪AD12345|沪ad·12345|沪 AD12345|AD123|沪A|345|D12345|12345"
    assert not_finding(("vehicle", 1), said) == []


@pytest.mark.usefixtures("indexed")
def test_a_document_is_found_by_its_number_its_day_and_its_serial() -> None:
    said = "BX20261121-0007|bx202611210007|BX20261121-7|20261121|20261121-7|1121-7|11210007|BX2026"
    assert not_finding(("repair", 2), said) == []


@pytest.mark.usefixtures("indexed")
def test_of_equal_serials_the_newest_comes_first() -> None:
    assert subjects("0007") == [("repair", 2), ("repair", 1)]
    assert subjects("07") == subjects("007") == subjects("0007")


@pytest.mark.usefixtures("indexed")
def test_chinese_text_is_found_by_any_phrase_of_it() -> None:
    assert not_finding(("repair", 1), "漏水|水管漏水|厨房|厨房 漏水|水管 张伟明") == []


@pytest.mark.usefixtures("indexed")
def test_words_about_one_household_meet_there() -> None:
    said = "张 3-2|3-2 张|张伟明 1501|张伟明1501|1501张|3栋2张|zwm 1501|zwm1501|5678 3栋"
    household = [("home", HOME), ("person", 1)]
    assert [query for query in said.split("|") if subjects(query)[:2] != household] == []


@pytest.mark.usefixtures("indexed")
def test_words_that_meet_nowhere_find_nothing() -> None:
    said = "3-2-1502 张|张 0000|厨房 灯"
    assert {query: subjects(query) for query in said.split("|") if subjects(query)} == {}


@pytest.mark.usefixtures("indexed")
def test_the_owner_of_two_homes_is_found_by_either_but_shown_once() -> None:
    assert not_finding(("person", 2), "单 3-2-1502|单 商铺12") == []
    assert subjects("单雄信") == [("person", 2)]


@pytest.mark.usefixtures("indexed")
def test_words_about_something_outside_all_homes_meet_on_it() -> None:
    assert subjects("大堂 灯不亮") == [("repair", 2)]


@pytest.mark.usefixtures("indexed")
def test_another_community_s_people_are_not_found() -> None:
    assert subjects("张伟明") == [("person", 1)]
    assert find(ELSEWHERE, "张伟明") == [Found("person", 4, None, "name")]


@pytest.mark.usefixtures("indexed")
def test_a_search_can_be_narrowed_to_kinds_of_subjects() -> None:
    assert subjects("1501", ["person"]) == [("person", 2)]
    assert subjects("张 3-2", ["home"]) == [("home", HOME)]


@pytest.mark.usefixtures("indexed")
def test_a_hit_says_where_it_lives_and_what_met() -> None:
    assert find(HERE, "zwm") == [Found("person", 1, HOME, "name")]
    assert find(HERE, "5678") == [Found("person", 1, HOME, "phone-end")]


def test_exact_terms_come_before_beginnings_and_homes_before_people() -> None:
    with transaction():
        reindex("person", 1, HERE, None, name_terms("王芳"))
        reindex("person", 2, HERE, None, name_terms("王芳芳"))
        reindex("home", 15, HERE, 15, home("1", "1", "1501"))
        reindex("home", 16, HERE, 16, home("1", "1", "15011"))
        reindex("person", 3, HERE, None, phone_terms("13900001501"))
    assert subjects("王芳") == [("person", 1), ("person", 2)]
    assert subjects("1501") == [("home", 15), ("home", 16), ("person", 3)]


def test_many_homes_of_one_number_leave_room_for_a_phone() -> None:
    with transaction():
        for building in range(1, 41):
            reindex("home", building, HERE, building, home(str(building), "1", "1501"))
        reindex("person", 3, HERE, None, phone_terms("13900001501"))
    assert len(subjects("1501")) == 20
    assert ("person", 3) in subjects("1501")


@pytest.mark.usefixtures("indexed")
def test_hostile_queries_give_a_plain_answer() -> None:
    said = [
        "",
        " ",
        "\x00",
        "\x00张",
        "'; drop table search_terms; --",
        "💧",
        "👨\u200d👩\u200d👧",
        "\u202e\u202d",
        "�",
        "𠮷",
        "-",
        "--",
        "+",
        "()",
        "<script>alert(1)</script>",
        "../../etc/passwd",
        "0000-00-00",
        "²³",
        "①②",
        "١٢٣",
        "\r\n",
        "\U0010ffff",
        "％＿",
    ]
    long = [one * 1_000_000 for one in "a张1 -ﷺ〇\x00"]
    many = [" ".join(word * 500) for word in ("张", "a", "1")]
    assert [query[:9] for query in [*said, *long, *many] if len(subjects(query)) > 20] == []


@pytest.mark.usefixtures("indexed")
def test_marks_of_a_pattern_stand_for_nothing() -> None:
    assert [subjects(query) for query in ("%", "_", "%%", "___", "%明")] == [[], [], [], [], []]


@pytest.mark.usefixtures("indexed")
def test_a_query_costs_a_bounded_number_of_statements_without_patterns() -> None:
    one = ("1501", "zwm", "13812345678", "3-2-1501", "张伟明")
    for query, most in [*((query, 1) for query in one), ("张伟明 1501", 3), ("a b c d e f g", 4)]:
        with listening() as statements:
            find(HERE, query)
        assert 1 <= len(statements) <= most, query
        assert not any("LIKE" in statement.upper() for statement in statements)


def test_reindexing_replaces_what_a_subject_answered_to() -> None:
    with transaction():
        reindex("person", 1, HERE, HOME, name_terms("张伟明"))
    with transaction():
        reindex("person", 1, HERE, HOME, name_terms("李静"))
    assert subjects("zwm") == []
    assert subjects("lj") == [("person", 1)]


def test_a_dropped_subject_is_not_found() -> None:
    with transaction():
        reindex("person", 1, HERE, HOME, name_terms("张伟明"))
    with transaction():
        drop("person", 1)
    assert subjects("zwm") == []


def test_terms_given_twice_or_too_long_are_no_error() -> None:
    with transaction():
        terms = [*name_terms("张伟明" * 30), *name_terms("x" * 500), Term("name", "y" * 500)]
        reindex("person", 1, HERE, HOME, terms * 2)
    assert subjects("x" * 70) == [("person", 1)]


def test_many_subjects_are_indexed_at_once_and_again() -> None:
    def everybody(name: Callable[[int], str]) -> list[Entry]:
        return [Entry("person", n, HERE, None, name_terms(name(n))) for n in range(1, 1201)]

    first = everybody(lambda n: f"王{'一二三四五六七八九十'[n % 10]}")
    with transaction():
        assert bulk_index(first) == sum(len(entry.terms) for entry in first)
    with transaction():
        bulk_index(everybody(lambda n: "赵六"), replacing=True)
    rows = db.session.scalar(select(func.count()).select_from(SearchTerm))
    assert rows == 1200 * len(name_terms("赵六"))


def test_a_household_stays_small_in_the_index() -> None:
    assert len(home("3", "2", "1501")) == 3
    assert len(person("张伟明", "13812345678")) <= 12
    assert len(name_terms("阿卜杜拉·买买提江·阿不都热依木")) <= 45
    assert len(name_terms("曾重乐")) <= 45


@pytest.mark.usefixtures("indexed")
def test_hits_are_presented_in_order_with_one_question_to_each_domain(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[tuple[str, list[int]]] = []

    def presenter(name: str) -> presenting.Presenter:
        def present(_community_id: int, ids: Sequence[int]) -> dict[int, Hit]:
            asked.append((name, list(ids)))
            return {each: Hit(f"{name} {each}", "", "") for each in ids if each != NEIGHBOUR}

        return present

    monkeypatch.setattr(presenting, "_presenters", {})
    search.register_presenter("home", presenter("home"))
    search.register_presenter("person", presenter("person"))
    hits = search.present(HERE, find(HERE, "1501"))
    assert [hit.title for hit in hits] == [f"home {HOME}", "person 2"]
    hits = search.present(HERE, find(HERE, "3-2"))
    assert [hit.title for hit in hits] == [f"home {HOME}"]
    assert asked == [("home", [HOME]), ("person", [2]), ("home", [HOME, NEIGHBOUR])]
