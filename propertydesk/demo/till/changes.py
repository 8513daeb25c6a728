"""What was taken off a bill or disputed: waivers, adjustments, disputes, each with its document."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from propertydesk.demo.estate import ZONE
from propertydesk.demo.rows import Row
from propertydesk.demo.staff import Who
from propertydesk.demo.till.debts import Debt
from propertydesk.demo.till.habits import Habit
from propertydesk.demo.till.second import Asked, Subject, agree
from propertydesk.fees import rules
from propertydesk.fees.models import Dispute, ReceivableChange
from propertydesk.fees.rules.settings import WAIVE_ALONE, WAIVE_MANAGER
from propertydesk.fees.services import approving
from propertydesk.fees.services.changes import SERIES
from propertydesk.kernel.clock import business_date
from propertydesk.kernel.money import Money
from propertydesk.platform.activity import Activity

if TYPE_CHECKING:
    from propertydesk.demo.till.year import Year

_WAIVED = (
    ("楼道漏水维修期间服务减免", "减免审批单"),
    ("低保家庭减免，附街道证明", "困难家庭申请表"),
    ("电梯停运 9 天，按约定减免", "业委会会议纪要"),
)
_ADJUSTED = ("面积复核，按产权证改正", "面积复核单")
_DISPUTED = (
    "对保洁质量不满，拒缴本季度物业费",
    "房屋渗水未修复，要求处理后再缴",
    "对计费面积有异议",
    "楼上噪声多次投诉未解决",
    "空置未住，认为不应全额收费",
)
_SETTLED = ("已上门沟通并整改，业主同意分期缴纳", "复核面积无误，业主接受", "维修完成，业主认可")


@dataclass
class Changes:
    """Documents beside receivables, and what of it the balances must know."""

    year: "Year"
    rng: Random
    waived: int = 0
    adjusted: int = 0
    disputed: int = 0

    def consider(self, habit: Habit, debts: list[Debt], at: datetime) -> None:
        """Some who pay late are let off a part, some who never pay dispute their bill."""
        draw, year = self.rng.random(), self.year
        debt = max(debts, key=lambda each: each.open)
        if habit in (Habit.SLOW, Habit.USUAL) and (draw < 0.012 or not self.waived):
            when = year.moment(business_date(at, ZONE) + timedelta(days=self.rng.randint(2, 7)))
            self.waived += when < year.now
            fen = min(debt.open, self.rng.choice((2_000, 5_000, 12_000, 20_000)))
            year.expect(when, lambda: self._change(debt, rules.ChangeKind.WAIVER, fen, when))
        elif habit == Habit.PROMPT and (draw < 0.0004 or not self.adjusted):
            self.adjusted += 1
            fen = min(debt.open, self.rng.randrange(300, 1_500))
            year.expect(at + timedelta(hours=3), lambda: self._adjust(debt, fen, at))
        elif habit == Habit.NEVER and (draw < 0.09 or not self.disputed):
            when = year.moment(business_date(at, ZONE) + timedelta(days=self.rng.randint(3, 30)))
            self.disputed += when < year.now
            year.expect(when, lambda: self._dispute(debt, when))

    def tell(
        self, debt: Debt, at: datetime, who: Who, action: str, *, note: str, reason: str
    ) -> None:
        """An activity about a receivable, which is in the database already."""
        till = self.year.till
        till.book.add(
            Activity,
            at=at,
            community_id=till.community,
            home_id=debt.row.home_id,
            subject_type="receivable",
            subject_id=debt.row.id,
            subject_no=_number(debt),
            action=action,
            actor_kind=who.kind,
            actor_id=who.staff,
            actor_name=who.name,
            note=note,
            reason=reason,
        )

    def _adjust(self, debt: Debt, fen: int, at: datetime) -> None:
        self._change(debt, rules.ChangeKind.ADJUSTMENT, fen, at + timedelta(hours=3))

    def _change(self, debt: Debt, kind: rules.ChangeKind, fen: int, at: datetime) -> None:
        fen, year = min(fen, debt.open), self.year
        if not fen:
            return
        is_waiver = kind == rules.ChangeKind.WAIVER
        why = self.rng.choice(_WAIVED) if is_waiver else _ADJUSTED
        words, paper = why
        decider = self._decided(debt, kind, fen, why, at)
        debt.open -= fen
        if is_waiver:
            debt.waived += fen
        else:
            debt.adjusted -= fen
        row = year.till.book.add(
            ReceivableChange,
            community_id=year.till.community,
            receivable_id=debt.row.id,
            kind=kind,
            number=year.till.number(SERIES[kind], at),
            amount=Money(-fen),
            booked_on=business_date(at, ZONE),
            reason=words,
            paper=paper,
            made_by=year.finance.name,
            made_by_id=year.finance.staff,
            approved_by=decider.name,
            approved_by_id=decider.staff,
            made_at=at,
        )
        note = f"{row.number} · ¥{row.amount.grouped}"
        self.tell(debt, at, decider, f"receivable.{kind}", note=note, reason=words)

    def _decided(
        self, debt: Debt, kind: rules.ChangeKind, fen: int, why: tuple[str, str], at: datetime
    ) -> Who:
        """Small waivers are granted alone, others by the manager; none here needs the company."""
        year = self.year
        if kind == rules.ChangeKind.WAIVER and fen <= int(WAIVE_ALONE.default) * 100:
            return year.finance
        if fen > int(WAIVE_MANAGER.default) * 100:
            raise ValueError(f"{fen} fen is beyond what the manager decides")
        signed = fen if kind == rules.ChangeKind.WAIVER else -fen
        params = {"kind": str(kind), "fen": signed, "paper": why[1]}
        asked = Asked(approving.CHANGE.name, year.finance, why[0], params)
        subject = Subject("receivable", debt.row.id, _number(debt), debt.row.home_id)
        agree(year.till, asked, subject, year.crew.manager, at)
        return year.crew.manager

    def _dispute(self, debt: Debt, at: datetime) -> None:
        if not debt.open:
            return
        year, by = self.year, self.rng.choice(self.year.crew.clerks)
        debt.is_disputed = True
        row = year.till.book.add(
            Dispute,
            community_id=year.till.community,
            home_id=debt.row.home_id,
            receivable_id=debt.row.id,
            words=self.rng.choice(_DISPUTED),
            opened_by=by.name,
            opened_at=at,
        )
        self._tell_dispute((at, by, "dispute.open", row), debt, row.words)
        ends = year.moment(business_date(at, ZONE) + timedelta(days=self.rng.randint(10, 60)))
        if self.rng.random() < 0.6:
            year.expect(ends, lambda: self._settle(row, debt, ends))

    def _settle(self, row: Row, debt: Debt, at: datetime) -> None:
        by = self.year.crew.lead
        debt.is_disputed = False
        row.set(outcome=self.rng.choice(_SETTLED), closed_by=by.name, closed_at=at)
        self._tell_dispute((at, by, "dispute.close", row), debt, row.outcome)

    def _tell_dispute(self, told: tuple[datetime, Who, str, Row], debt: Debt, words: str) -> None:
        entry = self.year.till.trail.leave(*told, reason=words)
        entry.set(subject_no=_number(debt))


def _number(debt: Debt) -> str:
    return f"YS{debt.row.id:08d}"
