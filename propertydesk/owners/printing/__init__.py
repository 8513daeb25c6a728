"""Paper of the register: the privacy notice for signing, and form KF-03-2."""

from propertydesk.owners.printing.notice import notice_pdf
from propertydesk.owners.printing.register import register_pdf
from propertydesk.owners.printing.sheets import (
    Desk,
    NoticeSheet,
    Occupant,
    RegisterSheet,
    TenancyLine,
    TickLine,
)

__all__ = [
    "Desk",
    "NoticeSheet",
    "Occupant",
    "RegisterSheet",
    "TenancyLine",
    "TickLine",
    "notice_pdf",
    "register_pdf",
]
