"""What a receipt says (SF-04, domain.md C12), ready for any paper."""

from dataclasses import dataclass
from datetime import datetime

from propertydesk.kernel.money import Money
from propertydesk.platform.printing import Text, Void, Words, long_date

FORM = "SF-04 V1"
TITLE = Words("收据", "Receipt")
RED_TITLE = Words("收据（冲红）", "Receipt (red reversal)")
PAYER = Words("交款人", "Payer")
HOME = Words("房号", "Home")
METHOD = Words("付款方式", "Paid by")
REFERENCE = Words("流水号", "Reference")
REMARK = Words("备注", "Remark")
COLLECTOR = Words("收款人", "Collector")
SEAL = Words("收款单位（盖章）", "Seal of the payee")
CODE = Words("验证码", "Code")
VOIDED = Words("作废", "Void")
HOTLINE = Words("服务热线", "Hotline")
NOT_AN_INVOICE = Words(
    "本收据不是税务发票；需要发票请凭此联向前台申请。",
    "Not a tax invoice; ask at the counter with this copy for one.",
)
FOR_REFUND = Words(
    "押金：凭此收据退还，请妥善保管", "Deposit: keep this, it is needed for the refund"
)


@dataclass(frozen=True)
class ReceiptLine:
    """One line: item, period, quantity and price as they are read, and the amount."""

    item: Text
    period: str
    quantity: str
    price: str
    amount: Money


@dataclass(frozen=True)
class ReceiptPaper:
    """A receipt as it is to be printed now; times stand on the community's clock.

    `reprint` counts printings after the first, `takes_back` is the number that a red receipt
    reverses, `reversed_by` that of the red receipt which reversed this one.
    """

    number: str
    company: Words
    community: Words
    hotline: str
    check_url: str
    check_code: str
    issued_at: datetime
    printed_at: datetime
    payer: str
    home: Text
    lines: tuple[ReceiptLine, ...]
    total: Money
    method: Words
    reference: str
    remark: str
    collector: str
    collector_no: str
    is_deposit: bool = False
    reprint: int = 0
    void: Void | None = None
    takes_back: str = ""
    reversed_by: str = ""

    @property
    def title(self) -> Words:
        """收据, or the red one."""
        return RED_TITLE if self.takes_back else TITLE

    @property
    def code(self) -> str:
        """ABCDE-FGHJK, easier to read and to type."""
        return f"{self.check_code[:5]}-{self.check_code[5:]}"

    @property
    def mark(self) -> Words | None:
        """What makes it differ from a receipt that counts, beside the void mark."""
        if self.takes_back:
            return Words(f"冲红 原收据 {self.takes_back}", f"Reverses {self.takes_back}")
        if self.reversed_by:
            return Words(f"已冲红 见 {self.reversed_by}", f"Reversed by {self.reversed_by}")
        return None

    @property
    def bold_words(self) -> tuple[Words, ...]:
        """All that must be seen at once: the mark, and what a deposit needs."""
        told = (self.mark, FOR_REFUND if self.is_deposit else None)
        return tuple(words for words in told if words)

    @property
    def collected_by(self) -> str:
        """王敏 KF012."""
        return f"{self.collector} {self.collector_no}".strip()

    @property
    def issued(self) -> Words:
        """2026年11月21日 14:32."""
        day, clock = self.issued_at.date(), f"{self.issued_at:%H:%M}"
        return Words(f"{long_date(day, 'zh')} {clock}", f"{long_date(day, 'en')} {clock}")
