"""What a workbook would change in the register: decided once, for the check and for the import.

The records of the register are laid out as plain values; comparing a household sets those values
and keeps what was there before. The check counts what was set, the import writes it.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from propertydesk.estate.rules import HomeKind, Occupancy
from propertydesk.kernel.words import N_
from propertydesk.owners.rules import WHOLE, Tie, plates
from propertydesk.owners.rules.cells import Door
from propertydesk.owners.rules.parking import compare_space, find_space
from propertydesk.owners.rules.standing import (
    WEIGHT,
    Difference,
    Mark,
    Outcome,
    Register,
    Standing,
    StandingHome,
    StandingHouse,
    StandingPerson,
    StandingSpace,
    StandingTie,
    StandingVehicle,
)
from propertydesk.owners.rules.takeover import (
    PERSON_FIELDS,
    Fault,
    Household,
    Row,
    line_of,
    phones_in,
)

MOST_PHONES = 6
_HOME_FIELDS = (
    "kind",
    "floor",
    "area_centi",
    "indoor_centi",
    "layout",
    "occupancy",
    "handed_over_on",
    "note",
)
_HOUSE_FIELDS = ("floors", "has_elevator")
_VEHICLE_FIELDS = ("kind", "model", "starts_on")
_TIE_FIELDS = ("share", "relation", "starts_on", "lease_ends_on")

_NO_HOME = N_("This home stands neither in the sheet Homes nor in the register.")
_HOME_FAULTY = N_("The row of this home is in error.")
_ENDED = N_("This home has ended; it takes no changes.")
_HOUSE_ENDED = N_("This building or entrance has ended.")
_SHARE_MISSING = N_("Several owners: write the share of each.")
_SHARES_WRONG = N_("The owners' shares of this home sum to %(sum)s %%, not to 100 %%.")
_OTHER_OWNER = N_(
    "The register has another owner of this home; enter a sale on the page of the home."
)
_PLATE_ELSEWHERE = N_("This plate is entered for %(code)s; end it there first.")
_NO_DRIVER = N_("Nobody of this name belongs to the household.")
_NO_OWNER = N_(
    "This home has no owner in the register, and no good row of its owner stands before this one."
)
_SPACE_LEFT_OUT = N_("There is no such parking space in the register; the car goes in without it.")
_NO_SPACE = N_("There is no such parking space in the register.")
_TOO_MANY_PHONES = N_("Six numbers are enough; end one first.")


def compare(household: Household, register: Register) -> list[Outcome]:
    """Hold a household of the workbook against the register; what differs is set in `register`."""
    home = register.homes.get(household.door.key)
    outcomes = [_compare_house(row, register) for row in household.doors]
    shares = _shares(household, home, register)  # first: a line goes in whole or not at all
    if household.home is not None:
        outcomes.append(_compare_home(household.home, household.door, home, register))
        home = register.homes.get(household.door.key)
    _refuse_all_without(household, home)
    if home is None:
        outcomes += [_compare_free(row, register) for row in household.spaces]
        rest = [*household.people, *household.vehicles]
        return outcomes + [refused(row) for row in rest]
    outcomes += [_compare_space(row, home, register) for row in household.spaces]
    outcomes += [_compare_person(row, home, register, shares) for row in household.people]
    _let_to_tenants(household, home, outcomes)
    return outcomes + [_compare_vehicle(row, home, register) for row in household.vehicles]


def refused(row: Row) -> Outcome:
    """The outcome of a row that is in error."""
    return Outcome(row, Mark.ERROR, [], [(str(row.sheet), Mark.ERROR)])


def _refuse_all_without(household: Household, home: StandingHome | None) -> None:
    text = ""
    if home is None:
        text = _HOME_FAULTY if household.home else _NO_HOME
    elif home.ended_on is not None:
        text = _ENDED
    if text:
        spaces = household.spaces if household.door.room else ()
        for row in (*household.people, *spaces, *household.vehicles):
            if row.is_good:
                row.refuse(text, "home")


def _compare_house(row: Row, register: Register) -> Outcome:
    """What is said of a building and an entrance; floors are only ever raised."""
    place = row.values.get("building", ""), row.values.get("entrance", "")
    if row.is_good and register.ended_houses & {(place[0], ""), place}:
        row.refuse(_HOUSE_ENDED)
    if not row.is_good:
        return refused(row)
    building, entrance = register.buildings.get(place[0]), register.entrances.get(place)
    floors, lift = row.values.get("floors", 1), row.values.get("has_elevator")
    if building is None or entrance is None:
        facts = {key: row.values[key] for key in _HOUSE_FIELDS if key in row.values}
        register.buildings.setdefault(place[0], StandingHouse(None, {"floors": floors}))
        register.entrances[place] = StandingHouse(None, {"has_elevator": lift}, is_new=True)
        return _outcome(row, Mark.ADDED, _as_new(facts), doors=Mark.ADDED)
    found = building.set({"floors": max(floors, building.values["floors"])})
    found += entrance.set({} if lift is None else {"has_elevator": lift})
    mark = Mark.CHANGED if found else Mark.UNCHANGED
    return _outcome(row, mark, found, doors=mark)


def _compare_space(row: Row, home: StandingHome, register: Register) -> Outcome:
    return compare_space(row, home, register) if row.is_good else refused(row)


def _compare_free(row: Row, register: Register) -> Outcome:
    return compare_space(row, None, register) if row.is_good else refused(row)


def _compare_home(row: Row, door: Door, home: StandingHome | None, register: Register) -> Outcome:
    if home is not None and home.ended_on is not None:
        row.refuse(_ENDED, "home")
    elif home is None and register.ended_houses & {
        (door.building, ""),
        (door.building, door.entrance),
    }:
        row.refuse(_HOUSE_ENDED, "home")
    if not row.is_good:
        return refused(row)
    wanted = {key: row.values[key] for key in _HOME_FIELDS if key in row.values}
    if home is None:
        kind = HomeKind.SHOP if door.entrance == "0" else HomeKind.HOME
        values = {
            "kind": kind.value,
            "occupancy": Occupancy.OWNER.value,
            **row.assumed,
            **wanted,
        }
        register.homes[door.key] = StandingHome(
            None, values, is_new=True, door=door, code=door.code
        )
        return _outcome(row, Mark.ADDED, _as_new(wanted), homes=Mark.ADDED)
    for key, fitting in row.fits.items():
        if home.values.get(key) in fitting:
            wanted.pop(key, None)
    return _set(row, home, wanted, "homes")


def _compare_person(
    row: Row, home: StandingHome, register: Register, shares: Mapping[int, int]
) -> Outcome:
    if row.is_good and row.needs_owner and not home.owners:
        row.refuse(_NO_OWNER)
    if not row.is_good:
        return refused(row)
    wanted = {key: row.values[key] for key in PERSON_FIELDS if key in row.values}
    person = find_person(row, home, register)
    is_new = person is None
    if person is None:
        values = {"name": row.values["name"], **wanted}
        person = StandingPerson(None, values, is_new=True, is_elsewhere=row.repeats)
    spare = [number for number in phones_in(row.values) if number not in person.phones]
    if len(person.phones) + len(spare) > MOST_PHONES:
        row.refuse(_TOO_MANY_PHONES, "phone")
        return refused(row)
    found = [] if is_new else person.set(wanted)
    found += _set_phones(person, row) + _set_identity(person, row)
    for number in person.phones:
        register.people.setdefault((number, person.name), person)
    register.people.setdefault((line_of(row), person.name), person)
    whole = Mark.CHANGED if found else Mark.UNCHANGED
    if is_new:
        whole = Mark.UNCHANGED if person.is_elsewhere else Mark.ADDED
    share = shares.get(row.number) if row.values["tie"] == Tie.OWNER else None
    tie_mark, tie_found = _set_tie(row, home, person, share)
    mark = max((whole, tie_mark), key=WEIGHT.index)
    outcome = _outcome(row, mark, [*found, *tie_found], ties=tie_mark)
    if not row.repeats:
        outcome.records.append(("people", whole))
    return outcome


def find_person(row: Row, home: StandingHome | None, register: Register) -> StandingPerson | None:
    """The same home and name, else the same phone and name."""
    name = row.values["name"]
    for tie in home.ties if home else ():
        if tie.person.name == name:
            return tie.person
    for known in (*phones_in(row.values), line_of(row)):
        if (known, name) in register.people:
            return register.people[known, name]
    return None


def _set_phones(person: StandingPerson, row: Row) -> list[Difference]:
    """New numbers take the place of what stood in their order; a repeating row only adds.

    Otherwise two rows of one person would take each other's numbers away in turns.
    """
    wanted = phones_in(row.values)
    found = []
    for place, number in enumerate(wanted):
        if number in person.phones:
            continue
        standing = person.phones[place] if place < len(person.phones) else None
        if standing is None or standing in wanted or row.repeats or person.is_new:
            person.phones.append(number)
            standing = None
        else:
            person.phones[place] = number
            person.phones_ended.append(standing)
        person.phones_added.append(number)
        found.append(Difference("phone" if place == 0 else "second_phone", standing, number))
    return found


def _set_identity(person: StandingPerson, row: Row) -> list[Difference]:
    given = row.identity
    if given is None or given.fingerprint == person.fingerprint:
        return []
    before = person.masked or None
    person.identity, person.fingerprint, person.masked = given, given.fingerprint, given.masked
    return [Difference("identity", before, given.masked)]


def _set_tie(
    row: Row, home: StandingHome, person: StandingPerson, share: int | None
) -> tuple[Mark, list[Difference]]:
    kind = row.values["tie"]
    wanted = {key: row.values[key] for key in _TIE_FIELDS if key in row.values}
    if share is not None:
        wanted["share"] = share
    tie = next((t for t in home.ties if t.person is person and t.values["tie"] == kind), None)
    if tie is None:
        home.ties.append(StandingTie(None, {"tie": kind, **wanted}, is_new=True, person=person))
        return Mark.ADDED, [Difference("tie", None, kind), *_as_new(wanted)]
    found = tie.set(wanted)
    return (Mark.CHANGED if found else Mark.UNCHANGED), found


def _shares(household: Household, home: StandingHome | None, register: Register) -> dict[int, int]:
    """The share of each owner's row, by its number; rows are refused unless all sum to 100 %."""
    rows = [row for row in household.people if row.values.get("tie") == Tie.OWNER]
    good = [row for row in rows if row.is_good]
    owners = home.owners if home else []
    standing = {id(tie.person): int(tie.values["share"]) for tie in owners}
    named = {row.number: id(find_person(row, home, register)) for row in good}
    others = [share for person, share in standing.items() if person not in named.values()]
    alone = len(rows) == 1 and not others
    shares: dict[int, int] = {}
    for row in good:
        before = standing.get(named[row.number], WHOLE if alone else None)
        share = row.values.get("share", before)
        if share is None and not standing:
            share = row.assumed.get("share")
        if share is not None:
            shares[row.number] = share
    if len(shares) == len(good):
        _refuse_wrong_sum(good, sum(shares.values()), sum(others))
    else:
        _refuse(good, _OTHER_OWNER if others else _SHARE_MISSING)
    return shares


