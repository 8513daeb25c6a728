"""What each community decides about its fees."""

from propertydesk.kernel.settings import Setting
from propertydesk.kernel.words import N_

DEVELOPER = Setting(
    "fees.developer",
    "",
    "text",
    N_("Developer who pays for homes not handed over"),
    N_("Unsold homes, and homes before their handover, are charged to this name. "
       "While it is empty they are left out of billing runs, with this reason."),
)  # fmt: skip
SECOND_PERSON = Setting(
    "fees.second_person",
    True,
    "flag",
    N_("A second person approves"),
    N_("Whoever prepared a billing run or proposed a price cannot approve it."),
)
JUMP_PERCENT = Setting(
    "fees.jump_percent",
    20,
    "integer",
    N_("An amount has jumped when it differs by more than"),
    N_(
        "The preview of a billing run lists homes whose amount differs so much from the last period."
    ),
    unit="%",
    minimum=1,
    maximum=500,
)
TOTAL_PERCENT = Setting(
    "fees.total_percent",
    5,
    "integer",
    N_("Warn when an item's total differs by more than"),
    N_("Compared with the last period, in the preview of a billing run."),
    unit="%",
    minimum=1,
    maximum=100,
)

WAIVE_ALONE = Setting(
    "fees.waive_alone",
    50,
    "integer",
    N_("Waivers up to this amount need no second person"),
    N_("Whoever may ask for a waiver grants it alone up to this amount; 0: never."),
    unit=N_("yuan"),
    minimum=0,
    maximum=100_000,
)
WAIVE_MANAGER = Setting(
    "fees.waive_manager",
    2_000,
    "integer",
    N_("Waivers and reductions that the manager may approve"),
    N_("Above this amount the company decides, that is an administrator."),
    unit=N_("yuan"),
    minimum=0,
    maximum=10_000_000,
)

PAY_ACCOUNT = Setting(
    "fees.pay_account",
    "",
    "text",
    N_("Account on bills"),
    N_("Payee, bank and account number, as bills print them; while it is empty bills name the "
       "counter alone."),
)  # fmt: skip
PAY_LINK = Setting(
    "fees.pay_link",
    "",
    "text",
    N_("Address behind the code on bills"),
    N_("Where payers are led by the QR code, such as the company's payment page; while it is empty "
       "the code holds the home, for the search box of the counter."),
)  # fmt: skip

SETTINGS = (
    DEVELOPER,
    SECOND_PERSON,
    JUMP_PERCENT,
    TOTAL_PERCENT,
    WAIVE_ALONE,
    WAIVE_MANAGER,
    PAY_ACCOUNT,
    PAY_LINK,
)
