"""What every test stands on: one application, a fresh database each time, staff to sign in as."""

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import sqlalchemy
from flask import Flask
from flask.testing import FlaskClient

from propertydesk import config, create_app
from propertydesk.accounts.rules import Role
from propertydesk.platform import idempotency, schema
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db
from propertydesk.wiring import ROLES
from tests.factories import begin_numbering_anew
from tests.factories.accounts import StaffFactory, StaffRoleFactory, signed_in_cookie
from tests.factories.estate import CommunityFactory

NOW = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai, a Saturday
POSTGRES = os.environ.get("DESK_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--engine", choices=("sqlite", "postgresql"), default="sqlite")


@pytest.fixture
def told(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Say in the run's summary how much a test tried: "nothing found" is worth what was looked at."""
    return lambda words: record_property("told", words)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for each in terminalreporter.getreports("passed") + terminalreporter.getreports("failed"):
        for name, words in each.user_properties:
            if name == "told" and each.when == "call":
                terminalreporter.write_line(f"{each.nodeid.rsplit('::', 1)[-1]}: {words}")


class DeskClient(FlaskClient):
    """A browser without scripts that sends forms as pages do."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        """Send a request with a context of its own, as a server would.

        The test's own context would lend its `g` to every request; and its session would go on
        looking at the database as it was.
        """
        db.session.rollback()
        db.session.expire_all()
        with self.application.app_context():
            answer = super().open(*args, **kwargs)
        answer.request.environ["wsgi.input"].close()  # a large form waits in a file of the client
        return answer

    def post_form(self, url: str, data: dict[str, Any] | None = None, **kwargs: Any) -> Any:
        """Send a form with a form id of its own."""
        filled = {idempotency.FIELD: idempotency.new_id(), **(data or {})}
        return self.post(url, data=filled, **kwargs)


@pytest.fixture(scope="session")
def engine(request: pytest.FixtureRequest) -> str:
    """The engine of this run: sqlite or postgresql."""
    return str(request.config.getoption("--engine"))


@pytest.fixture(scope="session")
def built(engine: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, Path]]:
    """The application over a migrated, empty database."""
    folder = tmp_path_factory.mktemp("desk")
    with _database(engine, folder) as url:
        desk = config.Desk(
            instance=folder,
            database_url=url,
            secret=b"test " * 8,
            mode="test",
            base_url="",
            proxies=0,
            test_clock=folder / "clock",
        )
        app = create_app(desk)
        app.test_client_class = DeskClient
        app.config.update(TESTING=True, WTF_CSRF_ENABLED=False, SERVER_NAME="localhost")
        with app.app_context():
            schema.bring_up_to_date()
            db.engine.dispose()
        empty = folder / "empty.db"
        if engine == "sqlite":
            shutil.copy(folder / "propertydesk.db", empty)
        yield app, empty


@pytest.fixture
def app(built: tuple[Flask, Path], engine: str) -> Iterator[Flask]:
    """The application with an empty database and the clock at NOW; its context stays open."""
    app, empty = built
    folder = Path(app.instance_path)
    declared = dict(app.extensions)  # jobs and kinds of task, which some tests replace
    with app.app_context():
        _empty(engine, folder, empty)
        begin_numbering_anew()
        (folder / "clock").write_text(NOW.isoformat(), "utf-8")
        yield app
        app.extensions.update(declared)
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def set_clock(app: Flask) -> Callable[[datetime], None]:
    """Move the application's clock."""
    return lambda instant: (
        (Path(app.instance_path) / "clock").write_text(instant.isoformat(), "utf-8") and None
    )


@pytest.fixture
def community(app: Flask) -> Any:
    """A community."""
    return CommunityFactory()


@pytest.fixture
def actor(community: Any) -> Actor:
    """A clerk of the community who may do everything."""
    return make_actor(community)


@pytest.fixture
def client(app: Flask) -> DeskClient:
    """A browser nobody has signed in with."""
    browser: Any = app.test_client()
    return browser


@pytest.fixture
def sign_in(client: DeskClient, community: Any) -> Callable[..., DeskClient]:
    """Sign in as somebody of a role: `sign_in(Role.CLERK)`; gives the browser.

    Unless `confirmed`, sensitive acts ask for the password first.
    """

    def enter(
        role: Role = Role.ADMINISTRATOR,
        place: Any = None,
        language: str = "en",
        *,
        confirmed: bool = True,
        staff: Any = None,
    ) -> DeskClient:
        staff = staff or StaffFactory()
        place = place or community
        StaffRoleFactory(staff_id=staff.id, community_id=place.id, role=role)
        cookie = signed_in_cookie(staff.id, confirmed=confirmed)
        with client.session_transaction() as session:
            session.update(cookie | {"community_id": place.id, "language": language})
        return client

    return enter


def make_actor(
    community: Any, *, permissions: frozenset[str] | None = None, staff: Any = None
) -> Actor:
    """Somebody acting in a community, by default with every permission there is."""
    staff = staff or StaffFactory()
    return Actor(
        kind="staff",
        id=staff.id,
        name=staff.name,
        community_id=community.id,
        staff_no=staff.staff_no,
        permissions=frozenset().union(*ROLES.values()) if permissions is None else permissions,
    )


class _database:  # noqa: N801  # reads as the context it is
    """A database for one worker of this run, dropped at its end."""

    def __init__(self, engine: str, folder: Path) -> None:
        worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
        self.name = f"propertydesk_test_{worker}_{os.getpid()}" if engine == "postgresql" else ""
        self.folder = folder

    def __enter__(self) -> str:
        if not self.name:
            return f"sqlite:///{self.folder / 'propertydesk.db'}"
        self._execute(f"CREATE DATABASE {self.name}")
        self._execute(f"ALTER DATABASE {self.name} SET synchronous_commit = off")
        return f"postgresql+psycopg://{urlsplit(POSTGRES).netloc}/{self.name}"

    def __exit__(self, *_error: object) -> None:
        if self.name:
            self._execute(f"DROP DATABASE {self.name} WITH (FORCE)")

    def _execute(self, statement: str) -> None:
        url = f"postgresql+psycopg://{urlsplit(POSTGRES).netloc}/postgres"
        server = sqlalchemy.create_engine(url, isolation_level="AUTOCOMMIT")
        with server.connect() as connection:
            connection.exec_driver_sql(statement)
        server.dispose()


def _empty(engine: str, folder: Path, empty: Path) -> None:
    """Bring the database back to its first state: a file copy, or rows deleted past the guards.

    TRUNCATE would touch the files of thirty tables each time; deleting a few rows is far quicker.
    """
    shutil.rmtree(folder / "uploads", ignore_errors=True)
    (folder / "seal-heads.log").unlink(missing_ok=True)
    if engine == "sqlite":
        for ending in ("", "-wal", "-shm"):
            (folder / f"propertydesk.db{ending}").unlink(missing_ok=True)
        shutil.copy(empty, folder / "propertydesk.db")
        return
    statements = ["SET LOCAL session_replication_role = replica"]
    statements += [f"DELETE FROM {table.name}" for table in db.metadata.sorted_tables]
    with db.engine.begin() as connection:
        connection.exec_driver_sql("; ".join(statements))