def _refuse_wrong_sum(rows: Iterable[Row], named: int, others: int) -> None:
    """`named` are the shares of the workbook, `others` those of owners it does not name."""
    if named + others != WHOLE:
        text = _OTHER_OWNER if others and named == WHOLE else _SHARES_WRONG
        _refuse(rows, text, sum=f"{(named + others) / 100:g}")


def _refuse(rows: Iterable[Row], text: str, **values: Any) -> None:
    for row in rows:
        row.refuse(text, "share", **values)


def _let_to_tenants(household: Household, home: StandingHome, outcomes: Iterable[Outcome]) -> None:
    """A new tenant makes the home a let one, unless the workbook says how it is lived in."""
    row = household.home
    said = (
        row is not None
        and "occupancy" in row.values
        and (Occupancy.LET not in row.fits.get("occupancy", ()))
    )
    moved_in = any(tie.is_new and tie.values["tie"] == Tie.TENANT for tie in home.ties)
    if said or not moved_in:
        return
    found = home.set({"occupancy": Occupancy.LET.value})
    for outcome in outcomes:
        if outcome.mark is Mark.ADDED and outcome.row.values.get("tie") == Tie.TENANT:
            outcome.differences.extend(found)
            return


def _compare_vehicle(row: Row, home: StandingHome, register: Register) -> Outcome:
    wanted = {key: row.values[key] for key in _VEHICLE_FIELDS if key in row.values}
    plate = row.values.get("plate", "")
    vehicle = register.vehicles.get(plate)
    if vehicle is not None and vehicle.home_code != home.code:
        row.refuse(_PLATE_ELSEWHERE, "plate", code=vehicle.home_code)
    driver = _driver(row, home)
    space = _space(row, register)
    if not row.is_good:
        return refused(row)
    if vehicle is None:
        values = {"plate": plate, "kind": plates.suggested_kind(plate).value, **wanted}
        vehicle = StandingVehicle(
            None, values, is_new=True, home_code=home.code, person=driver, space=space
        )
        home.vehicles.append(vehicle)
        register.vehicles[plate] = vehicle
        found = _as_new(wanted) + ([Difference("space", None, space.number)] if space else [])
        return _outcome(row, Mark.ADDED, found, vehicles=Mark.ADDED)
    outcome = _set(row, vehicle, wanted, "vehicles")
    if space is not None and (space.id is None or vehicle.values.get("space_id") != space.id):
        vehicle.before.setdefault("space_id", vehicle.values.get("space_id"))
        vehicle.space = space
        outcome.differences.append(Difference("space", None, space.number))
        outcome.mark, outcome.records = Mark.CHANGED, [("vehicles", Mark.CHANGED)]
    if driver is not None and vehicle.person is not driver:
        before = vehicle.person.name if vehicle.person else None
        vehicle.before.setdefault("person_id", vehicle.person.id if vehicle.person else None)
        vehicle.person = driver
        outcome.differences.append(Difference("driver", before, driver.name))
        outcome.mark, outcome.records = Mark.CHANGED, [("vehicles", Mark.CHANGED)]
    return outcome


