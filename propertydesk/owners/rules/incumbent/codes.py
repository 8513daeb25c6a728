"""The incumbent's codes and what they are with us; its words may stand in place of a code."""

from propertydesk.estate.rules import HomeKind, Occupancy, SpaceKind
from propertydesk.owners.rules import PersonKind, Tie
from propertydesk.owners.rules.columns import Choice, Column, Shape

_O = Occupancy

ROOM_STATES = Column(
    "occupancy",
    "房屋状态",
    "State",
    Shape.CHOICE,
    choices=(
        Choice("2001", "2001", "已入住"),
        Choice("2002", "2002", "未销售", ("未售",)),
        Choice("2003", "2003", "已交房"),
        Choice("2004", "2004", "未入住"),
        Choice("2005", "2005", "已装修"),
        Choice("2006", "2006", "已出租"),
        Choice("2007", "2007", "已出售"),
        Choice("2008", "2008", "空闲"),
        Choice("2009", "2009", "装修中"),
    ),
)
UNSOLD = "2002"
OCCUPANCIES: dict[str, tuple[Occupancy, frozenset[str]]] = {
    "2001": (_O.OWNER, frozenset({_O.OWNER, _O.LET})),
    "2002": (_O.UNSOLD, frozenset({_O.UNSOLD})),
    "2003": (_O.VACANT, frozenset({_O.VACANT, _O.OWNER, _O.LET, _O.RENOVATING})),
    "2004": (_O.VACANT, frozenset({_O.VACANT, _O.RENOVATING})),
    "2005": (_O.VACANT, frozenset({_O.VACANT, _O.OWNER, _O.LET})),
    "2006": (_O.LET, frozenset({_O.LET})),
    "2007": (_O.VACANT, frozenset({_O.VACANT, _O.OWNER, _O.LET, _O.RENOVATING})),
    "2008": (_O.VACANT, frozenset({_O.VACANT})),
    "2009": (_O.RENOVATING, frozenset({_O.RENOVATING})),
}
"""What a new home is given, and what may stand in the register without contradicting the code."""

ROOM_KINDS = Column(
    "kind",
    "房屋类型",
    "Kind",
    Shape.CHOICE,
    choices=(
        Choice("110", "110", "住宅"),
        Choice("119", "119", "宿舍"),
        Choice("120", "120", "办公室", ("办公", "写字楼")),
        Choice("128", "128", "储物间"),
    ),
)
HOME_KINDS = {
    "110": HomeKind.HOME,
    "119": HomeKind.HOME,
    "120": HomeKind.OFFICE,
    "128": HomeKind.HOME,
}
KINDS_AS_LAYOUT = {"119": "宿舍", "128": "储物间"}
"""Kinds that we do not have: said in the layout, so that nothing is lost."""

PERSON_TYPES = Column(
    "tie",
    "业主类型",
    "Owner type",
    Shape.CHOICE,
    choices=(
        Choice("1001", "1001", "业主"),
        Choice("1002", "1002", "家庭成员", ("家属", "成员")),
        Choice("1003", "1003", "租客", ("租户",)),
        Choice("1004", "1004", "临时人员", ("临时",)),
    ),
)
TIES = {"1001": Tie.OWNER, "1002": Tie.MEMBER, "1003": Tie.TENANT, "1004": Tie.MEMBER}

ROLES = Column(
    "role",
    "人员角色",
    "Role",
    Shape.CHOICE,
    choices=(
        Choice("1", "1", "业主"),
        Choice("2", "2", "租客", ("租户",)),
        Choice("3", "3", "家庭成员", ("家属",)),
        Choice("4", "4", "公司员工", ("员工",)),
        Choice("99", "99", "其他"),
    ),
)
TIE_OF_ROLE = {
    "1": Tie.OWNER,
    "2": Tie.TENANT,
    "3": Tie.MEMBER,
    "4": Tie.MEMBER,
    "99": Tie.MEMBER,
}
RELATION_OF_ROLE = {"4": "colleague", "99": "other"}

PERSON_KINDS = Column(
    "person_kind",
    "人员类型",
    "Person type",
    Shape.CHOICE,
    choices=(
        Choice(PersonKind.PERSON, "P", "个人", ("1001",)),
        Choice(PersonKind.COMPANY, "C", "公司", ("单位", "企业", "2002")),
    ),
)

CAR_KINDS = {
    "9901": "",
    "9902": "客车",
    "9903": "货车",
    "9904": "摩托车",
}
"""A car is the ordinary thing and is not said; codes beyond these are words already."""

SPACE_KINDS = Column(
    "space_kind",
    "出租还是出售",
    "Let or sold",
    Shape.CHOICE,
    choices=(
        Choice(SpaceKind.OWNED, "S", "出售", ("已售", "已出售")),
        Choice(SpaceKind.LET_MONTHLY, "H", "出租", ("已租", "已出租")),
        Choice(SpaceKind.FREE, "F", "空闲"),
    ),
)
GROUNDS = {"1001": "地上", "2001": "地下"}

FIXED_LAYOUT_DIGITS = 5
"""The layout is a code such as 10102 that the incumbent writes everywhere; it says nothing."""

PHONE_FILLERS = frozenset({"18999999999"})
ELEVATOR = "有"
"""The one word that stands for a lift; its own help text, which asks for 是, is wrong."""
