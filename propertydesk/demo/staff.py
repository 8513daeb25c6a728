"""Who works there: one account for each role to sign in with, and the people behind the history."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import NamedTuple

from propertydesk.accounts.models import Staff, StaffRole
from propertydesk.accounts.rules import Origin, Role
from propertydesk.demo.names import Register
from propertydesk.demo.rows import Book, Row
from propertydesk.repairs.models import TechnicianSkill
from propertydesk.repairs.rules import CATEGORIES

PASSWORD = "brocade-garden-8"  # noqa: S105  # told to everybody on purpose; refused in production
HOMES_PER_TECHNICIAN = 400

#: login, name, number, role, Chinese and English word of the role; the first of a role signs in.
_PEOPLE = (
    ("lin", "林晓燕", "KF012", Role.CLERK, "客服", "Service clerk"),
    ("heyu", "何雨", "KF003", Role.SERVICE_LEAD, "客服主管", "Service lead"),
    ("qianfang", "钱芳", "SY002", Role.CASHIER, "收银", "Cashier"),
    ("songyan", "宋岩", "CW001", Role.FINANCE, "财务", "Finance"),
    ("weidong", "魏东", "BA018", Role.GUARD, "门岗", "Guard"),
    ("liqiang", "李强", "GC021", Role.TECHNICIAN, "维修技工", "Technician"),
    ("fangjian", "方健", "GC001", Role.ENGINEERING_LEAD, "工程主管", "Engineering lead"),
    ("tanglan", "唐岚", "PZ004", Role.INSPECTOR, "品质巡查", "Inspector"),
    ("henggu", "恒固防水 老顾", "WB007", Role.CONTRACTOR, "外委单位", "Contractor"),
    ("zhou", "周明远", "JL001", Role.MANAGER, "项目经理", "Project manager"),
    ("guanli", "管立", "XX001", Role.ADMINISTRATOR, "管理员", "Administrator"),
    ("wangmin", "王敏", "KF015", Role.CLERK, "", ""),
    ("duxin", "杜欣", "KF017", Role.CLERK, "", ""),
    ("jiangbo", "蒋波", "KF020", Role.CLERK, "", ""),
    ("lurong", "陆蓉", "KF022", Role.CLERK, "", ""),
    ("yuanmei", "袁梅", "SY005", Role.CASHIER, "", ""),
    ("gaofei", "高飞", "BA023", Role.GUARD, "", ""),
    ("shitou", "石磊", "BA026", Role.GUARD, "", ""),
)
_EVERYWHERE = {Role.MANAGER, Role.ADMINISTRATOR, Role.FINANCE}
#: login, name, number, main categories they can do
_TECHNICIANS = (
    ("liqiang", "", "", "water leak gas"),
    ("chenzm", "陈志明", "GC022", "power door parking"),
    ("wanghai", "王海", "GC023", "network door parking power"),
    ("zhaogd", "赵国栋", "GC024", "leak water other"),
    ("hewei", "何伟", "GC025", "lift common other"),
    ("sunhao", "孙浩", "GC026", "power lift network"),
    ("liuyang", "刘洋", "GC027", "water gas common"),
    ("wubin", "吴斌", "GC028", "door common power"),
)


class SignIn(NamedTuple):
    """An account to try the desk with."""

    role: str
    login: str
    password: str


SIGN_INS = [
    SignIn(f"{english} {chinese}", login, PASSWORD)
    for login, _name, _no, _role, chinese, english in _PEOPLE
    if chinese
]


@dataclass(frozen=True)
class Who:
    """Somebody as activities name them."""

    kind: str
    staff: Row | None
    name: str

    def as_system(self) -> "Who":
        """The system acting because of this person."""
        return Who("system", self.staff, self.name)


SYSTEM = Who("system", None, "System")


@dataclass
class Technician:
    """A technician with the instants at which the work given to them should be over."""

    who: Who
    skills: frozenset[str]
    busy: list[datetime] = field(default_factory=list)

    def load(self, instant: datetime) -> int:
        """Orders in hand at that time."""
        self.busy = [end for end in self.busy if end > instant]
        return len(self.busy)


@dataclass
class Crew:
    """The people of one community."""

    clerks: Sequence[Who]
    guards: Sequence[Who]
    lead: Who
    cashiers: Sequence[Who]
    manager: Who
    technicians: list[Technician]

    def technician(self, category: str, instant: datetime, *, but: Who | None = None) -> Technician:
        """Whom the desk would send: skilled in the main category, with the least in hand."""
        able = [each for each in self.technicians if category in each.skills and each.who != but]
        others = [each for each in self.technicians if each.who != but]
        return min(able or others or self.technicians, key=lambda each: each.load(instant))

    def desk(self, rng: Random, hour: int) -> Who:
        """Who answers at that hour: a clerk by day, the gate in the small hours."""
        return rng.choice(self.guards if hour >= 22 or hour < 7 else self.clerks)


def hire(
    book: Book, register: Register, digest: str, since: datetime, *, homes: int
) -> dict[str, Who]:
    """Add all accounts with one shared password hash; gives them by login."""
    found: dict[str, Who] = {}
    people = [person[:3] for person in _PEOPLE]
    people += [person[:3] for person in _TECHNICIANS if person[1]]
    people += [
        (
            f"tech{no}",
            register.person("mr"),
            f"GC{no}",
        )
        for no in _further(homes)
    ]
    people += [("yhdesk", "闵佳", "YH001"), ("yhtech", "邬建平", "YH002")]
    for login, name, number in people:
        row = book.add(
            Staff,
            login=login,
            name=name,
            staff_no=number,
            phone=register.mobile(),
            password_hash=digest,
            created_at=since,
        )
        found[login] = Who("staff", row, name)
    return found


def man_main(book: Book, people: dict[str, Who], community: Row, *, homes: int) -> Crew:
    """Give everybody their roles in the main community."""
    by_role: dict[str, list[Who]] = {}
    for login, _name, _no, role, _zh, _en in _PEOPLE:
        _grant(book, people[login], role, None if role in _EVERYWHERE else community)
        by_role.setdefault(role, []).append(people[login])
    skills = {login: words.split() for login, _name, _no, words in _TECHNICIANS}
    every = [each.code for each in CATEGORIES]
    for no in _further(homes):
        skills[f"tech{no}"] = [every[(no + step) % len(every)] for step in (0, 1, 3, 6)]
    team = [_technician(book, people[login], words) for login, words in skills.items()]
    for each in team:
        if each.who not in by_role[Role.TECHNICIAN]:
            _grant(book, each.who, Role.TECHNICIAN, community)
    return Crew(
        clerks=by_role[Role.CLERK],
        guards=by_role[Role.GUARD],
        lead=by_role[Role.SERVICE_LEAD][0],
        cashiers=by_role[Role.CASHIER],
        manager=by_role[Role.MANAGER][0],
        technicians=team,
    )


def man_small(book: Book, people: dict[str, Who], community: Row) -> Crew:
    """The small community has a desk and a technician of its own; some serve both."""
    desk, worker = (
        people["yhdesk"],
        _technician(book, people["yhtech"], [each.code for each in CATEGORIES]),
    )
    _grant(book, desk, Role.CLERK, community)
    _grant(book, worker.who, Role.TECHNICIAN, community)
    for login, role in (
        ("lin", Role.CLERK),
        ("heyu", Role.SERVICE_LEAD),
        ("qianfang", Role.CASHIER),
        ("yuanmei", Role.CASHIER),
        ("liqiang", Role.TECHNICIAN),
    ):
        _grant(book, people[login], role, community)
    return Crew(
        clerks=[desk],
        guards=[desk],
        lead=people["heyu"],
        cashiers=[people["yuanmei"]],
        manager=people["zhou"],
        technicians=[worker],
    )


def _technician(book: Book, who: Who, skills: Sequence[str]) -> Technician:
    for category in sorted(skills):
        book.add(TechnicianSkill, staff_id=who.staff, category=category)
    return Technician(who, frozenset(skills))


def _grant(book: Book, who: Who, role: Role, community: Row | None) -> None:
    book.add(StaffRole, staff_id=who.staff, role=role, community_id=community, origin=Origin.DEMO)


def _further(homes: int) -> range:
    """Numbers of the technicians that a larger community needs besides the named ones."""
    return range(100, 100 + max(0, homes // HOMES_PER_TECHNICIAN - len(_TECHNICIANS)))
