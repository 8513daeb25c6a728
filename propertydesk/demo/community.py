"""A community put together: ground, people and crew first, then its months."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from propertydesk.demo import agreements, deeds, estate, scenes
from propertydesk.demo.estate import ZONE, Ground
from propertydesk.demo.history import History
from propertydesk.demo.households import Settlement
from propertydesk.demo.names import Register
from propertydesk.demo.registrar import Registrar
from propertydesk.demo.reports import Town
from propertydesk.demo.residents import Storyteller
from propertydesk.demo.rows import Book, chance
from propertydesk.demo.staff import Crew, Who
from propertydesk.demo.today import Today
from propertydesk.demo.trail import Trail
from propertydesk.estate import queries
from propertydesk.estate.models import Community
from propertydesk.kernel.clock import business_date
from propertydesk.platform.db import db

#: Of a hundred households, how many have a note in sight.
_NOTED = 4


@dataclass
class Settled:
    """A community whose ground is laid: what its people and its months are drawn from."""

    ground: Ground
    registrar: Registrar
    seed: int
    now: datetime

    @property
    def code(self) -> str:
        """The community's code."""
        return str(self.ground.community.code)


def lay(
    book: Book, register: Register, ground: Ground, seed: int, span: tuple[datetime, datetime]
) -> Settled:
    """An empty register over a ground; `span` is the beginning of its history, and now."""
    since, now = span
    rng = chance(seed, f"{ground.community.code}/register")
    registrar = Registrar(
        book=book, rng=rng, register=register, ground=ground, since=since, now=now
    )
    return Settled(ground, registrar, seed, now)


def tell_stories(settled: Settled) -> None:
    """Put the named households in first."""
    Storyteller(settled.registrar, settled.registrar.register).tell()


def settle(settled: Settled, crew: Crew) -> None:
    """Fill all homes that nobody lives in yet; give them cars and notes."""
    registrar = settled.registrar
    settlement = Settlement(registrar, registrar.rng)
    settlement.settle()
    settlement.park()
    lived_in = [h.home for h in registrar.households.values() if h.contacts]
    for home in registrar.rng.sample(lived_in, len(lived_in) * _NOTED // 100):
        settlement.random_note(home, registrar.rng.choice(crew.clerks).name)


def tell(settled: Settled, trail: Trail, crew: Crew, administrator: Who) -> None:
    """What the desk did to the register, and the days of its own."""
    deeds.take_over(trail, settled.registrar, administrator)
    deeds.keep_up(trail, settled.registrar, crew, chance(settled.seed, f"{settled.code}/deeds"))
    agreements.agree(
        trail, settled.registrar, crew, chance(settled.seed, f"{settled.code}/consents")
    )
    for day in estate.calendar(trail.book, settled.ground):
        action = "calendar.open" if day.is_open else "calendar.close"
        at = settled.registrar.since + timedelta(hours=1)
        trail.leave(at, crew.manager, action, day, note=day.note)


def live(settled: Settled, trail: Trail, crew: Crew, *, is_main: bool) -> History:
    """Let the months pass; the ground must be written, for opening hours are read from it."""
    ground, now = settled.ground, settled.now
    place = db.session.get_one(Community, ground.community.id)
    rng = chance(settled.seed, f"{settled.code}/repairs")
    history = History(
        book=trail.book,
        trail=trail,
        rng=rng,
        community=ground.community,
        crew=crew,
        hours=queries.opening_hours(place),
        now=now,
    )
    town = Town(rng, ground, crew, list(settled.registrar.households.values()))
    first = business_date(settled.registrar.since, ZONE) + timedelta(days=3)
    if first < ground.today:
        for at, report in town.all_reports(first, now):
            history.expect(at, report)
    today = Today(town, history, now)
    if is_main:
        today.remember(scenes.PAST, first)
        today.fill(scenes.MAIN, scenes.TO_CALL)
    else:
        today.fill(scenes.SMALL, scenes.SMALL_TO_CALL)
    history.pass_time()
    return history
