"""Numbers of documents: prefix, business date, serial of that day (domain.md D10)."""

import re
from datetime import date

_DOCUMENT = re.compile(r"([A-Z]{2})([0-9]{8})-([0-9]{4,6})", re.ASCII)


def document_number(prefix: str, day: date, serial: int) -> str:
    """BX20261121-0007."""
    return f"{prefix}{day:%Y%m%d}-{serial:04d}"


def is_document_number(text: str) -> bool:
    """Whether `text` looks like a document number, whatever its prefix."""
    return _DOCUMENT.fullmatch(text) is not None
