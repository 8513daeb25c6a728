"""Homes in the search index: by every spelling of their door."""

from collections.abc import Iterable, Iterator

from sqlalchemy import select

from propertydesk.estate.models import Home
from propertydesk.estate.rules.spelling import home_spellings
from propertydesk.platform import search
from propertydesk.platform.db import db


def index_homes(homes: Iterable[Home]) -> None:
    """Let these homes be found by their present numbers."""
    db.session.flush()
    search.bulk_index((_entry(home) for home in homes), replacing=True)


def reindex_homes(community_id: int) -> int:
    """Build the index of a community's homes anew; gives how many rows were handed in."""
    return search.bulk_index(_entries(community_id), replacing=True)


def _entries(community_id: int) -> Iterator[search.Entry]:
    rows = select(Home).filter_by(community_id=community_id).execution_options(yield_per=1000)
    for home in db.session.scalars(rows):
        yield _entry(home)


def _entry(home: Home) -> search.Entry:
    spellings = home_spellings(home.building_no, home.entrance_no, home.room_no)
    terms = search.spelling_terms(spellings)
    return search.Entry("home", home.id, home.community_id, home.id, terms)
