"""The lists of a repair order, with their words (domain.md C1)."""

from enum import StrEnum

from propertydesk.kernel.words import N_


class Permission(StrEnum):
    """What may be done with repair orders."""

    CANCEL = "repairs:order:cancel"
    DISPATCH = "repairs:order:dispatch"
    READ = "repairs:order:read"
    REGISTER = "repairs:order:register"
    SETTLE = "repairs:order:settle"
    VERIFY = "repairs:order:verify"
    VOID = "repairs:order:void"
    WORK = "repairs:order:work"
    REVEAL = "repairs:phone:reveal"
    TRAIN = "repairs:technician:train"


class Channel(StrEnum):
    """How the report reached us."""

    PHONE = "phone"
    DESK = "desk"
    CHAT = "chat"
    PATROL = "patrol"
    GUARD = "guard"


class Reporter(StrEnum):
    """Who reports (A66)."""

    OWNER = "owner"
    TENANT = "tenant"
    MEMBER = "member"
    NEIGHBOUR = "neighbour"
    VISITOR = "visitor"
    STAFF = "staff"
    ANONYMOUS = "anonymous"


class Charge(StrEnum):
    """Who pays."""

    FREE = "free"
    CHARGEABLE = "chargeable"
    WARRANTY = "warranty"


class CommonArea(StrEnum):
    """Places that belong to no home."""

    LOBBY = "lobby"
    CORRIDOR = "corridor"
    LIFT = "lift"
    STAIRS = "stairs"
    ROOF = "roof"
    FACADE = "facade"
    GARAGE = "garage"
    ROAD = "road"
    GREEN = "green"
    GATE = "gate"
    PLANT_ROOM = "plant_room"
    OTHER = "other"


class Suspension(StrEnum):
    """Why work waits."""

    PARTS = "parts"
    RESIDENT = "resident"
    CONTRACTOR = "contractor"
    SUPPLY = "supply"
    WARRANTY = "warranty"


class Cause(StrEnum):
    """Why it broke."""

    WEAR = "wear"
    LOOSE = "loose"
    BLOCKED = "blocked"
    MISUSE = "misuse"
    BUILDING = "building"
    WEATHER = "weather"
    OTHER = "other"


CHANNEL_WORDS = {
    Channel.PHONE: N_("Phone"),
    Channel.DESK: N_("Desk"),
    Channel.CHAT: N_("Chat"),
    Channel.PATROL: N_("Patrol"),
    Channel.GUARD: N_("Guard"),
}
REPORTER_WORDS = {
    Reporter.OWNER: N_("Owner"),
    Reporter.TENANT: N_("Tenant"),
    Reporter.MEMBER: N_("Household member"),
    Reporter.NEIGHBOUR: N_("Neighbour"),
    Reporter.VISITOR: N_("Visitor"),
    Reporter.STAFF: N_("Staff"),
    Reporter.ANONYMOUS: N_("Anonymous"),
}
CHARGE_WORDS = {
    Charge.FREE: N_("Free"),
    Charge.CHARGEABLE: N_("Chargeable"),
    Charge.WARRANTY: N_("Warranty"),
}
PRIORITY_WORDS = {1: N_("Emergency"), 2: N_("Urgent"), 3: N_("Normal"), 4: N_("Planned")}
COMMON_AREA_WORDS = {
    CommonArea.LOBBY: N_("Lobby"),
    CommonArea.CORRIDOR: N_("Corridor"),
    CommonArea.LIFT: N_("Lift"),
    CommonArea.STAIRS: N_("Stairs"),
    CommonArea.ROOF: N_("Roof"),
    CommonArea.FACADE: N_("Facade"),
    CommonArea.GARAGE: N_("Garage"),
    CommonArea.ROAD: N_("Road and square"),
    CommonArea.GREEN: N_("Green area"),
    CommonArea.GATE: N_("Gate"),
    CommonArea.PLANT_ROOM: N_("Plant room"),
    CommonArea.OTHER: N_("Other place"),
}
SUSPENSION_WORDS = {
    Suspension.PARTS: N_("Waiting for parts"),
    Suspension.RESIDENT: N_("Waiting for the resident"),
    Suspension.CONTRACTOR: N_("Waiting for a contractor"),
    Suspension.SUPPLY: N_("Waiting for water or power to be cut"),
    Suspension.WARRANTY: N_("Waiting for the warranty firm"),
}
CAUSE_WORDS = {
    Cause.WEAR: N_("Worn out"),
    Cause.LOOSE: N_("Loose joint"),
    Cause.BLOCKED: N_("Blocked"),
    Cause.MISUSE: N_("Wrong use"),
    Cause.BUILDING: N_("Building defect"),
    Cause.WEATHER: N_("Weather"),
    Cause.OTHER: N_("Other cause"),
}
