"""One crawl through all pages, shared by the tests that look at it."""

from collections.abc import Iterator

import pytest
from flask import Flask

from propertydesk.platform.db import db
from tests.conftest import NOW, _empty
from tests.house.crawl import Visit, visits
from tests.house.world import World


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/house/" in item.path.as_posix():
            item.add_marker("house")


@pytest.fixture(scope="module")
def inhabited(built, engine: str) -> Iterator[tuple[Flask, World]]:
    """The application with a small community in it; no context stays open between requests."""
    app, empty = built
    folder = empty.parent
    with app.app_context():
        _empty(engine, folder, empty)
        (folder / "clock").write_text(NOW.isoformat(), "utf-8")
        world = World()
        world.grow(2)
        db.session.remove()
    yield app, world
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session")
def crawled() -> list[Visit]:
    """What the first crawl of this process brought home."""
    return []


@pytest.fixture(scope="module")
def visited(inhabited: tuple[Flask, World], crawled: list[Visit]) -> list[Visit]:
    """Every page once, in both languages, whole and as a fragment."""
    if not crawled:
        crawled.extend(visits(*inhabited))
    return crawled
