"""Identity numbers: sealed, found whole, deleted again; checks leave only their result."""

import pytest
from sqlalchemy import select, text

from propertydesk.kernel.errors import Invalid
from propertydesk.owners import queries, services
from propertydesk.owners.models import IdentityCheck, Person
from propertydesk.owners.queries.invariants import INVARIANTS
from propertydesk.owners.rules import PersonKind
from propertydesk.platform import search, verify
from propertydesk.platform.activity import Activity
from propertydesk.platform.db import db
from propertydesk.platform.transaction import transaction
from tests.conftest import NOW
from tests.factories.estate import CommunityFactory
from tests.factories.identity import credit_code, resident_number
from tests.factories.owners import PersonFactory

pytestmark = pytest.mark.domain
NUMBER = resident_number()
CHECK = {"kind": "resident", "last_four": NUMBER[-4:], "agreed": True, "forget": False}


@pytest.fixture
def by(actor):
    return {"actor": actor, "now": NOW}


@pytest.fixture
def person(community):
    return PersonFactory(community_id=community.id)


def keep(person, by, kind="resident", number=NUMBER):
    with transaction():
        services.set_identity(person, kind=kind, number=number, **by)


def identity_breaches():
    rules = [each for each in INVARIANTS if each.key == "people.identity"]
    (finding,) = verify.findings(db.engine, rules)
    return finding.count


def stored_bytes():
    """Everything that the tables touched hold, as one text."""
    tables = ("people", "activities", "search_terms", "identity_checks")
    rows = [
        db.session.execute(text(f"SELECT * FROM {table}")).all() for table in tables
    ]  # names from above
    return repr(rows)


def test_a_number_is_kept_sealed_and_found_whole(community, person, by):
    keep(person, by, number=f"{NUMBER[:6]} {NUMBER[6:].lower()}")
    assert queries.identity_number(person) == NUMBER
    assert queries.person_ids_by_identity(community.id, NUMBER) == [person.id]
    assert queries.person_ids_by_identity(community.id, NUMBER[:-1]) == []
    assert person.identity_masked == f"990{'*' * 13}{NUMBER[-2:]}"


def test_it_lies_open_in_no_table_and_in_no_history(person, by):
    keep(person, by)
    found = stored_bytes()
    assert person.identity_masked in found
    assert NUMBER not in found
    assert NUMBER[4:14] not in found


def test_the_search_finds_it_exactly_and_only_whole(community, person, by):
    keep(person, by)
    assert [hit.subject_id for hit in search.find(community.id, NUMBER)] == [person.id]
    assert search.find(community.id, NUMBER[:17]) == []
    assert search.find(CommunityFactory().id, NUMBER) == []


def test_an_old_number_and_its_long_form_are_the_same(community, person, by):
    keep(person, by, number=NUMBER[:6] + NUMBER[8:17])
    assert queries.person_ids_by_identity(community.id, NUMBER) == [person.id]


def test_a_company_is_found_by_its_credit_code(community, by):
    firm = PersonFactory(community_id=community.id, kind=PersonKind.COMPANY, name="和信物业")
    keep(firm, by, kind="credit", number=credit_code())
    assert [hit.subject_id for hit in search.find(community.id, credit_code())] == [firm.id]


def test_two_people_may_have_the_same_number(community, person, by):
    """Duplicates are found and joined, never forbidden: somebody stands at the counter."""
    again = PersonFactory(community_id=community.id)
    keep(person, by)
    keep(again, by)
    assert queries.person_ids_by_identity(community.id, NUMBER) == [person.id, again.id]


@pytest.mark.parametrize(
    ("kind", "number", "field"),
    [
        ("credit", credit_code(), "kind"),
        ("nonsense", NUMBER, "kind"),
        ("resident", "1" * 18, "number"),
        ("resident", NUMBER[:-1] + ("0" if NUMBER[-1] != "0" else "1"), "number"),
    ],
)
def test_a_wrong_number_is_refused_at_its_field(person, by, kind, number, field):
    with pytest.raises(Invalid) as refused:
        keep(person, by, kind=kind, number=number)
    assert refused.value.field == field


def test_a_deleted_number_is_gone(community, person, by):
    keep(person, by)
    with transaction():
        services.remove_identity(person, **by)
    assert person.identity_sealed is None
    assert queries.person_ids_by_identity(community.id, NUMBER) == []
    with pytest.raises(Invalid), transaction():
        services.remove_identity(person, **by)


def test_a_check_leaves_its_result_and_nothing_else(person, by):
    keep(person, by)
    with transaction():
        services.check_identity(person, **{**CHECK, "forget": True}, **by)
    (seen,) = queries.identity_checks(person.id)
    assert (seen.kind, seen.last_four, seen.checked_at) == ("resident", NUMBER[-4:], NOW)
    assert person.identity_kind == ""
    last = db.session.scalars(select(Activity).order_by(Activity.id.desc())).first()
    assert last.action == "person.identity_check"
    assert last.changes["identity"][1] is None


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"agreed": False}, "agreed"),
        ({"kind": "credit"}, "kind"),
        ({"last_four": "12"}, "last_four"),
        ({"last_four": "999Y"}, "last_four"),
    ],
)
def test_a_check_without_agreement_or_that_does_not_fit_is_refused(person, by, change, field):
    keep(person, by)
    with pytest.raises(Invalid) as refused, transaction():
        services.check_identity(person, **{**CHECK, **change}, **by)
    assert refused.value.field == field
    assert db.session.scalars(select(IdentityCheck)).all() == []


@pytest.mark.parametrize(
    "fault",
    [
        "identity_fingerprint = 'x'",
        "identity_masked = '***'",
        "identity_kind = ''",
        "identity_sealed = NULL",
    ],
)
def test_verify_names_a_number_that_was_tampered_with(person, by, fault):
    keep(person, by)
    assert identity_breaches() == 0
    with transaction():
        db.session.execute(text(f"UPDATE people SET {fault}"))  # the test's own words
    assert identity_breaches() == 1


def test_verify_names_a_number_moved_to_another_row(community, person, by):
    other = PersonFactory(community_id=community.id)
    keep(person, by)
    with transaction():
        db.session.execute(
            text(
                "UPDATE people SET identity_kind = 'resident', identity_sealed = "
                "(SELECT identity_sealed FROM people WHERE id = :one) WHERE id = :other"
            ),
            {"one": person.id, "other": other.id},
        )
    assert identity_breaches() == 1


def test_mass_work_gets_the_same_columns(community, person, by):
    values = services.identity_values(person.id, "resident", NUMBER)
    with transaction():
        db.session.execute(Person.__table__.update().where(Person.id == person.id).values(**values))
    db.session.expire_all()
    assert queries.identity_number(db.session.get_one(Person, person.id)) == NUMBER
    assert identity_breaches() == 0
