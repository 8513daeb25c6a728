"""What the guard says, in both languages (editable settings; domain.md A21 to A28)."""

from propertydesk.kernel.settings import Setting
from propertydesk.kernel.words import N_

_WHERE = N_(
    "Shown large on the guard's phone. {time}, {gate}, {place}, {phone} and {hours} are filled in."
)


def _phrase(key: str, label: str, zh: str, en: str) -> Setting:
    return Setting(f"passes.say_{key}", {"zh": zh, "en": en}, "phrase", label, _WHERE)


SAY_ITEMS = _phrase(
    "items",
    N_("Large item: asking for the pass"),
    "您好，请出示大件物品出门证，我核对一下物品。",
    "Hello, may I see the exit pass and check the items?",
)
SAY_NO_PASS = _phrase(
    "no_pass",
    N_("Large item: no pass"),
    "对不起，没有办理出门证，物品暂时不能带出。服务中心在{place}，电话{phone}，{hours}办公。",
    "Sorry, without an exit pass the items must stay. The service centre is at {place}, "
    "phone {phone}, open {hours}.",
)
SAY_USED = _phrase(
    "used",
    N_("Large item: pass used already"),
    "对不起，这张出门证{time}在{gate}已经用过，请到服务中心核实。",
    "Sorry, this pass was used at {time} at {gate}. Please ask at the service centre.",
)
SAY_NOT_VALID = _phrase(
    "not_valid",
    N_("Large item: pass not valid"),
    "对不起，这张出门证现在不能使用，请到服务中心核实。服务中心在{place}，电话{phone}，{hours}办公。",
    "Sorry, this pass cannot be used now. Please ask at the service centre: {place}, "
    "phone {phone}, open {hours}.",
)
SAY_DIFFERENT = _phrase(
    "different",
    N_("Large item: goods differ from the pass"),
    "对不起，物品和出门证不一致，请先把多出的物品留下，或到服务中心换一张出门证。",
    "Sorry, the items differ from the pass. Please leave the others here, or have the pass changed "
    "at the service centre.",
)
SAY_SALES = _phrase(
    "sales",
    N_("Sales calls"),
    "对不起，小区不接待推销，谢谢您的理解。",
    "Sorry, no sales calls are admitted here. Thank you for understanding.",
)
SAY_OFFICE = _phrase(
    "office",
    N_("Questions for the office"),
    "您这个问题请到服务中心了解一下。服务中心在{place}，电话{phone}，{hours}办公。",
    "Please ask the service centre about this. It is at {place}, phone {phone}, open {hours}.",
)
SAY_WRONG_PLACE = _phrase(
    "wrong_place",
    N_("Parked in the wrong place"),
    "对不起，大堂门口不能停车，请停到划线车位；助动车请停到地下非机动车库。",
    "Sorry, no parking at the lobby. Please use a marked space; mopeds go to the bicycle garage.",
)

SETTINGS = (
    SAY_ITEMS,
    SAY_NO_PASS,
    SAY_USED,
    SAY_NOT_VALID,
    SAY_DIFFERENT,
    SAY_SALES,
    SAY_OFFICE,
    SAY_WRONG_PLACE,
)
