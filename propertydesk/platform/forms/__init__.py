"""Forms that never fall over: cleaned text, plain errors, and a verb behind them."""

from propertydesk.platform.forms.choices import Choice, Segment, Several
from propertydesk.platform.forms.fields import (
    REQUIRED,
    Day,
    Instant,
    Line,
    Paragraph,
    Phone,
    Present,
    ReadField,
    Tick,
    Whole,
    Yuan,
)
from propertydesk.platform.forms.form import Form
from propertydesk.platform.forms.text import ascii_digits, clean, is_phone, normalise_phone

__all__ = [
    "REQUIRED",
    "Choice",
    "Day",
    "Form",
    "Instant",
    "Line",
    "Paragraph",
    "Phone",
    "Present",
    "ReadField",
    "Segment",
    "Several",
    "Tick",
    "Whole",
    "Yuan",
    "ascii_digits",
    "clean",
    "is_phone",
    "normalise_phone",
]
