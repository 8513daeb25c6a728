"""Accounts of the accounting system to which vouchers are written (企业会计准则应用指南, appendix).

The chart of accounts is the company's own: these are the usual ones, and settings say otherwise.
"""

from dataclasses import dataclass

from propertydesk.kernel.settings import Setting
from propertydesk.kernel.words import N_

_HOW = N_("Code and name of the account in the accounting system, with a space between them.")

CASH = Setting("till.account_cash", "1001 库存现金", "text", N_("Account of cash"), _HOW)
BANK = Setting("till.account_bank", "1002 银行存款", "text", N_("Account of the bank"), _HOW)
ONLINE = Setting(
    "till.account_online", "1002 银行存款", "text", N_("Account of WeChat and Alipay"), _HOW
)
RECEIVABLE = Setting(
    "till.account_receivable", "1122 应收账款", "text", N_("Account of receivables"), _HOW
)
AHEAD = Setting("till.account_ahead", "2203 预收账款", "text", N_("Account of prepayments"), _HOW)
DEPOSIT = Setting(
    "till.account_deposit", "2241 其他应付款-押金", "text", N_("Account of deposits"), _HOW
)
ON_BEHALF = Setting(
    "till.account_on_behalf",
    "2241 其他应付款-代收款",
    "text",
    N_("Account of what is collected for others"),
    _HOW,
)
INCOME = Setting(
    "till.account_income", "6001 主营业务收入", "text", N_("Account of regular charges"), _HOW
)
OTHER_INCOME = Setting(
    "till.account_other_income",
    "6051 其他业务收入",
    "text",
    N_("Account of single services and of deposits kept"),
    _HOW,
)
ITEMS = Setting(
    "till.account_items",
    "",
    "text",
    N_("Accounts of single charge items"),
    N_("Code of the item, =, account; several with ; between them. Others go by their kind."),
)

SETTINGS = (
    CASH, BANK, ONLINE, RECEIVABLE, AHEAD, DEPOSIT, ON_BEHALF, INCOME, OTHER_INCOME, ITEMS,
)  # fmt: skip


@dataclass(frozen=True)
class Account:
    """An account by code and name."""

    code: str
    name: str


def account_of(text: str) -> Account:
    """From "1001 库存现金"; what has no name is called by its code."""
    code, _, name = text.strip().partition(" ")
    return Account(code, name.strip() or code)


def accounts_of_items(text: str) -> dict[str, Account]:
    """From "WY=6001 物业费收入; CW=6051 车位费收入": the item's code to its account."""
    pairs = (each.partition("=") for each in text.replace("；", ";").split(";"))
    return {code.strip(): account_of(account) for code, _, account in pairs if account.strip()}
