"""The gate with a million past passes: scans over HTTP against the floor page, and statement against
statement (G15: forms and pages as G7 to G9).

    python -m bench.passes

Two communities, one with ten times the past of the other; each past pass was let out once. A good
scan is looked up and shown; a used one is written down. What counts is how near the product is to
the floor, and that ten times the past costs no more.
"""

import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any

from flask import Flask
from sqlalchemy import func, insert, select

from bench.measure import exponent, in_turns
from bench.serving import PASSWORD, Browser, pair, product_of, servers, switch, times, token
from propertydesk import wiring
from propertydesk.accounts.models import Staff, StaffRole
from propertydesk.accounts.rules import Role
from propertydesk.accounts.services import HASHER
from propertydesk.estate.models import Building, Community, Home
from propertydesk.passes.models import ExitPass, Gate, PassCode, PassKey, PassUse
from propertydesk.passes.queries import door, exits
from propertydesk.passes.rules import Answer
from propertydesk.passes.rules.codes import ALPHABET, TYPED_LENGTH, check_character
from propertydesk.passes.rules.exit_request import ExitRequest, Item
from propertydesk.passes.services.exits import asking
from propertydesk.platform import schema
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db
from propertydesk.platform.idempotency import new_id
from propertydesk.platform.transaction import transaction

SIZES = (100_000, 1_000_000)
AT_ONCE = 10_000
START = datetime(2024, 1, 1, tzinfo=UTC)
DAY = timedelta(hours=12)
LOOKS = 40


@dataclass(frozen=True)
class Place:
    """A community, a pass that is good now with its codes, and one that went out long ago."""

    community: int
    code_id: int
    typed: str
    address: str
    used: str


def main() -> int:
    """Build the past, look codes up, then ask both servers in turns."""
    with tempfile.TemporaryDirectory() as folder:
        app = product_of(folder)
        with app.app_context():
            places = _build()
            _statements(app, places)
            db.session.remove()
            db.engine.dispose()
        with servers(folder) as (product, floor):
            _http(product, floor, places)
    return 0


def _statements(app: Flask, places: dict[int, Place]) -> None:
    """The door's answer against the bare statements that find the same."""
    found: dict[str, dict[int, float]] = {}
    with app.test_request_context("/"):
        for size, place in places.items():
            for name, text, bare in (
                ("typed code", place.typed, _bare_typed),
                ("sealed code", place.address, _bare_public),
                ("used code", place.used, _bare_typed),
            ):
                label = f"{name}, {size:,} past"
                found.setdefault(name, {})[size] = _look(label, place.community, text, bare)
    for name, took in found.items():
        small, large = (took[size] for size in SIZES)
        _growth(f"{name}, ten times the past", small, large)


def _look(label: str, community: int, text: str, bare: Callable[[str], Any]) -> float:
    def ours() -> None:
        for _each in range(LOOKS):
            db.session.expire_all()
            looked.append(door.look_up(text, community, now).answer)

    def least() -> None:
        for _each in range(LOOKS):
            told.append(bare(key))

    now = datetime.now(UTC)
    looked: list[Answer] = []
    told: list[Any] = []
    code = door.find(text)
    key = "" if code is None else code.public_id if bare is _bare_public else code.typed
    found = in_turns(ours, least, pairs=15)
    went_out = {bool(used) for _row, used in told}
    assert ({each is Answer.USED for each in looked}, len(went_out)) == (went_out, 1)
    print(found.line(label, "the bare statements"))
    return min(found.product) / LOOKS


def _bare_typed(typed: str) -> tuple[Any, int]:
    return _bare(PassCode.typed == typed)


def _bare_public(public_id: str) -> tuple[Any, int]:
    return _bare(PassCode.public_id == public_id)


def _bare(which: Any) -> tuple[Any, int]:
    """The code's row and how often it let through: what no answer can do without."""
    connection = db.session.connection()
    row = connection.execute(select(PassCode.__table__).where(which)).one()
    uses = select(func.max(PassUse.use_no)).filter_by(kind=row.kind, subject_id=row.subject_id)
    return row, connection.execute(uses).scalar() or 0


def _http(product: Browser, floor: Browser, places: dict[int, Place]) -> None:
    found: dict[int, dict[str, float]] = {}
    both = (product, floor)
    for size, place in places.items():
        switch(product, place.community)
        short, told = f"/code/{place.typed}", f"{size:,} past"
        answer = f"/gate/codes/{place.code_id}"
        path = place.address.partition("/g/")[2]
        found[size] = {
            "gate's answer": pair(f"gate's answer, {told}", both, (answer, short), 2.5),
            "address in the QR": pair(
                f"address in the QR, {told}", both, (f"/g/{path}", short), 2.5
            ),
            "list of passes": pair(
                f"list of passes, {told}",
                both,
                ("/exit-passes", f"/list?c={place.community}"),
                3.0,
            ),
            "scan, good": _scan(f"scan, good, {told}", product, floor, place.typed),
            "scan, used up": _scan(f"scan, used up, {told}", product, floor, place.used),
        }
    for name, small in found[SIZES[0]].items():
        _growth(f"{name}, ten times the past", small, found[SIZES[1]][name])


