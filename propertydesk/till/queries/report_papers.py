"""Gathering reports of the money for paper: the figures are those of the pages."""

from collections.abc import Sequence
from datetime import date

from propertydesk.kernel.money import Money
from propertydesk.platform.printing import Column, Text, Words
from propertydesk.platform.printing.catalogue import bilingual
from propertydesk.till import rules
from propertydesk.till.printing import Desk, ReportPaper
from propertydesk.till.queries.ageing import AgeingLine
from propertydesk.till.queries.collectors import METHODS, CollectorLine
from propertydesk.till.queries.reports import Asked, By, Held, Line
from propertydesk.till.queries.vouchers import Entry, Span
from propertydesk.till.rules.ageing import BUCKETS

_TOTAL = Words("合计", "Total")
_BY = {
    By.BUILDING: Words("楼栋", "Building"),
    By.ITEM: Words("收费项目", "Charge item"),
    By.MONTH: Words("月份", "Month"),
}
_RATES = (
    Words("当期收缴率", "Current period"),
    Words("当年累计", "Year to date"),
    Words("往年清欠率", "Earlier years"),
    Words("综合收缴率", "Overall"),
)


def collections_paper(asked: Asked, lines: Sequence[Line], held: Held, desk: Desk) -> ReportPaper:
    """The report of collections with its four rates."""
    total = rules.together(line.figures for line in lines)
    columns = [
        Column(_BY[asked.by], 40),
        *(
            Column(words, 26, figures=True)
            for words in (
                Words("应收", "Charged"),
                Words("已收", "Paid"),
                Words("未收", "Open"),
                Words("往年欠费", "Brought forward"),
                Words("已清欠", "Recovered"),
            )
        ),
        *(Column(words, 21, figures=True) for words in _RATES),
    ]
    rows = [_collection(line.label, line.figures) for line in lines]
    prepaid, deposits = _yuan(held.prepayments), _yuan(held.deposits)
    note = Words(
        f"另有预存款 {prepaid} 元、在押押金 {deposits} 元，均不计入收缴率；合计的比率按合计金额计算。",
        f"Prepayments of ¥{prepaid} and deposits of ¥{deposits} count in no rate; rates of the "
        "total are those of its sums.",
    )
    return ReportPaper(
        desk=desk,
        title=Words("费用收缴报表", "Report of collections"),
        form="SF-08 V1",
        number=f"SJL{asked.first:%Y%m%d}-{asked.until:%Y%m%d}",
        facts=[
            (Words("费用期间", "Charges of"), _days(asked.first, asked.last)),
            (Words("截止日", "Up to"), f"{asked.until:%Y-%m-%d}"),
            *zip(_RATES, map(_percent, _rates(total)), strict=True),
        ],
        heading=Words("应收、已收、未收", "Charged, paid, open"),
        columns=columns,
        rows=[*rows, _collection(_TOTAL, total)],
        notes=[note],
    )


def ageing_paper(until: date, by: By, lines: Sequence[AgeingLine], desk: Desk) -> ReportPaper:
    """What is open by age."""
    sums = [sum(line.sums[at] for line in lines) for at in range(len(BUCKETS))]
    words = [bilingual(each.words) for each in BUCKETS]
    rows: list[list[Text]] = [
        [line.label, *map(_yuan, line.sums), _yuan(line.open)] for line in lines
    ]
    return ReportPaper(
        desk=desk,
        title=Words("欠费账龄表", "Ageing of arrears"),
        form="SF-09 V1",
        number=f"ZL{until:%Y%m%d}",
        facts=[
            (Words("截止日", "Up to"), f"{until:%Y-%m-%d}"),
            (Words("欠费合计", "Open"), _yuan(sum(sums))),
            (Words("其中逾期", "of it late"), _yuan(sum(sums[1:]))),
        ],
        heading=Words("按到期日起算的账龄", "By days since the due day"),
        columns=[
            Column(_BY[by], 40),
            *(Column(each, 24, figures=True) for each in words),
            Column(_TOTAL, 28, figures=True, bold=True),
        ],
        rows=[*rows, [_TOTAL, *map(_yuan, sums), _yuan(sum(sums))]],
    )


