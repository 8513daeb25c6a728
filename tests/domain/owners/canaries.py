"""People full of words that must not be found again, and the search for them."""

import re
from datetime import date, datetime
from typing import Any

from flask import Flask
from sqlalchemy import text

from propertydesk.cli.checks import all_invariants
from propertydesk.followups.models import FollowUp
from propertydesk.owners import services as owners
from propertydesk.owners.models import (
    CareNote,
    Consent,
    ConsentWithdrawal,
    IdentityCheck,
    Person,
)
from propertydesk.platform import scheduling, verify
from propertydesk.platform.db import db
from propertydesk.platform.scheduling import RunState
from propertydesk.platform.transaction import in_transaction
from tests.conftest import NOW
from tests.factories.estate import HomeFactory
from tests.factories.owners import PersonFactory, PhoneFactory, TieFactory, VehicleFactory
from tests.factories.repairs import RepairOrderFactory

LONG_AGO = date(2022, 1, 31)
CANARY = "金丝雀"
S12 = 200


def moved_out(community: Any, number: int = 1, *, on: date = LONG_AGO, **facts: Any) -> Any:
    """Somebody who left long ago, with every field full of what must not be found again."""
    home = HomeFactory(community_id=community.id)
    person = PersonFactory(
        community_id=community.id,
        name=f"{CANARY}{number}",
        notice_address=f"{CANARY}路{number}号",
        note=f"{CANARY}备注",
        identity_kind="other",
        identity_sealed=CANARY.encode(),
        identity_fingerprint=f"{CANARY}{number}",
        identity_masked=f"{CANARY}**",
        contact_person=CANARY,
        contact_role=CANARY,
        credit_code=CANARY,
        death_source=CANARY,
        died_on=date(2021, 12, 31),
        **facts,
    )
    here = {"community_id": community.id, "person_id": person.id}
    PhoneFactory(**here, number=phone(number), note=CANARY)
    TieFactory(**here, home_id=home.id, tie="owner", starts_on=date(2020, 1, 1), ends_on=on)
    VehicleFactory(**here, home_id=home.id, plate=f"金A{number:05d}", model=CANARY, ends_on=on)
    stored(IdentityCheck(**here, kind="other", last_four="雀雀", checked_at=NOW, checked_by="林"))
    by = {"taken_by": "林", "created_at": NOW}
    consent = stored(
        Consent(**here, scope="photos", version="1", channel="paper", given_on=on, **by,
                guardian=CANARY, note=CANARY)
    )  # fmt: skip
    stored(
        ConsentWithdrawal(community_id=community.id, consent_id=consent.id, withdrawn_on=NOW.date(),
                          channel="paper", reason=CANARY, **by)
    )  # fmt: skip
    stored(
        CareNote(**here, home_id=home.id, sealed=CANARY.encode(), sealed_visit=CANARY.encode(),
                 created_at=NOW, created_by="林", ends_on=NOW.date())
    )  # fmt: skip
    return person


def phone(number: int) -> str:
    return f"10077{number:06d}"


def called(community: Any, person: Any, number: int = 1, **facts: Any) -> Any:
    """A repair that the person reported, with picture and follow-up call."""
    values = {"state": "closed", "state_since": datetime(2022, 1, 31, tzinfo=NOW.tzinfo), **facts}
    order = RepairOrderFactory(
        community_id=community.id,
        reporter_id=person.id,
        reporter_name=f"{CANARY}{number}",
        phone=phone(number),
        description=f"水槽漏水，请打 {phone(number)}",
        closed_at=values["state_since"],
        **values,
    )
    stored(
        FollowUp(
            community_id=community.id, number=f"HF-{order.id}", state="satisfied",
            state_since=NOW, source_type="repair", source_id=order.id, source_no=order.number,
            contact_name=f"{CANARY}{number}", phone=phone(number), comment=CANARY,
            planned_at=NOW, due_at=NOW, not_before=NOW,
        )
    )  # fmt: skip
    return order


def stored(row: Any) -> Any:
    in_transaction(lambda: db.session.add(row))
    return row


def erase_due(app: Flask, due: datetime = NOW) -> Any:
    """The monthly job."""
    db.session.rollback()
    job = scheduling.timetable(app).job("retention")
    outcomes = scheduling.run(job, due, app)
    assert all(each.state is RunState.DONE for each in outcomes), outcomes
    db.session.rollback()
    db.session.expire_all()
    return sum(each.count for each in outcomes)


def dump() -> str:
    """Every value of every table, as text."""
    db.session.rollback()
    lines = []
    with db.engine.connect() as connection:
        for table in db.metadata.sorted_tables:
            for row in connection.execute(text(f'SELECT * FROM "{table.name}"')):
                values = [
                    bytes(each).decode("utf-8", "replace")
                    if isinstance(each, bytes | memoryview)
                    else str(each)
                    for each in row
                ]
                lines.append(f"{table.name}: {' | '.join(values)}")
    # JSON lies escaped in SQLite
    return re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), "\n".join(lines))


def breaches() -> list[str]:
    db.session.rollback()
    ours = ("people.", "household.", "platform.", "repair.erased")
    rules = [each for each in all_invariants() if each.key.startswith(ours)]
    found = [each for each in verify.findings(db.engine, rules) if not each.is_kept]
    return [f"{each.key} {each.error} {each.breaches[:2]}" for each in found]


def erase(person: Any, actor: Any, **more: Any) -> None:
    values = {"reason": "本人来信", "agreed": True, **more}
    in_transaction(
        lambda: owners.erase_person(
            db.session.get_one(Person, person.id), **values, actor=actor, now=NOW
        )
    )
