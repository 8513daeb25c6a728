"""What watchers over the installation see."""

from pathlib import Path

import pytest
from sqlalchemy import text

from propertydesk.platform import health, schema
from propertydesk.platform.db import db
from propertydesk.platform.transaction import transaction

pytestmark = pytest.mark.web


@pytest.fixture
def elsewhere(app):
    """A database that stands at another migration."""
    move_to("0000")
    yield
    move_to(schema.head())


def move_to(revision: str) -> None:
    db.session.rollback()
    with transaction():
        db.session.execute(text("UPDATE alembic_version SET version_num = :to"), {"to": revision})


def test_it_says_that_it_lives(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json) == (200, {"status": "ok"})


def test_it_is_ready_when_the_database_can_be_written(client):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json) == (200, {"status": "ok"})


def test_asking_writes_nothing(client):
    before = db.session.execute(text("SELECT version_num FROM alembic_version")).all()
    client.get("/readyz")
    assert db.session.execute(text("SELECT version_num FROM alembic_version")).all() == before


def test_it_is_not_ready_before_its_migration(client, elsewhere):
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "migration" in answer.json["reason"]
    assert client.get("/healthz").status_code == 200


def test_it_is_not_ready_on_a_full_disk(client, monkeypatch):
    monkeypatch.setattr(health, "LEAST_FREE_BYTES", 1 << 60)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")


def test_it_is_not_ready_when_the_database_cannot_be_written(app, client, engine):
    if engine != "sqlite":
        pytest.skip("a file that cannot be written is SQLite's trouble")
    db.session.remove()
    db.engine.dispose()
    path = Path(db.engine.url.database)
    path.write_bytes(b"no database at all" * 100)
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json["reason"] == "the database cannot be written"


def test_beside_a_pdf_the_browser_finds_the_mark_of_the_tab(client):
    answer = client.get("/favicon.ico", follow_redirects=True)
    assert answer.mimetype == "image/svg+xml"
    answer.close()
