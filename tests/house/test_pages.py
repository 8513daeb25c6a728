"""Every page, visited: it answers, writes nothing, and can be read by everybody."""

import re

import pytest

from tests.house.crawl import without_example, writing
from tests.house.source import report

pytestmark = pytest.mark.xdist_group("crawl")

# Parts of a page for scripts alone; the page they belong to works without them.
FRAGMENTS = {
    "/search/suggest",
    "/repairs/new/advice",
    "/repairs/new/homes",
    "/repairs/new/household",
}
# It tells whether the database can be written by trying, and takes it back.
ASKS_BY_WRITING = {"/readyz"}
# There is nothing to fetch before the task has been worked off.
NOT_YET = {"/tasks/<int:task_id>/result", "/import/<int:task_id>/result"}
MOBILE = re.compile(rb"(?<![\d.])1\d{10}(?!\d)")


def test_the_crawl_reaches_every_address(inhabited):
    missing = without_example(*inhabited)
    assert not missing, report(missing, "Give the World in tests/house/world.py an example of it.")


def test_every_page_answers(visited):
    faults = [
        f"{each.name}: {each.status} {each.trouble}"
        for each in visited
        if each.status >= 400 and not (each.status == 404 and each.rule in NOT_YET)
    ]
    assert not faults, report(faults, "Open the page and see; a GET with good values must answer.")


def test_no_page_needs_a_sign_in_twice(visited):
    faults = [each.name for each in visited if each.location.startswith("/sign-in?")]
    assert not faults, report(faults, "The page sends somebody who is signed in to the entrance.")


def test_get_never_writes(visited):
    faults = [
        f"{each.name}: {statement.split(chr(10))[0][:90]}"
        for each in visited
        if each.rule not in ASKS_BY_WRITING
        for statement in writing(each.statements)
    ]
    assert not faults, report(
        faults, "Make it a POST, or let a job do it: a GET that writes fights for the write lock."
    )


def test_every_page_can_be_read_by_everybody(visited):
    """One h1, a title, its language, labels, names of links, nothing inline, no id twice."""
    faults = sorted(
        {
            f"{each.path}: {fault}"
            for each in visited
            if each.is_page and each.language == "en"
            for fault in each.page.faults()
        }
    )
    assert not faults, report(faults, "See docs/house-style.md, Templates.")


def test_what_is_not_a_whole_page_is_a_known_fragment(visited):
    """Everybody must be able to open an address, also without scripts."""
    faults = sorted(
        {
            each.rule
            for each in visited
            if each.status == 200 and each.is_html and not each.fragment and not each.is_page
        }
        - FRAGMENTS
    )
    assert not faults, report(faults, "Answer with a page that extends a layout.")


def test_every_page_says_its_language(visited):
    faults = [
        f"{each.name}: {lang!r}"
        for each in visited
        if each.is_page
        for lang in [next((e.get("lang") for e in each.page.all("html")), "")]
        if not lang.lower().startswith(each.language)
    ]
    assert not faults, report(faults, "The layout sets lang from language().")


def test_fragments_are_not_whole_pages_in_disguise(visited):
    """Where a page has live parts, htmx gets these alone; a page without any comes whole."""
    whole = {(each.path, each.language): each.body for each in visited if each.is_page}
    faults = [
        each.name
        for each in visited
        if each.fragment
        and each.status == 200
        and each.kind == "text/html"
        and b"<html" in each.body
        and len(each.body) < 0.5 * len(whole.get((each.path, each.language), b""))
    ]
    assert not faults, report(faults, "Return the fragment file, not a page of its own.")


def test_personal_data_is_masked(visited):
    """Full mobile numbers appear on no page: the number comes by POST, with a purpose."""
    faults = [
        each.name for each in visited if each.kind == "text/html" and MOBILE.search(each.body)
    ]
    assert not faults, report(faults, "Show it with the macro `masked`.")
