"""What the clerk says while taking a report in (manual; editable settings)."""

from propertydesk.kernel.settings import Setting
from propertydesk.kernel.words import N_

_WHERE = N_("Shown above the intake form. {community} and {name} are filled in.")


def _phrase(key: str, label: str, zh: str, en: str) -> Setting:
    return Setting(f"repairs.say_{key}", {"zh": zh, "en": en}, "phrase", label, _WHERE)


SAY_GREETING = _phrase(
    "greeting",
    N_("Greeting"),
    "您好，{community}服务中心，我是{name}，请问有什么可以帮您？",
    "Good day, {community} service centre, {name} speaking. How can I help?",
)
SAY_ASK_HOME = _phrase(
    "ask_home",
    N_("Asking for home and phone"),
    "请问您的房号是？方便留一个联系电话吗？",
    "May I have your home number, and a phone number we can reach you on?",
)
SAY_HOLD = _phrase(
    "hold",
    N_("Asking to hold"),
    "请稍等，我帮您查一下。",
    "One moment, please, I am looking that up.",
)
SAY_VISIT = _phrase(
    "visit",
    N_("Appointment"),
    "师傅上门前会给您打电话，届时家里有人吗？",
    "The technician will call before leaving. Will someone be at home?",
)
SAY_CHARGE = _phrase(
    "charge",
    N_("Paid service"),
    "这一项是有偿服务，师傅会先报价，您同意后再开工。",
    "This is a paid service. You will get the price first, and work starts only if you agree.",
)
SAY_CLOSING = _phrase(
    "closing",
    N_("Closing words"),
    "还有别的可以帮您吗？感谢来电，再见。",
    "Is there anything else? Thank you for calling. Goodbye.",
)

SETTINGS = (SAY_GREETING, SAY_ASK_HOME, SAY_HOLD, SAY_VISIT, SAY_CHARGE, SAY_CLOSING)
