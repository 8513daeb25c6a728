"""The one door for codes: told apart, used once, resent without effect, keys changed."""

from datetime import timedelta
from typing import Any

import pytest

from propertydesk.kernel.errors import Invalid, NotAllowed
from propertydesk.passes.models import PassUse
from propertydesk.passes.queries import door, keys
from propertydesk.passes.queries.invariants import INVARIANTS
from propertydesk.passes.rules import Answer, Ended, Permission
from propertydesk.passes.services import codes, uses
from propertydesk.passes.services.uses import Scan
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db
from propertydesk.platform.transaction import in_transaction
from propertydesk.platform.verify import findings
from tests.conftest import NOW, make_actor
from tests.factories.estate import CommunityFactory
from tests.factories.passes import GateFactory, code_of

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _no_kind_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """The mechanism alone: no kind of pass has told the gate anything about itself."""
    monkeypatch.setattr(door, "_types", {})


@pytest.fixture
def guard(community: Any) -> Actor:
    return make_actor(community, permissions=frozenset({Permission.GUARD}))


@pytest.fixture
def gate(community: Any) -> Any:
    return GateFactory(community_id=community.id)


def use(code: Any, gate: Any, guard: Actor, nonce: str = "n1", **given: Any) -> PassUse:
    now = given.pop("now", NOW)
    return in_transaction(lambda: uses.use(code, Scan(gate, nonce), actor=guard, now=now, **given))


def end(code: Any, why: Ended) -> None:
    in_transaction(lambda: codes.end_code(code, why, NOW))


def test_a_scanned_address_a_sealed_and_a_typed_code_lead_to_the_same_pass(app, community):
    code = code_of(community)
    sealed = door.sealed_code(code)
    for text in (f"https://desk.example/g/{sealed}", sealed, code.typed, code.shown.lower()):
        assert door.look_up(text, community.id, NOW).code == code


def test_the_answers_are_told_apart(community, gate, guard):
    def answer(code: Any, now: Any = NOW, place: Any = community) -> Answer:
        return door.look_up(code.typed, place.id, now).answer

    code = code_of(community)
    assert answer(code) is Answer.GOOD
    assert answer(code, NOW - 2 * HOUR) is Answer.NOT_YET
    assert answer(code, NOW + HOUR) is Answer.EXPIRED
    assert answer(code, place=CommunityFactory()) is Answer.ELSEWHERE
    assert door.look_up("nonsense", community.id, NOW).answer is Answer.UNKNOWN
    for subject, why, expected in (
        (2, Ended.VOID, Answer.VOID),
        (3, Ended.REPLACED, Answer.REPLACED),
    ):
        other = code_of(community, subject)
        end(other, why)
        assert answer(other) is expected
    use(code, gate, guard)
    found = door.look_up(code.typed, community.id, NOW)
    assert found.answer is Answer.USED
    assert found.first_use is not None
    assert (found.first_use.at, found.first_use.gate) == (NOW, gate)


def test_a_code_lets_through_once_and_a_resend_is_the_same_use(community, gate, guard):
    code, done = code_of(community), []
    first = use(code, gate, guard, then=done.append)
    again = use(code, gate, guard, then=done.append, now=NOW + HOUR)
    second = use(code, gate, guard, "n2", then=done.append)
    assert first == again
    assert (first.use_no, second.use_no, second.answer) == (1, None, "used")
    assert done == [first]


def test_an_old_version_does_not_go_out_after_the_new_one(community, gate, guard):
    old = code_of(community)
    end(old, Ended.REPLACED)
    new = code_of(community, version=2)
    assert use(old, gate, guard).answer == "replaced"
    assert use(new, gate, guard, "n2").use_no == 1
    assert use(old, gate, guard, "n3").answer == "used"


def test_a_call_to_the_office_overrules_the_window_alone(community, gate, guard):
    late = code_of(community)
    forced = use(late, gate, guard, forced_reason="值班经理电话同意", now=NOW + 2 * HOUR)
    assert (forced.forced, forced.use_no, forced.answer) == (True, 1, "expired")
    gone = code_of(community, 2)
    end(gone, Ended.VOID)
    assert use(gone, gate, guard, "n2", forced_reason="电话").use_no is None


def test_a_refusal_is_written_once_with_its_reason(community, gate, guard):
    code = code_of(community)

    def refuse(nonce: str, reason: str = "多一台电视") -> PassUse:
        return in_transaction(
            lambda: uses.refuse(code, Scan(gate, nonce), reason=reason, actor=guard, now=NOW)
        )

    assert refuse("n1") == refuse("n1")
    assert refuse("n1").answer == "refused"
    with pytest.raises(Invalid):
        refuse("n2", reason="")
    assert use(code, gate, guard, "n3").use_no == 1


def test_only_guards_at_gates_of_the_community_use_codes(community, gate, guard):
    code = code_of(community)
    elsewhere = GateFactory(community_id=CommunityFactory().id)
    with pytest.raises(NotAllowed):
        use(code, elsewhere, guard)
    with pytest.raises(NotAllowed):
        use(code, gate, make_actor(community, permissions=frozenset()))


def test_what_is_not_good_is_written_when_it_is_scanned(community, gate, guard):
    def scan(text: str, nonce: str) -> Any:
        return in_transaction(
            lambda: uses.note_scan(text, community.id, Scan(gate, nonce), actor=guard, now=NOW)
        )

    good, nothing = scan(code_of(community).typed, "n1")
    assert good.is_good
    assert nothing is None
    elsewhere = code_of(CommunityFactory(), 9)
    for text, nonce in (("2222-2222", "n2"), (elsewhere.typed, "n3"), ("2222-2222", "n2")):
        _found, use = scan(text, nonce)
        assert (use.code_id, use.use_no) == (None, None)
    assert db.session.query(PassUse).count() == 2


def test_keys_change_and_old_codes_stay_good(community, guard):
    old = code_of(community)
    sealed = door.sealed_code(old)
    later = NOW + timedelta(days=90)

    def change() -> int:
        return codes.change_key_if_due(community.id, actor=guard, now=later)

    assert in_transaction(change) == 1
    assert in_transaction(change) == 0
    new = code_of(community, 2, now=later, valid_from=later, valid_to=later + HOUR)
    assert new.key_id != old.key_id
    assert door.find(sealed) == old


def test_a_withdrawn_key_opens_nothing_but_short_codes_go_on(community, guard):
    code = code_of(community)
    leaked = door.sealed_code(code)
    key = keys.key_in_use(community.id)
    in_transaction(lambda: codes.revoke_key(key, reason="手机遗失", actor=guard, now=NOW))
    assert door.find(leaked) is None
    db.session.expire_all()
    assert door.find(door.sealed_code(code)) == code
    assert door.find(code.typed) == code


def test_invariants_hold_and_see_what_is_planted(community, gate, guard):
    code = code_of(community)
    use(code, gate, guard)
    broken = [each for each in findings(db.engine, INVARIANTS) if not each.is_kept]
    assert not broken
    end(code, Ended.VOID)
    statement = "UPDATE pass_codes SET ended_at = :at, valid_to = :to, uses = 1"
    in_transaction(
        lambda: db.session.execute(
            db.text(statement), {"at": "2026-11-20 00:00:00", "to": "2026-11-21 00:30:00"}
        )
    )
    seen = {each.key for each in findings(db.engine, INVARIANTS) if each.count}
    assert seen == {"pass.window", "pass.ended"}