def _space(row: Row, register: Register) -> StandingSpace | None:
    number = row.values.get("space") or row.assumed.get("space")
    if not number:
        return None
    place = row.values.get("space_place", "")
    space = find_space(register, place, number) or (
        find_space(register, place, number.rpartition("-")[2]) if row.assumed.get("space") else None
    )
    if space is None and "space" in row.values:
        row.refuse(_NO_SPACE, "space")
    elif space is None:
        row.notes.append(Fault("space", _SPACE_LEFT_OUT))
    return space


def _driver(row: Row, home: StandingHome) -> StandingPerson | None:
    name = row.values.get("driver") or row.assumed.get("driver")
    if name is None:
        return None
    for tie in home.ties:
        if tie.person.name == name:
            return tie.person
    if "driver" not in row.values:
        return None
    row.refuse(_NO_DRIVER, "driver")
    return None


def _set(row: Row, record: Standing, wanted: Mapping[str, Any], kind: str) -> Outcome:
    found = record.set(wanted)
    mark = Mark.CHANGED if found else Mark.UNCHANGED
    outcome = _outcome(row, mark, found)
    outcome.records.append((kind, mark))
    return outcome


def _as_new(wanted: Mapping[str, Any]) -> list[Difference]:
    return [Difference(key, None, value) for key, value in wanted.items()]


def _outcome(
    row: Row, mark: Mark, differences: list[Difference] | None = None, **records: Mark
) -> Outcome:
    if mark is Mark.ERROR:
        return refused(row)
    return Outcome(row, mark, differences or [], list(records.items()))
