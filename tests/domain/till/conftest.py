"""Every test of the till ends with books that are true."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from propertydesk.accounts.rules import Role
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db
from propertydesk.platform.verify import findings
from propertydesk.till.queries.invariants import INVARIANTS
from tests.factories.till import somebody


@pytest.fixture(autouse=True)
def books_stay_true(app: Flask) -> Iterator[None]:
    """Whatever a test does, every invariant of the till holds at its end."""
    yield
    db.session.rollback()
    broken = [each for each in findings(db.engine, INVARIANTS) if not each.is_kept]
    assert not broken


@pytest.fixture
def cashier(community: Any) -> Actor:
    return somebody(community, Role.CASHIER)


@pytest.fixture
def finance(community: Any) -> Actor:
    return somebody(community, Role.FINANCE)
