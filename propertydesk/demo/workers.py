"""Work that goes on today: a renovation with its cards out and somebody inside, one that is stopped,
one whose workers wait for their deposit. Lived through verb by verb, for codes are drawn by chance.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from random import Random
from typing import NamedTuple

from PIL import Image, ImageDraw
from sqlalchemy import select

from propertydesk.accounts.models import Staff
from propertydesk.accounts.rules import Role
from propertydesk.demo.estate import ZONE
from propertydesk.demo.names import Register
from propertydesk.demo.staff import Crew, Who
from propertydesk.estate import queries as estate
from propertydesk.estate.models import Community, Home
from propertydesk.kernel.clock import business_date
from propertydesk.kernel.money import Money
from propertydesk.passes.models import Engagement, WorkerPass
from propertydesk.passes.queries import door, worker_deposits, workers
from propertydesk.passes.rules import PassKind, Way
from propertydesk.passes.rules.workers import Engaging, Trade, Work, Worker
from propertydesk.passes.services import gates
from propertydesk.passes.services import workers as services
from propertydesk.passes.services.uses import Scan
from propertydesk.platform import attachments
from propertydesk.platform.access import Actor
from propertydesk.platform.attachments import PreparedFile
from propertydesk.platform.db import db
from propertydesk.till import services as till
from propertydesk.till.models import Shift
from propertydesk.till.rules import DepositKind, Method, ShiftState
from propertydesk.wiring.roles import ROLES

_SKIN = ((224, 178, 148), (206, 158, 124), (236, 196, 170))
_CLOTHES = ((52, 92, 150), (120, 74, 60), (70, 110, 84), (96, 96, 104), (150, 110, 40))
_GROUND = (222, 230, 240)
_PORTRAIT = (450, 594)


class _Site(NamedTuple):
    """Work of the demo: its company, who answers for it, what is done, days so far and to come."""

    company: str
    contact: str
    work: Work
    reason: str
    since: int
    until: int
    trades: tuple[Trade, ...]


_SITES = (
    _Site(
        "匠心装饰工程有限公司", "顾长林", Work.RENOVATION, "全屋装修", 24, 52,
        (Trade.FOREMAN, Trade.TILER, Trade.ELECTRICIAN, Trade.CARPENTER),
    ),
    _Site(
        "恒暖暖通", "吕志强", Work.INSTALLATION, "中央空调安装", 3, 11,
        (Trade.FITTER, Trade.LABOURER),
    ),
    _Site(
        "美居整装", "韩冬", Work.RENOVATION, "厨卫改造", 12, 40,
        (Trade.MASON, Trade.PLUMBER),
    ),
)  # fmt: skip


@dataclass
class Sites:
    """Lets the sites of one community be entered, secured, issued and visited."""

    place: Community
    crew: Crew
    register: Register
    rng: Random
    now: datetime

    def fill(self) -> None:
        """A site that runs, a site that waits for its deposit, a site that is stopped."""
        homes = self._homes(len(_SITES))
        if not homes:
            return
        gate = next(iter(door.gates(self.place.id)), None) or gates.add_gate(
            self.place.id, name_zh="1号门", name_en="Gate 1", actor=self._lead(), now=self.now
        )
        running = self._enter(_SITES[0], homes[0])
        self._issue(running)
        self._let_in(running[1], Scan(gate, "demo", Way.IN))
        services.report_lost(
            running[1][-1], reason="收工时遗失在地铁上", actor=self._clerk(), now=self.now
        )
        if len(homes) > 1:
            self._enter(_SITES[1], homes[1])
        if len(homes) > 2:
            stopped = self._enter(_SITES[2], homes[2])
            self._issue(stopped)
            reason = "发现拆改承重墙，责令停工整改"
            services.stop_work(stopped[0], reason=reason, actor=self._lead(), now=self.now)

    def _enter(self, site: _Site, home: Home) -> tuple[Engagement, list[WorkerPass]]:
        today = business_date(self.now, ZONE)
        starts_on, ends_on = today - timedelta(days=site.since), today + timedelta(days=site.until)
        clerk = self._clerk()
        wanted = Engaging(
            home_id=home.id,
            work=site.work,
            company=site.company,
            contact=site.contact,
            phone=self.register.mobile(),
            starts_on=starts_on,
            ends_on=ends_on,
            reason=site.reason,
        )
        work = services.engage(self.place, wanted, actor=clerk, now=self.now)
        hands = []
        for trade in site.trades:
            name, phone = self.register.person("mr"), self.register.mobile()
            worker = Worker(name, phone, trade, starts_on, ends_on)
            hands.append(
                services.take_down(work, worker, self._portrait(), actor=clerk, now=self.now)
            )
        return work, hands

    def _issue(self, entered: tuple[Engagement, list[WorkerPass]]) -> None:
        """Cards for all; where no drawer is open, the desk went without a deposit."""
        is_secured = self._secure(entered[0])
        for each in entered[1]:
            if not is_secured:
                each.deposit = Money.zero
            services.issue_card(each, actor=self._clerk(), now=self.now)

    def _secure(self, work: Engagement) -> bool:
        """Take the deposit where a drawer is open; gives whether it was taken."""
        query = select(Shift).filter_by(community_id=self.place.id, state=ShiftState.OPEN)
        shift = db.session.scalar(query.order_by(Shift.id).limit(1))
        if shift is None:
            return False
        cashier = actor_of(db.session.get_one(Staff, shift.cashier_id), Role.CASHIER, self.place)
        home = db.session.get_one(Home, work.home_id)
        secured = till.Secured(
            DepositKind.WORKER_PASS, worker_deposits.SUBJECT, work.id, work.number
        )
        asked = worker_deposits.secured(work).asked
        payer, tender = till.Payer(home, work.company), till.Tender(Method.CASH, asked)
        till.take_deposit(payer, tender, secured, actor=cashier, now=self.now)
        return True

    def _let_in(self, passes: list[WorkerPass], scan: Scan) -> None:
        """Two are inside, if the hours of work let them in now."""
        guard = self._of(self.crew.guards[0], Role.GUARD)
        for at, each in enumerate(passes[:2]):
            code = door.live_code(PassKind.WORKER, each.id)
            if code is not None and not workers.objection(code, self.now):
                nonce = f"{scan.nonce} {self.place.code} {at}"
                services.enter(each, Scan(scan.gate, nonce, Way.IN), actor=guard, now=self.now)

    def _homes(self, count: int) -> list[Home]:
        """Homes that nobody lives in would be right; any will do in a hamlet."""
        query = select(Home).filter_by(community_id=self.place.id, ended_on=None)
        homes = list(db.session.scalars(query.order_by(Home.id)))
        return self.rng.sample(homes, min(count, len(homes)))

    def _portrait(self) -> PreparedFile:
        """A face, drawn: nobody's photo is in the demo."""
        wide, tall = _PORTRAIT
        picture = Image.new("RGB", _PORTRAIT, _GROUND)
        draw = ImageDraw.Draw(picture)
        skin, clothes = self.rng.choice(_SKIN), self.rng.choice(_CLOTHES)
        draw.rectangle((wide * 0.42, tall * 0.5, wide * 0.58, tall * 0.75), skin)
        draw.ellipse((wide * 0.12, tall * 0.68, wide * 0.88, tall * 1.3), clothes)
        draw.ellipse((wide * 0.3, tall * 0.18, wide * 0.7, tall * 0.62), skin)
        draw.pieslice((wide * 0.28, tall * 0.13, wide * 0.72, tall * 0.5), 180, 360, (38, 32, 30))
        written = BytesIO()
        picture.save(written, "PNG")
        written.seek(0)
        return attachments.prepare_image(written, name="portrait.png")

    def _clerk(self) -> Actor:
        return self._of(self.crew.clerks[0], Role.CLERK)

    def _lead(self) -> Actor:
        return self._of(self.crew.manager, Role.MANAGER)

    def _of(self, who: Who, role: Role) -> Actor:
        if who.staff is None:
            raise LookupError("the system issues no cards")
        return actor_of(db.session.get_one(Staff, who.staff.id), role, self.place)


def fill_sites(
    community_id: int, crew: Crew, register: Register, rng: Random, now: datetime
) -> None:
    """Let work go on in a community whose months are written."""
    Sites(estate.community(community_id), crew, register, rng, now).fill()


def actor_of(staff: Staff, role: Role, place: Community) -> Actor:
    """Somebody of the crew, acting in a role."""
    return Actor(
        kind="staff",
        id=staff.id,
        name=staff.name,
        community_id=place.id,
        staff_no=staff.staff_no,
        permissions=ROLES[role],
    )
