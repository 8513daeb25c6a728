"""The first start: one schema, a link for the first administrator, and no way from demo to production."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from propertydesk import create_app
from propertydesk.accounts.models import AccountLink
from propertydesk.cli.installation import set_up_link
from propertydesk.platform import marks
from propertydesk.platform.db import db
from propertydesk.platform.transaction import in_transaction
from tests.conftest import NOW
from tests.factories.accounts import StaffFactory

pytestmark = pytest.mark.domain
ROOT = Path(__file__).resolve().parents[2]


def test_init_prints_a_link_while_nobody_can_sign_in(app):
    told = app.test_cli_runner().invoke(args=["init"]).output
    assert "/set-up/" in told
    StaffFactory()
    assert "/set-up/" not in app.test_cli_runner().invoke(args=["init"]).output


def test_each_start_makes_a_new_link_and_the_one_before_is_void(app):
    first, second = set_up_link(), set_up_link()
    assert first != second
    db.session.rollback()
    open_ones = select(AccountLink).where(AccountLink.expires_at > NOW)
    assert len(db.session.scalars(open_ones).all()) == 1


def test_the_demo_prints_none(app):
    desk = app.config["DESK"]
    app.config["DESK"] = replace(desk, mode="demo")
    try:
        assert set_up_link() == ""
    finally:
        app.config["DESK"] = desk


def test_a_database_filled_by_the_demo_never_serves_production(app):
    in_transaction(lambda: marks.put(marks.DEMO, NOW))
    desk = replace(app.config["DESK"], mode="production", base_url="https://desk.example.cn")
    with pytest.raises(ValueError, match="filled by the demo"):
        create_app(desk)
    assert create_app(replace(desk, mode="demo"))


def test_any_other_database_does(app):
    desk = replace(app.config["DESK"], mode="production", base_url="https://desk.example.cn")
    assert create_app(desk)


@pytest.mark.slow
def test_two_starts_at_once_make_one_schema(tmp_path, engine):
    if engine != "sqlite":
        pytest.skip("an empty folder is what SQLite begins with")
    rounds = 3
    for round_no in range(rounds):
        folder = tmp_path / str(round_no)
        kept = {name: value for name, value in os.environ.items() if not name.startswith("DESK_")}
        kept.pop("DATABASE_URL", None)
        started = [
            subprocess.Popen(
                [sys.executable, "-m", "flask", "--app", "run", "init"],
                cwd=ROOT,
                env={**kept, "DESK_INSTANCE": str(folder)},
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            for _ in range(2)
        ]
        answers = [each.communicate() for each in started]
        assert [each.returncode for each in started] == [0, 0], answers
