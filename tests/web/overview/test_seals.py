"""The page of the seals: managers see the head, have it checked, and print it for the safe."""

from datetime import timedelta

import pytest

from propertydesk.accounts.rules import Role
from propertydesk.platform import seals, tasks
from propertydesk.platform.db import db
from tests.conftest import NOW
from tests.domain.platform.tampering import first_id, seal, write

pytestmark = pytest.mark.web
LATER = NOW + timedelta(minutes=30)


@pytest.fixture
def some_sealed(app, community, set_clock):
    set_clock(LATER)
    write(community, 12)
    seal(app)


def page_of(client) -> str:
    return client.get("/seals").get_data(as_text=True)


def check(app, client):
    answer = client.post_form("/seals/checks")
    assert answer.status_code == 303
    while tasks.run_next(app):
        pass
    return client.get(answer.headers["Location"]).get_data(as_text=True)


def test_the_head_is_shown_in_groups_and_in_whole(some_sealed, sign_in):
    client = sign_in(Role.MANAGER)
    head = str(seals.head())
    found = page_of(client)
    assert head in found
    assert f'<span aria-hidden="true">{head.split(":")[1][:4]}</span>' in found


def test_before_the_first_sealing_the_page_says_so(sign_in):
    assert "Nothing is sealed yet" in page_of(sign_in(Role.MANAGER))


def test_what_waits_is_counted(some_sealed, community, sign_in):
    write(community, 3)
    assert "oldest of" in page_of(sign_in(Role.MANAGER))


@pytest.mark.parametrize("role", [Role.CLERK, Role.GUARD, Role.TECHNICIAN])
def test_others_do_not_see_it(sign_in, role):
    client = sign_in(role)
    assert client.get("/seals").status_code == 403
    assert client.post_form("/seals/checks").status_code == 403


def test_a_check_of_a_clean_chain_finds_nothing(app, some_sealed, sign_in):
    assert "Entries checked: 12" in check(app, sign_in(Role.MANAGER))


def test_a_check_names_what_was_changed(app, some_sealed, sign_in):
    client = sign_in(Role.MANAGER)
    changed = first_id() + 4
    db.session.rollback()
    with db.engine.begin() as connection:
        if db.engine.dialect.name == "sqlite":
            connection.exec_driver_sql("DROP TRIGGER activities_no_update")
        else:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        connection.exec_driver_sql(f"UPDATE activities SET note = 'x' WHERE id = {changed}")
    assert "Faults found: 1" in check(app, client)
    assert f"activity {changed} (seal 5)" in page_of(client)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_head_is_printed(some_sealed, sign_in, language):
    client = sign_in(Role.MANAGER, language=language)
    answer = client.get("/seals/12.pdf")
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF")


def test_a_seal_that_is_not_there_has_no_sheet(some_sealed, sign_in):
    client = sign_in(Role.MANAGER)
    assert client.get("/seals/13.pdf").status_code == 404
    assert client.get("/seals/99999999999999.pdf").status_code == 404


def test_a_lost_file_of_heads_is_told(app, some_sealed, sign_in):
    seals.heads.path().unlink()
    assert "seal-heads.log" in page_of(sign_in(Role.MANAGER))
