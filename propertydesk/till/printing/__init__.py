"""Papers of the till: receipts, the day's report, vouchers of refunds, statements."""

from propertydesk.till.printing.day_paper import DayPaper, DrawerLine, ItemLine
from propertydesk.till.printing.day_report import day_report_pdf
from propertydesk.till.printing.desk import Desk
from propertydesk.till.printing.receipt import LAYOUTS, receipt_pdf
from propertydesk.till.printing.receipt_paper import ReceiptLine, ReceiptPaper
from propertydesk.till.printing.refund_voucher import RefundLine, RefundPaper, refund_voucher_pdf
from propertydesk.till.printing.report import ReportPaper, report_pdf
from propertydesk.till.printing.statement import (
    ChargeRow,
    DocumentRow,
    StatementPaper,
    statement_pdf,
)

__all__ = [
    "LAYOUTS",
    "ChargeRow",
    "DayPaper",
    "Desk",
    "DocumentRow",
    "DrawerLine",
    "ItemLine",
    "ReceiptLine",
    "ReceiptPaper",
    "RefundLine",
    "RefundPaper",
    "ReportPaper",
    "StatementPaper",
    "day_report_pdf",
    "receipt_pdf",
    "refund_voucher_pdf",
    "report_pdf",
    "statement_pdf",
]
