"""Papers of fees: the bill."""

from propertydesk.fees.printing.bill import begun, bill_pages, bill_pdf
from propertydesk.fees.printing.bill_paper import PAPERS_OF_BILLS, BillLine, BillPaper

__all__ = ["PAPERS_OF_BILLS", "BillLine", "BillPaper", "begun", "bill_pages", "bill_pdf"]