def _scan(name: str, product: Browser, floor: Browser, code: str) -> float:
    """A form that is sent, with what it writes, against the floor's form."""
    form = {"csrf_token": token(product, "/gate"), "code": code}
    least = {"csrf_token": token(floor, f"/code/{code}"), "description": "x"}
    ratios, ours = [], []
    for _round in range(5):
        mine = times(lambda: product.ask("POST", "/gate/scans", {**form, "once": new_id()}))
        base = times(lambda: floor.ask("POST", "/create", least))
        ours += mine
        ratios.append(median(mine) / median(base))
    ratio = median(ratios)
    verdict = "ok" if ratio <= 3 else f"MISSED by {ratio / 3:.1f}x"
    print(f"{name:<34}p50 {median(ours) * 1e3:7.2f} ms  {ratio:6.2f}x the floor  goal 3x {verdict}")
    return median(ours)


def _growth(name: str, small: float, large: float) -> None:
    grow = exponent(small, large, SIZES[1] / SIZES[0])
    verdict = "ok" if grow <= 0.1 else "MISSED"
    print(f"{name:<34}{large / small:6.2f}x  exponent {grow:+.2f}  goal 0.1 {verdict}")


def _build() -> dict[int, Place]:
    schema.bring_up_to_date()
    with transaction():
        staff = Staff(
            login="bench", name="Bench", password_hash=HASHER.hash(PASSWORD), created_at=START
        )
        db.session.add(staff)
        db.session.flush()
        roles = [StaffRole(staff_id=staff.id, role=each) for each in (Role.CLERK, Role.GUARD)]
        db.session.add_all(roles)
    may = wiring.ROLES[Role.CLERK] | wiring.ROLES[Role.GUARD]
    actor = Actor("staff", staff.id, "Bench", 0, permissions=may)
    found = {size: _fill(size, actor) for size in SIZES}
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")
    return found


def _fill(size: int, actor: Actor) -> Place:
    with transaction():
        place = Community(code=f"B{size}", name_zh="基准")
        db.session.add(place)
        db.session.flush()
        building = Building(community_id=place.id, no="1")
        db.session.add(building)
        db.session.flush()
        home = Home(
            community_id=place.id,
            building_id=building.id,
            building_no="1",
            room_no="101",
            code="1-101",
            sort_code="1-101",
        )
        db.session.add_all([home, Gate(community_id=place.id, number=1, name_zh="南门")])
    actor = replace(actor, community_id=place.id)
    with transaction():
        live = asking.ask(place, _wanted(home.id), actor=actor, now=datetime.now(UTC))
    code = exits.code_of(live)
    key = db.session.scalars(select(PassKey).filter_by(community_id=place.id)).one()
    if code is None:
        raise RuntimeError("the pass was not issued")
    gate = db.session.scalars(select(Gate).filter_by(community_id=place.id)).one()
    after = live.id
    for begin in range(0, size, AT_ONCE):
        numbers = range(begin, min(begin + AT_ONCE, size))
        with transaction():
            _past(numbers, after, home.id, key.id, gate)
    return Place(
        place.id,
        code.id,
        code.typed,
        _address(code),
        db.session.scalars(
            select(PassCode.typed).filter_by(kind="exit", subject_id=after + size // 2)
        ).one(),
    )


def _address(code: PassCode) -> str:
    return f"https://desk.example/g/{door.sealed_code(code)}"


def _wanted(home_id: int) -> ExitRequest:
    now = datetime.now(UTC)
    return ExitRequest(
        home_id=home_id,
        applicant_name="买买提",
        applicant_role="agent",
        identity_seen=True,
        basis="written",
        consent_ref="授权书 3 号",
        reason="move",
        valid_from=now - timedelta(minutes=1),
        valid_to=now + DAY,
        items=(Item("双人床", 1, "1.8 米", "张"), Item("纸箱", 12, "", "个")),
    )


def _past(numbers: range, after: int, home: int, key: int, gate: Gate) -> None:
    """Passes that went out at a gate, their codes and uses."""
    community = gate.community_id
    rows = [_row(number, after + 1 + number, community) for number in numbers]
    passes = [
        {
            "id": each["subject_id"], "community_id": community, "number": each["typed"],
            "state": "released", "state_since": each["at"], "asked_at": each["at"],
            "asked_by": "Bench", "home_id": home, "applicant_name": "张伟明",
            "applicant_role": "owner", "reason": "move", "basis": "owner",
            "valid_from": each["at"], "valid_to": each["at"] + DAY,
        }
        for each in rows
    ]  # fmt: skip
    codes = [
        {
            "community_id": community, "public_id": f"{each['subject_id']:032x}",
            "typed": each["typed"], "key_id": key, "kind": "exit",
            "subject_id": each["subject_id"], "version": 1, "valid_from": each["at"],
            "valid_to": each["at"] + DAY, "uses": 1, "digest": "0" * 16, "made_at": each["at"],
            "made_by": "Bench",
        }
        for each in rows
    ]  # fmt: skip
    db.session.execute(insert(ExitPass), passes)
    db.session.execute(insert(PassCode), codes)
    uses = [
        {
            "community_id": community, "nonce": each["typed"], "kind": "exit",
            "subject_id": each["subject_id"], "use_no": 1, "way": "out", "answer": "good",
            "gate_id": gate.id, "at": each["at"], "guard": "Bench",
        }
        for each in rows
    ]  # fmt: skip
    db.session.execute(insert(PassUse), uses)


def _row(number: int, subject: int, community: int) -> dict[str, Any]:
    drawn = _drawn(number * len(SIZES) + (community % len(SIZES)))
    return {
        "subject_id": subject,
        "typed": drawn + check_character(drawn),
        "at": START + timedelta(seconds=number * 60),
    }


def _drawn(number: int) -> str:
    """The first seven characters of a short code, one for each number."""
    return "".join(ALPHABET[number // 31**place % 31] for place in range(TYPED_LENGTH - 1))


if __name__ == "__main__":
    sys.exit(main())
