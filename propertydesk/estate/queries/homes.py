"""Homes: by code, by whatever people call them, to choose from."""

from collections.abc import Collection

from sqlalchemy import select

from propertydesk.estate.models import Home
from propertydesk.estate.rules.spelling import normalise_home_query
from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.words import N_
from propertydesk.platform.db import db
from propertydesk.platform.search import Kind, SearchTerm


def home_by_code(community_id: int, code: str) -> Home | None:
    """The home of a code such as 3-2-1501."""
    return db.session.scalar(select(Home).filter_by(community_id=community_id, code=code))


def homes_by_ids(home_ids: Collection[int]) -> dict[int, Home]:
    """Several homes at once."""
    rows = db.session.scalars(select(Home).where(Home.id.in_(home_ids)))
    return {home.id: home for home in rows}


def home_labels(home_ids: Collection[int]) -> dict[int, str]:
    """How several homes are called, in the reader's language."""
    return {home_id: home.label for home_id, home in homes_by_ids(home_ids).items()}


def home_choices(community_id: int, building_id: int | None = None) -> list[tuple[int, str]]:
    """Live homes to choose from in the order of their doors; of one building if given."""
    query = select(Home).filter_by(community_id=community_id, ended_on=None)
    if building_id is not None:
        query = query.filter_by(building_id=building_id)
    return [(home.id, home.label) for home in db.session.scalars(query.order_by(Home.sort_code))]


def homes_spelled(community_id: int, text: str, limit: int = 5) -> list[Home]:
    """The live homes that somebody means by `text`: 3-2-1501, 3栋2单元1501, 3#1501 or 1501."""
    spelling = normalise_home_query(text)
    if spelling is None:
        return []
    named = select(SearchTerm.subject_id).filter_by(
        community_id=community_id, kind=Kind.SPELLING, term=spelling, subject_type="home"
    )
    query = select(Home).where(Home.id.in_(named), Home.ended_on.is_(None))
    return list(db.session.scalars(query.order_by(Home.sort_code).limit(limit)))


def home_named(community_id: int, text: str) -> Home:
    """The one live home that `text` means. Raises Invalid on `home` when it is none or several."""
    found = homes_spelled(community_id, text)
    if len(found) == 1:
        return found[0]
    exact = [home for home in found if home.code == text]
    if exact:
        return exact[0]
    if not found:
        raise Invalid(
            N_("No home is called so. Write it as building-entrance-room, such as 3-2-1501."),
            field="home",
        )
    raise Invalid(
        N_("Several homes are called so: %(codes)s."),
        field="home",
        codes=", ".join(home.code for home in found),
    )
