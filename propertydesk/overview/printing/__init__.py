"""Sheets about the installation: heads of the seals, reports of what was erased."""

from propertydesk.overview.printing.retention import (
    RetentionLine,
    RetentionSheet,
    retention_sheet_pdf,
)
from propertydesk.overview.printing.seals import SealSheet, seal_sheet_pdf

__all__ = [
    "RetentionLine",
    "RetentionSheet",
    "SealSheet",
    "retention_sheet_pdf",
    "seal_sheet_pdf",
]
