"""Printed forms of repairs: a frozen sheet in, PDF bytes out."""

from propertydesk.repairs.printing.slip import RepairSlip, SlipMaterial
from propertydesk.repairs.printing.slip_form import COPIES, slip_pdf, slips_pdf

__all__ = ["COPIES", "RepairSlip", "SlipMaterial", "slip_pdf", "slips_pdf"]
