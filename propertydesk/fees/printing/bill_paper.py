"""What a bill says (SF-01, domain.md C9), ready for any paper."""

from dataclasses import dataclass
from datetime import date, datetime

from propertydesk.kernel.money import Money
from propertydesk.platform.printing import Text, Words

FORM = "SF-01 V1"
TITLE = Words("收费通知单", "Fee notice")
BILL_NO = Words("账单号", "Bill no.")
BILLED_ON = Words("出账日", "Date")
PAYER = Words("缴费人", "Payer")
HOME = Words("房号", "Home")
TO = Words("收", "")
CHARGED = Words("本期应收", "Charged")
MET = Words("已缴及减免", "Paid, reduced")
ARREARS = Words("往期欠费", "Earlier arrears")
AHEAD = Words("预存余额", "Paid ahead")
DUE = Words("应缴合计", "Total due")
IN_WORDS = Words("合计大写", "In words")
DUE_ON = Words("缴费截止日", "Pay by")
WAYS = Words("缴费方式", "Ways to pay")
BASIS = Words("收费依据", "Basis")
CONTACT = Words("咨询", "Questions")
IGNORE = Words("如已缴费请忽略本单", "Please ignore if paid")
OVERDUE = Words("已到期，请尽快缴纳", "Overdue: please pay soon")
NOTHING_DUE = Words("本期无需缴费", "Nothing to pay")
PAY_CODE = Words("扫码缴费", "Scan to pay")
DESK_CODE = Words("前台出示", "For the counter")

#: Papers by the value that is asked for.
PAPERS_OF_BILLS = ("third", "A5", "roll")


@dataclass(frozen=True)
class BillLine:
    """One line: item, period, quantity with months, price as it is read, and the amount."""

    item: Text
    period: str
    quantity: Text
    price: str
    amount: Money


@dataclass(frozen=True)
class BillPaper:
    """A bill as it is to be printed now.

    `charged` is the sum of the lines, `met` what of them is paid, waived or adjusted, `arrears`
    what is open from earlier, `ahead` what the payer has paid ahead; `due` is what is left to pay.
    `code` is what the QR holds: where to pay, or else the home for the counter's search box.
    """

    number: str
    billed_on: date
    company: Words
    community: Words
    home: Text
    payer: str
    lines: tuple[BillLine, ...]
    charged: Money
    met: Money
    arrears: Money
    ahead: Money
    due: Money
    due_on: date
    code: str
    pays_by_code: bool
    account: str
    basis: str
    office: str
    hotline: str
    hours: str
    printed_at: datetime
    operator: str = ""

    @property
    def ways(self) -> Words:
        """① 扫码 ② 前台 ③ 转账; only those that there are."""
        ways = [Words("扫右上二维码", "scan the code")] if self.pays_by_code else []
        office = f"：{self.office}" if self.office else ""
        desk = f" ({self.office})" if self.office else ""
        ways.append(
            Words(
                f"服务中心前台现金、刷卡、扫码{office}", f"cash, card or scan at the counter{desk}"
            )
        )
        if self.account:
            ways.append(
                Words(
                    f"转账：{self.account}，请备注房号",
                    f"transfer to {self.account}, naming the home",
                )
            )
        marks = "①②③"
        return Words(
            "　".join(f"{mark} {way.zh}" for mark, way in zip(marks, ways, strict=False)),
            "  ".join(f"{mark} {way.en}" for mark, way in zip(marks, ways, strict=False)),
        )

    @property
    def contact(self) -> Words:
        """咨询 0571-5550 0110 每天 08:30 – 17:30."""
        told = "  ".join(part for part in (self.hotline, self.hours) if part)
        return Words(f"{CONTACT.zh} {told}".strip(), f"{CONTACT.en} {told}".strip())
