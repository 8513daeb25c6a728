"""A form sent after the session has ended leads to the entrance, not to a dead end."""

from collections.abc import Iterator

import pytest
from flask import Flask


@pytest.fixture
def checked(app: Flask) -> Iterator[Flask]:
    app.config["WTF_CSRF_ENABLED"] = True
    yield app
    app.config["WTF_CSRF_ENABLED"] = False


def test_a_form_of_the_desk_leads_to_the_entrance_and_back(checked: Flask) -> None:
    answer = checked.test_client().post(
        "/repairs/new", headers={"Referer": "http://localhost/repairs/new?home=1"}
    )
    assert answer.status_code == 303
    assert answer.location.startswith("/sign-in?next=/repairs/new")


def test_a_public_form_is_refused_in_place(checked: Flask) -> None:
    assert checked.test_client().post("/sign-in").status_code == 400