def collectors_paper(
    first: date, last: date, lines: Sequence[CollectorLine], desk: Desk
) -> ReportPaper:
    """What each collector took."""
    methods = [bilingual(rules.METHOD_WORDS[each]) for each in METHODS]
    sums = [sum(line.by_method[at] for line in lines) for at in range(len(METHODS))]
    counts = [sum(line.receipts for line in lines), sum(line.void for line in lines)]
    taken, back = sum(sums), sum(line.given_back for line in lines)
    rows: list[list[Text]] = [
        [
            line.name, str(line.receipts), str(line.void or "–"), *map(_yuan, line.by_method),
            _yuan(line.taken), _yuan(-line.given_back), _yuan(line.net),
        ]
        for line in lines
    ]  # fmt: skip
    total: list[Text] = [
        _TOTAL, str(counts[0]), str(counts[1] or "–"), *map(_yuan, sums), _yuan(taken),
        _yuan(-back), _yuan(taken - back),
    ]  # fmt: skip
    return ReportPaper(
        desk=desk,
        title=Words("收费员收款汇总表", "Collections by collector"),
        form="SF-10 V1",
        number=f"SKY{first:%Y%m%d}-{last:%Y%m%d}",
        facts=[
            (Words("收款期间", "Days"), _days(first, last)),
            (Words("收款合计", "Taken"), _yuan(taken)),
            (Words("退款", "Given back"), _yuan(-back)),
            (Words("净收款", "Net"), _yuan(taken - back)),
        ],
        heading=Words("按收费员与付款方式", "By collector and method"),
        columns=[
            Column(Words("收费员", "Collector"), 38),
            Column(Words("收据张数", "Receipts"), 18, figures=True),
            Column(Words("作废", "Void"), 14, figures=True),
            *(Column(each, 25, figures=True) for each in methods),
            Column(Words("收款合计", "Taken"), 28, figures=True, bold=True),
            Column(Words("退款", "Given back"), 24, figures=True),
            Column(Words("净收款", "Net"), 28, figures=True, bold=True),
        ],
        rows=[*rows, total],
    )


def vouchers_paper(span: Span, entries: Sequence[tuple[Entry, str]], desk: Desk) -> ReportPaper:
    """The vouchers of some days; each entry with its summary."""
    debit = sum(entry.debit for entry, _summary in entries)
    rows: list[list[Text]] = [
        [
            f"{entry.day:%Y-%m-%d}", entry.number, summary,
            f"{entry.account.code} {entry.account.name}", _yuan(entry.debit), _yuan(entry.credit),
        ]
        for entry, summary in entries
    ]  # fmt: skip
    return ReportPaper(
        desk=desk,
        title=Words("记账凭证汇总", "Vouchers"),
        form="SF-11 V1",
        number=f"PZ{span.first:%Y%m%d}-{span.last:%Y%m%d}",
        facts=[
            (Words("日期", "Days"), _days(span.first, span.last)),
            (Words("借方合计", "Debit"), _yuan(debit)),
            (Words("贷方合计", "Credit"), _yuan(sum(entry.credit for entry, _s in entries))),
        ],
        heading=Words("分录", "Lines"),
        columns=[
            Column(Words("日期", "Day"), 22),
            Column(Words("凭证号", "Voucher"), 26),
            Column(Words("摘要", "Summary"), 90),
            Column(Words("科目", "Account"), 60),
            Column(Words("借方", "Debit"), 28, figures=True),
            Column(Words("贷方", "Credit"), 28, figures=True),
        ],
        rows=[*rows, [_TOTAL, "", "", "", _yuan(debit), _yuan(debit)]],
        notes=[Words("负数为红字；金额含税。", "Negative lines are red; amounts are gross.")],
    )


def _collection(label: Text, found: rules.Collection) -> list[Text]:
    sums = (found.charged, found.collected, found.open, found.opening, found.recovered)
    return [label, *map(_yuan, sums), *map(_percent, _rates(found))]


def _rates(found: rules.Collection) -> tuple[int | None, ...]:
    return found.current, found.year_to_date, found.recovery, found.overall


def _days(first: date, last: date) -> str:
    return f"{first:%Y-%m-%d}" if first == last else f"{first:%Y-%m-%d} – {last:%Y-%m-%d}"


def _percent(hundredths: int | None) -> str:
    return "–" if hundredths is None else f"{hundredths // 100}.{hundredths % 100:02d} %"


def _yuan(fen: int) -> str:
    return Money(fen).grouped if fen else "–"
