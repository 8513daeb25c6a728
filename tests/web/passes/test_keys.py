"""Withdrawing a key that may have become known."""

from typing import Any

from propertydesk.accounts.rules import Role
from propertydesk.passes.models import PassKey
from propertydesk.passes.queries import door
from propertydesk.passes.rules import PassKind
from propertydesk.platform.activity import Activity
from propertydesk.platform.db import db
from tests.factories.passes import GateFactory, invitation_of


def code_of(community: Any) -> Any:
    return door.live_code(PassKind.VISITOR, invitation_of(community).id)


def sealed(app: Any, code: Any) -> str:
    with app.test_request_context():
        return door.sealed_code(code)


def test_a_withdrawn_key_opens_nothing_and_open_passes_are_sealed_anew(app, sign_in, community):
    GateFactory(community_id=community.id)
    code = code_of(community)
    old, shown, key_id = sealed(app, code), code.shown, code.key_id
    browser = sign_in(Role.MANAGER)
    assert "Keys of codes" in browser.get("/gates").text
    page = browser.get("/gates/keys").text
    assert "In use" in page
    withdrawal = f"/gates/keys/{key_id}/withdrawal"
    assert browser.post_form(withdrawal, {"reason": ""}).status_code == 422
    told = browser.post_form(withdrawal, {"reason": "旧服务器被带走"}, follow_redirects=True).text
    assert "1 open pass is printed anew" in told
    assert "Withdrawn" in told
    assert browser.get(f"/g/{old}").status_code == 404
    with app.test_request_context():
        again = door.find(shown)
        assert again is not None
        assert again.key_id != key_id
        fresh = door.sealed_code(again)
    assert browser.get(f"/g/{fresh}").status_code == 200
    (written,) = db.session.query(Activity).filter_by(action="pass_key.revoke")
    assert written.reason == "旧服务器被带走"
    assert browser.post_form(withdrawal, {"reason": "again"}).status_code in (409, 422)
    assert db.session.query(PassKey).filter_by(retired_at=None).count() == 1


def test_the_password_is_asked_before_a_key_is_withdrawn(sign_in, community):
    key_id = code_of(community).key_id
    browser = sign_in(Role.ADMINISTRATOR, confirmed=False)
    answer = browser.post_form(f"/gates/keys/{key_id}/withdrawal", {"reason": "x"})
    assert answer.status_code != 404
    assert db.session.get(PassKey, key_id).revoked_at is None


def test_guards_and_clerks_do_not_see_the_keys(sign_in, community):
    for role in (Role.GUARD, Role.CLERK, Role.SERVICE_LEAD):
        assert sign_in(role).get("/gates/keys").status_code == 403


def test_before_the_first_pass_there_is_no_key(sign_in, community):
    assert "No key yet" in sign_in(Role.MANAGER).get("/gates/keys").text
