"""Papers of passes."""

from propertydesk.passes.printing.exit_form import exit_pdf
from propertydesk.passes.printing.exit_slip import ExitSlip, SlipItem

__all__ = ["ExitSlip", "SlipItem", "exit_pdf"]
