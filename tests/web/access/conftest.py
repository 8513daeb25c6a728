"""Communities to be crawled."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from propertydesk.platform.db import db
from tests.conftest import NOW, _empty
from tests.house.world import World
from tests.web.access.two_places import TwoPlaces, ids_by_table, ids_of_their_own


@pytest.fixture(scope="module")
def places(built: tuple[Flask, Path], engine: str) -> Iterator[TwoPlaces]:
    """Two communities side by side; no context stays open between requests."""
    app, empty = built
    folder = empty.parent
    with app.app_context():
        _empty(engine, folder, empty)
        (folder / "clock").write_text(NOW.isoformat(), "utf-8")
        mine = World()
        mine.grow(2)
        with ids_of_their_own():
            theirs = World()
            theirs.grow(2)
        mine.read_again()  # the other one's making let go of it
        foreign = ids_by_table(theirs.community.id)
        db.session.remove()
        db.engine.dispose()
    snapshot = None
    if engine == "sqlite":
        snapshot = folder / "snapshot.db"
        shutil.copy(folder / "propertydesk.db", snapshot)
    yield TwoPlaces(app, mine, theirs, snapshot, foreign)
    with app.app_context():
        db.engine.dispose()
