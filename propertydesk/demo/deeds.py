"""What the desk did to the register: taken over at the beginning, kept up since."""

from datetime import date, datetime, time, timedelta
from random import Random

from propertydesk.demo.estate import ZONE
from propertydesk.demo.registrar import Registrar
from propertydesk.demo.rows import Row
from propertydesk.demo.staff import Crew, Who
from propertydesk.demo.trail import Trail
from propertydesk.estate.rules import Occupancy
from propertydesk.kernel import clock
from propertydesk.kernel.masking import mask_name
from propertydesk.owners.rules import Tie, shown_share


def take_over(trail: Trail, registrar: Registrar, by: Who) -> None:
    """The paper register was entered: community, buildings, homes with their owners."""
    ground, at = registrar.ground, registrar.since
    trail.leave(at, by, "community.found", ground.community, note=ground.community.name_zh)
    for building in ground.buildings:
        at += timedelta(seconds=20)
        trail.leave(at, by, "building.add", building)
    owners: dict[Row, list[str]] = {}
    for tie in registrar.ties:
        if tie.tie == Tie.OWNER and tie.ends_on is None:
            told = f"{mask_name(tie.person_id.name)} {shown_share(tie.share)}"
            owners.setdefault(tie.home_id, []).append(told)
    for home in ground.homes:
        at += timedelta(milliseconds=200)
        trail.leave(at, by, "home.add", home)
        told_owners = owners[home]
        trail.leave(
            at,
            by,
            "home.owners",
            home,
            changes={"owners": [[], told_owners]},
            note=", ".join(told_owners),
        )


def keep_up(trail: Trail, registrar: Registrar, crew: Crew, rng: Random) -> None:
    """Tenants who came, homes that were sold, cars and notes that were entered since."""
    for tie in registrar.ties:
        by = rng.choice(crew.clerks)
        if tie.tie == Tie.TENANT and tie.ends_on is None and _is_since(registrar, tie.starts_on):
            trail.leave(
                office_hour(rng, tie.starts_on, registrar),
                by,
                "household.tenant",
                tie.person_id,
                home=tie.home_id,
                changes={"occupancy": [Occupancy.VACANT, Occupancy.LET]},
            )
        if tie.tie == Tie.OWNER and tie.ends_on and _is_since(registrar, tie.ends_on):
            _sell(trail, registrar, tie, by, rng)
    for car in registrar.vehicles:
        if _is_since(registrar, car.starts_on):
            at = office_hour(rng, car.starts_on, registrar)
            trail.leave(at, rng.choice(crew.clerks), "vehicle.add", car)
    for note in registrar.notes:
        trail.leave(note.created_at, rng.choice(crew.clerks), "note.add", note)


def _sell(trail: Trail, registrar: Registrar, seller: Row, by: Who, rng: Random) -> None:
    buyers = [
        each
        for each in registrar.ties
        if each.home_id is seller.home_id and each.tie == Tie.OWNER and each.ends_on is None
    ]
    before = [f"{mask_name(seller.person_id.name)} {shown_share(seller.share)}"]
    after = [f"{mask_name(each.person_id.name)} {shown_share(each.share)}" for each in buyers]
    trail.leave(
        office_hour(rng, seller.ends_on, registrar),
        by,
        "home.transfer",
        seller.home_id,
        changes={"owners": [before, after]},
        note=f"{', '.join(before)} → {', '.join(after)}",
    )


def _is_since(registrar: Registrar, day: date) -> bool:
    return day > clock.business_date(registrar.since, ZONE)


def office_hour(rng: Random, day: date, registrar: Registrar) -> datetime:
    at = clock.at(day, time(9), ZONE) + timedelta(minutes=rng.randrange(480))
    return min(at, registrar.now)
