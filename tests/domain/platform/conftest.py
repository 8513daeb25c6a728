"""The sample listing, filled."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from propertydesk.platform.access import Actor
from propertydesk.platform.db import db
from propertydesk.platform.listing import Listing
from tests.domain.platform.samples import filled
from tests.domain.platform.tampering import LATER, seal, write, write_one


@pytest.fixture
def listing(app: Flask, community: Any, actor: Actor) -> Iterator[Listing]:
    """The sample listing over rows of two communities, in a request from an English reader."""
    english = {"Accept-Language": "en"}
    with filled(app, community) as found, app.test_request_context("/samples", headers=english):
        yield found


@pytest.fixture
def sealed(app: Flask, community: Any, set_clock: Any) -> Any:
    """Sixty sealed activities of every shape, and past the guards."""
    set_clock(LATER)
    write(community, 58)
    write_one(community)
    write_one(community)
    assert seal(app).count == 60
    if db.engine.dialect.name == "sqlite":
        with db.engine.begin() as connection:
            for table in ("activities", "activity_seals"):
                for verb in ("update", "delete"):
                    connection.exec_driver_sql(f"DROP TRIGGER {table}_no_{verb}")
    return community
