"""An invented community with its history: for trying out, for pictures, for measuring.

It stands beside the staircase: it writes the tables of every domain in bulk, because months of
history cannot be lived through verb by verb. It follows the same state tables and rules and leaves
the same activities, and `verify` finds nothing wrong with it. Names, phones and plates belong to
nobody.
"""

from collections.abc import Callable, Iterator

from propertydesk.accounts import queries as accounts
from propertydesk.accounts import services as account_services
from propertydesk.demo import community, duties, estate, fees, gate, staff, workers
from propertydesk.demo.names import Register
from propertydesk.demo.residents import share_one_owner
from propertydesk.demo.rows import Book, Row, chance
from propertydesk.demo.staff import PASSWORD, SIGN_INS
from propertydesk.demo.till import Year
from propertydesk.demo.trail import Trail
from propertydesk.estate import queries as places
from propertydesk.followups.models import FollowUp
from propertydesk.kernel.clock import business_date
from propertydesk.kernel.errors import Conflict
from propertydesk.kernel.words import N_
from propertydesk.owners import services as owners
from propertydesk.platform import marks, seals, search
from propertydesk.platform.clock import now
from propertydesk.platform.transaction import transaction
from propertydesk.repairs.models import RepairOrder

__all__ = ["SIGN_INS", "build"]

Watch = Callable[[int, int | None, str], None]


def build(
    *, homes: int = 600, months: int = 6, seed: int = 20261121, watch: Watch | None = None
) -> None:
    """Make the demo community with so many homes and a small one beside it, months back from now.

    All or nothing, in one transaction; the seals of its history follow. The same seed at the same
    instant gives the same rows.
    `watch(done, total, words)` is told how far it is. Raises Conflict when it stands already.
    """
    digest = account_services.hash_password(PASSWORD, login=SIGN_INS[0][1])
    with transaction():
        _refuse_if_there()
        marks.put(marks.DEMO, now())
        _Builder(homes, months, seed, watch or _nobody).build(digest)
    seals.seal_all()


class _Builder:
    """One run; `told` counts in percent, for the parts take about the same time on any engine."""

    def __init__(self, homes: int, months: int, seed: int, watch: Watch) -> None:
        self.homes, self.seed, self.watch = homes, seed, watch
        self.now = now()
        self.since = estate.opened_at(self.now, months)
        self.book = Book()
        self.trail = Trail(self.book)
        self.register = Register(chance(seed, "names"))

    def build(self, digest: str) -> None:
        """The register, the months, the search index."""
        self.watch(0, 100, "homes")
        today = business_date(self.now, estate.ZONE)
        rng = chance(self.seed, "ground")
        main = self._lay(estate.lay_main(self.book, rng, today, self.homes))
        small = self._lay(estate.lay_small(self.book, rng, today))
        hired = staff.hire(self.book, self.register, digest, self.since, homes=self.homes)
        crew = staff.man_main(self.book, hired, main.ground.community, homes=self.homes)
        few = staff.man_small(self.book, hired, small.ground.community)
        self._people(main, small, crew, few)
        for settled, team in ((main, crew), (small, few)):
            community.tell(settled, self.trail, team, hired["guanli"])
        self.watch(10, 100, "people")
        self.book.write()
        self.watch(20, 100, "fees")
        for settled, team in ((main, crew), (small, few)):
            self._charge(settled, team, hired["songyan"])
        self.watch(35, 100, "history")
        orders, calls = self._live(main, crew, hired["songyan"], is_main=True)
        self.watch(55, 100, "history")
        more = self._live(small, few, hired["songyan"], is_main=False)
        orders, calls = orders + more[0], calls + more[1]
        self.book.finish()
        for settled, team in ((main, crew), (small, few)):
            rng = chance(self.seed, f"{settled.code}/workers")
            place_id = settled.ground.community.id
            workers.fill_sites(place_id, team, self.register, rng, self.now)
            rng = chance(self.seed, f"{settled.code}/gate")
            gate.live_a_day(place_id, team, self.register, rng, self.now)
            duties.man_posts(place_id, team, self.now)
        self.watch(70, 100, "search")
        self._index((main, small), orders, calls)
        self.watch(100, 100, "")

    def _charge(self, settled: community.Settled, team: staff.Crew, finance: staff.Who) -> None:
        tariff = fees.Tariff(self.book, settled.registrar, finance, team.manager)
        tariff.lay(chance(self.seed, f"{settled.code}/fees"))
        self.book.write()
        tariff.tell(self.trail)
        fees.bill(self.trail, tariff, team)

    def _live(
        self, settled: community.Settled, team: staff.Crew, finance: staff.Who, *, is_main: bool
    ) -> tuple[list[Row], list[Row]]:
        """The months of one community, at the desk and at the till; its orders and follow-ups."""
        history = community.live(settled, self.trail, team, is_main=is_main)
        year = Year(settled, self.trail, team, finance)
        year.pass_time(history, is_main=is_main)
        orders, calls = self.book.waiting(RepairOrder), self.book.waiting(FollowUp)
        self.book.write()
        year.balance()
        return orders, calls

    def _lay(self, ground: estate.Ground) -> community.Settled:
        span = self.since, self.now
        return community.lay(self.book, self.register, ground, self.seed, span)

    def _people(
        self,
        main: community.Settled,
        small: community.Settled,
        crew: staff.Crew,
        few: staff.Crew,
    ) -> None:
        community.tell_stories(main)
        share_one_owner(main.registrar, small.registrar, self.register.mobile())
        community.settle(main, crew)
        community.settle(small, few)
        estate.merge_two(self.book, main.ground)
        estate.split_one(self.book, main.ground)

    def _index(
        self,
        places_: tuple[community.Settled, ...],
        orders: list[Row],
        calls: list[Row],
    ) -> None:
        for settled in places_:
            owners.reindex_all(settled.ground.community.id)
        search.bulk_index(_entries(orders, calls))


def _entries(orders: list[Row], calls: list[Row]) -> Iterator[search.Entry]:
    """As the services let orders and follow-ups be found."""
    for row in orders:
        terms = [*search.number_terms(row.number), *search.text_terms(row.description)]
        yield _entry("repair", row, terms)
    for row in calls:
        yield _entry("followup", row, search.number_terms(row.number))


def _entry(kind: str, row: Row, terms: list[search.Term]) -> search.Entry:
    home = row.home_id.id if row.home_id else None
    return search.Entry(kind, row.id, row.community_id.id, home, terms)


def _refuse_if_there() -> None:
    taken = [code for code in (estate.MAIN, estate.SMALL) if places.community_by_code(code)]
    if taken:
        raise Conflict(N_("There is a community %(code)s already."), code=taken[0])
    login = next(
        (name for _role, name, _password in SIGN_INS if accounts.staff_by_login(name)), None
    )
    if login:
        raise Conflict(N_("The login name %(login)s of the demo is taken."), login=login)


def _nobody(_done: int, _total: int | None, _words: str) -> None:
    """Nobody watches."""
